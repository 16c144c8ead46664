/// Subtracts the mean of each feature and divides by its standard deviation (of the population, as
/// over n). A constant feature is only shifted.
public struct Standardizer: Transformer, Hashable {
  public private(set) var means: [Double] = []
  public private(set) var deviations: [Double] = []

  public init() {}

  public var inputCount: Int { means.count }
  public var outputCount: Int { means.count }

  /// - Throws: ``DataError`` without rows, without features, or for numbers that are not finite.
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

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    for column in row.indices {
      result[column] = (row[column] - means[column]) / deviations[column]
    }
  }

  public func names(_ names: [String]) -> [String] { names }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool { deviations.count == means.count && deviations.allSatisfy { $0 > 0 } }
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
