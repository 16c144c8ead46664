import Circuits

/// What `qsim expect` says.
struct ExpectReport {
  struct Entry {
    /// As the user wrote it.
    let observable: String
    let value: Double
    /// The variance of an exact value, the standard error of an estimate.
    let spread: Double
  }

  let file: CircuitFile
  let result: SimulationResult
  let entries: [Entry]
  /// With respect to inputs and angles; nil where nobody asked.
  let derivatives: Differentiation.Derivatives?
  /// Groups of terms that were measured together; nil for exact values.
  let groups: Int?
  let shots: Int
  let seed: UInt64?
  let observeSeconds: Double
  let isQuiet: Bool

  /// Writes one JSON object on a line of its own.
  func writeJSON(to sink: ByteSink) throws(Failure) {
    var json = JSONWriter(sink)
    try json.object { json throws(Failure) in
      try json.string("file", file.path)
      try json.number("qubits", result.qubitCount)
      try json.string("method", result.method.rawValue)
      try json.string("precision", result.precision.rawValue)
      try json.number("threads", result.threads)
      if let seed { try json.number("seed", seed) } else { try json.null("seed") }
      try json.number("shots", shots)
      if let groups { try json.number("groups", groups) }
      if let derivatives { try writeAngles(derivatives, to: &json) }
      try json.array("observables") { json throws(Failure) in
        for (index, entry) in entries.enumerated() {
          try json.object { json throws(Failure) in
            try json.string("observable", entry.observable)
            try json.number("value", entry.value)
            try json.number(groups == nil ? "variance" : "standardError", entry.spread)
            if let derivatives { try writeGradient(of: index, derivatives, to: &json) }
          }
        }
      }
      try json.string("exactness", groups == nil ? "exact" : "sampled")
      try json.object("seconds") { json throws(Failure) in
        try json.number("parse", file.parseSeconds)
        try json.number("compile", result.seconds.compile)
        try json.number("simulate", result.seconds.simulate)
        try json.number("observe", observeSeconds)
      }
      try json.number("peakBytes", ProcessMemory.peakBytes)
      try json.string("version", QSim.version)
    }
    try sink.write("\n")
  }

  /// Writes a line an observable.
  func writeText(to sink: ByteSink) throws(Failure) {
    let style = TextStyle.current(for: sink)
    if !isQuiet {
      let how =
        groups.map {
          "\(shots.counted("shot")) of each of \($0.counted("group")) of terms, "
            + "seed \(seed ?? 0)"
        } ?? "exact"
      try sink.write(style.dim("\(result.qubitCount.counted("qubit")), \(how)") + "\n\n")
    }
    let names = entries.map { Self.shortened($0.observable, style) }
    let width = names.map(\.count).max() ?? 0
    for (index, (entry, name)) in zip(entries, names).enumerated() {
      let padding = String(repeating: " ", count: width - name.count)
      let spread =
        groups == nil
        ? "variance \(NumberText.probability(entry.spread))"
        : "\(style.unicode ? "±" : "+-") \(NumberText.probability(entry.spread))"
      let value = style.bold(Self.signed(entry.value))
      try sink.write("  \(name)\(padding)  \(value)  \(style.dim(spread))\n")
      if let derivatives { try writeGradient(of: index, derivatives, style, to: sink) }
    }
  }

  /// The name of an observable in at most 48 characters, none of which acts on the terminal.
  static func shortened(_ text: String, _ style: TextStyle) -> String {
    let shown = String(
      text.map { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7f } ? " " : $0 })
    return shown.count > 48 ? shown.prefix(47) + style.ellipsis : shown
  }
}
