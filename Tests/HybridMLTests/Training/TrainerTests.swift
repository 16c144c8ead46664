import HybridML
import Synchronization
import TestSupport
import Testing

@Suite struct TrainerTests {
  private static func model(_ seed: UInt64 = 3) throws -> QuantumModel {
    try QuantumModel(
      .init(features: 4, outputs: 3, ansatz: .stronglyEntangling(layers: 2)), seed: seed)
  }

  @Test("mini-batches learn, and the same seed takes the same path")
  func miniBatches() throws {
    let fold = try IrisFold(0)
    func trained(_ seed: UInt64) throws -> (QuantumModel, [Double]) {
      var model = try Self.model()
      let trainer = Trainer(epochs: 12, batchSize: 16, seed: seed)
      let report = try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
      return (model, report.losses)
    }
    let (first, second, other) = (try trained(1), try trained(1), try trained(2))
    #expect(first.1 == second.1 && first.0.parameters == second.0.parameters)
    #expect(first.1 != other.1)
    #expect(first.1[11] < 0.6 * first.1[0])
  }

  @Test("training has the same bits at every number of threads, whatever the gradient")
  func threads() throws {
    let fold = try IrisFold(1)
    for gradient in [
      GradientMethod.exact, .parameterShift(shots: 50), .simultaneousPerturbation(shots: 20),
    ] {
      var results: [[Double]] = []
      for threads in [1, 2, 4] {
        let trained: Result<[Double], any Error> = try WorkerPool.withThreads(threads) {
          Result {
            var model = try Self.model()
            var trainer = Trainer(epochs: 2, batchSize: 50, seed: 5)
            trainer.gradient = gradient
            try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
            return model.parameters
          }
        }
        results.append(try trained.get())
      }
      #expect(results[0] == results[1] && results[1] == results[2])
    }
  }

  @Test("every optimiser lowers the loss, and shots train too")
  func optimizers() throws {
    let fold = try IrisFold(2)
    func last(_ trainer: Trainer) throws -> (Double, Double) {
      var model = try Self.model()
      let losses = try trainer.fit(&model, to: fold.train, loss: .crossEntropy).losses
      return (losses[0], losses[losses.count - 1])
    }
    var shots = Trainer(optimizer: .adam(rate: 0.1), epochs: 20, seed: 1)
    shots.gradient = .parameterShift(shots: 200)
    var perturbed = Trainer(optimizer: .adam(rate: 0.05), epochs: 150, seed: 1)
    perturbed.gradient = .simultaneousPerturbation(shots: 500)
    for trainer in [
      Trainer(optimizer: .adam(rate: 0.1), epochs: 20),
      Trainer(optimizer: .gradientDescent(rate: 0.3, momentum: 0.5), epochs: 20),
      Trainer(optimizer: .rmsProp(rate: 0.03), epochs: 20), shots, perturbed,
    ] {
      let (first, last) = try last(trainer)
      #expect(last < 0.75 * first, "\(trainer)")
    }
  }

  @Test("schedules have their shapes")
  func schedules() {
    func shares(_ schedule: Schedule) -> [Double] {
      (0..<8).map { schedule.share(update: $0, perEpoch: 2, epochs: 4) }
    }
    #expect(shares(.constant) == Array(repeating: 1, count: 8))
    #expect(shares(.step(every: 1, factor: 0.5)) == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125])
    let cosine = shares(.cosine(floor: 0.2))
    #expect(cosine[0] == 1 && abs(cosine[7] - 0.2) < 1e-15)
    for index in 1..<8 { #expect(cosine[index] < cosine[index - 1]) }
    #expect(abs(shares(.cosine())[7]) < 1e-15)
    #expect(
      shares(.constant.warmingUp(epochs: 2)) == [0.25, 0.5, 0.75, 1, 1, 1, 1, 1])
  }

  @Test("a schedule changes the path by the rate it gives")
  func scheduledPath() throws {
    let fold = try IrisFold(0)
    var trainer = Trainer(optimizer: .gradientDescent(rate: 0.2), epochs: 3)
    trainer.schedule = .step(every: 1, factor: 0.5)
    var model = try Self.model()
    var byHand = model
    try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    for rate in [0.2, 0.1, 0.05] {
      let gradient = try byHand.lossAndGradient(
        fold.train.features, fold.train.target, loss: .crossEntropy
      ).gradient
      for index in gradient.indices { byHand.parameters[index] -= rate * gradient[index] }
    }
    for (x, y) in zip(model.parameters, byHand.parameters) { #expect(abs(x - y) < 1e-14) }
  }

  @Test("early stopping ends training and goes back to the best parameters")
  func earlyStopping() throws {
    let fold = try IrisFold(0)
    var trainer = Trainer(optimizer: .adam(rate: 0.6), epochs: 200, batchSize: 4, seed: 1)
    trainer.earlyStopping = EarlyStopping(patience: 5)
    var model = try Self.model()
    let report = try trainer.fit(
      &model, to: fold.train, validation: fold.test, loss: .crossEntropy)
    #expect(report.ending == .earlyStopping && report.epochs < 200)
    #expect(report.validationLosses.count == report.epochs)
    #expect(report.bestEpoch == report.epochs - 6)
    let best = try model.loss(fold.test.features, fold.test.target, loss: .crossEntropy)
    #expect(
      best == report.validationLosses.min() && best == report.validationLosses[report.bestEpoch])
  }

