import CAllocations
import HybridML

/// Times hybrid models: training on iris, and predictions of one row after another.
struct HybridBenchmarks {
  var stopwatch: Stopwatch
  var threads: Int

  /// Milliseconds for a hundred full-batch steps of Adam on 120 rows of iris, 4 qubits, 3 layers.
  static let trainingGoal = 15.0
  /// Microseconds for the median prediction, by the number of qubits.
  static let predictionGoals: [Int: Double] = [4: 1]

  func training(into report: inout Report) throws {
    for reuploads in [false, true] {
      let data = try Dataset.iris().split(test: 0.2, seed: 1).train
      var pipeline: Pipeline = [.minMax(0...(.pi))]
      let examples = Trainer.Examples(
        try pipeline.fitTransform(data.features, data.target), data.target)
      let start = try QuantumModel(.init(features: 4, outputs: 3, reuploads: reuploads), seed: 1)
      let trainer = Trainer(epochs: 100)
      let seconds = try stopwatch.samples {
        var model = start
        try trainer.fit(&model, to: examples, loss: .crossEntropy)
        return nil
      }.median
      report.add(
        Row(
          group: "Iris, 100 steps of Adam, \(examples.features.rows) rows",
          name: reuploads ? "re-uploading, 3 layers" : "3 layers", precision: "double", qubits: 4,
          threads: threads, value: seconds * 1000, unit: "ms", goal: Self.trainingGoal))
    }
  }

  /// - Returns: whether predictions, and the transformation of rows alone, allocated nothing.
  func predictions(qubits: Int, into report: inout Report) throws -> Bool {
    let predictor = try predictor(qubits: qubits)
    let row = (0..<qubits).map { 0.1 + 0.2 * Double($0) }
    for _ in 0..<1_000 { _ = try predictor.predict(row) }
    var histogram = LatencyHistogram()
    let clock = ContinuousClock()
    // What reading the clock twice costs is in every duration.
    for _ in 0..<100_000 {
      let start = clock.now
      _ = try predictor.predict(row)
      histogram.record(clock.now - start)
    }
    let together = try stopwatch.samples {
      for _ in 0..<1_000 { _ = try predictor.predict(row) }
      return nil
    }.median
    var isFree = true
    if allocations_are_counted() {
      allocations_start(1 << 40)
      let result = Result { for _ in 0..<1_000 { _ = try predictor.predict(row) } }
      isFree = allocations_stop().count == 0
      _ = try result.get()
      isFree = try isFree && transformsFreely(predictor.model, row)
    }
    report.add(
      Row(
        group: "Predictions of one row", name: "strongly entangling, 3 layers",
        precision: "double", qubits: qubits, threads: 1, value: histogram.quantile(0.5) / 1000,
        unit: "µs", goal: Self.predictionGoals[qubits],
        also: [
          ("µs p99", histogram.quantile(0.99) / 1000),
          ("µs p99.9", histogram.quantile(0.999) / 1000),
          ("µs without the clock", together * 1000),
        ]))
    return isFree
  }

  /// Whether the model's pipeline takes rows without allocating.
  private func transformsFreely(_ model: SavedModel, _ row: [Double]) throws -> Bool {
    guard case .quantumClassifier(let classifier) = model.model else { return false }
    var transformer = try RowTransformer(classifier.features)
    var features = Array(repeating: 0.0, count: classifier.features.outputCount)
    func transform() throws {
      var result = features.mutableSpan
      try transformer.transform(row.span, into: &result)
    }
    // What is taken at the first call is no part of a row.
    try transform()
    allocations_start(1 << 40)
    let result = Result { for _ in 0..<1_000 { try transform() } }
    let count = allocations_stop().count
    try result.get()
    return count == 0
  }

  private func predictor(qubits: Int) throws -> Predictor {
    let rows = RealMatrix(
      rows: 6, columns: qubits, elements: (0..<6 * qubits).map { 0.1 * Double($0 % 17) })
    let data = try Dataset(
      name: "made up", features: rows,
      target: .classes([0, 1, 2, 0, 1, 2], names: ["a", "b", "c"]))
    var model = QuantumClassifier(features: [.standardise, .minMax(0...(.pi))])
    try model.fit(data, optimizer: .adam(), epochs: 1)
    return try Predictor(SavedModel(bytes: SavedModel(model, trainedOn: data).bytes()))
  }
}
