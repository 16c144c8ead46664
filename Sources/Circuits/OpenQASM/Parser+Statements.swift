extension Parser {
  /// Reads one statement; nil for an empty one.
  mutating func statement() throws(SyntaxFailure) -> Statement? {
    switch token.kind {
    case .semicolon:
      advance()
      return nil
    case .openQASM: return try version()
    case .include: return try include()
    case .qreg, .creg: return try register()
    case .gate: return try gate()
    case .opaque:
      advance()
      let signature = try self.signature()
      try endStatement()
      return .opaque(signature)
    case .if:
      let condition = try condition()
      switch token.kind {
      case .identifier, .measure, .reset: return .operation(try operation(), guard: condition)
      default: throw unexpected(expecting: .guardedOperation)
      }
    case .identifier, .measure, .reset, .barrier:
      return .operation(try operation(), guard: nil)
    case .rightBrace:
      if !hasLostBody { report(.unmatchedBrace, at: token.range) }
      hasLostBody = false
      advance()
      return nil
    default:
      throw unexpected(expecting: .statement)
    }
  }

  // MARK: Declarations

  private mutating func version() throws(SyntaxFailure) -> Statement {
    advance()
    guard token.kind == .real || token.kind == .integer else {
      throw unexpected(expecting: .version)
    }
    let number = token.range
    advance()
    try endStatement()
    return .version(number)
  }

  private mutating func include() throws(SyntaxFailure) -> Statement {
    advance()
    let quoted = try expect(.string, .includePath)
    try endStatement()
    return .include(SourceRange(quoted.start + 1, quoted.end - 1))
  }

  private mutating func register() throws(SyntaxFailure) -> Statement {
    let isQuantum = token.kind == .qreg
    advance()
    let name = try expectIdentifier(.registerName)
    declaring = name.name
    try expect(.leftBracket, .registerSize)
    let size = try integer(.registerSizeNumber)
    try expect(.rightBracket, .closingBracket)
    try endStatement()
    return .register(RegisterDeclaration(isQuantum: isQuantum, name: name, size: size))
  }

  mutating func integer(_ expected: Problem.Expectation) throws(SyntaxFailure) -> IntegerLiteral {
    guard token.kind == .integer else { throw unexpected(expecting: expected) }
    let range = token.range
    var value: UInt64? = 0
    for byte in source.bytes[Int(range.start)..<Int(range.end)] {
      guard let old = value else { break }
      let (product, overflow) = old.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
      value = overflow || carry ? nil : sum
    }
    advance()
    return IntegerLiteral(value: value, range: range)
  }

  /// What stands between `gate` or `opaque` and what closes the signature.
  private mutating func signature() throws(SyntaxFailure) -> GateSignature {
    let name = try expectIdentifier(.gateName)
    declaring = name.name
    let parameters = tree.formals.count
    if accept(.leftParenthesis), !accept(.rightParenthesis) {
      try formals(.parameterName, until: [.rightParenthesis])
      try expect(.rightParenthesis, .commaOrClosingParenthesis)
    }
    let qubits = tree.formals.count
    try formals(.qubitName, until: [.leftBrace, .semicolon])
    return GateSignature(
      name: name, parameters: parameters..<qubits, qubits: qubits..<tree.formals.count)
  }

  private mutating func formals(
    _ expected: Problem.Expectation, until closing: [Token.Kind]
  ) throws(SyntaxFailure) {
    repeat {
      tree.formals.append(try expectIdentifier(expected))
      try checkSize()
    } while acceptComma(before: closing)
  }

  /// Consumes a comma; true where another element of the list has to follow. One behind the last
  /// element is no error, as it is none to Qiskit.
  private mutating func acceptComma(before closing: [Token.Kind]) -> Bool {
    let comma = token.range
    guard accept(.comma) else { return false }
    guard closing.contains(token.kind) else { return true }
    log.warn(.trailingComma, at: place(comma))
    return false
  }

  private mutating func gate() throws(SyntaxFailure) -> Statement {
    let start = token.range
    advance()
    let signature = try self.signature()
    let brace = try expect(.leftBrace, .openingBrace)
    hasLostBody = false
    let errors = log.errorCount
    let first = firstToken
    defer { firstToken = first }
    while token.kind != .rightBrace {
      if endsBody {
        report(
          .unclosedBody(gate: source.text(signature.name.range)),
          at: SourceRange(previousEnd, previousEnd),
          notes: [(.openedHere("{"), place(brace))])
        return .failed(declaring: signature.name.name)
      }
      do throws(SyntaxFailure) {
        try bodyStatement()
      } catch {
        recoverInBody()
      }
      if log.isFull { throw SyntaxFailure() }
    }
    let range = start.to(token.range)
    advance()
    if log.errorCount > errors { return .failed(declaring: signature.name.name) }
    return .gate(
      GateDefinition(signature: signature, body: 0..<tree.operations.count, range: range))
  }

  private mutating func bodyStatement() throws(SyntaxFailure) {
    firstToken = token
    switch token.kind {
    case .semicolon:
      advance()
    case .identifier, .barrier:
      let operation = try operation()
      tree.operations.append(operation)
      try checkSize()
    case .measure, .reset, .if, .openQASM, .include, .qreg, .creg, .gate, .opaque:
      report(.notInGateBody(source.text(token.range)), at: token.range)
      throw SyntaxFailure()
    default:
      throw unexpected(expecting: .bodyStatement)
    }
  }

  // MARK: Operations

  private mutating func condition() throws(SyntaxFailure) -> Guard {
    let start = token.range
    advance()
    try expect(.leftParenthesis, .openingParenthesis)
    let register = try expectIdentifier(.classicalRegister)
    if token.kind == .leftBracket {
      report(.bitCondition(source.text(register.range)), at: token.range)
      throw SyntaxFailure()
    }
    try expect(.equality, .equality)
    let value = try integer(.comparedNumber)
    let end = try expect(.rightParenthesis, .closingParenthesis)
    return Guard(register: register, value: value, range: start.to(end))
  }

  mutating func operation() throws(SyntaxFailure) -> Operation {
    let start = token.range
    switch token.kind {
    case .measure:
      advance()
      let qubits = try operand(.qubits)
      try expect(.arrow, .arrow)
      let bits = try operand(.bits)
      try endStatement()
      return .measure(qubits, into: bits, range: start.to(bits.range))
    case .reset:
      advance()
      let qubits = try operand(.qubits)
      try endStatement()
      return .reset(qubits)
    case .barrier:
      advance()
      let first = tree.operands.count
      if token.kind != .semicolon { try operands() }
      try endStatement()
      return .barrier(first..<tree.operands.count)
    default:
      return .apply(try application())
    }
  }

  private mutating func application() throws(SyntaxFailure) -> GateApplication {
    let name = Identifier(name: token.name, range: token.range)
    advance()
    let firstArgument = tree.arguments.count
    if token.kind == .leftParenthesis { try arguments() }
    let firstOperand = tree.operands.count
    try operands()
    let range = name.range.to(SourceRange(previousEnd, previousEnd))
    try endStatement()
    return GateApplication(
      name: name, arguments: firstArgument..<tree.arguments.count,
      operands: firstOperand..<tree.operands.count, range: range)
  }

  private mutating func operands() throws(SyntaxFailure) {
    repeat {
      tree.operands.append(try operand(.qubits))
      try checkSize()
    } while acceptComma(before: [.semicolon])
  }

  private mutating func operand(
    _ expected: Problem.Expectation
  ) throws(SyntaxFailure) -> Operand {
    let name = try expectIdentifier(expected)
    guard accept(.leftBracket) else {
      return Operand(name: name.name, index: -1, start: name.range.start, end: name.range.end)
    }
    let index = try integer(.index)
    let end = try expect(.rightBracket, .closingBracket)
    let value = Int32(truncatingIfNeeded: min(index.value ?? .max, UInt64(Int32.max)))
    return Operand(name: name.name, index: value, start: name.range.start, end: end.end)
  }

  private mutating func arguments() throws(SyntaxFailure) {
    let opening = token.range
    advance()
    if accept(.rightParenthesis) { return }
    repeat {
      let firstNode = tree.expressions.count
      let start = token.range
      try expression()
      tree.arguments.append(
        Argument(
          nodes: firstNode..<tree.expressions.count,
          range: start.to(SourceRange(previousEnd, previousEnd))))
    } while acceptComma(before: [.rightParenthesis])
    if token.kind == .rightParenthesis {
      advance()
    } else {
      throw unclosed(opening)
    }
  }
}
