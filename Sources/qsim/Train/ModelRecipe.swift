import HybridML
import QState

/// How the model that was asked for is made from rows, with everything that was left open decided.
struct ModelRecipe {
  let kind: ModelKind
  /// As the table of results calls it.
  let name: String
  /// What it learns from, in words.
  let learnsFrom: String
  /// How many principal components it learns from; nil where it gets all features.
  let components: Int?
  let features: Pipeline
  let settings: TrainSettings
  private let encoding: Encoding
  private let ansatz: Ansatz
  private let reuploads: Bool
  private let bandwidth: Bandwidth
  private let alignment: QuantumKernel.Alignment?
  /// Of a kernel; nil is exact.
  private let shots: Int?
  private let seed: UInt64
  private let isRegression: Bool
  let trainer: Trainer

  /// - Parameter trainingRows: of the smallest training part of the folds.
  init(_ options: Train, for data: TrainingData, folds: Int, trainingRows: Int) throws(Failure) {
    let model = options.modelOptions
    let fitting = options.fitting
    let isRegression = data.schema.classes == nil
    kind = model.model ?? .vqc
    self.isRegression = isRegression
    seed = fitting.seed ?? 0
    try Self.check(options, kind, isRegression: isRegression)
    try Self.checkMemory(kind, rows: data.data.rows)

    let count = data.data.features.columns
    let choice = model.encoding ?? (kind == .kernel ? .zz : .angleY)
    let ansatzFamily = model.ansatz ?? .stronglyEntangling
    let layers = model.layers ?? 3
    encoding = choice.encoding
    ansatz = Ansatz(ansatzFamily, layers: layers)
    reuploads = model.reupload ?? false
    bandwidth = model.bandwidth.map { .fixed($0) } ?? .searched
    alignment = model.align == true ? QuantumKernel.Alignment(seed: seed) : nil
    shots = fitting.shots.flatMap { $0 > 0 ? $0 : nil }

    var settings = TrainSettings()
    settings.set("model", .text(kind.rawValue))
    let learnt: Int
    if kind.isQuantum {
      let most = choice.featureCount(qubits: model.qubits ?? 4)
      learnt = min(count, most, model.qubits == nil ? max(trainingRows, 1) : most)
      let qubits = encoding.qubitCount(features: learnt)
      if let wanted = model.qubits, wanted > qubits {
        throw Failure(
          .usage,
          "--qubits is \(wanted), but \(data.data.name.printable) has "
            + "\(NumberText.count(count, "feature")), which take "
            + "\(NumberText.count(qubits, "qubit")) in this encoding")
      }
      components = learnt < count ? learnt : nil
      let steps: [Pipeline.Step] =
        [.standardise] + (learnt < count ? [.pca(learnt)] : [])
        + (choice.range.map { [.minMax($0)] } ?? [])
      features = Pipeline(steps)
      settings.set("qubits", .integer(qubits))
      settings.set("encoding", .text(choice.rawValue))
    } else {
      learnt = count
      components = nil
      features = [.standardise]
    }
    learnsFrom =
      components.map { NumberText.count($0, "component") } ?? Self.allFeatures(count)

    var trainer = Trainer(seed: seed)
    if kind == .vqc {
      settings.set("layers", .integer(layers))
      settings.set("ansatz", .text(ansatzFamily.rawValue))
      settings.set("reupload", .bool(reuploads))
      trainer = Self.trainer(fitting, rows: data.data.rows, seed: seed, &settings)
    }
    self.trainer = trainer
    if kind == .kernel {
      if encoding.takesScaledFeatures {
        settings.set("bandwidth", model.bandwidth.map { .number($0) } ?? .text("searched"))
      }
      settings.set("align", .bool(alignment != nil))
      settings.set("shots", .integer(shots ?? 0))
    }
    settings.set("folds", .integer(folds))
    settings.set("seed", Int(exactly: seed).map { .integer($0) } ?? .text("\(seed)"))
    self.settings = settings
    name =
      switch kind {
      case .vqc: isRegression ? "variational regressor" : "variational classifier"
      case .kernel: isRegression ? "quantum kernel ridge" : "quantum kernel SVM"
      case .logistic: "logistic regression"
      case .svm: "SVM (RBF)"
      case .knn: "5 nearest neighbours"
      case .mlp: "multilayer perceptron"
      case .linear: "linear regression"
      case .ridge: "ridge regression"
      case .svr: "SVR (RBF)"
      }
  }

  private static func allFeatures(_ count: Int) -> String {
    count == 1 ? "1 feature" : "all \(count) features"
  }

