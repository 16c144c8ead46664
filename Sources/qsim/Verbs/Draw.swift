import ArgumentParser
import Circuits

struct Draw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw a circuit as text.",
    discussion: "A drawing wider than the terminal goes on below.")

  @Argument(help: "An OpenQASM 2 file; '-' is standard input.", completion: .file())
  var file: String

  @Option(help: "Columns to use (default: those of the terminal, or 100).")
  var width: Int?

  @Flag(help: "Use ASCII characters only.")
  var ascii = false

  @Option(
    help: ArgumentHelp("Write to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(name: .customLong("from"), help: "Format of the file, instead of finding out.")
  var sourceFormat: CircuitFormat?

  func validate() throws {
    if let width, width < 20 { throw ValidationError("--width is \(width): give 20 or more.") }
  }

  func run() throws {
    let destination = try Destination(output)
    let style = TextStyle.current(for: destination.sink)
    let circuit = try CircuitFile(file, as: sourceFormat).circuit
    let drawing: String
    do throws(QuantumError) {
      drawing = try circuit.drawing(
        style: ascii || !style.unicode ? .ascii : .unicode,
        width: width ?? Terminal.output.width ?? 100)
    } catch {
      throw Failure(error, in: file)
    }
    try destination.sink.write(drawing.hasSuffix("\n") ? drawing : drawing + "\n")
    try destination.resultIsWhole()
    try destination.finish()
  }
}
