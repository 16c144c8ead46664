import Gates

extension Semantics {
  mutating func declare(_ declaration: RegisterDeclaration, in parser: borrowing Parser) {
    let unit = declaration.isQuantum ? "qubit" : "bit"
    let name = parser.spelling(declaration.name.name)
    guard
      isFree(
        declaration.name,
        for: declaration.isQuantum ? .quantumRegister : .classicalRegister, in: parser)
    else { return }
    let used = declaration.isQuantum ? lowering.circuit.qubitCount : lowering.circuit.bitCount
    guard let size = declaration.size.value, size <= UInt64(limits.registerBits - used) else {
      parser.report(
        .registersTooLarge(
          register: name, size: parser.source.text(declaration.size.range), unit: unit,
          limit: limits.registerBits), at: declaration.size.range)
      symbols[declaration.name.name] = .failed
      return
    }
    if size == 0 { log.warn(.emptyRegister(name), at: parser.place(declaration.size.range)) }
    let range = lowering.declare(name, size: Int(size), isQuantum: declaration.isQuantum)
    symbols.define(
      SymbolTable.Register(
        name: declaration.name.name, isQuantum: declaration.isQuantum, range: range,
        place: parser.place(declaration.name.range)))
  }

  /// Whether a name can be given a meaning here; reports why not.
  func isFree(
    _ identifier: Identifier, for kind: Problem.NameKind, in parser: borrowing Parser
  ) -> Bool {
    let name = parser.spelling(identifier.name)
    if identifier.name.index < FixedName.reservedCount || name == "U" || name == "CX" {
      parser.report(.reservedName(name), at: identifier.range)
      return false
    }
    var place: Finding.Place?
    var oldKind = Problem.NameKind.gate
    switch symbols[identifier.name] {
    case .undefined, .failed: break
    case .gate(let index): place = symbols.gates[index].place
    case .register(let index):
      place = symbols.registers[index].place
      oldKind = symbols.registers[index].isQuantum ? .quantumRegister : .classicalRegister
    }
    if let place {
      parser.report(
        .alreadyDefined(name, as: oldKind), at: identifier.range,
        notes: [(.definedHere(name), place)])
      return false
    }
    if hasLibrary, GateLibrary.isOriginal(name) {
      parser.report(.alreadyInLibrary(name, as: kind), at: identifier.range)
      return false
    }
    return true
  }

  /// The gate of this name; nil after a report.
  mutating func gate(_ identifier: Identifier, in parser: borrowing Parser) -> Int? {
    switch symbols[identifier.name] {
    case .gate(let index): return index
    case .failed:
      return nil
    case .register(let index):
      let kind: Problem.NameKind =
        symbols.registers[index].isQuantum ? .quantumRegister : .classicalRegister
      parser.report(
        .wrongKind(parser.spelling(identifier.name), is: kind, needed: .gate),
        at: identifier.range)
      return nil
    case .undefined: break
    }
    let name = parser.spelling(identifier.name)
    let record = GateLibrary.record(named: name)
    if let record, hasLibrary || name == "U" || name == "CX" {
      symbols.define(SymbolTable.Gate(record, named: name), as: identifier.name)
      return symbols.gates.count - 1
    }
    if lacksDefinitions {
      // The include that failed has been told.
    } else if NewerLanguage.startsStatement(name), record == nil {
      parser.report(.newerLanguage(name), at: identifier.range)
    } else {
      parser.report(
        .unknownGate(
          name, suggestion: record == nil ? gateSuggestion(for: name, in: parser) : nil,
          library: record != nil), at: identifier.range)
    }
    symbols[identifier.name] = .failed
    return nil
  }

  private func gateSuggestion(for name: String, in parser: borrowing Parser) -> String? {
    let own = symbols.gates.lazy.filter { $0.place != nil }.prefix(Self.suggestionLimit)
      .map(\.name)
    if let near = Spelling.nearest(to: name, among: own) { return near }
    if hasLibrary, let near = GateTable.suggestion(for: name) { return near }
    return Spelling.nearest(
      to: name,
      among: FixedName.allCases.prefix(FixedName.keywordCount).map(\.rawValue) + ["U", "CX"])
  }

  mutating func declareOpaque(_ signature: GateSignature, in parser: borrowing Parser) {
    guard isFree(signature.name, for: .gate, in: parser),
      hasDistinctFormals(signature, in: parser)
    else {
      fail(signature.name)
      return
    }
    let name = parser.spelling(signature.name.name)
    let place = parser.place(signature.name.range)
    if let record = GateLibrary.record(named: name), record.qubitCount == signature.qubits.count,
      record.parameterNames.count == signature.parameters.count
    {
      log.warn(.opaqueFromTable(name), at: place)
      symbols.define(SymbolTable.Gate(record, named: name), as: signature.name.name)
      return
    }
    let parameters = parser.tree.formals[signature.parameters].map { parser.spelling($0.name) }
    // Qiskit writes a delay as an opaque gate.
    if name == "delay", parameters.count == 1, signature.qubits.count == 1,
      let definition = try? CompositeGate.Definition(
        name, parameters: parameters.map(Parameter.init), qubits: 1, body: [])
    {
      log.warn(.delayIgnored, at: place)
      symbols.define(
        SymbolTable.Gate(definition, isFallible: false, place: place), as: signature.name.name)
      return
    }
    symbols.define(
      SymbolTable.Gate(
        opaque: name, root: name, qubitCount: signature.qubits.count, parameterNames: parameters,
        place: place), as: signature.name.name)
  }

  /// Keeps further uses of a name whose declaration is wrong from being further errors.
  mutating func fail(_ identifier: Identifier) {
    if case .undefined = symbols[identifier.name] { symbols[identifier.name] = .failed }
  }

  /// Whether a signature names each parameter and qubit once; reports the first it names twice.
  func hasDistinctFormals(_ signature: GateSignature, in parser: borrowing Parser) -> Bool {
    var seen = Set<Name>()
    for formal in parser.tree.formals[signature.parameters.lowerBound..<signature.qubits.upperBound]
    {
      if formal.name.index < FixedName.reservedCount {
        parser.report(.reservedName(parser.spelling(formal.name)), at: formal.range)
        return false
      }
      guard seen.insert(formal.name).inserted else {
        parser.report(.duplicateFormal(parser.spelling(formal.name)), at: formal.range)
        return false
      }
    }
    return true
  }
}