  @Test("an estimator holds rows back for early stopping by itself")
  func heldRows() throws {
    var model = QuantumClassifier(features: [.standardise, .minMax(0...(.pi))], seed: 1)
    model.trainer = Trainer(epochs: 30, seed: 4)
    model.trainer.earlyStopping = EarlyStopping(validation: 0.3)
    let report = try model.fit(try Dataset.iris(), with: model.trainer)
    #expect(report.validationLosses.count == report.epochs && report.epochs > 0)
  }

  @Test("callbacks see every epoch and can end training; cancelling ends it at a whole epoch")
  func callbacks() throws {
    let fold = try IrisFold(0)
    let seen = Mutex<[Int]>([])
    var trainer = Trainer(epochs: 10, batchSize: 40)
    trainer.callbacks = [
      .each { epoch in seen.withLock { $0.append(epoch.number) } }, .stop { $0.number == 5 },
    ]
    var model = try Self.model()
    var report = try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    #expect(seen.withLock { $0 } == [0, 1, 2, 3, 4, 5])
    #expect(report.ending == .callback && report.epochs == 6)

    // Three updates an epoch: the eighth question comes in the middle of the third epoch.
    let questions = Mutex(0)
    trainer.callbacks = []
    trainer.isCancelled = {
      questions.withLock {
        $0 += 1
        return $0 == 8
      }
    }
    var cancelled = try Self.model()
    report = try trainer.fit(&cancelled, to: fold.train, loss: .crossEntropy)
    #expect(report.ending == .cancelled && report.epochs == 2)
    trainer.isCancelled = nil
    trainer.epochs = 2
    var whole = try Self.model()
    try trainer.fit(&whole, to: fold.train, loss: .crossEntropy)
    #expect(cancelled.parameters == whole.parameters)
  }

  @Test("a barren plateau is warned of, and nothing else")
  func barrenPlateau() throws {
    func report(qubits: Int, layers: Int) throws -> TrainingReport {
      var model = try QuantumModel(
        .init(
          features: qubits, outputs: 2, ansatz: .stronglyEntangling(layers: layers)), seed: 1)
      let examples = Trainer.Examples(
        RealMatrix(rows: 2, columns: qubits, repeating: 0.4), .classes([0, 1], names: ["a", "b"]))
      return try Trainer(epochs: 1).fit(&model, to: examples, loss: .crossEntropy)
    }
    let small = try report(qubits: 4, layers: 3)
    #expect(small.warnings.isEmpty && (small.initialGradientVariance ?? 0) > 0.005)
    let large = try report(qubits: 11, layers: 22)
    #expect(large.warnings.count == 1 && (large.initialGradientVariance ?? 1) < 1e-3)
    #expect("\(large.warnings)".contains("barren plateau"))
  }

  @Test("settings that make no training are refused with what is allowed")
  func refusals() throws {
    let fold = try IrisFold(0)
    func refused(
      _ text: String, _ location: SourceLocation = #_sourceLocation,
      _ change: (inout Trainer) -> Void
    ) throws {
      var trainer = Trainer()
      change(&trainer)
      var model = try Self.model()
      let before = model.parameters
      let error = #expect(throws: TrainingError.self, sourceLocation: location) {
        try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
      }
      #expect(
        error.map { "\($0)".contains(text) } == true, "\(String(describing: error))",
        sourceLocation: location)
      #expect(model.parameters == before)
    }
    try refused("epochs is -1") { $0.epochs = -1 }
    try refused("the batch size is 0") { $0.batchSize = 0 }
    try refused("the learning rate is 0") { $0.optimizer = .adam(rate: 0) as Adam }
    try refused("the learning rate is nan") { $0.optimizer = .adam(rate: .nan) as Adam }
    try refused("the floor of a schedule is 2") { $0.schedule = .cosine(floor: 2) }
    try refused("the epochs of a step is 0") { $0.schedule = .step(every: 0) }
    try refused("the factor of a step is 0") { $0.schedule = .step(every: 1, factor: 0) }
    try refused("the epochs of a warm-up is -3") { $0.schedule = .constant.warmingUp(epochs: -3) }
    try refused("the number of shots is 0") { $0.gradient = .parameterShift(shots: 0) }
    try refused("the perturbation is -1") {
      $0.gradient = .simultaneousPerturbation(shots: nil, perturbation: -1)
    }
    try refused("early stopping needs") { $0.earlyStopping = EarlyStopping() }
    try refused("patience is 0") { $0.earlyStopping = EarlyStopping(patience: 0) }
    try refused("the share of validation rows is 1") {
      $0.earlyStopping = EarlyStopping(validation: 1)
    }
    try refused("did not converge") {
      $0.optimizer = .gradientDescent(rate: 1e308) as GradientDescent
    }
  }
}
