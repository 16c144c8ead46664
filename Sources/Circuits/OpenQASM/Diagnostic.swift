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
  /// Counted from 1, in Unicode code points.
  public let column: Int
  /// The part of the source line around the place; nil for files that were included.
  public let excerpt: Excerpt?
  /// What to do about it.
  public let hint: String?

  /// What a terminal shows of a source line.
  public struct Excerpt: Hashable, Sendable {
    /// At most 100 columns, with tabs expanded and control characters made visible.
    public let text: String
    /// How many columns of a terminal precede the place.
    public let caretOffset: Int
    /// How many columns the place takes, at least 1.
    public let caretWidth: Int

    public init(text: String, caretOffset: Int, caretWidth: Int) {
      self.text = text
      self.caretOffset = caretOffset
      self.caretWidth = caretWidth
    }
  }

  public init(
    _ severity: Severity = .error, _ message: String, file: String, line: Int, column: Int,
    excerpt: Excerpt? = nil, hint: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.file = file
    self.line = line
    self.column = column
    self.excerpt = excerpt
    self.hint = hint
  }
}

/// A source file that cannot be read as a circuit, with everything found wrong in it.
public struct ParseError: Error, Sendable {
  /// At least one of severity ``Diagnostic/Severity/error``, in order of place.
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension Diagnostic: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: error: what is wrong`, the source line, a caret line, and the hint.
  public var description: String {
    var text = "\(file.printable(limit: 4_096)):\(line):\(column): \(severity.rawValue): \(message)"
    if let excerpt {
      text += "\n  \(excerpt.text)\n  " + String(repeating: " ", count: excerpt.caretOffset) + "^"
      text += String(repeating: "~", count: excerpt.caretWidth - 1)
    }
    if let hint { text += "\nhint: \(hint)" }
    return text
  }
}

extension ParseError: CustomStringConvertible {
  /// Every diagnostic, one below the other.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
