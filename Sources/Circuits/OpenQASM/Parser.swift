/// Says that a statement could not be read. What is wrong with it has been reported.
struct SyntaxFailure: Error {}

/// Reads the statements of one source file, one after the other.
///
/// A mistake ends its statement only: reading goes on behind the next `;` or `}`.
struct Parser {
  var lexer: Lexer
  /// The parts of the statement returned last.
  var tree = SyntaxTree()
  let source: SourceText
  /// Which of the program's files this is.
  let sourceIndex: Int
  let log: FindingLog
  let partLimit: Int

  var token: Token
  /// Where the token before ``token`` ends.
  var previousEnd: UInt32
  /// The declaration being read.
  var declaring: Name?
  /// The first token of the statement being read, or returned last.
  var firstToken: Token
  /// The operators of an expression that wait for their right side.
  var pending: [PendingOperator] = []

  init(
    _ source: SourceText, index: Int, names: NameTable, log: FindingLog, limits: OpenQASM.Limits
  ) {
    self.source = source
    sourceIndex = index
    self.log = log
    partLimit = limits.statementParts
    lexer = Lexer(source, names: names)
    token = Token(kind: .end, range: SourceRange(0, 0))
    firstToken = token
    previousEnd = 0
    advance()
    previousEnd = token.range.start
  }

  /// The next statement that can be read, or nil at the end of the file.
  mutating func next() -> Statement? {
    while !log.isFull {
      tree.removeAll()
      declaring = nil
      firstToken = token
      if token.kind == .end { return nil }
      do throws(SyntaxFailure) {
        if let statement = try statement() { return statement }
      } catch {
        recover()
        if let declaring { return .failed(declaring: declaring) }
      }
    }
    return nil
  }

  // MARK: Tokens

  mutating func advance() {
    previousEnd = token.range.end
    token = lexer.next()
    if token.kind == .invalid, let (problem, range) = lexer.problem { report(problem, at: range) }
  }

  func report(
    _ problem: Problem, at range: SourceRange,
    notes: [(problem: Problem, place: Finding.Place)] = []
  ) {
    log.error(problem, at: place(range), notes: notes)
  }

  func place(_ range: SourceRange) -> Finding.Place {
    Finding.Place(source: sourceIndex, range: range)
  }

  func spelling(_ name: Name) -> String { lexer.names.spelling(of: name) }

  /// Reports that the current token is not what the grammar asks for.
  func unexpected(expecting expected: Problem.Expectation) -> SyntaxFailure {
    if token.kind == .invalid { return SyntaxFailure() }
    let first = source.text(firstToken.range)
    if firstToken.kind == .identifier, NewerLanguage.startsStatement(first) {
      report(.newerLanguage(first), at: firstToken.range)
    } else if token.kind == .end {
      report(.expected(expected, found: nil), at: SourceRange(previousEnd, previousEnd))
    } else {
      report(.expected(expected, found: source.text(token.range)), at: token.range)
    }
    return SyntaxFailure()
  }

  /// Consumes a token of this kind and returns where it stands.
  @discardableResult
  mutating func expect(
    _ kind: Token.Kind, _ expected: Problem.Expectation
  ) throws(SyntaxFailure) -> SourceRange {
    guard token.kind == kind else { throw unexpected(expecting: expected) }
    let range = token.range
    advance()
    return range
  }

  mutating func accept(_ kind: Token.Kind) -> Bool {
    guard token.kind == kind else { return false }
    advance()
    return true
  }

  mutating func expectIdentifier(
    _ expected: Problem.Expectation
  ) throws(SyntaxFailure) -> Identifier {
    guard token.kind == .identifier else { throw unexpected(expecting: expected) }
    let identifier = Identifier(name: token.name, range: token.range)
    advance()
    return identifier
  }

  /// Consumes the `;` behind a statement. A missing one is reported where it belongs, and reading goes
  /// on as if it were there when the next token can begin a statement.
  mutating func endStatement() throws(SyntaxFailure) {
    if accept(.semicolon) { return }
    if token.kind == .invalid { throw SyntaxFailure() }
    let beginsStatement =
      token.kind.rawValue <= Token.Kind.barrier.rawValue || token.kind == .identifier
      || token.kind == .rightBrace || token.kind == .end
    guard beginsStatement else { throw unexpected(expecting: .semicolon) }
    report(.missingSemicolon, at: SourceRange(previousEnd, previousEnd))
  }

  func checkSize() throws(SyntaxFailure) {
    guard tree.count + pending.count <= partLimit else {
      report(.statementTooLarge(limit: partLimit), at: firstToken.range)
      throw SyntaxFailure()
    }
  }

  // MARK: Recovery

  /// Skips to the end of the statement: behind the next `;` outside braces or behind the `}` that
  /// closes the statement's own braces, but not past a word that only begins statements.
  private mutating func recover() {
    var depth = 0
    // Where the failure is at the very start of the statement, something has to be skipped.
    if token.range.start == firstToken.range.start { skip(&depth) }
    while token.kind != .end, !log.isFull {
      if depth == 0 {
        if accept(.semicolon) { return }
        if token.kind.beginsDeclaration, startsLine { return }
      }
      let closes = token.kind == .rightBrace && depth <= 1
      skip(&depth)
      if closes { return }
    }
  }

  private mutating func skip(_ depth: inout Int) {
    if token.kind == .leftBrace { depth += 1 }
    if token.kind == .rightBrace { depth = max(0, depth - 1) }
    if token.kind != .end { advance() }
  }

  /// Whether the current token is the first of its line.
  private var startsLine: Bool {
    source.bytes[Int(previousEnd)..<Int(token.range.start)].contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Skips to the next statement of a gate's body.
  mutating func recoverInBody() {
    while token.kind != .end, token.kind != .rightBrace, !token.kind.beginsDeclaration, !log.isFull
    {
      if accept(.semicolon) { return }
      advance()
    }
  }
}

extension Token.Kind {
  /// Whether this is a word that begins a statement which cannot stand inside a gate's body.
  var beginsDeclaration: Bool {
    rawValue <= Token.Kind.opaque.rawValue
  }
}
