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
  /// Whether tokens are being skipped: what is wrong with them follows from the mistake before.
  private var isSkipping = false
  /// Whether a gate's definition failed before its body, whose `}` then closes nothing.
  var hasLostBody = false
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
        if firstToken.kind == .include { return .failedInclude }
      }
    }
    return nil
  }

  // MARK: Tokens

  mutating func advance() {
    previousEnd = token.range.end
    token = lexer.next()
    if token.kind == .invalid, !isSkipping, let (problem, range) = lexer.problem {
      report(problem, at: range)
    }
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
    if let word = newerWord {
      report(.newerLanguage(word), at: firstToken.range)
    } else if token.kind == .end {
      report(.expected(expected, found: nil), at: SourceRange(previousEnd, previousEnd))
    } else {
      report(.expected(expected, found: source.text(token.range)), at: token.range)
    }
    return SyntaxFailure()
  }

  /// The word that begins the statement, where only OpenQASM 3 has statements that begin so.
  var newerWord: String? {
    guard firstToken.kind == .identifier else { return nil }
    let word = source.text(firstToken.range)
    return NewerLanguage.startsStatement(word) ? word : nil
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
    // A name on the same line rather lacks a comma in front of it.
    let beginsStatement =
      token.kind.rawValue <= Token.Kind.barrier.rawValue || token.kind == .rightBrace
      || token.kind == .end || token.kind == .identifier && startsLine
    guard beginsStatement else {
      throw unexpected(expecting: token.kind == .identifier ? .commaOrSemicolon : .semicolon)
    }
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
    isSkipping = true
    defer { isSkipping = false }
    if newerWord != nil { return skipNewerStatement() }
    if firstToken.kind == .gate { hasLostBody = true }
    var depth = 0
    // Where the failure is at the very start of the statement, something has to be skipped.
    if token.range.start == firstToken.range.start { skip(&depth) }
    while token.kind != .end, !log.isFull {
      if depth == 0 {
        if token.kind == .semicolon { return skipLast() }
        if token.kind.beginsDeclaration, startsLine { return }
      }
      if token.kind == .rightBrace, depth <= 1 {
        hasLostBody = false
        return skipLast()
      }
      skip(&depth)
    }
  }

  /// Skips a whole statement of OpenQASM 3 from its start: the `;` in the head of a loop and those in
  /// its body do not end it.
  private mutating func skipNewerStatement() {
    lexer.moveBack(to: firstToken)
    token = firstToken
    previousEnd = firstToken.range.start
    advance()
    var depth = 0
    while token.kind != .end {
      switch token.kind {
      case .semicolon where depth == 0, .rightBrace where depth <= 1: return skipLast()
      case let kind where kind.beginsDeclaration && depth == 0 && startsLine: return
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      default: break
      }
      advance()
    }
  }

  private mutating func skip(_ depth: inout Int) {
    if token.kind == .leftBrace { depth += 1 }
    if token.kind == .rightBrace { depth = max(0, depth - 1) }
    if token.kind != .end { advance() }
  }

  /// Skips the last token of what has to be skipped: the one behind it is looked at again.
  private mutating func skipLast() {
    isSkipping = false
    advance()
  }

  /// Whether the current token is the first of its line.
  var startsLine: Bool {
    source.bytes[Int(previousEnd)..<Int(token.range.start)].contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Skips to the next statement of a gate's body.
  mutating func recoverInBody() {
    isSkipping = true
    defer { isSkipping = false }
    var depth = 0
    while token.kind != .end, !endsBody || depth > 0, !log.isFull {
      if token.kind == .semicolon, depth == 0 { return skipLast() }
      if token.kind == .rightBrace, depth == 1 { return skipLast() }
      skip(&depth)
    }
  }

  /// Whether the current token ends a gate's body: `}`, or a declaration where one usually stands, at
  /// the very start of a line, when the `}` is missing.
  var endsBody: Bool {
    switch token.kind {
    case .rightBrace, .end: true
    case let kind where kind.beginsDeclaration:
      startsLine && [0x0A, 0x0D].contains(source.bytes[Int(token.range.start) - 1])
    default: false
    }
  }
}

extension Token.Kind {
  /// Whether this is a word that begins a statement which cannot stand inside a gate's body.
  var beginsDeclaration: Bool {
    rawValue <= Token.Kind.opaque.rawValue
  }
}
