import HybridML
import TestSupport
import Testing

@Suite struct VariationalClassifierTests {
  /// Iris, the training rows of a fold scaled to [0, π] and the others with them, clipped.
  private static func iris(
    fold: Int
  ) throws -> (train: RealMatrix, trainLabels: [Int], test: RealMatrix, testLabels: [Int]) {
    let data = try Dataset.iris()
    let rows = data.features
    let train = ReferenceRuns.irisFold.indices.filter { ReferenceRuns.irisFold[$0] != fold }
    let test = ReferenceRuns.irisFold.indices.filter { ReferenceRuns.irisFold[$0] == fold }
    var scaled = rows
    for column in 0..<rows.columns {
      let values = train.map { rows[$0, column] }
      let (low, high) = (values.min()!, values.max()!)
      for row in 0..<rows.rows {
        scaled[row, column] = min(max((rows[row, column] - low) / (high - low), 0), 1) * .pi
      }
    }
    let labels = try data.classIndices()
    return (
      scaled.selecting(rows: train), train.map { labels[$0] }, scaled.selecting(rows: test),
      test.map { labels[$0] }
    )
  }

  private static let single = VariationalClassifier.Architecture(
    qubits: 4, layers: 3, classes: 3)
  private static let reuploading = VariationalClassifier.Architecture(
    qubits: 4, layers: 3, classes: 3, reuploads: true)

