/// How a model is trained: optimiser, epochs, mini-batches, and what happens on the way.
///
/// ```swift
/// var trainer = Trainer(optimizer: .adam(rate: 0.02), epochs: 20, batchSize: 32)
/// trainer.schedule = .cosine()
/// trainer.callbacks = [.progress]
/// let report = try model.fit(train, with: trainer)
/// ```
///
/// Every random choice comes from ``seed``: the same seed takes the same path, bit for bit, at any
/// number of threads.
public struct Trainer: Sendable {
  /// Starts anew with each training.
  public var optimizer: any TrainingOptimizer
  public var epochs: Int
  /// Rows of a mini-batch, shuffled anew each epoch; nil takes all rows at once, in their order.
  public var batchSize: Int?
  public var schedule = Schedule.constant
  public var gradient = GradientMethod.exact
  public var earlyStopping: EarlyStopping?
  public var seed: UInt64
  public var callbacks: [Callback] = []
  /// Training to go on with, instead of a new one: to the same bits as if it had never stopped.
  public var resumes: Checkpoint?
  /// Asked before each update; true ends training at the end of the last whole epoch, for Ctrl-C.
  public var isCancelled: (@Sendable () -> Bool)?

  public init(
    optimizer: some TrainingOptimizer = .adam(), epochs: Int = 100, batchSize: Int? = nil,
    seed: UInt64 = 0
  ) {
    self.optimizer = optimizer
    self.epochs = epochs
    self.batchSize = batchSize
    self.seed = seed
  }

  /// Rows that a model takes, and what it should make of them.
  public struct Examples: Sendable {
    public let features: RealMatrix
    public let target: Dataset.Target

    public init(_ features: RealMatrix, _ target: Dataset.Target) {
      self.features = features
      self.target = target
    }

    /// Of rows and targets.
    var checksum: UInt32 {
      var checksum = Checksum()
      checksum.add(features.elements)
      switch target {
      case .classes(let indices, _): checksum.add(indices.map(Double.init))
      case .values(let values): checksum.add(values)
      }
      return checksum.value
    }

    func selecting(_ rows: [Int]) -> Examples {
      let target: Dataset.Target =
        switch target {
        case .classes(let all, let names): .classes(rows.map { all[$0] }, names: names)
        case .values(let all): .values(rows.map { all[$0] })
        }
      return Examples(features.selecting(rows: rows), target)
    }
  }

  /// Trains a model from the parameters it has.
  ///
  /// - Parameter validation: rows for ``earlyStopping``, which needs them.
  /// - Throws: ``TrainingError`` for settings, rows or a checkpoint that do not suit, or a checkpoint that
  ///   cannot be written.
  @discardableResult
  public func fit(
    _ model: inout QuantumModel, to examples: Examples, validation: Examples? = nil, loss: Loss
  ) throws(TrainingError) -> TrainingReport {
    let shape = try TrainingError.data { () throws(DataError) in
      try validate(model, examples, validation, loss)
    }
    var report = TrainingReport()
    if resumes == nil {
      try TrainingError.data { () throws(DataError) in
        try report.lookForBarrenPlateau(model, examples.features, seed: seed)
      }
    }
    let conditions = conditions(model, examples, validation, loss)
    var state = TrainingState(
      progress: .init(parameters: model.parameters), optimizer: optimizer)
    if let resumes {
      do throws(ModelFileError) {
        state = try resumes.state(
          like: optimizer, parameters: model.parameters.count, under: conditions)
      } catch {
        throw .checkpoint(error)
      }
    }
    // What throws leaves the caller's model as it was.
    var trained = model
    let clock = ContinuousClock()
    let start = clock.now
    let firstEpoch = state.progress.epoch
    training: while state.progress.epoch < epochs {
      let before = state
      guard
        let rate = try TrainingError.data({ () throws(DataError) in
          try runEpoch(&state, &trained, examples, shape, loss)
        })
      else {
        state = before
        report.ending = .cancelled
        break
      }
      if let earlyStopping, let validation {
        trained.parameters = state.progress.parameters
        let value = try TrainingError.data { () throws(DataError) in
          try trained.loss(validation.features, validation.target, loss: loss)
        }
        state.note(validationLoss: value, earlyStopping)
      }
      state.progress.epoch += 1
      let epoch = Callback.Epoch(
        number: state.progress.epoch - 1, total: epochs,
        loss: state.progress.losses[state.progress.epoch - 1],
        validationLoss: state.progress.validationLosses.last, rate: rate,
        elapsed: clock.now - start,
        epochsRun: state.progress.epoch - firstEpoch)
      for callback in callbacks {
        switch callback.action {
        case .observe(let body): if !body(epoch) { report.ending = .callback }
        case .checkpoint(let path, let every):
          if state.progress.epoch % every == 0 { try save(state, conditions, to: path) }
        case .capture(let body):
          let now = state
          do throws(ModelFileError) {
            try body { () throws(ModelFileError) in try Checkpoint(now, conditions) }
          } catch {
            throw .checkpoint(error)
          }
        }
      }
      if report.ending == .callback { break training }
      if let earlyStopping, state.epochsSinceBest >= earlyStopping.patience {
        report.ending = .earlyStopping
        break training
      }
    }
    for callback in callbacks {
      // Where training ended between two of them.
      if case .checkpoint(let path, _) = callback.action { try save(state, conditions, to: path) }
    }
    model.parameters = state.progress.best?.parameters ?? state.progress.parameters
    report.losses = state.progress.losses
    report.validationLosses = state.progress.validationLosses
    report.bestEpoch = state.progress.best?.epoch ?? max(state.progress.epoch - 1, 0)
    report.duration = clock.now - start
    return report
  }