  /// Settings of training for so many rows.
  private static func trainer(
    _ fitting: FittingOptions, rows: Int, seed: UInt64, _ settings: inout TrainSettings
  ) -> Trainer {
    let isLarge = rows > 1000
    let batch = fitting.batch ?? (isLarge ? 32 : 0)
    let epochs = fitting.epochs ?? (isLarge ? max(5, min(100, 30_000 / rows)) : 100)
    let rate = fitting.learningRate ?? (batch > 0 ? 0.02 : 0.05)
    let optimizer = fitting.optimizer ?? .adam
    let schedule = fitting.schedule ?? .constant
    var trainer = Trainer(
      optimizer: .adam(rate: rate), epochs: epochs, batchSize: batch > 0 ? batch : nil, seed: seed)
    switch optimizer {
    case .adam: break
    case .rmsprop: trainer.optimizer = RMSProp.rmsProp(rate: rate)
    case .sgd: trainer.optimizer = GradientDescent.gradientDescent(rate: rate)
    }
    switch schedule {
    case .constant: break
    case .cosine: trainer.schedule = .cosine()
    case .step: trainer.schedule = .step(every: max(1, (epochs + 2) / 3))
    }
    if let patience = fitting.earlyStopping {
      trainer.earlyStopping = EarlyStopping(patience: patience)
    }
    let shots = fitting.shots ?? 0
    if shots > 0 { trainer.gradient = .parameterShift(shots: shots) }
    settings.set("epochs", .integer(epochs))
    settings.set("batch", .integer(batch))
    settings.set("learning-rate", .number(rate))
    settings.set("optimizer", .text(optimizer.rawValue))
    settings.set("schedule", .text(schedule.rawValue))
    settings.set("early-stopping", fitting.earlyStopping.map { .integer($0) })
    settings.set("shots", .integer(shots))
    return trainer
  }

  /// A kernel machine needs a matrix of all pairs of rows.
  private static func checkMemory(_ kind: ModelKind, rows: Int) throws(Failure) {
    guard [.svm, .svr, .kernel].contains(kind) else { return }
    let needed = UInt64(rows) * UInt64(rows) * 8
    let available = MachineMemory.available
    guard needed > available else { return }
    throw Failure(
      .unavailable,
      "--model \(kind.rawValue) needs \(ByteCount.text(needed)) for \(rows) rows, and "
        + "\(ByteCount.text(available)) are available: take a part of the rows, or another --model"
    )
  }

  /// Options that the model has no use for are refused rather than ignored.
  private static func check(
    _ options: Train, _ kind: ModelKind, isRegression: Bool
  ) throws(Failure) {
    if isRegression ? !kind.isForNumbers : !kind.isForClasses {
      let fitting = ModelKind.allCases.filter { isRegression ? $0.isForNumbers : $0.isForClasses }
      throw Failure(
        .usage,
        "--model \(kind.rawValue) predicts \(isRegression ? "classes" : "numbers"), but the label is "
          + "\(isRegression ? "a number" : "of classes"): give "
          + fitting.map(\.rawValue).joined(separator: ", ")
          + (isRegression ? ", or --task classification" : ""))
    }
    let model = options.modelOptions
    let fitting = options.fitting
    let circuit: [(String, Bool)] = [
      ("qubits", model.qubits != nil), ("encoding", model.encoding != nil),
      ("shots", fitting.shots != nil),
    ]
    let trained: [(String, Bool)] = [
      ("layers", model.layers != nil), ("ansatz", model.ansatz != nil),
      ("reupload", model.reupload != nil), ("epochs", fitting.epochs != nil),
      ("batch", fitting.batch != nil), ("learning-rate", fitting.learningRate != nil),
      ("optimizer", fitting.optimizer != nil), ("schedule", fitting.schedule != nil),
      ("early-stopping", fitting.earlyStopping != nil), ("curve", options.outputs.curve != nil),
    ]
    let compared: [(String, Bool)] = [
      ("bandwidth", model.bandwidth != nil), ("align", model.align != nil),
    ]
    let unused =
      (kind.isQuantum ? [] : circuit) + (kind == .vqc ? [] : trained)
      + (kind == .kernel ? [] : compared)
    if let option = unused.first(where: \.1)?.0 {
      throw Failure(.usage, "--\(option) has no meaning for --model \(kind.rawValue)")
    }
  }
}

// MARK: Fitting

extension ModelRecipe {
  /// A model fitted to rows, and what training went through.
  struct Fitted {
    let model: SavedModel
    var losses: [Double] = []
    var validationLosses: [Double] = []
    var warnings: [String] = []
  }

