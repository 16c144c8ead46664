import HybridML

/// A classical model, as asked for.
struct ClassicalModel {
  private let kind: ModelKind
  private let kernel: Kernel
  private let penalty: Double
  private let tube: Double
  private let landmarks: Int?
  private let neighbours: Int
  private let network: NetworkSettings
  private let seed: UInt64
  /// What is not as usual, for the name: a baseline of the usual settings may stand beside it.
  private let particulars: [String]

  /// - Parameter trainingRows: of the smallest training part of the folds.
  /// - Precondition: `kind` is none of the quantum models.
  init(
    _ kind: ModelKind, _ model: ModelOptions, trainingRows: Int, seed: UInt64,
    _ settings: inout TrainSettings
  ) throws(Failure) {
    self.kind = kind
    kernel = model.kernel == .linear ? .linear : .rbf(gamma: model.gamma)
    penalty = model.penalty ?? 1
    tube = model.tube ?? Baselines.usualTube
    landmarks = model.landmarks
    self.seed = seed
    neighbours = model.neighbours ?? min(5, max(trainingRows, 1))
    guard neighbours <= max(trainingRows, 1) else {
      throw Failure(
        .usage,
        "--neighbours is \(neighbours), but a model learns from "
          + "\(trainingRows.counted("row")) here: give \(trainingRows) at most")
    }
    network = NetworkSettings(
      hiddenUnits: model.hidden?.counts ?? [16], activation: model.activation ?? .tanh,
      penalty: penalty, seed: seed)
    var particulars: [String] = []
    if let gamma = model.gamma { particulars.append("gamma \(NumberText.significant(gamma))") }
    if let penalty = model.penalty {
      particulars.append("penalty \(NumberText.significant(penalty))")
    }
    if let tube = model.tube { particulars.append("tube \(NumberText.significant(tube))") }
    if let landmarks { particulars.append(landmarks.counted("landmark")) }
    if let hidden = model.hidden {
      particulars.append(hidden.text + " units")
    }
    if let activation = model.activation { particulars.append(activation.rawValue) }
    self.particulars = particulars
    settings.set("kernel", model.kernel.map { .text($0.rawValue) })
    settings.set("gamma", model.gamma.map { .number($0) })
    settings.set("penalty", model.penalty.map { .number($0) })
    settings.set("tube", model.tube.map { .number($0) })
    settings.set("landmarks", model.landmarks.map { .integer($0) })
    if kind == .knn { settings.set("neighbours", .integer(neighbours)) }
    settings.set("hidden", model.hidden.map { .text($0.text) })
    settings.set("activation", model.activation.map { .text($0.rawValue) })
  }

  var name: String {
    let kernel = kernel == .linear ? "linear" : "RBF"
    let plain =
      switch kind {
      case .logistic where landmarks != nil: "logistic regression (\(kernel))"
      case .logistic: "logistic regression"
      case .svm: "SVM (\(kernel))"
      case .knn: neighbours.counted("nearest neighbour")
      case .mlp: "multilayer perceptron"
      case .linear: "linear regression"
      case .ridge: "ridge regression"
      case .kernelRidge: "kernel ridge (\(kernel))"
      case .svr: "SVR (\(kernel))"
      case .gp: "Gaussian process (\(kernel))"
      case .vqc, .kernel: kind.rawValue
      }
    return ([plain] + particulars).joined(separator: ", ")
  }

  func fit(_ data: Dataset, after features: Pipeline) throws -> SavedModel {
    var pipeline = features
    let rows = try pipeline.fitTransform(data.features, data.target)
    let transformed = try data.replacing(features: rows, names: pipeline.names(data.featureNames))
    func fitted<M: Estimator>(_ model: M) throws -> M {
      var model = model
      try model.fit(transformed)
      return model
    }
    let model: SavedModel.Model =
      switch kind {
      case .logistic where landmarks != nil:
        .nystromClassifier(
          try fitted(
            NystromClassifier(
              kernel: kernel, landmarks: landmarks ?? 0, inversePenalty: penalty, seed: seed)))
      case .kernelRidge where landmarks != nil:
        .nystromRegressor(
          try fitted(
            NystromRegressor(
              kernel: kernel, landmarks: landmarks ?? 0, strength: penalty, seed: seed)))
      case .logistic:
        .logisticRegression(try fitted(LogisticRegression(inversePenalty: penalty)))
      case .svm: .kernelSVM(try fitted(KernelSVM(kernel: kernel, penalty: penalty)))
      case .knn: .nearestNeighbours(try fitted(NearestNeighbours(neighbours: neighbours)))
      case .linear: .linearRegression(try fitted(LinearRegression()))
      case .ridge: .ridgeRegression(try fitted(RidgeRegression(strength: penalty)))
      case .kernelRidge: .kernelRidge(try fitted(KernelRidge(kernel: kernel, strength: penalty)))
      case .gp: .gaussianProcess(try fitted(GaussianProcess(kernel: kernel)))
      case .mlp where data.classNames == nil: .mlpRegressor(try fitted(MLPRegressor(network)))
      case .mlp: .mlpClassifier(try fitted(MLPClassifier(network)))
      case .svr:
        .kernelSVR(
          try fitted(
            Baselines.supportVectorRegression(
              for: data, kernel: kernel, penalty: penalty, tube: tube)))
      case .vqc, .kernel: preconditionFailure("quantum models are fitted elsewhere")
      }
    return SavedModel(model, after: pipeline, trainedOn: data)
  }
}
