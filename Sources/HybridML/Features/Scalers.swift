/// Subtracts the mean of each feature and divides by its standard deviation (of the population, as
/// over n). A constant feature is only shifted.
public struct Standardizer: Transformer, Hashable {
  public private(set) var means: [Double] = []
  public private(set) var deviations: [Double] = []

  public init() {}

  public var outputCount: Int { means.count }

  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    try Checks.rows("standardising", features, atLeast: 1)
    var accumulator = ColumnMoments(columns: features.columns)
    for row in 0..<features.rows { accumulator.add(features.row(row)) }
    means = accumulator.means
    // Rounding leaves a constant feature with a deviation far below its mean.
    deviations = zip(accumulator.populationVariances, means).map { variance, mean in
      let deviation = variance.squareRoot()
      return deviation > 10 * Double.ulpOfOne * abs(mean) ? deviation : 1
    }
  }

  public func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    try Checks.fitted("the standardiser", features, means.count)
    var elements = features.elements
    var index = 0
    for _ in 0..<features.rows {
      for column in 0..<features.columns {
        elements[index] = (elements[index] - means[column]) / deviations[column]
        index += 1
      }
    }
    return RealMatrix(rows: features.rows, columns: features.columns, elements: elements)
  }

  public func names(_ names: [String]) -> [String] { names }
}

/// Means and variances of columns in one pass over the rows (B. P. Welford 1962,
/// doi:10.1080/00401706.1962.10490022), for data that do not fit in memory as well.
public struct ColumnMoments: Hashable, Sendable, Codable {
  public private(set) var count = 0
  public private(set) var means: [Double]
  private var squares: [Double]

  public init(columns: Int) {
    means = Array(repeating: 0, count: columns)
    squares = means
  }

  /// - Precondition: the row has as many values as there are columns.
  public mutating func add(_ row: some Collection<Double>) {
    precondition(row.count == means.count)
    count += 1
    for (column, value) in row.enumerated() {
      let change = value - means[column]
      means[column] += change / Double(count)
      squares[column] += change * (value - means[column])
    }
  }

  /// Over n; 0 before there are rows.
  public var populationVariances: [Double] { squares.map { count > 0 ? $0 / Double(count) : 0 } }
}

/// Maps the range that each feature has in training onto an interval; what lies outside is clipped to
/// its ends, so that angles never wrap around. A constant feature goes to the lower end.
public struct MinMaxScaler: Transformer, Hashable {
  public let lower: Double
  public let upper: Double
  public private(set) var minima: [Double] = []
  public private(set) var maxima: [Double] = []

  public init(_ range: ClosedRange<Double> = 0...1) {
    lower = range.lowerBound
    upper = range.upperBound
  }

  public var outputCount: Int { minima.count }

  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    guard lower.isFinite, upper.isFinite else {
      throw DataError(
        .setting(name: "a range", value: "\(lower)...\(upper)", allowed: "of finite numbers"))
    }
    try Checks.rows("min–max scaling", features, atLeast: 1)
    minima = Array(features.row(0))
    maxima = minima
    for row in 1..<max(1, features.rows) {
      for (column, value) in features.row(row).enumerated() {
        minima[column] = min(minima[column], value)
        maxima[column] = max(maxima[column], value)
      }
    }
  }

  public func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    try Checks.fitted("the min–max scaler", features, minima.count)
    var elements = features.elements
    var index = 0
    for _ in 0..<features.rows {
      for column in 0..<features.columns {
        let width = maxima[column] - minima[column]
        let share = width > 0 ? (elements[index] - minima[column]) / width : 0
        elements[index] = min(max(lower + share * (upper - lower), lower), upper)
        index += 1
      }
    }
    return RealMatrix(rows: features.rows, columns: features.columns, elements: elements)
  }

  public func names(_ names: [String]) -> [String] { names }
}
