import Gates

/// `qsim help gates`: the table of gates, or one of them.
enum GateHelp {
  /// Answers the arguments if they ask for gates.
  ///
  /// - Returns: whether they did.
  static func answer(_ arguments: [String]) throws(Failure) -> Bool {
    guard arguments.count >= 2, arguments[0] == "help", arguments[1] == "gates" else {
      return false
    }
    let destination = try Destination(nil)
    let names = arguments.dropFirst(2)
    if names.isEmpty {
      try writeTable(to: destination.sink)
    } else {
      for name in names { try write(gate: name, to: destination.sink) }
    }
    try destination.finish()
    return true
  }

  private static func writeTable(to sink: ByteSink) throws(Failure) {
    let style = TextStyle.current(for: sink)
    let calls = GateTable.records.map { signature($0) }
    let width = calls.map(\.count).max() ?? 0
    for (record, call) in zip(GateTable.records, calls) {
      let padding = String(repeating: " ", count: width - call.count)
      try sink.write("  \(style.bold(call))\(padding)  \(record.summary)\n")
    }
  }

  private static func write(gate name: String, to sink: ByteSink) throws(Failure) {
    guard let record = GateTable.record(named: name) else {
      let error = QuantumError.unknownGate(
        name: name, suggestion: GateTable.suggestion(for: name))
      throw Failure(.usage, error.description)
    }
    let style = TextStyle.current(for: sink)
    try sink.write("\(style.bold(signature(record)))\n  \(record.summary)\n")
    if !record.aliases.isEmpty {
      try sink.write("  Also written \(record.aliases.joined(separator: ", ")).\n")
    }
    let files = [
      (GateRecord.Dialect.qelib1, "qelib1.inc (OpenQASM 2)"),
      (.stdgates, "stdgates.inc (OpenQASM 3)"),
    ]
    let homes = files.filter { record.dialects.contains($0.0) }.map(\.1)
    if !homes.isEmpty { try sink.write("  In \(homes.joined(separator: " and ")).\n") }
  }

  /// `cu(theta, phi, lambda, gamma) a, b`
  private static func signature(_ record: GateRecord) -> String {
    let parameters =
      record.parameterNames.isEmpty ? "" : "(\(record.parameterNames.joined(separator: ", ")))"
    let letters = "abcdefghijklmnop".prefix(record.qubitCount).map(String.init)
    return "\(record.name)\(parameters) \(letters.joined(separator: ", "))"
  }
}
