import HybridML

/// Predicts rows one after another, writes each, and keeps count.
struct PredictionRun {
  private let schema: TableSchema
  private let predictor: Predictor
  private let sink: ByteSink
  private let format: RowFormat
  private let classes: [String]?
  private let hasProbabilities, hasDeviations: Bool
  private var rows = 0
  /// Where labels are known: how many, how many are right, and sums for R².
  private var labelled = 0
  private var right = 0
  private var moments = ColumnMoments(columns: 1)
  private var residual = 0.0
  private var latencies = LatencyHistogram()

  init(
    _ model: SavedModel, _ schema: TableSchema, _ destination: Destination, format: RowFormat
  ) throws(DataError) {
    self.schema = schema
    predictor = try Predictor(model)
    sink = destination.sink
    self.format = format
    classes = model.classNames
    hasProbabilities = predictor.hasProbabilities
    hasDeviations = model.hasDeviations
  }

  mutating func all(
    of input: inout PredictionRows, flushesEachRow: Bool
  ) throws(Failure) {
    if format == .csv { try writeHeader() }
    var row = [Double](repeating: 0, count: schema.featureCount)
    var probabilities = [Double](repeating: 0, count: hasProbabilities ? classes?.count ?? 0 : 0)
    var label: TrueLabel?
    let clock = ContinuousClock()
    while try input.next(into: &row, label: &label) {
      let prediction: Predictor.Prediction
      let start = clock.now
      do throws(DataError) {
        prediction = try predictor.predict(row)
      } catch {
        throw Failure(error)
      }
      latencies.record(clock.now - start)
      for index in probabilities.indices {
        probabilities[index] = predictor.probability(of: index) ?? 0
      }
      rows += 1
      let number: Double =
        switch prediction {
        case .classIndex(let index): Double(index)
        case .value(let value): value
        }
      count(number, label)
      try write(number, probabilities)
      if flushesEachRow { try sink.flush() }
    }
  }

  private mutating func count(_ prediction: Double, _ label: TrueLabel?) {
    switch label {
    case nil: return
    case .classIndex(let index): right += Int(prediction) == index ? 1 : 0
    case .value(let value):
      moments.add(CollectionOfOne(value))
      residual += (prediction - value) * (prediction - value)
    }
    labelled += 1
  }

  // MARK: What is written

  private func writeHeader() throws(Failure) {
    var names = [schema.label]
    if hasProbabilities, let classes { names += classes.map { "p(\($0))" } }
    if hasDeviations { names.append("deviation") }
    try sink.write(names.map(Self.quoted).joined(separator: ",") + "\n")
  }

  private func write(_ prediction: Double, _ probabilities: [Double]) throws(Failure) {
    switch format {
    case .csv:
      let first = classes.map { Self.quoted($0[Int(prediction)]) } ?? prediction.description
      let others = probabilities + (predictor.deviation.map { [$0] } ?? [])
      try sink.write(([first] + others.map(\.description)).joined(separator: ",") + "\n")
    case .jsonl:
      var json = JSONWriter(sink)
      try json.object { json throws(Failure) in
        guard let classes else {
          try json.number("prediction", prediction)
          if let deviation = predictor.deviation { try json.number("deviation", deviation) }
          return
        }
        try json.string("prediction", classes[Int(prediction)])
        guard !probabilities.isEmpty else { return }
        try json.object("probabilities") { json throws(Failure) in
          for (name, value) in zip(classes, probabilities) { try json.number(name, value) }
        }
      }
      try sink.write("\n")
    }
  }

  /// RFC 4180.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return text }
    return "\"" + text.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
  }

  /// How good predictions are, where labels are known.
  var scoreLine: String? {
    guard labelled > 0 else { return nil }
    let of =
      labelled == rows
      ? rows.counted("row") : "the \(labelled) of \(rows) rows that have the label"
    if classes != nil {
      return "accuracy \(NumberText.fixed(Double(right) / Double(labelled), 4)) on \(of)"
    }
    let total = moments.populationVariances[0] * Double(labelled)
    let error = (residual / Double(labelled)).squareRoot()
    let score = total > 0 ? "R² \(NumberText.fixed(1 - residual / total, 4)), " : ""
    return "\(score)error \(NumberText.significant(error)) (root mean square) on \(of)"
  }

  /// How long a prediction takes.
  var latencyLine: String {
    func quantile(_ share: Double) -> String {
      NumberText.duration(precisely: latencies.quantile(share) * 1e-9)
    }
    return
      "latency of \(rows.counted("row")): p50 \(quantile(0.5)), p99 \(quantile(0.99)), "
      + "p99.9 \(quantile(0.999)); resident memory \(ByteCount.text(ProcessMemory.peakBytes)) at most"
  }
}
