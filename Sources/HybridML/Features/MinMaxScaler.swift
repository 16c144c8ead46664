/// Maps the range that each feature has in training onto an interval.
///
/// What lies outside that range later is clipped to the ends of the interval, unless asked otherwise, so
/// that angles never wrap around. A constant feature goes to the lower end.
public struct MinMaxScaler: Transformer, Hashable {
  public let lower: Double
  public let upper: Double
  /// Whether values beyond the range of the training rows are clipped.
  public let clips: Bool
  public private(set) var minima: [Double] = []
  public private(set) var maxima: [Double] = []

  public init(_ range: ClosedRange<Double> = 0...1, clips: Bool = true) {
    lower = range.lowerBound
    upper = range.upperBound
    self.clips = clips
  }

  public var inputCount: Int { minima.count }
  public var outputCount: Int { minima.count }

  /// - Throws: ``DataError`` without rows, without features, for numbers that are not finite, or an
  ///   interval that is not.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    guard (upper - lower).isFinite else {
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

  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    for column in row.indices {
      let width = maxima[column] - minima[column]
      let share = width > 0 ? (row[column] - minima[column]) / width : 0
      let value = lower + share * (upper - lower)
      result[column] = clips ? min(max(value, lower), upper) : value
    }
  }

  public func names(_ names: [String]) -> [String] { names }

  /// Whether the numbers, which may come from a file, fit together.
  var isConsistent: Bool {
    lower <= upper && maxima.count == minima.count && zip(minima, maxima).allSatisfy { $0 <= $1 }
  }
}
