import Circuits

/// What `qsim plan` says about one circuit.
struct PlanReport {
  let file: CircuitFile
  let plan: SimulationPlan
  let rates: MachineRates
  let shots: Int
  /// Bytes that the run may take.
  let available: UInt64

  private var distributionBytes: UInt64 { shots == 0 ? plan.distributionBytes : 0 }
  private var bytes: UInt64 {
    let (sum, overflow) = plan.stateBytes.addingReportingOverflow(distributionBytes)
    return overflow ? .max : sum
  }
  private var fits: Bool { plan.stateBytes <= available }
  private var simulateSeconds: Double {
    rates.seconds(for: plan, distribution: shots == 0)
  }

  /// How many groups there are of each size, the largest first.
  private var groupSizes: String {
    let sizes = Dictionary(grouping: plan.groups) { $0 }.sorted { $0.key > $1.key }
    let shown = sizes.prefix(6).map { size, groups in
      "\(groups.count) of \(size.counted("qubit"))"
    }
    return (shown + (sizes.count > 6 ? ["others of fewer"] : [])).joined(separator: ", ")
  }

  /// Why `run` would not begin; `nil` when it would.
  var refusal: Failure? {
    if fits { return nil }
    return Failure(
      .insufficientMemory(
        qubits: plan.stateQubits, bytesNeeded: plan.stateBytes, bytesAvailable: available),
      in: file.path)
  }

  func writeText(to sink: ByteSink) throws(Failure) {
    let style = TextStyle.current(for: sink)
    func line(_ title: String, _ text: String) throws(Failure) {
      let padding = String(repeating: " ", count: max(1, 10 - title.count))
      try sink.write("\(style.bold(title))\(padding)\(text)\n")
    }
    let counts = [
      plan.qubitCount.counted("qubit"), plan.bitCount.counted("classical bit"),
      plan.gateCount.counted("gate"),
    ]
    try line("circuit", "\(file.path.printable): \(counts.joined(separator: ", "))")
    let why =
      fits ? plan.why : "\(plan.stateQubits.counted("qubit")) do not fit this machine"
    try line(
      "method", "\(plan.method.rawValue) in \(plan.precision.rawValue) precision: \(why)")
    try line(
      "kernels",
      "\(plan.kernels.rawValue), \(plan.threads.counted("thread")), --optimize "
        + "\(plan.optimization.rawValue)")
    if plan.groups.count > 1 {
      try line("groups", "\(groupSizes), each with a state of its own, one after the other")
    }
    var memory = ["\(ByteCount.text(plan.stateBytes)) a state"]
    if distributionBytes > 0 {
      memory.append("\(ByteCount.text(distributionBytes)) for probabilities")
    }
    memory.append("\(ByteCount.text(available)) available")
    try line("memory", memory.joined(separator: ", "))
    try line(
      "work",
      "\(plan.operations.counted("operation")) in "
        + "\(plan.stages.count.counted("stage")): "
        + "\(plan.passes) \(plan.passes == 1 ? "pass" : "passes"), "
        + "\(plan.wholeOperations.counted("operation")) by themselves, "
        + "\(plan.merges.counted("merge"))")
    if plan.splits > 0 {
      try line(
        "branches",
        "\(plan.splits.counted("measurement or reset")) in the middle may each split the "
          + "run in two: times are for one history, and several states are held at once")
    }
    try line(
      "rounding",
      "within \(NumberText.scientific(plan.roundingBound)) of the exact state")
    try line(
      "time",
      "about \(NumberText.duration(simulateSeconds, unicode: style.unicode)) to simulate, "
        + "\(NumberText.duration(plan.seconds, unicode: style.unicode)) to compile")
    try line(
      "measured",
      "in \(NumberText.duration(rates.seconds, unicode: style.unicode)) on this machine: "
        + "\(NumberText.fixed(1e-9 / rates.pass, 2)) G amplitudes/s a pass, "
        + "\(NumberText.fixed(1e-9 / rates.operation, 2)) an operation, memory "
        + "\(NumberText.fixed(rates.bytesPerSecond / 1e9, 1)) GB/s")
  }

  func writeJSON(to sink: ByteSink) throws(Failure) {
    var json = JSONWriter(sink)
    try json.object { json throws(Failure) in
      try json.string("file", file.path)
      try json.number("qubits", plan.qubitCount)
      try json.number("clbits", plan.bitCount)
      try json.number("gates", plan.gateCount)
      try json.string("method", plan.method.rawValue)
      try json.string("why", plan.why)
      try json.string("precision", plan.precision.rawValue)
      try json.number("threads", plan.threads)
      try json.string("kernels", plan.kernels.rawValue)
      try json.number("optimize", plan.optimization.rawValue)
      try json.number("shots", shots)
      try json.bool("fits", fits)
      try json.number("bytes", bytes)
      try json.number("stateBytes", plan.stateBytes)
      try json.number("bytesAvailable", available)
      try json.number("stateQubits", plan.stateQubits)
      try json.array("groups") { json throws(Failure) in
        for group in plan.groups { try json.number(nil, group) }
      }
      try json.number("operations", plan.operations)
      try json.number("stages", plan.stages.count)
      try json.number("passes", plan.passes)
      try json.number("wholeOperations", plan.wholeOperations)
      try json.number("merges", plan.merges)
      try json.number("splits", plan.splits)
      try json.number("roundingBound", plan.roundingBound)
      try json.object("seconds") { json throws(Failure) in
        try json.number("parse", file.parseSeconds)
        try json.number("compile", plan.seconds)
        try json.number("simulate", simulateSeconds)
      }
      try json.object("measured") { json throws(Failure) in
        try json.number("seconds", rates.seconds)
        try json.number("passSecondsPerAmplitude", rates.pass)
        try json.number("operationSecondsPerAmplitude", rates.operation)
        try json.number("bytesPerSecond", rates.bytesPerSecond)
      }
      try json.string("version", QSim.version)
    }
    try sink.write("\n")
  }
}
