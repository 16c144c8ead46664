/// One finding about a source file.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Sendable { case error, warning, note }

  public let severity: Severity
  /// What is wrong, in one sentence without a full stop.
  public let message: String
  /// The file's name as the user gave it.
  public let file: String
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in characters as an editor counts them.
  public let column: Int
  /// How many characters the caret line underlines, at least 1.
  public let length: Int
  /// The source line, with control characters made visible and cut to a printable width.
  public let sourceLine: String?
  /// What to do about it.
  public let hint: String?

  public init(
    _ severity: Severity = .error, _ message: String, file: String, line: Int, column: Int,
    length: Int = 1, sourceLine: String? = nil, hint: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.length = length
    self.sourceLine = sourceLine
    self.hint = hint
  }
}

/// A source file that cannot be read as a circuit, with everything found wrong in it.
public struct ParseError: Error, Sendable {
  /// At least one of severity ``Diagnostic/Severity/error``, in order of place.
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
