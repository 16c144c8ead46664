import ArgumentParser
import Circuits

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine offers and test every kernel set against the reference.",
    discussion: "The exit status is 70 when a test fails.")

  @Option(help: "How to print.")
  var format = ReportFormat.text

  func run() throws {
    let destination = try Destination(nil)
    let machine = try Machine()
    let outcomes = KernelSet.available.map { SelfTest.run($0) }
    switch format {
    case .text: try writeText(machine, outcomes, to: destination.sink)
    case .json: try writeJSON(machine, outcomes, to: destination.sink)
    }
    try destination.resultIsWhole()
    try destination.finish()
    if !outcomes.allSatisfy(\.passed) { try ExitStatus.internalFault.end() }
  }

  private func writeText(
    _ machine: Machine, _ outcomes: [SelfTest.Outcome], to sink: ByteSink
  ) throws(Failure) {
    let style = TextStyle.current(for: sink)
    func line(_ title: String, _ text: String) throws(Failure) {
      let padding = String(repeating: " ", count: max(1, 12 - title.count))
      try sink.write("\(style.bold(title))\(padding)\(text)\n")
    }
    try line("qsim", QSim.version)
    try line("processor", machine.processor)
    try line(
      "features", machine.features.isEmpty ? "unknown" : machine.features.joined(separator: " "))
    try line("threads", "\(machine.threads) (QSIM_THREADS: \(machine.threadsRequest ?? "not set"))")
    try line(
      "kernels",
      "\(machine.kernels.rawValue) (QSIM_KERNELS: \(machine.kernelsRequest ?? "not set"))")
    let libraries = machine.libraries
    let openBLAS = libraries.openBLAS.flatMap { version in
      libraries.openBLASProcessor.map { "\(version), for \($0)" }
    }
    for (name, version) in [
      ("OpenBLAS", openBLAS), ("LAPACK", libraries.lapack), ("FFTW", libraries.fftw),
    ] {
      switch version {
      case .success(let version): try line(name, version)
      case .failure(let error): try line(name, "missing: \(error)")
      }
    }
    try line(
      "memory",
      "\(ByteCount.text(machine.memoryAvailable)) available of \(ByteCount.text(machine.memoryTotal))"
        + ": up to \(machine.largestDouble) qubits in double precision, "
        + "\(machine.largestSingle) in single")
    try line("huge pages", machine.hugePages)
    try sink.write("\n\(style.bold("Self-test")): every gate on every kernel set\n")
    for outcome in outcomes {
      let name = outcome.set.rawValue
      let padding = String(repeating: " ", count: max(1, 12 - name.count))
      let verdict = outcome.failures.first.map { "FAILED: \($0)" } ?? "ok"
      try sink.write(
        "  \(name)\(padding)\(verdict), \(outcome.checks) comparisons, largest error "
          + "\(Self.short(outcome.largestDoubleError)) double, "
          + "\(Self.short(outcome.largestSingleError)) single\n")
    }
  }

  private func writeJSON(
    _ machine: Machine, _ outcomes: [SelfTest.Outcome], to sink: ByteSink
  ) throws(Failure) {
    var json = JSONWriter(sink)
    try json.object { json throws(Failure) in
      try json.string("version", QSim.version)
      try json.string("processor", machine.processor)
      try json.array("features") { json throws(Failure) in
        for feature in machine.features { try json.string(nil, feature) }
      }
      try json.number("threads", machine.threads)
      try json.string("kernels", machine.kernels.rawValue)
      try json.array("kernelsAvailable") { json throws(Failure) in
        for set in KernelSet.available { try json.string(nil, set.rawValue) }
      }
      try json.object("libraries") { json throws(Failure) in
        for (name, version) in [
          ("openBLAS", machine.libraries.openBLAS),
          ("openBLASProcessor", machine.libraries.openBLASProcessor),
          ("lapack", machine.libraries.lapack), ("fftw", machine.libraries.fftw),
        ] {
          // A library that is missing has no version.
          if case .success(let version) = version { try json.string(name, version) }
        }
        try json.array("missing") { json throws(Failure) in
          for version in [
            machine.libraries.openBLAS, machine.libraries.lapack, machine.libraries.fftw,
          ] {
            if case .failure(let error) = version { try json.string(nil, "\(error)") }
          }
        }
      }
      try json.object("memory") { json throws(Failure) in
        try json.number("total", machine.memoryTotal)
        try json.number("available", machine.memoryAvailable)
        try json.number("largestDouble", machine.largestDouble)
        try json.number("largestSingle", machine.largestSingle)
      }
      try json.string("hugePages", machine.hugePages)
      try json.array("selfTest") { json throws(Failure) in
        for outcome in outcomes {
          try json.object { json throws(Failure) in
            try json.string("kernels", outcome.set.rawValue)
            try json.bool("passed", outcome.passed)
            try json.number("comparisons", outcome.checks)
            try json.number("largestDoubleError", outcome.largestDoubleError)
            try json.number("largestSingleError", outcome.largestSingleError)
            try json.array("failures") { json throws(Failure) in
              for failure in outcome.failures { try json.string(nil, failure) }
            }
          }
        }
      }
    }
    try sink.write("\n")
  }

  private static func short(_ error: Double) -> String {
    error == 0 ? "0" : NumberText.scientific(error)
  }
}
