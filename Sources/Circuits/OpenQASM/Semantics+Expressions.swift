import Gates

extension Semantics {
  /// The value of an expression without parameters; nil after a report.
  mutating func value(of argument: Argument, in parser: borrowing Parser) -> Double? {
    values.removeAll(keepingCapacity: true)
    for node in parser.tree.expressions[argument.nodes] {
      switch node.kind {
      case .number(let value): values.append(value)
      case .name(let name):
        let spelling = parser.spelling(name)
        let range = SourceRange(node.start, node.start + UInt32(spelling.utf8.count))
        switch symbols[name] {
        case .register(let index):
          parser.report(
            .wrongKind(
              spelling,
              is: symbols.registers[index].isQuantum ? .quantumRegister : .classicalRegister,
              needed: .parameter), at: range)
        default: parser.report(.parameterOutsideGate(spelling), at: range)
        }
        return nil
      case .negate: values.append(-values.removeLast())
      case .call(let function):
        let operation = Arithmetic.call(function)
        guard let result = check(operation, values.removeLast(), 0, at: node, in: parser) else {
          return nil
        }
        values.append(result)
      case .add, .subtract, .multiply, .divide, .power:
        let right = values.removeLast()
        let left = values.removeLast()
        guard let operation = Arithmetic(node.kind),
          let result = check(operation, left, right, at: node, in: parser)
        else { return nil }
        values.append(result)
      }
    }
    return values.popLast()
  }

  private func check(
    _ operation: Arithmetic, _ left: Double, _ right: Double, at node: ExpressionNode,
    in parser: borrowing Parser
  ) -> Double? {
    let result = operation(left, right)
    if result.isFinite { return result }
    parser.report(
      operation.problem(left, right),
      at: SourceRange(node.start, node.start + operation.sourceLength))
    return nil
  }

  /// Beyond these, the trees that ``Angle`` makes of expressions would be walked too deeply or too
  /// often. Definitions in use stay far below.
  private static let angleDepthLimit = 128
  private static let angleSizeLimit = 1 << 12

  /// An expression inside a gate's definition; nil after a report.
  ///
  /// - Parameter isFallible: becomes true if some values of the parameters give no number.
  func angle(
    of argument: Argument, in scope: GateScope, isFallible: inout Bool, of parser: borrowing Parser
  ) -> Angle? {
    var stack: [(angle: Angle, depth: Int)] = []
    var size = 0
    for node in parser.tree.expressions[argument.nodes] {
      switch node.kind {
      case .number(let value): stack.append((.value(value), 0))
      case .name(let name):
        guard let parameter = scope.parameters[name] else {
          reportNoParameter(name, at: node, in: scope, of: parser)
          return nil
        }
        stack.append((.parameter(parameter), 0))
      case .negate, .call:
        let (operand, depth) = stack.removeLast()
        if case .value(let constant) = operand {
          let operation = Arithmetic(node.kind) ?? .negate
          guard let result = check(operation, constant, 0, at: node, in: parser) else { return nil }
          stack.append((.value(result), 0))
        } else if case .call(let function) = node.kind {
          if function.isPartial { isFallible = true }
          stack.append((.function(function, operand), depth + 1))
        } else {
          stack.append((-operand, depth + 1))
        }
      case .add, .subtract, .multiply, .divide, .power:
        let (right, rightDepth) = stack.removeLast()
        let (left, leftDepth) = stack.removeLast()
        guard let operation = Arithmetic(node.kind) else { return nil }
        if case (.value(let x), .value(let y)) = (left, right) {
          guard let result = check(operation, x, y, at: node, in: parser) else { return nil }
          stack.append((.value(result), 0))
          continue
        }
        if case (.divide, .value(0)) = (operation, right) {
          parser.report(.divisionByZero, at: SourceRange(node.start, node.start + 1))
          return nil
        }
        if operation.isPartial(with: right) { isFallible = true }
        stack.append((operation.angle(left, right), max(leftDepth, rightDepth) + 1))
      }
      size += 1
      if let top = stack.last,
        top.depth > Self.angleDepthLimit
          || (size > Self.angleSizeLimit && top.depth > 0)
      {
        parser.report(
          .expressionTooLarge(
            limit: top.depth > Self.angleDepthLimit ? Self.angleDepthLimit : Self.angleSizeLimit),
          at: argument.range)
        return nil
      }
    }
    return stack.popLast()?.angle
  }

  private func reportNoParameter(
    _ name: Name, at node: ExpressionNode, in scope: GateScope, of parser: borrowing Parser
  ) {
    let spelling = parser.spelling(name)
    let range = SourceRange(node.start, node.start + UInt32(spelling.utf8.count))
    if scope.qubits[name] != nil {
      parser.report(.wrongKind(spelling, is: .gateQubit, needed: .parameter), at: range)
    } else {
      parser.report(
        .unknownParameter(
          spelling, known: scope.parameterNames,
          suggestion: Spelling.nearest(to: spelling, among: scope.parameterNames)), at: range)
    }
  }
}

/// What an expression does to one or two numbers.
enum Arithmetic {
  case negate, add, subtract, multiply, divide, power
  case call(Angle.Function)

  init?(_ node: ExpressionNode.Kind) {
    switch node {
    case .number, .name: return nil
    case .negate: self = .negate
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .power: self = .power
    case .call(let function): self = .call(function)
    }
  }

  /// The result; of one number, the left one.
  func callAsFunction(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .negate: -x
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: Angle.realPower(x, y)
    case .call(let function): function(x)
    }
  }

  func angle(_ x: Angle, _ y: Angle) -> Angle {
    switch self {
    case .negate: -x
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: .pow(x, y)
    case .call(let function): function.of(x)
    }
  }

  /// Why the result is no finite number.
  func problem(_ x: Double, _ y: Double) -> Problem {
    let result = self(x, y)
    switch self {
    case .divide where y == 0: return .divisionByZero
    case .power where x == 0 && y < 0: return .divisionByZero
    case .power where result.isNaN: return .powerDomain(base: x, exponent: y)
    case .call(let function) where result.isNaN || x <= 0 && function == .ln:
      return .functionDomain(function: function.rawValue, argument: x)
    default: return .overflow(symbol)
    }
  }

  /// Whether the result with this right side can be no number though both sides are finite and of
  /// ordinary size.
  func isPartial(with right: Angle) -> Bool {
    switch self {
    case .divide: right.constant == nil
    case .power: right.constant.map { $0 < 0 || $0 != $0.rounded() } ?? true
    default: false
    }
  }

  private var symbol: String {
    switch self {
    case .negate: "-"
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .power: "^"
    case .call(let function): function.rawValue
    }
  }

  var sourceLength: UInt32 { UInt32(symbol.utf8.count) }
}

extension Angle.Function {
  /// Whether some finite argument of ordinary size gives no number.
  var isPartial: Bool {
    switch self {
    case .sin, .cos, .tan, .atan: false
    case .asin, .acos, .exp, .ln, .sqrt: true
    }
  }
}
