import HybridML
import QState

/// How the model that was asked for is made from rows, with everything that was left open decided.
struct ModelRecipe {
  /// What is fitted behind the pipeline.
  enum Method {
    case variational(Variational, Trainer)
    case kernel(KernelMachine)
    case classical(ClassicalModel)
  }

  let kind: ModelKind
  /// As the table of results calls it.
  let name: String
  let features: FeatureRecipe
  let settings: TrainSettings
  let method: Method
  let seed: UInt64
  let isRegression: Bool

  /// The epochs of a training; 0 for models without.
  var epochs: Int {
    if case .variational(_, let trainer) = method { trainer.epochs } else { 0 }
  }

  /// - Parameter trainingRows: of the smallest training part of the folds.
  init(_ options: Train, for data: TrainingData, folds: Int, trainingRows: Int) throws(Failure) {
    let model = options.modelOptions
    isRegression = data.schema.classes == nil
    kind = model.model ?? .vqc
    seed = options.fitting.seed ?? 0
    try OptionUse.check(options, kind, isRegression: isRegression)
    try Self.checkMemory(kind, model, rows: data.data.rows)

    var settings = TrainSettings()
    settings.set("model", .text(kind.rawValue))
    let encoding = kind.isQuantum ? model.encoding ?? (kind == .kernel ? .zz : .angleY) : nil
    features = try FeatureRecipe(
      model, encoding, for: data, trainingRows: trainingRows, &settings)
    if let landmarks = model.landmarks, landmarks > trainingRows {
      throw Failure(
        .usage,
        "--landmarks is \(landmarks), but a model learns from \(trainingRows.counted("row")) here: "
          + "give \(trainingRows) at most")
    }
    switch kind {
    case .vqc:
      let variational = Variational(
        model, options.fitting, isRegression: isRegression, seed: seed, &settings)
      let trainer = Trainer(options.fitting, rows: data.data.rows, seed: seed, &settings)
      if let warmUp = options.fitting.warmUp, warmUp >= max(trainer.epochs, 1) {
        throw Failure(
          .usage,
          "--warm-up is \(warmUp), but there are \(trainer.epochs.counted("epoch")): give "
            + "less, or more --epochs")
      }
      method = .variational(variational, trainer)
    case .kernel:
      method = .kernel(
        KernelMachine(
          model, options.fitting, isRegression: isRegression, seed: seed, &settings))
    default:
      method = .classical(
        try ClassicalModel(kind, model, trainingRows: trainingRows, seed: seed, &settings))
    }
    name =
      switch method {
      case .variational: isRegression ? "variational regressor" : "variational classifier"
      case .kernel(let machine): machine.name
      case .classical(let model): model.name
      }
    settings.set("folds", .integer(folds))
    settings.set("group", options.dataOptions.group.map { .text($0) })
    settings.set("seed", Int(exactly: seed).map { .integer($0) } ?? .text("\(seed)"))
    self.settings = settings
  }

  /// A kernel machine needs a matrix of all pairs of rows, and the file of a Gaussian process has one.
  private static func checkMemory(
    _ kind: ModelKind, _ model: ModelOptions, rows: Int
  ) throws(Failure) {
    let isProcess = kind == .gp || model.machine == .gp
    let matrix = UInt64(rows) * UInt64(model.landmarks ?? rows) * 8
    // With landmarks their similarities, and the features made of them.
    let matrices = model.landmarks == nil ? kind.pairMatrices : 2
    let needed = matrix * (isProcess ? ModelKind.gp.pairMatrices : matrices)
    let available = MachineMemory.available
    guard needed > available else {
      guard isProcess, matrix >= UInt64(SavedModel.sizeLimit) else { return }
      throw Failure(
        .unavailable,
        "a Gaussian process of \(rows) rows takes \(ByteCount.text(matrix)) in its file, and files hold "
          + "\(ByteCount.text(UInt64(SavedModel.sizeLimit))) at most: take a part of the rows, or another "
          + "model")
    }
    let takesLandmarks = kind == .kernel || kind == .kernelRidge
    throw Failure(
      .unavailable,
      "--model \(kind.rawValue) needs \(ByteCount.text(needed)) for \(rows) rows, and "
        + "\(ByteCount.text(available)) are available: take a part of the rows, "
        + (takesLandmarks
          ? (model.landmarks == nil ? "--landmarks 500, " : "fewer --landmarks, ") : "")
        + "or another --model")
  }

  /// The model as one of those to compare.
  func candidate(
    callbacks: @escaping @Sendable (_ fold: Int) -> [Callback],
    checkpoint: @escaping @Sendable (_ fold: Int) throws -> Checkpoint?
  ) -> Candidate {
    Candidate(name, on: features.learnsFrom, role: .model) { training, fold in
      let model = try self.fit(training, callbacks: callbacks(fold), from: checkpoint(fold)).model
      return Candidate.Fitted(parameterCount: model.parameterCount) { try model.predict($0) }
    }
  }

  /// What the model is, in a line.
  func summary(_ model: SavedModel) -> String {
    var parts = [name]
    for key in ["qubits", "layers"] {
      if case .integer(let count)? = settings[key] {
        parts.append(count.counted(String(key.dropLast())))
      }
    }
    if let encoding = settings["encoding"] { parts.append("\(encoding) encoding") }
    if let ansatz = settings["ansatz"] { parts.append("\(ansatz) ansatz") }
    if settings["reupload"] == .bool(true) { parts.append("data re-uploading") }
    if kind == .kernel, let kernel = settings["kernel"] { parts.append("\(kernel) kernel") }
    let kernel: QuantumKernel? =
      switch model.model {
      case .quantumKernelClassifier(let model): model.kernel
      case .quantumKernelRegressor(let model): model.kernel
      case .nystromClassifier(let model): model.features.kernel.ofStates
      case .nystromRegressor(let model): model.features.kernel.ofStates
      default: nil
      }
    if let kernel, kernel.encoding.takesScaledFeatures {
      parts.append("bandwidth \(NumberText.significant(kernel.bandwidth))")
    }
    parts.append(model.parameterCount.counted("parameter"))
    return parts.joined(separator: ", ")
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
    switch method {
    case .kernel(let machine):
      return Fitted(
        model: try machine.fit(data, after: features.pipeline, isRegression: isRegression))
    case .classical(let model):
      return Fitted(model: try model.fit(data, after: features.pipeline))
    case .variational(let variational, var trainer):
      trainer.callbacks = callbacks
      trainer.resumes = checkpoint
      let model: SavedModel
      let report: TrainingReport
      if isRegression {
        var regressor: QuantumRegressor = variational.estimator(after: features.pipeline)
        report = try regressor.fit(data, with: trainer)
        model = SavedModel(regressor, trainedOn: data)
      } else {
        var classifier: QuantumClassifier = variational.estimator(after: features.pipeline)
        report = try classifier.fit(data, with: trainer)
        model = SavedModel(classifier, trainedOn: data)
      }
      return Fitted(
        model: model, losses: report.losses, validationLosses: report.validationLosses,
        warnings: report.warnings.map(\.description))
    }
  }
}

extension Kernel {
  /// The quantum kernel that this is, if it is one.
  fileprivate var ofStates: QuantumKernel? {
    if case .quantum(let kernel) = self { kernel } else { nil }
  }
}
