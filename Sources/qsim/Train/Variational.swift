import HybridML

/// The circuit of a variational model and what surrounds it, as asked for.
struct Variational {
  private let encoding: Encoding
  private let ansatz: Ansatz
  private let reuploads, scalesInputs: Bool
  private let readout: Readout
  private let head: QuantumModel.Head
  private let loss: Loss
  private let seed: UInt64

  init(
    _ model: ModelOptions, _ fitting: FittingOptions, isRegression: Bool, seed: UInt64,
    _ settings: inout TrainSettings
  ) {
    let choice = model.encoding ?? .angleY
    encoding = choice.encoding(repetitions: model.repetitions, paulis: model.paulis?.names)
    let family = model.ansatz ?? .stronglyEntangling
    let layers = model.layers ?? 3
    if family == .twoLocal {
      var gates = TwoLocal()
      if let rotations = model.rotations { gates.rotations = rotations.axes }
      if let entangler = model.entangler { gates.entangler = entangler }
      if let pattern = model.pattern { gates.pattern = pattern }
      ansatz = .twoLocal(gates, layers: layers)
    } else {
      ansatz = Ansatz(family, layers: layers)
    }
    reuploads = model.reupload ?? false
    scalesInputs = model.trainedScales ?? (reuploads && encoding.takesScaledFeatures)
    let seen = model.readout ?? .z
    readout = seen.readout
    head = model.head ?? .linear
    let loss = fitting.loss ?? (isRegression ? .squaredError : .crossEntropy)
    self.loss = loss.loss(delta: fitting.delta ?? 1)
    self.seed = seed
    settings.set("layers", .integer(layers))
    settings.set("ansatz", .text(family.rawValue))
    settings.set(
      "rotations", model.rotations.map { .text($0.axes.map(\.rawValue).joined(separator: ",")) })
    settings.set("entangler", model.entangler.map { .text($0.rawValue) })
    settings.set("pattern", model.pattern.map { .text($0.rawValue) })
    settings.set("reupload", .bool(reuploads))
    settings.set("trained-scales", .bool(scalesInputs), isShown: model.trainedScales != nil)
    settings.set("readout", .text(seen.rawValue), isShown: model.readout != nil)
    settings.set("head", .text(head.rawValue), isShown: model.head != nil)
    settings.set("loss", .text(loss.rawValue), isShown: fitting.loss != nil)
    settings.set("delta", fitting.delta.map { .number($0) })
  }

  /// An estimator that has not been fitted.
  func estimator<Estimator: QuantumEstimator>(after features: Pipeline) -> Estimator {
    Estimator(
      features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
      scalesInputs: scalesInputs, readout: readout, head: head, loss: loss, seed: seed)
  }
}

extension Trainer {
  /// As asked for, for so many rows.
  init(
    _ fitting: FittingOptions, rows: Int, seed: UInt64, _ settings: inout TrainSettings
  ) {
    let isLarge = rows > 1000
    let batch = fitting.batch ?? (isLarge ? 32 : 0)
    let epochs = fitting.epochs ?? (isLarge ? max(5, min(100, 30_000 / rows)) : 100)
    let rate = fitting.learningRate ?? (batch > 0 ? 0.02 : 0.05)
    let optimizer = fitting.optimizer ?? .adam
    let schedule = fitting.schedule ?? .constant
    self.init(epochs: epochs, batchSize: batch > 0 ? batch : nil, seed: seed)
    self.optimizer =
      switch optimizer {
      case .adam: .adam(rate: rate, decay: fitting.weightDecay ?? 0)
      case .rmsprop: .rmsProp(rate: rate)
      case .sgd:
        .gradientDescent(
          rate: rate, momentum: fitting.momentum ?? 0, isNesterov: fitting.nesterov ?? false)
      }
    switch schedule {
    case .constant: break
    case .cosine: self.schedule = .cosine(floor: fitting.floor ?? 0)
    case .step:
      self.schedule = .step(
        every: fitting.stepEvery ?? max(1, (epochs + 2) / 3), factor: fitting.stepFactor ?? 0.5)
    }
    if let warmUp = fitting.warmUp { self.schedule = self.schedule.warmingUp(epochs: warmUp) }
    if let patience = fitting.earlyStopping {
      earlyStopping = EarlyStopping(patience: patience)
    }
    let shots = fitting.shots ?? 0
    let source = fitting.gradient ?? (shots > 0 ? .parameterShift : .exact)
    gradient =
      switch source {
      case .exact: .exact
      case .parameterShift: .parameterShift(shots: shots)
      case .spsa: .simultaneousPerturbation(shots: shots > 0 ? shots : nil)
      }
    settings.set("epochs", .integer(epochs))
    settings.set("batch", .integer(batch))
    settings.set("learning-rate", .number(rate))
    settings.set("optimizer", .text(optimizer.rawValue))
    settings.set("momentum", fitting.momentum.map { .number($0) })
    settings.set("nesterov", fitting.nesterov.map { .bool($0) })
    settings.set("weight-decay", fitting.weightDecay.map { .number($0) })
    settings.set("schedule", .text(schedule.rawValue))
    settings.set("floor", fitting.floor.map { .number($0) })
    settings.set("step-every", fitting.stepEvery.map { .integer($0) })
    settings.set("step-factor", fitting.stepFactor.map { .number($0) })
    settings.set("warm-up", fitting.warmUp.map { .integer($0) })
    settings.set("early-stopping", fitting.earlyStopping.map { .integer($0) })
    settings.set("gradient", .text(source.rawValue), isShown: fitting.gradient != nil)
    settings.set("shots", .integer(shots))
  }
}
