import ArgumentParser
import Circuits

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Rewrite a circuit in another format.",
    discussion: "The result acts as the original does, bit for bit, but is laid out anew.")

  @Argument(help: "An OpenQASM 2 file; '-' is standard input.", completion: .file())
  var file: String

  @Option(name: .customLong("to"), help: "The format to write.")
  var target: TargetFormat

  @Option(
    help: ArgumentHelp("Write to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(name: .customLong("from"), help: "Format of the file, instead of finding out.")
  var sourceFormat: CircuitFormat?

  /// The formats that circuits are written in.
  enum TargetFormat: String, ExpressibleByArgument, CaseIterable {
    case qasm2
  }

  func run() throws {
    let destination = try Destination(output)
    let circuit = try CircuitFile(file, as: sourceFormat).circuit
    let text: String
    do throws(QuantumError) {
      switch target {
      case .qasm2: text = try circuit.openQASM2()
      }
    } catch {
      throw Failure(error, in: file)
    }
    try destination.sink.write(text)
    try destination.resultIsWhole()
    try destination.finish()
  }
}
