import ArgumentParser
import Circuits

struct Draw: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw a circuit as text, SVG or LaTeX.",
    discussion: """
      A drawing wider than the terminal, or the page, goes on below. LaTeX needs the TikZ library \
      quantikz2.
      """)

  @Argument(help: "An OpenQASM 2 file; '-' is standard input.", completion: .file())
  var file: String

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, svg, latex
  }

  @Option(help: "How to draw.")
  var format = Format.text

  @Option(
    help: """
      Columns of text (default: those of the terminal, or 100), or pixels of SVG (default: 1000).
      """)
  var width: Int?

  @Flag(help: "Use ASCII characters only, in text.")
  var ascii = false

  @Option(
    help: ArgumentHelp("Write to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(name: .customLong("from"), help: "Format of the file, instead of finding out.")
  var sourceFormat: CircuitFormat?

  func validate() throws {
    if ascii, format != .text { throw ValidationError("--ascii is for --format text.") }
    if width != nil, format == .latex {
      throw ValidationError("--width is for --format text and svg: LaTeX decides by itself.")
    }
    if let width, width < 20 { throw ValidationError("--width is \(width): give 20 or more.") }
  }

  func run() throws {
    let destination = try Destination(output)
    let style = TextStyle.current(for: destination.sink)
    let circuit = try CircuitFile(file, as: sourceFormat).circuit
    let drawing: String
    do throws(QuantumError) {
      switch format {
      case .text:
        drawing = try circuit.drawing(
          style: ascii || !style.unicode ? .ascii : .unicode,
          width: width ?? Terminal.output.width ?? 100)
      case .svg: drawing = try circuit.svg(title: file, width: width ?? 1_000)
      case .latex: drawing = try circuit.latex()
      }
    } catch {
      throw Failure(error, in: file)
    }
    try destination.sink.write(drawing.hasSuffix("\n") ? drawing : drawing + "\n")
    try destination.resultIsWhole()
    try destination.finish()
  }
}
