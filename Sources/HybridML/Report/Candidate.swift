/// A way of making a model from training rows, preprocessing included, so that it can be made anew in
/// every fold.
///
/// ```swift
/// let svm = Candidate("SVM (RBF)", on: "4 components", features: [.standardise, .pca(4)]) {
///   KernelSVM()
/// }
/// ```
public struct Candidate: Sendable {
  public enum Role: String, Hashable, Sendable, Codable {
    /// What is to be judged.
    case model
    /// What it is judged by.
    case baseline
  }

  /// A model that is fitted to some rows, with their preprocessing.
  public struct Fitted: Sendable {
    public let parameterCount: Int
    /// Predictions for rows of the features that the data set has, before preprocessing.
    public let predict: @Sendable (RealMatrix) throws -> Predictions

    public init(
      parameterCount: Int, predict: @escaping @Sendable (RealMatrix) throws -> Predictions
    ) {
      self.parameterCount = parameterCount
      self.predict = predict
    }
  }

  public let name: String
  /// What it learns from, in words: "4 components".
  public let features: String
  public let role: Role
  /// Why it cannot be run on these data; it is then listed with this reason and no figures.
  public var reasonToSkip: String?
  /// Fits to training rows; the number is that of the fold.
  public let fit: @Sendable (_ training: Dataset, _ fold: Int) throws -> Fitted

  public init(
    _ name: String, on features: String, role: Role = .baseline,
    fit: @escaping @Sendable (_ training: Dataset, _ fold: Int) throws -> Fitted
  ) {
    self.name = name
    self.features = features
    self.role = role
    self.fit = fit
  }

  /// A classifier behind a pipeline.
  public init(
    _ name: String, on description: String, features: Pipeline, role: Role = .baseline,
    _ make: @escaping @Sendable () -> some Classifier
  ) {
    self.init(name, on: description, role: role) { training, _ in
      let (pipeline, model) = try Self.fitted(features, make(), training)
      return Fitted(parameterCount: model.parameterCount) {
        .classes(try model.predict(pipeline.transform($0)))
      }
    }
  }

  /// A regressor behind a pipeline.
  public init(
    _ name: String, on description: String, features: Pipeline, role: Role = .baseline,
    _ make: @escaping @Sendable () -> some Regressor
  ) {
    self.init(name, on: description, role: role) { training, _ in
      let (pipeline, model) = try Self.fitted(features, make(), training)
      return Fitted(parameterCount: model.parameterCount) {
        .values(try model.predict(pipeline.transform($0)))
      }
    }
  }

  private static func fitted<M: Estimator>(
    _ pipeline: Pipeline, _ model: M, _ training: Dataset
  ) throws(DataError) -> (Pipeline, M) {
    var (pipeline, model) = (pipeline, model)
    let features = try pipeline.fitTransform(training.features, training.target)
    try model.fit(
      training.replacing(features: features, names: pipeline.names(training.featureNames)))
    return (pipeline, model)
  }
}

/// What a model says of rows: the counterpart of ``Dataset/Target``.
public enum Predictions: Hashable, Sendable, Codable {
  /// Class indices.
  case classes([Int])
  case values([Double])

  public var count: Int {
    switch self {
    case .classes(let indices): indices.count
    case .values(let values): values.count
    }
  }

  /// Accuracy for classes, R² for numbers.
  ///
  /// - Throws: ``DataError`` when the target is of the other kind, or has another number of rows.
  public func score(_ target: Dataset.Target) throws(DataError) -> Double {
    guard count == target.count, count > 0 else {
      throw DataError(
        .shape(what: "the number of predictions", expected: target.count, got: count))
    }
    switch (self, target) {
    case (.classes(let predicted), .classes(let actual, _)):
      return Metrics.accuracy(predicted, actual)
    case (.values(let predicted), .values(let actual)):
      return Metrics.rSquared(predicted, actual)
    case (.classes, .values):
      throw DataError(.wrongTarget(needed: "classes, not numbers"))
    case (.values, .classes):
      throw DataError(.wrongTarget(needed: "numbers, not classes"))
    }
  }
}
