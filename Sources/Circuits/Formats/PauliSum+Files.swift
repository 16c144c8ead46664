public import Gates

extension PauliSum {
  /// The largest file that is read as an observable.
  static let fileLimit = 64 << 20

  /// Reads a file with a term a line, in the notation of ``init(_:)``; `-` is standard input.
  ///
  /// - Throws: ``FileError`` where it cannot be read; ``ParseError`` with the mistake, its place, its
  ///   line and what to do.
  public init(contentsOf path: String) throws {
    let bytes =
      path == "-"
      ? try FileReading.standardInput(limit: Self.fileLimit)
      : try FileReading.contents(of: path, limit: Self.fileLimit)
    try self.init(parsing: bytes, named: path)
  }

  /// Reads a sum whose mistakes are told under a name.
  package init(parsing bytes: [UInt8], named name: String) throws(ParseError) {
    do throws(PauliParseError) {
      try self.init(utf8: bytes)
    } catch {
      let source = SourceText(name: name, bytes: bytes)
      let line = LineIndex(source).place(of: error.range.lowerBound)
      let range = SourceRange(UInt32(error.range.lowerBound), UInt32(error.range.upperBound))
      throw ParseError([
        Diagnostic(
          .error, error.message, file: name, line: line.line, column: line.column,
          excerpt: Diagnostic.Excerpt(bytes, line: line.bytes, marking: range), hint: error.hint)
      ])
    }
  }
}
