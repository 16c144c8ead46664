/// An operator, a function or an opening parenthesis that waits for what stands to its right.
struct PendingOperator {
  /// What to do with the values once they are there; nil for a parenthesis.
  let node: ExpressionNode.Kind?
  /// How tightly the operator binds; 0 for what only a closing parenthesis ends.
  let precedence: Int
  let start: UInt32
}

/// Expressions, read by Dijkstra's shunting-yard algorithm: nesting costs an array element, not a call.
///
/// From loose to tight: `+ -`, `* /`, unary `-`, `^`; the powers from right to left, the others from
/// left to right (A. Cross, L. Bishop, J. Smolin, J. Gambetta, arXiv:1707.03429, with the precedence
/// that Qiskit gives to what the paper leaves open: −2^2 is −4).
extension Parser {
  private static let negationPrecedence = 3

  mutating func expression() throws(SyntaxFailure) {
    pending.removeAll(keepingCapacity: true)
    while true {
      try value()
      repeat {
        if token.kind == .comma { try commaInCall() }
      } while token.kind == .rightParenthesis && closeParenthesis()
      guard let (kind, precedence) = binaryOperator() else { break }
      // A power leaves an equally tight one to its left waiting: it associates to the right.
      let waiting = precedence == 4 ? precedence + 1 : precedence
      emit(downTo: waiting)
      pending.append(
        PendingOperator(node: kind, precedence: precedence, start: token.range.start))
      advance()
      try checkSize()
    }
    emit(downTo: 1)
    if let parenthesis = pending.last {
      throw unclosed(SourceRange(parenthesis.start, parenthesis.start + 1))
    }
  }

  func unclosed(_ parenthesis: SourceRange) -> SyntaxFailure {
    if token.kind == .invalid { return SyntaxFailure() }
    if let word = newerWord {
      report(.newerLanguage(word), at: firstToken.range)
      return SyntaxFailure()
    }
    let found = token.kind == .end ? nil : source.text(token.range)
    let range = found == nil ? SourceRange(previousEnd, previousEnd) : token.range
    report(
      .expected(
        token.kind == .comma ? .operatorOrInnerParenthesis : .operatorOrClosingParenthesis,
        found: found), at: range,
      notes: [(.openedHere("("), place(parenthesis))])
    return SyntaxFailure()
  }

  /// A number, a name, `pi`, or whatever begins one: signs, functions and parentheses.
  private mutating func value() throws(SyntaxFailure) {
    while true {
      let start = token.range.start
      switch token.kind {
      case .integer, .real:
        let value = number(token.range)
        guard value.isFinite else {
          report(.numberTooLarge(source.text(token.range)), at: token.range)
          throw SyntaxFailure()
        }
        tree.expressions.append(ExpressionNode(kind: .number(value), start: start))
        advance()
        return
      case .pi:
        tree.expressions.append(ExpressionNode(kind: .number(.pi), start: start))
        advance()
        return
      case .identifier:
        let name = Identifier(name: token.name, range: token.range)
        advance()
        guard token.kind == .leftParenthesis else {
          if name.name.index < FixedName.reservedCount {
            throw unexpected(expecting: .functionArgument(source.text(name.range)))
          }
          tree.expressions.append(ExpressionNode(kind: .name(name.name), start: start))
          return
        }
        guard let function = Angle.Function(name.name) else {
          let text = source.text(name.range)
          let known = Angle.Function.names
          report(
            .unknownFunction(text, suggestion: Spelling.nearest(to: text, among: known)),
            at: name.range)
          throw SyntaxFailure()
        }
        advance()
        pending.append(PendingOperator(node: .call(function), precedence: 0, start: start))
      case .leftParenthesis:
        pending.append(PendingOperator(node: nil, precedence: 0, start: start))
        advance()
      case .minus:
        pending.append(
          PendingOperator(node: .negate, precedence: Self.negationPrecedence, start: start))
        advance()
      case .plus:
        advance()
      default:
        throw unexpected(expecting: .value)
      }
      try checkSize()
    }
  }

  /// Skips a comma between the argument of a function and its `)`; any other comma inside the
  /// parentheses of a function is a second argument, which no function takes.
  private mutating func commaInCall() throws(SyntaxFailure) {
    guard let opening = pending.last(where: { $0.precedence == 0 }),
      case .call(let function)? = opening.node
    else { return }
    let comma = token.range
    advance()
    guard token.kind == .rightParenthesis else {
      report(.functionArguments(function.rawValue), at: comma)
      throw SyntaxFailure()
    }
    log.warn(.trailingComma, at: place(comma))
  }

  /// Ends the innermost open parenthesis; false where the `)` belongs to the gate.
  private mutating func closeParenthesis() -> Bool {
    emit(downTo: 1)
    guard let opening = pending.popLast() else { return false }
    if let call = opening.node {
      tree.expressions.append(ExpressionNode(kind: call, start: opening.start))
    }
    advance()
    return true
  }

  private mutating func emit(downTo precedence: Int) {
    while let top = pending.last, top.precedence >= precedence, let node = top.node {
      tree.expressions.append(ExpressionNode(kind: node, start: top.start))
      pending.removeLast()
    }
  }

  private func binaryOperator() -> (ExpressionNode.Kind, precedence: Int)? {
    switch token.kind {
    case .plus: (.add, 1)
    case .minus: (.subtract, 1)
    case .star: (.multiply, 2)
    case .slash: (.divide, 2)
    case .caret: (.power, 4)
    default: nil
    }
  }

  /// The value nearest to a decimal number.
  ///
  /// Up to 2⁵³ and with up to 22 decimal places, digits and power of ten are both exact, so that one
  /// division or multiplication rounds correctly (W. Clinger, "How to read floating point numbers
  /// accurately", doi:10.1145/93542.93557).
  private func number(_ range: SourceRange) -> Double {
    var digits: UInt64 = 0
    var exponent = 0
    var isExact = range.end - range.start < 19
    var seenPoint = false
    var index = Int(range.start)
    let end = Int(range.end)
    scan: while index < end, isExact {
      let byte = source.bytes[index]
      switch byte {
      case UInt8(ascii: "."): seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
        if seenPoint { exponent -= 1 }
      default: break scan
      }
      index += 1
    }
    if index < end {
      let text = String(decoding: source.bytes[index + 1..<end], as: UTF8.self)
      if let written = Int(text), abs(written) < 1_000 {
        exponent += written
      } else {
        isExact = false
      }
    }
    if isExact, digits <= 1 << 53, abs(exponent) < Self.powersOfTen.count {
      let power = Self.powersOfTen[abs(exponent)]
      return exponent < 0 ? Double(digits) / power : Double(digits) * power
    }
    return Double(source.text(range)) ?? .nan
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension Angle.Function {
  /// The names that an expression can call.
  static let names = allFixedNames.map { $0.0.rawValue }

  private static let allFixedNames: [(FixedName, Angle.Function)] = [
    (.sin, .sin), (.cos, .cos), (.tan, .tan), (.exp, .exp), (.ln, .ln), (.sqrt, .sqrt),
    (.asin, .asin), (.acos, .acos), (.atan, .atan),
    (.arcsin, .asin), (.arccos, .acos), (.arctan, .atan),
  ]

  /// The function of this name.
  init?(_ name: Name) {
    let index = Int(name.index) - FixedName.keywordCount
    guard Self.allFixedNames.indices.contains(index) else { return nil }
    self = Self.allFixedNames[index].1
  }
}
