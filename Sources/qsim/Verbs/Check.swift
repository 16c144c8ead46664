import ArgumentParser
import Circuits

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Parse and validate circuit files; print every mistake found.",
    discussion:
      "Mistakes go to standard error, with a line for each file without any to standard output.")

  @Argument(help: "OpenQASM 2 files; '-' is standard input.", completion: .file())
  var files: [String]

  @Option(name: .customLong("from"), help: "Format of the files, instead of finding out.")
  var sourceFormat: CircuitFormat?

  @Flag(help: "Print mistakes only.")
  var quiet = false

  func run() throws {
    let destination = try Destination(nil)
    let status = Batch.forEach(files) { path throws(Failure) in
      let circuit = try CircuitFile(path, as: sourceFormat).circuit
      if !quiet { try destination.sink.write("\(path): ok, \(Self.contents(of: circuit))\n") }
      try destination.resultIsWhole()
    }
    try status.end()
  }

  private static func contents(of circuit: Circuit) -> String {
    var gates = 0
    var measurements = 0
    var resets = 0
    for instruction in circuit.instructions {
      switch instruction.operation {
      case .gate: gates += 1
      case .measure: measurements += 1
      case .reset: resets += 1
      case .barrier: break
      }
    }
    var parts = [
      circuit.qubitCount.counted("qubit"),
      circuit.bitCount.counted("classical bit"), gates.counted("gate"),
      measurements.counted("measurement"),
    ]
    if resets > 0 { parts.append(resets.counted("reset")) }
    return parts.joined(separator: ", ")
  }
}
