import Circuits

/// All that a benchmark found, and how it is written.
struct BenchReport {
  let machine: Machine
  let seed: UInt64
  let probes: [MemoryProbe]
  let results: [BenchResult]
  /// Points that the time did not suffice for.
  let skipped: [BenchPoint]
  let comparison: BenchComparison?
  /// The machine's load before the first run.
  let load: Double?

  // MARK: Text

  func writeText(to sink: ByteSink) throws(Failure) {
    let style = TextStyle.current(for: sink)
    try sink.write("\(style.bold(machine.processor)), \(machine.kernels.rawValue) kernels\n")
    for probe in probes {
      try sink.write(
        style.dim(
          "memory \(NumberText.fixed(probe.bytesPerSecond / 1e9, 1)) GB/s with "
            + "\(probe.threads.counted("thread")), reading and writing "
            + "\(ByteCount.text(probe.bytes)) in place") + "\n")
    }
    if let load, load >= SystemLoad.noticeable {
      try sink.write(
        "note: other programs keep this machine busy (load \(NumberText.fixed(load, 1))): times are "
          + "longer, and less certain than ± says\n")
    }
    var table = [header]
    for result in results { table.append(row(result, style)) }
    try sink.write("\n" + AlignedTable.text(table, leading: [0], style))
    for point in skipped {
      try sink.write("\(style.dim("skipped, as --budget is spent: \(point.key)"))\n")
    }
    try sink.write("\n\(style.dim(Self.legend))\n")
    if let comparison { try writeComparison(comparison, to: sink, style) }
  }

  private static let legend = """
    kept: with the plan of an earlier run; anew: the plan is made within the time. Medians, with half
    the distance between the quartiles. G/s: 10^9 amplitudes times gates. GB/s: what the stages read
    and write; states that fit the caches can exceed the memory.
    """

  private var header: [String] {
    var titles = [
      "circuit", "qubits", "precision", "threads", "gates", "kept", "±", "anew", "G/s", "GB/s",
      "of memory", "state",
    ]
    if comparison != nil { titles.append("change") }
    return titles
  }

  private func row(_ result: BenchResult, _ style: TextStyle) -> [String] {
    let point = result.point
    var cells = [
      point.circuit.name.printable, String(point.circuit.qubits), point.precision.rawValue,
      String(point.threads), String(result.gates),
      NumberText.duration(precisely: result.kept.median, unicode: style.unicode),
      result.kept.repeats < 3 ? "?" : "\(NumberText.fixed(100 * result.kept.spread, 0)) %",
      NumberText.duration(precisely: result.anew.median, unicode: style.unicode),
      NumberText.fixed(result.rate / 1e9, 2), NumberText.fixed(result.bytesPerSecond / 1e9, 1),
      "\(NumberText.fixed(100 * result.bytesPerSecond / result.bandwidth, 0)) %",
      ByteCount.text(point.stateBytes),
    ]
    if let comparison { cells.append(Self.text(comparison.change(result))) }
    return cells
  }

  private static func text(_ change: BenchComparison.Change?) -> String {
    switch change {
    case nil: "new"
    case .noise: "within noise"
    case .factor(let factor) where factor >= 1: "\(NumberText.fixed(factor, 2))x faster"
    case .factor(let factor): "\(NumberText.fixed(1 / factor, 2))x slower"
    }
  }

  private func writeComparison(
    _ comparison: BenchComparison, to sink: ByteSink, _ style: TextStyle
  ) throws(Failure) {
    let path = comparison.path.printable
    for caveat in comparison.caveats(machine, load: load, probes: probes) {
      try sink.write("\(path): \(caveat)\n")
    }
    guard let (factor, count) = comparison.mean(results) else {
      try sink.write("\(path): no point in common\n")
      return
    }
    let real = results.count {
      if case .factor = comparison.change($0) { true } else { false }
    }
    try sink.write(
      "against \(path): \(NumberText.fixed(factor, 2)) times as fast in the geometric mean of "
        + "\(count.counted("point")), \(real) of them beyond noise (quartiles apart)\n")
  }

  // MARK: Files

  func writeCSV(to sink: ByteSink) throws(Failure) {
    try sink.write(
      "circuit,qubits,precision,threads,gates,plan,repeats,median_s,lower_quartile_s,"
        + "upper_quartile_s,minimum_s,amplitude_gates_per_s,bytes_per_s,fraction_of_bandwidth,"
        + "state_bytes\n")
    for result in results {
      let point = result.point
      for (plan, timing) in [("kept", result.kept), ("anew", result.anew)] {
        let scale = result.kept.median / timing.median
        let cells = [
          Self.quoted(point.circuit.name), "\(point.circuit.qubits)", point.precision.rawValue,
          "\(point.threads)", "\(result.gates)", plan, "\(timing.repeats)", "\(timing.median)",
          "\(timing.lowerQuartile)", "\(timing.upperQuartile)", "\(timing.minimum)",
          "\(scale * result.rate)", "\(scale * result.bytesPerSecond)",
          "\(scale * result.bytesPerSecond / result.bandwidth)", "\(point.stateBytes)",
        ]
        try sink.write(cells.joined(separator: ",") + "\n")
      }
    }
  }

  /// RFC 4180.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return text }
    return "\"" + text.flatMap { $0 == "\"" ? "\"\"" : String($0) } + "\""
  }

  func writeJSON(to sink: ByteSink) throws(Failure) {
    var json = JSONWriter(sink)
    try json.object { json throws(Failure) in
      try json.string("version", QSim.version)
      try json.object("machine") { json throws(Failure) in
        try json.string("processor", machine.processor)
        try json.string("kernels", machine.kernels.rawValue)
        try json.number("memoryTotal", machine.memoryTotal)
        if let load { try json.number("load", load) } else { try json.null("load") }
      }
      try json.number("seed", seed)
      try json.array("bandwidth") { json throws(Failure) in
        for probe in probes {
          try json.object { json throws(Failure) in
            try json.number("threads", probe.threads)
            try json.number("bytesPerSecond", probe.bytesPerSecond)
            try json.number("bytes", probe.bytes)
          }
        }
      }
      try json.array("results") { json throws(Failure) in
        for result in results { try write(result, &json) }
      }
      try json.array("skipped") { json throws(Failure) in
        for point in skipped { try json.string(nil, point.key) }
      }
    }
    try sink.write("\n")
  }

  private func write(_ result: BenchResult, _ json: inout JSONWriter) throws(Failure) {
    let point = result.point
    try json.object { json throws(Failure) in
      try json.string("circuit", point.circuit.name)
      try json.number("qubits", point.circuit.qubits)
      try json.string("precision", point.precision.rawValue)
      try json.number("threads", point.threads)
      try json.number("gates", result.gates)
      try json.number("stateBytes", point.stateBytes)
      for (name, timing) in [("kept", result.kept), ("anew", result.anew)] {
        try json.object(name) { json throws(Failure) in
          try json.number("repeats", timing.repeats)
          try json.number("minimum", timing.minimum)
          try json.number("lowerQuartile", timing.lowerQuartile)
          try json.number("median", timing.median)
          try json.number("upperQuartile", timing.upperQuartile)
        }
      }
      try json.number("amplitudeGatesPerSecond", result.rate)
      try json.number("bytesPerSecond", result.bytesPerSecond)
      try json.number("fractionOfBandwidth", result.bytesPerSecond / result.bandwidth)
      if let comparison {
        switch comparison.change(result) {
        case nil: try json.null("change")
        case .noise: try json.number("change", 1)
        case .factor(let factor): try json.number("change", factor)
        }
      }
    }
  }
}
