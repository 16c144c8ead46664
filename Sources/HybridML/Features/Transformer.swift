/// Turns features into other features, after it has been fitted to training rows.
///
/// A row gives the same bits alone as among others: every transformation works row by row.
public protocol Transformer: Sendable, Codable {
  /// How many features go in; 0 before fitting.
  var inputCount: Int { get }

  /// How many features come out; 0 before fitting.
  var outputCount: Int { get }

  /// Learns from training rows; what was learnt before is forgotten.
  ///
  /// - Parameter target: what is to be predicted, for those that choose features by it.
  mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError)

  /// Transforms one row after fitting, without allocating.
  ///
  /// - Precondition: `row` has ``inputCount`` elements and `result` ``outputCount``; they do not overlap.
  func transform(row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>)

  /// The names of what comes out.
  func names(_ names: [String]) -> [String]
}

extension Transformer {
  /// Fits to the training rows of a data set.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try fit(data.features, data.target)
  }

  /// Transforms rows, `[rows, inputCount]` to `[rows, outputCount]`.
  ///
  /// - Throws: ``DataError`` before fitting, for rows of another length, or numbers that are not finite.
  public func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard inputCount > 0 else { throw DataError(.notFitted("a \(Self.self)")) }
    try Checks.features(features, inputCount)
    let width = outputCount
    let elements = [Double](unsafeUninitializedCapacity: features.rows * width) { result, count in
      features.elements.withUnsafeBufferPointer { rows in
        for row in 0..<features.rows {
          transform(
            row: UnsafeBufferPointer(rebasing: rows[row * inputCount..<(row + 1) * inputCount]),
            into: UnsafeMutableBufferPointer(rebasing: result[row * width..<(row + 1) * width]))
        }
      }
      count = features.rows * width
    }
    return RealMatrix(rows: features.rows, columns: width, elements: elements)
  }

  /// The same rows and targets with the transformed features.
  public func transform(_ data: Dataset) throws(DataError) -> Dataset {
    try data.replacing(
      features: transform(data.features), names: names(data.featureNames))
  }
}

extension Checks {
  static func rows(_ what: String, _ features: RealMatrix, atLeast needed: Int) throws(DataError) {
    guard features.columns > 0 else { throw DataError(.noFeatures) }
    guard features.rows >= needed else {
      throw DataError(.tooFewRows(what: what, needed: needed, got: features.rows))
    }
    try features.checkFinite()
  }
}