  private func save(
    _ state: TrainingState, _ conditions: Checkpoint.Conditions, to path: String
  ) throws(TrainingError) {
    do throws(ModelFileError) {
      try Checkpoint(state, conditions).save(to: path)
    } catch {
      throw .checkpoint(error)
    }
  }

  private func conditions(
    _ model: QuantumModel, _ examples: Examples, _ validation: Examples?, _ loss: Loss
  ) -> Checkpoint.Conditions {
    Checkpoint.Conditions(
      optimizer: "\(type(of: optimizer))",
      optimizerSettings: Checkpoint.settings(of: optimizer), rate: optimizer.rate, epochs: epochs,
      batchSize: batchSize, schedule: schedule, gradient: gradient, earlyStopping: earlyStopping,
      seed: seed, loss: loss, architecture: "\(model.architecture)", examples: examples.checksum,
      validation: validation?.checksum)
  }

  /// Rows and updates of an epoch.
  struct Shape {
    let batch: Int
    let updates: Int
  }

  /// All updates of one epoch.
  ///
  /// - Returns: the last learning rate; nil when it was cancelled.
  private func runEpoch(
    _ state: inout TrainingState, _ model: inout QuantumModel, _ examples: Examples, _ shape: Shape,
    _ loss: Loss
  ) throws(DataError) -> Double? {
    let rows = examples.features.rows
    var order = Array(0..<rows)
    if batchSize != nil {
      var random = RandomStream(seed: seed, stream: UInt64(state.progress.epoch))
      order.shuffle(using: &random)
    }
    var total = 0.0
    var rate = optimizer.rate
    for number in 0..<shape.updates {
      if let isCancelled, isCancelled() { return nil }
      let part = Array(order[number * shape.batch..<min((number + 1) * shape.batch, rows)])
      let batch = batchSize == nil ? examples : examples.selecting(part)
      let update = state.progress.epoch * shape.updates + number
      model.parameters = state.progress.parameters
      let (value, gradient) = try self.gradient.lossAndGradient(
        of: model, batch, loss, seed: seed, update: update)
      rate =
        optimizer.rate * schedule.share(update: update, perEpoch: shape.updates, epochs: epochs)
      state.optimizer.rate = rate
      state.optimizer.update(&state.progress.parameters, along: gradient)
      guard state.progress.parameters.allSatisfy(\.isFinite) else {
        throw DataError(.notConverged(what: "training, whose parameters grew beyond all bounds,"))
      }
      total += value * Double(part.count)
    }
    state.progress.losses.append(total / Double(rows))
    return rate
  }

  private func validate(
    _ model: QuantumModel, _ examples: Examples, _ validation: Examples?, _ loss: Loss
  ) throws(DataError) -> Shape {
    func require(_ holds: Bool, _ name: String, _ value: String, _ allowed: String)
      throws(DataError)
    {
      if !holds { throw DataError(.setting(name: name, value: value, allowed: allowed)) }
    }
    let rows = examples.features.rows
    guard rows > 0 else { throw DataError(.tooFewRows(what: "training", needed: 1, got: 0)) }
    try require((0...1_000_000).contains(epochs), "epochs", "\(epochs)", "0 to a million")
    if let batchSize {
      try require(batchSize >= 1, "the batch size", "\(batchSize)", "1 or more")
    }
    try require(
      optimizer.rate > 0 && optimizer.rate.isFinite, "the learning rate", "\(optimizer.rate)",
      "above 0")
    try schedule.validate()
    for callback in callbacks {
      if case .checkpoint(_, let every) = callback.action {
        try require(every >= 1, "the epochs between checkpoints", "\(every)", "1 or more")
      }
    }
    try gradient.validate()
    try loss.check(examples.target, rows: rows, outputs: model.architecture.outputs)
    if let earlyStopping {
      try earlyStopping.validate()
      guard let validation, validation.features.rows > 0 else {
        throw DataError(.tooFewRows(what: "early stopping", needed: 1, got: 0))
      }
      try loss.check(
        validation.target, rows: validation.features.rows, outputs: model.architecture.outputs)
    }
    let batch = min(batchSize ?? rows, rows)
    return Shape(batch: batch, updates: (rows + batch - 1) / batch)
  }
}