  /// The model fitted to some rows.
  ///
  /// - Parameters:
  ///   - callbacks: after each epoch, of models that have epochs.
  ///   - checkpoint: where to go on, of such a model.
  func fit(
    _ data: Dataset, callbacks: [Callback] = [], from checkpoint: Checkpoint? = nil
  ) throws -> Fitted {
    if kind == .kernel { return Fitted(model: try fitKernel(data)) }
    guard kind == .vqc else { return Fitted(model: try fitClassical(data)) }
    var trainer = trainer
    trainer.callbacks = callbacks
    trainer.resumes = checkpoint
    let model: SavedModel
    let report: TrainingReport
    if isRegression {
      var regressor = QuantumRegressor(
        features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
        scalesInputs: reuploads && encoding.takesScaledFeatures, seed: seed)
      report = try regressor.fit(data, with: trainer)
      model = SavedModel(regressor, trainedOn: data)
    } else {
      var classifier = QuantumClassifier(
        features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
        scalesInputs: reuploads && encoding.takesScaledFeatures, seed: seed)
      report = try classifier.fit(data, with: trainer)
      model = SavedModel(classifier, trainedOn: data)
    }
    return Fitted(
      model: model, losses: report.losses, validationLosses: report.validationLosses,
      warnings: report.warnings.map(\.description))
  }

  private func fitKernel(_ data: Dataset) throws -> SavedModel {
    let kernel = QuantumKernel(
      encoding, estimation: shots.map { QuantumKernel.Estimation(shots: $0, seed: seed) })
    if isRegression {
      var model = QuantumKernelRegressor(
        features: features, kernel: kernel, bandwidth: bandwidth, alignment: alignment, seed: seed)
      try model.fit(data)
      return SavedModel(.quantumKernelRegressor(model), trainedOn: data)
    }
    var model = QuantumKernelClassifier(
      features: features, kernel: kernel, bandwidth: bandwidth, alignment: alignment, seed: seed)
    try model.fit(data)
    return SavedModel(.quantumKernelClassifier(model), trainedOn: data)
  }

  private func fitClassical(_ data: Dataset) throws -> SavedModel {
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
      case .logistic: .logisticRegression(try fitted(LogisticRegression()))
      case .svm: .kernelSVM(try fitted(KernelSVM()))
      case .knn: .nearestNeighbours(try fitted(NearestNeighbours()))
      case .linear: .linearRegression(try fitted(LinearRegression()))
      case .ridge: .ridgeRegression(try fitted(RidgeRegression()))
      case .mlp where isRegression:
        .mlpRegressor(try fitted(MLPRegressor(NetworkSettings(seed: seed))))
      case .mlp: .mlpClassifier(try fitted(MLPClassifier(NetworkSettings(seed: seed))))
      case .svr: .kernelSVR(try fitted(Baselines.supportVectorRegression(for: data)))
      case .vqc, .kernel: preconditionFailure("quantum models are fitted elsewhere")
      }
    return SavedModel(model, after: pipeline, trainedOn: data)
  }

  /// The model as one of those to compare.
  func candidate(
    callbacks: @escaping @Sendable (_ fold: Int) -> [Callback],
    checkpoint: @escaping @Sendable (_ fold: Int) throws -> Checkpoint?
  ) -> Candidate {
    Candidate(name, on: learnsFrom, role: .model) { training, fold in
      let model = try self.fit(training, callbacks: callbacks(fold), from: checkpoint(fold)).model
      return Candidate.Fitted(parameterCount: model.parameterCount) { try model.predict($0) }
    }
  }

  /// What the model is, in a line.
  func summary(_ model: SavedModel) -> String {
    var parts = [name]
    for key in ["qubits", "layers"] {
      if case .integer(let count)? = settings[key] {
        parts.append(NumberText.count(count, String(key.dropLast())))
      }
    }
    if let encoding = settings["encoding"] { parts.append("\(encoding) encoding") }
    if let ansatz = settings["ansatz"] { parts.append("\(ansatz) ansatz") }
    if settings["reupload"] == .bool(true) { parts.append("data re-uploading") }
    let kernel: QuantumKernel? =
      switch model.model {
      case .quantumKernelClassifier(let model): model.kernel
      case .quantumKernelRegressor(let model): model.kernel
      default: nil
      }
    if let kernel, encoding.takesScaledFeatures {
      parts.append("bandwidth \(NumberText.significant(kernel.bandwidth))")
    }
    parts.append(NumberText.count(model.parameterCount, "parameter"))
    return parts.joined(separator: ", ")
  }

  /// How features are made, in a line.
  var featureSummary: String {
    let steps = features.steps.map { step in
      switch step {
      case .standardizer: "standardised"
      case .principalComponents(let pca): NumberText.count(pca.components, "principal component")
      case .minMaxScaler(let scaler):
        "scaled to [\(Self.angle(scaler.lower)), \(Self.angle(scaler.upper))]"
      case .polynomialFeatures(let products): "products up to degree \(products.degree)"
      case .featureSelection: "selected"
      case .patches: "patches"
      }
    }
    return ([learnsFrom.hasPrefix("all") ? learnsFrom : "all features"] + steps)
      .joined(separator: ", ")
  }

  private static func angle(_ value: Double) -> String {
    value == .pi ? "π" : NumberText.significant(value)
  }
}
