/// Turns features into other features, after it has been fitted to training rows.
public protocol Transformer: Sendable, Codable {
  /// How many features come out; 0 before fitting.
  var outputCount: Int { get }

  /// Learns from training rows; what was learnt before is forgotten.
  ///
  /// - Parameter target: what is to be predicted, for those that choose features by it.
  mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError)

  /// Transforms rows, `[rows, features]` to `[rows, outputCount]`.
  func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix

  /// The names of what comes out.
  func names(_ names: [String]) -> [String]
}

extension Transformer {
  /// Fits to the training rows of a data set.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try fit(data.features, data.target)
  }

  /// The same rows and targets with the transformed features.
  public func transform(_ data: Dataset) throws(DataError) -> Dataset {
    try data.replacing(
      features: transform(data.features), names: names(data.featureNames))
  }
}

extension Checks {
  static func rows(_ what: String, _ features: RealMatrix, atLeast needed: Int) throws(DataError) {
    guard features.rows >= needed else {
      throw DataError(.tooFewRows(what: what, needed: needed, got: features.rows))
    }
    try features.checkFinite()
  }

  static func fitted(_ what: String, _ features: RealMatrix, _ expected: Int) throws(DataError) {
    guard expected > 0 else { throw DataError(.notFitted(what)) }
    try Checks.features(features, expected)
  }
}
