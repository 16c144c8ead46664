import Gates

extension Semantics {
  // MARK: Applications

  mutating func apply(
    _ application: GateApplication, if condition: Condition?, in parser: borrowing Parser
  ) {
    guard let index = gate(application.name, in: parser),
      checkCounts(application, of: index, in: parser)
    else { return }
    if case .opaque(let root) = symbols.gates[index].meaning {
      parser.report(.opaqueApplied(root), at: application.name.range)
      return
    }
    guard let gate = instance(of: index, for: application, in: parser) else { return }

    targets.removeAll(keepingCapacity: true)
    var broadcast: (size: Int, operand: Int)?
    for position in application.operands {
      guard let target = target(parser.tree.operands[position], isQuantum: true, in: parser) else {
        return
      }
      targets.append(target)
      guard let size = target.size else { continue }
      if let first = broadcast, first.size != size {
        let other = parser.tree.operands[first.operand]
        let operand = parser.tree.operands[position]
        parser.report(
          .broadcastSizes(
            first: parser.spelling(other.name), firstSize: first.size,
            second: parser.spelling(operand.name), secondSize: size), at: operand.range)
        return
      }
      broadcast = broadcast ?? (size, position)
    }
    guard hasDistinctTargets(application, in: parser) else { return }

    let count = broadcast?.size ?? 1
    let name = symbols.gates[index].name
    if let problem = lowering.reserve(
      applications: count, of: name, operations: symbols.gates[index].operations)
    {
      reportLimit(problem, at: application.name.range, in: parser)
      return
    }
    guard
      reserve(
        count, operands: targets.count, steps: symbols.gates[index].operations, if: condition,
        at: application.name.range, in: parser)
    else { return }
    if !gate.parameters.isEmpty {
      let first = lowering.circuit.instructions.count
      lowering.origins.add(
        instructions: first..<first + count, at: parser.place(application.name.range))
    }
    for offset in 0..<count {
      var qubits: [Int] = []
      qubits.reserveCapacity(targets.count)
      for target in targets {
        qubits.append(target.size == nil ? target.start : target.start + offset)
      }
      lowering.append(gate, qubits, if: condition)
    }
  }

  private func checkCounts(
    _ application: GateApplication, of index: Int, in parser: borrowing Parser
  ) -> Bool {
    let expected = symbols.gates[index].parameterNames.count
    guard application.arguments.count == expected else {
      parser.report(
        .parameterCount(
          gate: symbols.gates[index].name, names: symbols.gates[index].parameterNames,
          got: application.arguments.count), at: application.name.range)
      return false
    }
    guard application.operands.count == symbols.gates[index].qubitCount else {
      parser.report(
        .qubitCount(
          gate: symbols.gates[index].name, expected: symbols.gates[index].qubitCount,
          got: application.operands.count), at: application.range)
      return false
    }
    return true
  }

  private mutating func instance(
    of index: Int, for application: GateApplication, in parser: borrowing Parser
  ) -> (any QuantumGate)? {
    if let fixed = symbols.gates[index].fixed { return fixed }
    var parameters: [Angle] = []
    parameters.reserveCapacity(application.arguments.count)
    for argument in parser.tree.arguments[application.arguments] {
      guard let value = value(of: argument, in: parser) else { return nil }
      parameters.append(.value(value))
    }
    let gate = symbols.gates[index].applied(to: parameters)
    if let gate, symbols.gates[index].isFallible, let cause = failure(of: gate) {
      let name = symbols.gates[index].name
      parser.report(.inApplication(gate: name, cause: cause), at: application.name.range)
      return nil
    }
    return gate
  }

  /// What goes wrong inside a gate with the values it has here, such as a division by its parameter.
  private mutating func failure(of gate: any QuantumGate) -> String? {
    var left = trials
    defer { trials = left }
    do throws(QuantumError) {
      try gate.forEachOperation(on: Array(0..<gate.qubitCount)) {
        (_, _, _) throws(QuantumError) in
        left -= 1
        if left <= 0 { throw .cancelled }
      }
      return nil
    } catch {
      if case .cancelled = error { return nil }
      return "\(error)"
    }
  }

  /// Whether an application names every qubit once, whole registers included.
  private mutating func hasDistinctTargets(
    _ application: GateApplication, in parser: borrowing Parser
  ) -> Bool {
    if targets.count < 2 { return true }
    if targets.count == 2, let first = targets.first, let second = targets.last, first.size == nil,
      second.size == nil, first.start != second.start
    {
      return true
    }
    beginMarks()
    for (position, target) in zip(application.operands, targets) {
      for qubit in target.start..<target.start + (target.size ?? 1) where !markFirst(qubit) {
        let operand = parser.tree.operands[position]
        parser.report(
          .duplicateQubit(
            parser.source.text(operand.range), gate: parser.spelling(application.name.name)),
          at: operand.range)
        return false
      }
    }
    return true
  }

  // MARK: Definitions

  mutating func define(_ definition: GateDefinition, in parser: borrowing Parser) {
    let signature = definition.signature
    guard isFree(signature.name, for: .gate, in: parser),
      hasDistinctFormals(signature, in: parser),
      let gate = meaning(of: definition, in: parser)
    else {
      fail(signature.name)
      return
    }
    if hasLibrary, let record = GateLibrary.record(named: gate.name),
      record.qubitCount != gate.qubitCount
        || record.parameterNames.count != gate.parameterNames.count
    {
      log.warn(.differsFromLibrary(gate.name), at: parser.place(signature.name.range))
    }
    symbols.define(gate, as: signature.name.name)
  }

