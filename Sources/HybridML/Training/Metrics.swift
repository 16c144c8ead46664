/// Figures of how good predictions are.
public enum Metrics {
  /// The share of rows whose class is right.
  ///
  /// - Precondition: as many predictions as rows, and at least one.
  public static func accuracy(_ predictions: [Int], _ classes: [Int]) -> Double {
    precondition(predictions.count == classes.count && !classes.isEmpty)
    return Double(zip(predictions, classes).count { $0 == $1 }) / Double(classes.count)
  }

  /// 1 − Σ(y − ŷ)² / Σ(y − ȳ)²; where all y are equal, 1 for a perfect prediction and else 0.
  public static func rSquared(_ predictions: [Double], _ values: [Double]) -> Double {
    precondition(predictions.count == values.count && !values.isEmpty)
    let mean = values.reduce(0, +) / Double(values.count)
    let total = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let residual = zip(predictions, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return total > 0 ? 1 - residual / total : (residual == 0 ? 1 : 0)
  }

  /// The root of the mean of the squared errors.
  public static func rootMeanSquaredError(_ predictions: [Double], _ values: [Double]) -> Double {
    precondition(predictions.count == values.count && !values.isEmpty)
    let sum = zip(predictions, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (sum / Double(values.count)).squareRoot()
  }
}

/// How often each class was taken for each other.
public struct ConfusionMatrix: Hashable, Sendable, Codable {
  public let names: [String]
  /// Element (true class, predicted class).
  public private(set) var counts: [[Int]]

  /// - Precondition: class indices are those of `names`.
  public init(predictions: [Int], classes: [Int], names: [String]) {
    precondition(predictions.count == classes.count)
    self.names = names
    counts = Array(repeating: Array(repeating: 0, count: names.count), count: names.count)
    for (predicted, actual) in zip(predictions, classes) { counts[actual][predicted] += 1 }
  }

  public var total: Int { counts.joined().reduce(0, +) }

  public var accuracy: Double {
    total == 0 ? 0 : Double(names.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(total)
  }

  /// Of the rows predicted to be of a class, the share that are; nil where there are none.
  public func precision(_ index: Int) -> Double? {
    let predicted = counts.reduce(0) { $0 + $1[index] }
    return predicted == 0 ? nil : Double(counts[index][index]) / Double(predicted)
  }

  /// Of the rows of a class, the share that was found; nil where there are none.
  public func recall(_ index: Int) -> Double? {
    let actual = counts[index].reduce(0, +)
    return actual == 0 ? nil : Double(counts[index][index]) / Double(actual)
  }

  /// The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN); nil where all are 0.
  public func f1(_ index: Int) -> Double? {
    let sum = counts[index].reduce(0, +) + counts.reduce(0) { $0 + $1[index] }
    return sum == 0 ? nil : 2 * Double(counts[index][index]) / Double(sum)
  }

  /// The mean recall of the classes that occur: accuracy as if they were equally frequent.
  public var balancedAccuracy: Double {
    let recalls = names.indices.compactMap { recall($0) }
    return recalls.isEmpty ? 0 : recalls.reduce(0, +) / Double(recalls.count)
  }
}
