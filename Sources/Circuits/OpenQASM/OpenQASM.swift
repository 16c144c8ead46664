/// Reads programs in OpenQASM 2.
///
/// The language is that of A. Cross, L. Bishop, J. Smolin and J. Gambetta, "Open quantum assembly
/// language" (arXiv:1707.03429), with what files in use need beyond it: the gates of Qiskit's
/// `qelib1.inc` and every further one of ``GateTable`` once that file is included, exponents without a
/// point, block comments, names that begin with a capital.
///
/// A file's own definition of a gate takes the place of a built-in one, except of those in the
/// language's first `qelib1.inc`, which are the file's own from the `include` on.
///
/// ```swift
/// let circuit = try OpenQASM.parse("OPENQASM 2.0; qreg q[2]; U(pi/2, 0, pi) q[0]; CX q[0], q[1];")
/// ```
public enum OpenQASM {
  /// What a program says, and what there is to say about it.
  public struct Reading: Sendable {
    /// The circuit; nil when there are errors.
    public let circuit: Circuit?
    /// Errors, warnings and notes in order of place.
    public let diagnostics: [Diagnostic]
    var origins = InstructionOrigins()
  }

  /// Reads a program and keeps everything that was found, warnings too.
  ///
  /// Costs time in proportion to the file and the instructions; memory for the instructions.
  ///
  /// - Parameters:
  ///   - source: UTF-8 text.
  ///   - file: the name for diagnostics.
  ///   - includes: where `include` finds files.
  public static func read(
    _ source: [UInt8], file: String = "<string>", includes: IncludeResolver = .builtInOnly,
    limits: Limits = .standard
  ) -> Reading {
    var reader = ProgramReader(limits: limits)
    reader.read(SourceText(name: file, bytes: source), includes: includes)
    let diagnostics = DiagnosticRenderer(reader.log.sources).diagnostics(of: reader.log.findings)
    var origins = reader.semantics.lowering.origins
    origins.sources = reader.log.sources
    return Reading(
      circuit: reader.log.hasErrors ? nil : reader.semantics.lowering.circuit,
      diagnostics: diagnostics, origins: origins)
  }

  /// Reads a program as a circuit.
  ///
  /// - Throws: ``ParseError`` with every error found, up to ``Limits/errors``.
  public static func parse(
    _ source: [UInt8], file: String = "<string>", includes: IncludeResolver = .builtInOnly,
    limits: Limits = .standard
  ) throws(ParseError) -> Circuit {
    let reading = read(source, file: file, includes: includes, limits: limits)
    guard let circuit = reading.circuit else { throw ParseError(reading.diagnostics) }
    return circuit
  }

  /// Reads a program as a circuit.
  ///
  /// - Throws: ``ParseError`` with every error found, up to ``Limits/errors``.
  public static func parse(
    _ source: String, file: String = "<string>", includes: IncludeResolver = .builtInOnly,
    limits: Limits = .standard
  ) throws(ParseError) -> Circuit {
    try parse(Array(source.utf8), file: file, includes: includes, limits: limits)
  }

  /// Everything there is to say about a program: errors, warnings and notes.
  public static func diagnose(
    _ source: [UInt8], file: String = "<string>", includes: IncludeResolver = .builtInOnly,
    limits: Limits = .standard
  ) -> [Diagnostic] {
    read(source, file: file, includes: includes, limits: limits).diagnostics
  }
}