  private mutating func meaning(
    of definition: GateDefinition, in parser: borrowing Parser
  ) -> SymbolTable.Gate? {
    let signature = definition.signature
    let name = parser.spelling(signature.name.name)
    let place = parser.place(signature.name.range)
    var scope = GateScope(gate: name)
    for (position, formal) in parser.tree.formals[signature.qubits].enumerated() {
      scope.qubits[formal.name] = position
      scope.qubitNames.append(parser.spelling(formal.name))
    }
    for formal in parser.tree.formals[signature.parameters] {
      let parameter = Parameter(parser.spelling(formal.name))
      scope.parameters[formal.name] = parameter
      scope.parameterNames.append(parameter.name)
    }

    var body: [GateStep] = []
    var opaqueRoot: String?
    var isFallible = false
    var isRight = true
    for operation in parser.tree.operations[definition.body] {
      if log.isFull { return nil }
      switch operation {
      case .barrier(let operands):
        if positions(of: operands, in: scope, of: parser) == nil { isRight = false }
      case .apply(let application):
        if application.name.name == signature.name.name {
          parser.report(.recursion(name), at: application.name.range)
          isRight = false
          continue
        }
        guard let index = gate(application.name, in: parser),
          checkCounts(application, of: index, in: parser),
          let qubits = positions(of: application.operands, in: scope, of: parser),
          hasDistinctPositions(qubits, of: application, in: parser),
          let angles = angles(of: application, in: scope, isFallible: &isFallible, of: parser)
        else {
          isRight = false
          continue
        }
        if case .opaque(let root) = symbols.gates[index].meaning { opaqueRoot = root }
        if symbols.gates[index].isFallible, angles.contains(where: { $0.constant == nil }) {
          isFallible = true
        }
        if let gate = symbols.gates[index].applied(to: angles) {
          body.append(GateStep(gate, qubits))
        }
      case .measure, .reset: break
      }
    }
    guard isRight else { return nil }
    if let opaqueRoot {
      return SymbolTable.Gate(
        opaque: name, root: opaqueRoot, qubitCount: signature.qubits.count,
        parameterNames: scope.parameterNames, place: place)
    }
    do throws(QuantumError) {
      let composite = try CompositeGate.Definition(
        name, parameters: scope.parameterNames.map(Parameter.init),
        qubits: signature.qubits.count, body: body)
      return SymbolTable.Gate(composite, isFallible: isFallible, place: place)
    } catch {
      // Everything else about the definition has been checked.
      parser.report(
        .gateTooDeep(name, limit: CompositeGate.Definition.depthLimit), at: signature.name.range)
      return nil
    }
  }

  /// What the names inside a gate's definition stand for.
  struct GateScope {
    let gate: String
    var qubits: [Name: Int] = [:]
    var qubitNames: [String] = []
    var parameters: [Name: Parameter] = [:]
    var parameterNames: [String] = []

    init(gate: String) { self.gate = gate }
  }

  /// Where operands stand among a gate's qubits; nil after a report.
  private func positions(
    of operands: Range<Int>, in scope: GateScope, of parser: borrowing Parser
  ) -> [Int]? {
    var positions: [Int] = []
    positions.reserveCapacity(operands.count)
    for operand in parser.tree.operands[operands] {
      let name = parser.spelling(operand.name)
      let range = SourceRange(operand.start, operand.start + UInt32(name.utf8.count))
      guard let position = scope.qubits[operand.name] else {
        if scope.parameters[operand.name] != nil {
          parser.report(.wrongKind(name, is: .parameter, needed: .gateQubit), at: range)
        } else {
          parser.report(
            .unknownQubitOfGate(name, gate: scope.gate, known: scope.qubitNames), at: range)
        }
        return nil
      }
      guard operand.index < 0 else {
        parser.report(.indexInGateBody(name), at: operand.range)
        return nil
      }
      positions.append(position)
    }
    return positions
  }

  private func hasDistinctPositions(
    _ positions: [Int], of application: GateApplication, in parser: borrowing Parser
  ) -> Bool {
    if positions.count < 2 || positions.count == 2 && positions[0] != positions[1] { return true }
    var seen = Set<Int>(minimumCapacity: positions.count)
    for (index, position) in zip(application.operands, positions)
    where !seen.insert(position).inserted {
      let operand = parser.tree.operands[index]
      parser.report(
        .duplicateQubit(
          parser.spelling(operand.name), gate: parser.spelling(application.name.name)),
        at: operand.range)
      return false
    }
    return true
  }

  private mutating func angles(
    of application: GateApplication, in scope: GateScope, isFallible: inout Bool,
    of parser: borrowing Parser
  ) -> [Angle]? {
    var angles: [Angle] = []
    for argument in parser.tree.arguments[application.arguments] {
      guard let angle = angle(of: argument, in: scope, isFallible: &isFallible, of: parser) else {
        return nil
      }
      angles.append(angle)
    }
    return angles
  }
}
