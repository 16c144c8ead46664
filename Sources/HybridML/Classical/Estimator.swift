/// A model that is fitted to rows and then predicts.
public protocol Estimator: Sendable {
  /// A class index, or a number.
  associatedtype Prediction: Sendable

  /// How many numbers fitting chose.
  var parameterCount: Int { get }

  /// Learns from rows; what was learnt before is forgotten.
  mutating func fit(_ data: Dataset) throws(DataError)

  /// One prediction for each row of `[rows, features]`.
  func predict(_ features: RealMatrix) throws(DataError) -> [Prediction]

  /// How good predictions are: accuracy for classes, R² for numbers.
  func score(_ data: Dataset) throws(DataError) -> Double
}

/// Predicts class indices.
public protocol Classifier: Estimator where Prediction == Int {}

/// Predicts numbers.
public protocol Regressor: Estimator where Prediction == Double {}

/// Predicts with what probability each class is right.
public protocol ProbabilisticClassifier: Classifier {
  /// Probabilities of shape `[rows, classes]`; rows add up to 1.
  func probabilities(_ features: RealMatrix) throws(DataError) -> RealMatrix
}

extension Classifier {
  public func score(_ data: Dataset) throws(DataError) -> Double {
    Metrics.accuracy(try predict(data.features), try data.classIndices())
  }
}

extension Regressor {
  public func score(_ data: Dataset) throws(DataError) -> Double {
    Metrics.rSquared(try predict(data.features), try data.values())
  }
}

extension ProbabilisticClassifier {
  public func predict(_ features: RealMatrix) throws(DataError) -> [Int] {
    let probabilities = try probabilities(features)
    return (0..<features.rows).map { probabilities.row($0).indexOfLargest }
  }
}

extension Collection where Element == Double {
  /// The place of the largest element, the first of several; 0 without elements.
  var indexOfLargest: Int {
    var (best, largest) = (0, -Double.infinity)
    for (index, value) in enumerated() where value > largest { (best, largest) = (index, value) }
    return best
  }
}

/// What models check before they compute.
enum Checks {
  static func features(_ features: RealMatrix, _ expected: Int) throws(DataError) {
    guard features.columns == expected else {
      throw DataError(
        .shape(what: "the number of features", expected: expected, got: features.columns))
    }
    try features.checkFinite()
  }

  /// - Throws: when a class without rows leaves fewer than two.
  static func classes(_ data: Dataset) throws(DataError) -> (indices: [Int], count: Int) {
    let indices = try data.classIndices()
    let names = data.classNames ?? []
    guard let first = indices.first else {
      throw DataError(.tooFewRows(what: "fitting a classifier", needed: 2, got: 0))
    }
    guard indices.contains(where: { $0 != first }) else {
      throw DataError(.oneClass(column: data.targetName, name: names[first]))
    }
    return (indices, names.count)
  }

  static func positive(_ name: String, _ value: Double) throws(DataError) {
    guard value > 0, value.isFinite else {
      throw DataError(.setting(name: name, value: "\(value)", allowed: "a positive number"))
    }
  }
}
