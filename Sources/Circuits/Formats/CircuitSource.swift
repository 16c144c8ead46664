/// The text of a circuit file, with the name that diagnostics give it.
public struct CircuitSource: Sendable {
  public let name: String
  public let bytes: [UInt8]
  /// Where the file's own `include` statements find files.
  public let includes: IncludeResolver

  /// More than any circuit that a person or a program wrote to be simulated.
  public static let sizeLimit = 256 << 20

  /// A text from anywhere; it can include the built-in files only.
  public init(_ text: String, named name: String = "<string>") {
    self.name = name
    bytes = Array(text.utf8)
    includes = .builtInOnly
  }

  /// Reads a regular file, or standard input for the path `-`.
  ///
  /// - Throws: ``FileError``; devices, pipes, directories and files of more than ``sizeLimit`` bytes
  ///   are refused.
  public init(contentsOf path: String, sizeLimit: Int = sizeLimit) throws(FileError) {
    name = path
    if path == "-" {
      bytes = try FileReading.standardInput(limit: sizeLimit)
      includes = .builtInOnly
    } else {
      bytes = try FileReading.contents(of: path, limit: sizeLimit)
      includes = .beside(path)
    }
  }

  /// The language the text is written in, by its content and then by its name.
  public var format: CircuitFormat { CircuitFormat.detect(bytes, fileName: name) }

  /// Reads the circuit and keeps everything that was found, warnings too.
  ///
  /// - Parameter format: the language to read the text as; by default the one that it shows.
  public func read(as format: CircuitFormat? = nil) -> OpenQASM.Reading {
    let detection = CircuitFormat.detection(bytes, fileName: name)
    let format = format ?? detection.format
    guard format != .openQASM2 else {
      return OpenQASM.read(bytes, file: name, includes: includes)
    }
    let source = SourceText(name: name, bytes: bytes)
    let encoding = source.firstEncodingProblem()
    let finding = Finding(
      severity: .error, problem: encoding?.problem ?? .formatNotRead(format),
      place: Finding.Place(source: 0, range: encoding?.range ?? detection.evidence), notes: [])
    return OpenQASM.Reading(
      circuit: nil, diagnostics: DiagnosticRenderer([source]).diagnostics(of: [finding]))
  }

  /// Everything there is to say about the text: errors, warnings and notes.
  public func diagnose() -> [Diagnostic] { read().diagnostics }
}

extension Circuit {
  /// The circuit that a text describes.
  ///
  /// - Throws: ``ParseError`` with every error found.
  public init(_ source: CircuitSource, as format: CircuitFormat? = nil) throws(ParseError) {
    let reading = source.read(as: format)
    guard let circuit = reading.circuit else { throw ParseError(reading.diagnostics) }
    self = circuit
  }

  /// The circuit in a file, in any format that ``CircuitFormat`` tells apart; `-` is standard input.
  ///
  /// - Throws: ``FileError`` where the file cannot be read; ``ParseError`` where it is no circuit.
  public init(contentsOf path: String) throws {
    try self.init(CircuitSource(contentsOf: path))
  }

  /// The circuit that an OpenQASM program describes.
  ///
  /// - Throws: ``ParseError`` with every error found.
  public init(openQASM text: String) throws(ParseError) {
    try self.init(CircuitSource(text), as: nil)
  }
}
