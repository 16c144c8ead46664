import HybridML
import Synchronization
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private static func model() throws -> QuantumModel {
    try QuantumModel(.init(features: 4, outputs: 3, ansatz: .realAmplitudes(layers: 2)), seed: 1)
  }

  @Test(
    "training stopped anywhere and resumed has the same bits, with every optimiser and gradient")
  func resumed() throws {
    let fold = try IrisFold(0)
    var shots = Trainer(optimizer: .adam(rate: 0.1), epochs: 5, batchSize: 60, seed: 3)
    shots.gradient = .parameterShift(shots: 20)
    var stopping = Trainer(optimizer: .rmsProp(rate: 0.05), epochs: 9, batchSize: 30, seed: 4)
    stopping.earlyStopping = EarlyStopping(patience: 2)
    var scheduled = Trainer(
      optimizer: .gradientDescent(rate: 0.2, momentum: 0.9), epochs: 7, batchSize: 50)
    scheduled.schedule = .cosine().warmingUp(epochs: 2)
    for trainer in [Trainer(epochs: 6), shots, stopping, scheduled] {
      var whole = try Self.model()
      let report = try trainer.fit(
        &whole, to: fold.train, validation: fold.test, loss: .crossEntropy)
      for stop in [1, 2, 4] {
        let file = try TemporaryFile([])
        var (first, second) = (trainer, trainer)
        // In the middle of an epoch, where it has several updates.
        let updates = trainer.batchSize.map { (120 + $0 - 1) / $0 } ?? 1
        let questions = Mutex(0)
        first.isCancelled = {
          questions.withLock {
            $0 += 1
            return $0 > stop * updates + updates / 2
          }
        }
        first.callbacks = [.checkpoint(file.path)]
        var model = try Self.model()
        let cancelled = try first.fit(
          &model, to: fold.train, validation: fold.test, loss: .crossEntropy)
        #expect(cancelled.ending == .cancelled && cancelled.epochs == stop)
        let checkpoint = try Checkpoint(contentsOf: file.path)
        #expect(checkpoint.epochs == stop && checkpoint.losses == cancelled.losses)
        #expect(try Checkpoint(bytes: checkpoint.bytes).bytes == checkpoint.bytes)
        second.resumes = checkpoint
        var resumed = try Self.model()
        let rest = try second.fit(
          &resumed, to: fold.train, validation: fold.test, loss: .crossEntropy)
        #expect(resumed.parameters == whole.parameters)
        #expect(rest.losses == report.losses && rest.ending == report.ending)
        #expect(rest.validationLosses == report.validationLosses)
      }
    }
  }

  @Test("an estimator resumes from the checkpoint of its data, also to more epochs")
  func estimator() throws {
    let iris = try Dataset.iris()
    let file = try TemporaryFile([])
    func model() -> QuantumClassifier {
      QuantumClassifier(
        features: [.standardise, .pca(2), .minMax(0...3)], ansatz: .basicEntangler(layers: 1))
    }
    var whole = model()
    try whole.fit(iris, with: Trainer(epochs: 6, batchSize: 50))
    var first = model()
    var trainer = Trainer(epochs: 3, batchSize: 50)
    trainer.callbacks = [.checkpoint(file.path, every: 2)]
    try first.fit(iris, with: trainer)
    trainer.callbacks = []
    trainer.epochs = 6
    trainer.resumes = try Checkpoint(contentsOf: file.path)
    #expect(trainer.resumes?.epochs == 3)
    var second = model()
    try second.fit(iris, with: trainer)
    #expect(second.model?.parameters == whole.model?.parameters)
  }

  @Test("a checkpoint of other settings, models or rows is refused with the difference")
  func others() throws {
    let fold = try IrisFold(0)
    let file = try TemporaryFile([])
    var trainer = Trainer(epochs: 2)
    trainer.callbacks = [.checkpoint(file.path)]
    var model = try Self.model()
    try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    let checkpoint = try Checkpoint(contentsOf: file.path)
    func refused(
      _ text: String, model start: QuantumModel? = nil, rows: Trainer.Examples? = nil,
      loss: Loss = .crossEntropy, _ change: (inout Trainer) -> Void = { _ in }
    ) throws {
      var trainer = Trainer(epochs: 2)
      trainer.resumes = checkpoint
      change(&trainer)
      var model = try start ?? Self.model()
      let error = #expect(throws: TrainingError.self) {
        try trainer.fit(&model, to: rows ?? fold.train, validation: fold.test, loss: loss)
      }
      #expect(error.map { "\($0)".contains(text) } == true, "\(String(describing: error))")
    }
    try refused("Adam at rate 0.05, not RMSProp") { $0.optimizer = .rmsProp() as RMSProp }
    try refused("not Adam at 0.1") { $0.optimizer = .adam(rate: 0.1) as Adam }
    try refused("other settings of the optimiser") { $0.optimizer = .adam(decay: 0.1) as Adam }
    try refused("another batch size") { $0.batchSize = 7 }
    try refused("another schedule") { $0.schedule = .cosine() }
    try refused("gradients by another method") { $0.gradient = .parameterShift(shots: 5) }
    try refused("early stopping") { $0.earlyStopping = EarlyStopping() }
    try refused("seed 0, not 8") { $0.seed = 8 }
    try refused("another loss", loss: .hinge)
    try refused("other rows", rows: fold.test)
    try refused(
      "another architecture",
      model: try QuantumModel(
        .init(features: 4, outputs: 3, ansatz: .realAmplitudes(layers: 3)), seed: 1))
  }

  @Test("files that are no checkpoint are refused, and folders that are not there")
  func files() throws {
    let iris = try Dataset.iris()
    let bytes = try SavedModel(SavedModelTests.classifier(iris), trainedOn: iris).bytes()
    #expect(throws: ModelFileError(.wrongKind(expected: "checkpoint", found: "model"))) {
      try Checkpoint(bytes: bytes)
    }
    let fold = try IrisFold(0)
    let file = try TemporaryFile([])
    var trainer = Trainer(epochs: 1)
    trainer.callbacks = [.checkpoint(file.path)]
    var model = try Self.model()
    try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    let checkpoint = try Checkpoint(contentsOf: file.path).bytes
    #expect(throws: ModelFileError(.wrongKind(expected: "model", found: "checkpoint"))) {
      try SavedModel(bytes: checkpoint)
    }
    for index in stride(from: 0, to: checkpoint.count, by: 7) {
      var damaged = checkpoint
      damaged[index] ^= 0x10
      #expect(throws: ModelFileError.self) { try Checkpoint(bytes: damaged) }
    }
    trainer.callbacks = [.checkpoint("/nowhere/a.ckpt")]
    #expect(throws: TrainingError.self) {
      try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    }
    trainer.callbacks = [.checkpoint(file.path, every: 0)]
    #expect(throws: TrainingError.self) {
      try trainer.fit(&model, to: fold.train, loss: .crossEntropy)
    }
  }
}
