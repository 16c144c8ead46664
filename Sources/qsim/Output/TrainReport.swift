import HybridML

/// What `qsim train` says.
struct TrainReport {
  let data: TrainingData
  /// The kind of model, as on the command line.
  let kind: ModelKind
  /// What the model is, in a line.
  let summary: String
  /// How its features are made, in a line.
  let features: String
  let settings: TrainSettings
  /// nil where nothing was tested.
  let comparison: ModelComparison?
  let parameterCount: Int
  /// The score of the saved model on the rows that it was fitted to.
  let trainingScore: Double
  /// The loss of each epoch of the saved model; empty for models without epochs.
  let losses: [Double]
  let confusion: ConfusionMatrix?
  /// Of a linear regression.
  let coefficients: CoefficientReport?
  let warnings: [String]
  let modelPath: String
  /// Other files that were written: what, and where.
  let files: [(what: String, path: String)]
  let seconds: Double
  let isQuiet: Bool

  /// Into how many folds the rows could be dealt; nil where they are too few.
  private var possibleFolds: Int? { try? FoldCount.choose(nil, for: data.data) }

  private var metric: String { data.data.classNames == nil ? "R²" : "accuracy" }

  // MARK: Text

  func writeText(to sink: ByteSink) throws(Failure) {
    let style = TextStyle.current(for: sink)
    if !isQuiet {
      for line in headings { try sink.write(style.dim(line.printable) + "\n") }
      try sink.write("\n")
    }
    if let comparison {
      try sink.write(AlignedTable.text(table(comparison, style), leading: [0, 1], style))
      for entry in comparison.entries {
        guard let reason = entry.reasonSkipped else { continue }
        try sink.write(
          "\(entry.title) was not run: \(reason)\n".printableLines)
      }
      if !isQuiet {
        try sink.write(
          "\n"
            + style.dim(
              "mean \(style.unicode ? "±" : "+-") standard deviation over "
                + "\(comparison.foldCount) folds, the same for every model; CPU seconds a fold")
            + "\n")
      }
      for entry in comparison.entries where entry.role == .model {
        if let verdict = comparison.verdict(on: entry) {
          try sink.write("\(shown(verdict, style))\n")
        }
      }
      try sink.write("\n")
    } else {
      try sink.write(
        "not tested on rows that were not trained on: "
          + (possibleFolds.map { "--folds \($0) would show how good the model is" }
            ?? "there are too few rows for that") + "\n\n")
    }
    if !isQuiet { try coefficients?.writeText(to: sink, style) }
    try sink.write(
      "saved in \(style.bold(modelPath.printable)), fitted to all "
        + "\(data.data.rows.counted("row")): \(shown(metric, style)) "
        + "\(NumberText.fixed(trainingScore, 3)) on these\n")
    for file in files { try sink.write("\(file.what) in \(file.path.printable)\n") }
  }

  private var headings: [String] {
    let data = data.data
    var first = "\(data.name): \(data.rows.counted("row")), "
    first += "\(data.features.columns.counted("feature")), "
    if case .classes(let indices, let names) = data.target {
      var counts = Array(repeating: 0, count: names.count)
      for index in indices { counts[index] += 1 }
      let shown = zip(names, counts).prefix(6).map { "\($0) \($1)" }.joined(separator: ", ")
      first += "label '\(data.targetName)' of \(names.count) classes: "
      first += shown + (names.count > 6 ? ", …" : "")
    } else {
      first += "label '\(data.targetName)', a number"
    }
    var lines = [first]
    if let terms = self.data.terms { lines.append("terms: \(terms)") }
    lines.append("model: \(summary)")
    lines.append("features: \(features)")
    // The others are part of the model's summary.
    let inSummary = [
      "model", "qubits", "encoding", "layers", "ansatz", "reupload", "kernel", "machine",
    ]
    let shown = settings.shown.filter { !inSummary.contains($0.key) }
      .map { setting in
        switch (setting.key, setting.value) {
        case ("batch", .integer(0)): "all rows a step"
        case ("shots", .integer(0)): "exact"
        case (let key, let value): "\(key) \(value)"
        }
      }
    lines.append("settings: \(shown.joined(separator: ", "))")
    return lines
  }