  @Test("logits and gradient at the reference's start are the reference's")
  func start() throws {
    let (features, labels, _, _) = try Self.iris(fold: 0)
    for (architecture, start, gradient, logits, loss) in [
      (
        Self.single, ReferenceRuns.Single.start, ReferenceRuns.Single.gradient,
        ReferenceRuns.Single.logits, ReferenceRuns.Single.losses[0]
      ),
      (
        Self.reuploading, ReferenceRuns.Reuploading.start, ReferenceRuns.Reuploading.gradient,
        ReferenceRuns.Reuploading.logits, ReferenceRuns.Reuploading.losses[0]
      ),
    ] {
      let model = try VariationalClassifier(architecture, parameters: start)
      let first = try model.logits(features.selecting(rows: Array(0..<5)))
      for (x, y) in zip(first.elements, logits) { #expect(abs(x - y) < 1e-12) }
      let result = try model.lossAndGradient(features, labels: labels)
      #expect(abs(result.loss - loss) < 1e-12)
      #expect(result.gradient.count == gradient.count)
      for (x, y) in zip(result.gradient, gradient) { #expect(abs(x - y) < 1e-12) }
    }
  }

  @Test("a hundred steps of Adam follow the reference's losses")
  func path() throws {
    let (features, labels, _, _) = try Self.iris(fold: 0)
    for (architecture, start, losses) in [
      (Self.single, ReferenceRuns.Single.start, ReferenceRuns.Single.losses),
      (Self.reuploading, ReferenceRuns.Reuploading.start, ReferenceRuns.Reuploading.losses),
    ] {
      var model = try VariationalClassifier(architecture, parameters: start)
      let history = try model.fit(features, labels: labels, epochs: 100)
      #expect(history.losses.count == 100)
      for (x, y) in zip(history.losses, losses) { #expect(abs(x - y) < 1e-10) }
    }
  }

  @Test("every fold has the reference's accuracy")
  func accuracies() throws {
    for (architecture, start, accuracies) in [
      (Self.single, ReferenceRuns.Single.start, ReferenceRuns.Single.foldAccuracies),
      (Self.reuploading, ReferenceRuns.Reuploading.start, ReferenceRuns.Reuploading.foldAccuracies),
    ] {
      for fold in 0..<5 {
        let data = try Self.iris(fold: fold)
        var model = try VariationalClassifier(architecture, parameters: start)
        try model.fit(data.train, labels: data.trainLabels, epochs: 100)
        let accuracy = try model.accuracy(data.test, labels: data.testLabels)
        #expect(abs(accuracy - accuracies[fold]) < 1e-12, "fold \(fold)")
      }
    }
  }

  @Test("every encoding and ansatz has the gradient of central differences")
  func gradients() throws {
    var random = TestRandom(seed: 1)
    let encodings: [Encoding] = [
      .angle(.x), .angle(.y), .angle(.z), .iqp(repetitions: 2), .zzFeatureMap(repetitions: 1),
      .chebyshev,
    ]
    let features = RealMatrix(
      rows: 5, columns: 3,
      elements: (0..<15).map { _ in Double.random(in: -0.9...0.9, using: &random) })
    let labels = [0, 1, 1, 0, 1]
    for encoding in encodings {
      for ansatz in Ansatz.allCases {
        for reuploads in [false, true] {
          let model = try VariationalClassifier(
            .init(
              qubits: 3, layers: 2, classes: 2, encoding: encoding, ansatz: ansatz,
              reuploads: reuploads), seed: 5)
          let (_, gradient) = try model.lossAndGradient(features, labels: labels)
          for index in stride(from: 0, to: gradient.count, by: 3) {
            func loss(_ shift: Double) throws -> Double {
              var moved = model
              moved.parameters[index] += shift
              return try moved.lossAndGradient(features, labels: labels).loss
            }
            let h = 1e-3
            let difference =
              (8 * (try loss(h) - loss(-h)) - (try loss(2 * h) - loss(-2 * h))) / (12 * h)
            #expect(
              abs(gradient[index] - difference) < 1e-9, "\(encoding) \(ansatz) \(reuploads)")
          }
        }
      }
    }
  }

  @Test("mini-batches learn, the same seed takes the same path, and probabilities add up to 1")
  func miniBatches() throws {
    let data = try Self.iris(fold: 0)
    func trained(_ seed: UInt64) throws -> (VariationalClassifier, [Double]) {
      var model = try VariationalClassifier(qubits: 4, layers: 2, classes: 3, seed: 3)
      let history = try model.fit(
        data.train, labels: data.trainLabels, epochs: 12, batchSize: 16, seed: seed)
      return (model, history.losses)
    }
    let (first, second, other) = (try trained(1), try trained(1), try trained(2))
    #expect(first.1 == second.1 && first.0.parameters == second.0.parameters)
    #expect(first.1 != other.1)
    #expect(first.1[11] < 0.6 * first.1[0])
    let probabilities = try first.0.probabilities(data.test)
    for row in 0..<probabilities.rows {
      #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-12)
    }
    #expect(try first.0.accuracy(data.test, labels: data.testLabels) > 0.7)
  }

  @Test("training has the same bits at every number of threads")
  func threads() throws {
    let data = try Self.iris(fold: 1)
    var results: [[Double]] = []
    for threads in [1, 2, 4] {
      var model = try VariationalClassifier(qubits: 4, layers: 2, classes: 3, seed: 3)
      for _ in 0..<3 {
        let step: Result<[Double], any Error> = try WorkerPool.withThreads(threads) {
          Result { try model.lossAndGradient(data.train, labels: data.trainLabels).gradient }
        }
        let gradient = try step.get()
        for index in gradient.indices { model.parameters[index] -= gradient[index] }
      }
      results.append(model.parameters)
    }
    #expect(results[0] == results[1] && results[1] == results[2])
  }

  @Test("what does not fit is refused")
  func refusals() throws {
    #expect(throws: DataError.self) {
      try VariationalClassifier(qubits: 0, layers: 1, classes: 2, seed: 1)
    }
    #expect(throws: DataError.self) {
      try VariationalClassifier(qubits: 2, layers: 0, classes: 2, seed: 1)
    }
    #expect(throws: DataError.self) {
      try VariationalClassifier(qubits: 2, layers: 1, classes: 1, seed: 1)
    }
    #expect(throws: DataError.self) {
      try VariationalClassifier(
        .init(qubits: 2, layers: 1, classes: 2, encoding: .iqp(repetitions: 0)), seed: 1)
    }
    #expect(throws: DataError.self) {
      try VariationalClassifier(.init(qubits: 2, layers: 1, classes: 2), parameters: [1])
    }
    var model = try VariationalClassifier(qubits: 2, layers: 1, classes: 2, seed: 1)
    let rows = RealMatrix(rows: 1, columns: 2, elements: [0.1, 0.2])
    #expect(throws: DataError.self) {
      try model.logits(RealMatrix(rows: 1, columns: 3, elements: [1, 2, 3]))
    }
    #expect(throws: DataError.self) {
      try model.logits(RealMatrix(rows: 1, columns: 2, elements: [1, .nan]))
    }
    #expect(throws: DataError.self) { try model.lossAndGradient(rows, labels: [2]) }
    #expect(throws: DataError.self) { try model.lossAndGradient(rows, labels: []) }
    #expect(throws: DataError.self) {
      try model.lossAndGradient(RealMatrix(rows: 0, columns: 2), labels: [])
    }
    #expect(throws: DataError.self) { try model.fit(rows, labels: [1], epochs: -1) }
    #expect(throws: DataError.self) { try model.fit(rows, labels: [1], epochs: 1, batchSize: 0) }
    let chebyshev = try VariationalClassifier(
      .init(qubits: 2, layers: 1, classes: 2, encoding: .chebyshev), seed: 1)
    #expect(throws: QuantumError.self) {
      try chebyshev.logits(RealMatrix(rows: 1, columns: 2, elements: [3, 0]))
    }
  }
}
