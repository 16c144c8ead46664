import QState

/// The classical models that a report sets beside every model.
///
/// Quantum models do not beat well-tuned classical ones on data such as these (J. Bowles, S. Ahmed,
/// M. Schuld, "Better than classical? The subtle art of benchmarking quantum machine learning models"
/// (2024), arXiv:2403.07059), so a score without these says little.
public enum Baselines {
  /// Rows that a kernel machine is fitted to at most: beyond, a sample of so many.
  public static let kernelRowLimit = 2_000

  /// Numbers that a logistic regression learns from at most, counted once for each class: one that would get
  /// more is listed with that reason.
  public static let numberLimit = 20_000_000

  /// Classification: the most frequent class, logistic regression and support vector machines of a linear
  /// and a Gaussian kernel; regression: the mean, linear regression, ridge regression and support vector
  /// regression.
  ///
  /// Features are standardised. The models are run on all features and, where a model gets fewer, on as
  /// many principal components.
  ///
  /// - Parameter components: how many features the model gets; nil is all.
  public static func candidates(for data: Dataset, components: Int? = nil) -> [Candidate] {
    guard let components, components < data.features.columns else {
      return candidates(for: data, beside: [])
    }
    return candidates(
      for: data, on: [.standardise, .pca(components)], named: components.counted("component"))
  }

  /// The same models on the features that another model gets, and on all features.
  ///
  /// - Parameters:
  ///   - features: what makes them of the features of the data, fitted to training rows only.
  ///   - name: what they are, in words: "3 of 13 features".
  public static func candidates(
    for data: Dataset, on features: Pipeline, named name: String
  ) -> [Candidate] {
    candidates(for: data, beside: [(name: name, features: features)])
  }

  private static func candidates(
    for data: Dataset, beside others: [(name: String, features: Pipeline)]
  ) -> [Candidate] {
    let count = data.features.columns
    let all = (count == 1 ? "" : "all ") + count.counted("feature")
    var sets = others
    sets.append((all, [.standardise]))
    let sampled = data.rows > kernelRowLimit ? ", at most \(kernelRowLimit) rows" : ""
    switch data.target {
    case .classes:
      return [Candidate("majority class", on: "", features: []) { MajorityClass() }]
        + sets.flatMap { set in
          [
            logisticRegression(on: set.name, set.features),
            Candidate("SVM (linear)" + sampled, on: set.name, features: set.features) {
              KernelSVM(kernel: .linear)
            }.sampling(kernelRowLimit),
            Candidate("SVM (RBF)" + sampled, on: set.name, features: set.features) { KernelSVM() }
              .sampling(kernelRowLimit),
          ]
        }
    case .values:
      return [Candidate("mean", on: "", features: []) { MeanValue() }]
        + sets.flatMap { set in
          [
            Candidate("linear regression", on: set.name, features: set.features) {
              LinearRegression()
            },
            Candidate("ridge regression", on: set.name, features: set.features) {
              RidgeRegression()
            },
            supportVectorRegression("SVR (RBF)" + sampled, on: set.name, set.features)
              .sampling(kernelRowLimit),
          ]
        }
    }
  }
}

extension Baselines {
  /// The half width of the tube of a support vector regression, in standard deviations of the target.
  package static let usualTube = 0.1

  /// C and the tube of a support vector regression in standard deviations of the target, so that they do
  /// not depend on its unit.
  package static func supportVectorRegression(
    for training: Dataset, kernel: Kernel = .rbf(gamma: nil), penalty: Double = 1,
    tube: Double = usualTube
  ) throws(DataError) -> KernelSVR {
    let deviation = Spread(try training.values()).deviation
    let unit = deviation > 0 ? deviation : 1
    return KernelSVR(
      kernel: kernel, penalty: penalty * unit, tube: tube * unit, tolerance: 1e-3 * unit)
  }

  private static func logisticRegression(
    on description: String, _ features: Pipeline
  ) -> Candidate {
    Candidate("logistic regression", on: description) { training, _ in
      var pipeline = features
      let rows = try pipeline.fitTransform(training.features, training.target)
      let numbers = rows.elements.count * (training.classNames?.count ?? 1)
      guard numbers <= numberLimit else {
        throw DataError(
          .setting(
            name: "the number of rows times features times classes", value: "\(numbers)",
            allowed: "\(numberLimit) at most for this baseline"))
      }
      var model = LogisticRegression()
      try model.fit(training.replacing(features: rows))
      let (fittedPipeline, fitted) = (pipeline, model)
      return Candidate.Fitted(parameterCount: fitted.parameterCount) {
        .classes(try fitted.predict(fittedPipeline.transform($0)))
      }
    }
  }

  private static func supportVectorRegression(
    _ name: String, on description: String, _ features: Pipeline
  ) -> Candidate {
    Candidate(name, on: description) { training, _ in
      var pipeline = features
      let rows = try pipeline.fitTransform(training.features, training.target)
      var model = try supportVectorRegression(for: training)
      try model.fit(training.replacing(features: rows))
      let (fittedPipeline, fitted) = (pipeline, model)
      return Candidate.Fitted(parameterCount: fitted.parameterCount) {
        .values(try fitted.predict(fittedPipeline.transform($0)))
      }
    }
  }
}

extension Candidate {
  /// This candidate, fitted to a sample of the training rows where there are more than `limit`.
  func sampling(_ limit: Int) -> Candidate {
    Candidate(name, on: features, role: role) { training, fold in
      guard training.rows > limit else { return try self.fit(training, fold) }
      var random = RandomStream(seed: 0, stream: UInt64(fold))
      var rows = Array(0..<training.rows)
      rows.shuffle(using: &random)
      return try self.fit(training.selecting(rows: rows.prefix(limit).sorted()), fold)
    }
  }
}

/// Predicts the most frequent class of the training rows, the first of equally frequent ones.
public struct MajorityClass: Classifier, Codable, Hashable {
  public private(set) var index: Int?

  public init() {}

  public var parameterCount: Int { 1 }

  public mutating func fit(_ data: Dataset) throws(DataError) {
    let (indices, count) = try Checks.classes(data)
    var counts = Array(repeating: 0.0, count: count)
    for index in indices { counts[index] += 1 }
    index = counts.indexOfLargest
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Int] {
    guard let index else { throw DataError(.notFitted("the majority class")) }
    return Array(repeating: index, count: features.rows)
  }
}

/// Predicts the mean of the training rows.
public struct MeanValue: Regressor, Codable, Hashable {
  public private(set) var mean: Double?

  public init() {}

  public var parameterCount: Int { 1 }

  public mutating func fit(_ data: Dataset) throws(DataError) {
    let values = try data.values()
    guard !values.isEmpty else { throw DataError(.tooFewRows(what: "a mean", needed: 1, got: 0)) }
    mean = Spread(values).mean
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let mean else { throw DataError(.notFitted("the mean")) }
    return Array(repeating: mean, count: features.rows)
  }
}