  private func table(_ comparison: ModelComparison, _ style: TextStyle) -> [[String]] {
    let hasErrors = comparison.task == .regression
    var rows = [["model", "learns from", shown(metric, style), "in training"]]
    if hasErrors { rows[0].append("error") }
    rows[0] += ["parameters", "CPU s"]
    for entry in comparison.entries where entry.reasonSkipped == nil {
      var row = [
        entry.name, entry.features, shown(entry.test.text, style), shown(entry.train.text, style),
      ]
      if hasErrors { row.append(entry.testError.map { NumberText.significant($0.mean) } ?? "") }
      row += [NumberText.fixed(entry.parameterCount, 0), NumberText.fixed(entry.seconds, 3)]
      rows.append(row)
    }
    return rows
  }

  /// With ASCII alone where the terminal shows nothing else.
  private func shown(_ text: String, _ style: TextStyle) -> String {
    guard !style.unicode else { return text }
    return text.map { character in
      switch character {
      case "±": "+-"
      case "−": "-"
      case "²": "2"
      default: String(character)
      }
    }.joined()
  }

  // MARK: JSON

  /// Writes one JSON object on a line of its own.
  func writeJSON(to sink: ByteSink) throws(Failure) {
    var json = JSONWriter(sink)
    let data = data.data
    try json.object { json throws(Failure) in
      try json.string("file", data.name)
      try json.number("rows", data.rows)
      try json.array("features") { json throws(Failure) in
        for name in data.featureNames { try json.string(nil, name) }
      }
      try json.string("label", data.targetName)
      try json.string("task", data.classNames == nil ? "regression" : "classification")
      if let classes = data.classNames {
        try json.array("classes") { json throws(Failure) in
          for name in classes { try json.string(nil, name) }
        }
      }
      try json.string("model", kind.rawValue)
      try json.object("settings") { json throws(Failure) in try settings.writeJSON(&json) }
      try json.number("parameters", parameterCount)
      try json.string("metric", data.classNames == nil ? "r2" : "accuracy")
      if let comparison {
        try json.array("comparison") { json throws(Failure) in
          for entry in comparison.entries { try write(entry, &json) }
        }
        if let entry = comparison.entries.first(where: { $0.role == .model }),
          let verdict = comparison.verdict(on: entry)
        {
          try json.string("verdict", verdict)
        }
      }
      if let confusion {
        try json.array("confusion") { json throws(Failure) in
          for row in confusion.counts {
            try json.array { json throws(Failure) in
              for count in row { try json.number(nil, count) }
            }
          }
        }
      }
      try coefficients?.writeJSON(to: &json)
      try json.number("trainingScore", trainingScore)
      try json.array("losses") { json throws(Failure) in
        for loss in losses { try json.number(nil, loss) }
      }
      try json.string("out", modelPath)
      try json.array("warnings") { json throws(Failure) in
        for warning in warnings { try json.string(nil, warning) }
      }
      try json.number("seconds", seconds)
      try json.number("peakBytes", ProcessMemory.peakBytes)
      try json.string("version", QSim.version)
    }
    try sink.write("\n")
  }

  private func write(
    _ entry: ModelComparison.Entry, _ json: inout JSONWriter
  ) throws(Failure) {
    try json.object { json throws(Failure) in
      try json.string("model", entry.name)
      try json.string("features", entry.features)
      try json.string("role", entry.role.rawValue)
      if let reason = entry.reasonSkipped {
        try json.string("skipped", reason)
      } else {
        try write("test", entry.test, entry.folds.map(\.test), &json)
        try write("train", entry.train, entry.folds.map(\.train), &json)
        if let error = entry.testError {
          try write("error", error, entry.folds.compactMap(\.testError), &json)
        }
        try json.number("parameters", entry.parameterCount)
        try json.number("seconds", entry.seconds)
      }
    }
  }

  private func write(
    _ key: String, _ spread: Spread, _ folds: [Double], _ json: inout JSONWriter
  ) throws(Failure) {
    try json.object(key) { json throws(Failure) in
      try json.number("mean", spread.mean)
      try json.number("deviation", spread.deviation)
      try json.array("folds") { json throws(Failure) in
        for value in folds { try json.number(nil, value) }
      }
    }
  }
}

extension String {
  /// This text with its line ends, and nothing else that acts on a terminal.
  fileprivate var printableLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
      .joined(separator: "\n")
  }
}
