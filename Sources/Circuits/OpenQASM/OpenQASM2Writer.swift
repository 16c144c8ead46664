import Gates

/// Writes a circuit as an OpenQASM 2 file.
///
/// A. W. Cross, L. S. Bishop, J. A. Smolin, J. M. Gambetta, "Open Quantum Assembly Language",
/// arXiv:1707.03429.
struct OpenQASM2Writer {
  private let circuit: Circuit
  /// `q[0]` for each qubit.
  private var qubits: [String] = []
  /// `c[0]` for each classical bit.
  private var bits: [String] = []
  /// By index; empty for registers without bits, which the language has not.
  private var classicalNames: [String] = []
  private var declarations = ""
  private var definitions: OpenQASM2Definitions

  /// Up to this many statements stand for one whose condition reads only some bits of a register.
  private static let conditionLimit = 64

  init(_ circuit: Circuit) {
    self.circuit = circuit
    var names = OpenQASM2Names()
    let registers = circuit.quantumRegisters + circuit.classicalRegisters
    // Legal names stay, whatever comes before them.
    let kept = registers.map { $0.count > 0 && names.takeAsIs($0.name) }
    for (index, register) in registers.enumerated() {
      let isClassical = index >= circuit.quantumRegisters.count
      var name = ""
      if register.count > 0 {
        name = kept[index] ? register.name : names.take(register.name)
        declarations += "\(isClassical ? "creg" : "qreg") \(name)[\(register.count)];\n"
      }
      let elements = (0..<register.count).map { "\(name)[\($0)]" }
      if isClassical {
        bits += elements
        classicalNames.append(name)
      } else {
        qubits += elements
      }
    }
    definitions = OpenQASM2Definitions(names: names)
  }

  /// The whole file.
  mutating func text() throws(QuantumError) -> String {
    var statements = ""
    for instruction in circuit.instructions {
      let conditions = try conditions(of: instruction)
      guard !conditions.isEmpty else { continue }
      guard let statement = try statement(for: instruction) else { continue }
      for condition in conditions { statements += "\(condition)\(statement);\n" }
    }
    return "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n" + definitions.text + declarations + statements
  }

  /// A statement without condition and semicolon; nil for one that says nothing.
  private mutating func statement(for instruction: Instruction) throws(QuantumError) -> String? {
    let operands = instruction.qubits.map { qubits[$0] }
    switch instruction.operation {
    case .gate(let gate):
      guard let host = qubits.first else {
        throw .unsupported(
          what: "a global phase in an OpenQASM 2 file without qubits", remedy: "add a qubit")
      }
      return try definitions.call(gate).text(on: operands, host: host)
    case .measure:
      return "measure \(operands[0]) -> \(bits[instruction.bits[0]])"
    case .reset:
      return "reset \(operands[0])"
    case .barrier:
      return operands.isEmpty ? nil : "barrier \(operands.joined(separator: ","))"
    }
  }

  // MARK: - Conditions

  /// The `if` before each statement that stands for a conditioned instruction: one empty text where
  /// there is no condition, none at all where the condition never holds.
  private func conditions(of instruction: Instruction) throws(QuantumError) -> [String] {
    guard let condition = instruction.condition else { return [""] }
    // A barrier does nothing to the state, and the language has no condition on it.
    if case .barrier = instruction.operation { return [""] }
    guard condition.canHold else { return [] }
    guard !condition.bits.isEmpty else { return [""] }
    guard
      let index = circuit.classicalRegisters.firstIndex(where: {
        $0.range.lowerBound <= condition.bits.lowerBound
          && condition.bits.upperBound <= $0.range.upperBound
      })
    else {
      throw .unsupported(
        what: "a condition on bits of several registers in OpenQASM 2",
        remedy: "compare one whole register, or write OpenQASM 3")
    }
    let register = circuit.classicalRegisters[index]
    return try values(of: condition, in: register, for: instruction).map { value in
      "if(\(classicalNames[index])==\(value)) "
    }
  }

  /// The values of a whole register for which a condition on some of its bits holds.
  private func values(
    of condition: Condition, in register: Register, for instruction: Instruction
  ) throws(QuantumError) -> [WholeNumber] {
    if condition.bits == register.range { return [condition.value] }
    let free = register.range.filter { !condition.bits.contains($0) }
      .map { $0 - register.range.lowerBound }
    guard register.count < 64, 1 << min(free.count, 62) <= Self.conditionLimit else {
      throw .unsupported(
        what: "a condition on \(condition.bits.count) of the \(register.count) bits of "
          + "\(register.name) in OpenQASM 2",
        remedy: "compare the whole register, or write OpenQASM 3")
    }
    // A measurement could make a later one of the statements take effect as well.
    guard !instruction.bits.contains(where: register.range.contains) else {
      throw .unsupported(
        what: "a measurement into \(register.name) under a condition on some of its bits in "
          + "OpenQASM 2",
        remedy: "compare the whole register, or measure into another one")
    }
    let fixed = condition.value.low << UInt64(condition.bits.lowerBound - register.range.lowerBound)
    return (0..<(1 << free.count)).map { choice in
      WholeNumber(
        free.enumerated().reduce(fixed) { value, bit in
          value | UInt64((choice >> bit.offset) & 1) << UInt64(bit.element)
        })
    }
  }
}

extension Circuit {
  /// The circuit as an OpenQASM 2 file that reads back to the same state, global phase included.
  ///
  /// Gates of `qelib1.inc` (as Qiskit has it) stand under their names. Other gates are defined at the
  /// top, once each: composite gates as they are, with their parameters; matrices, controlled gates,
  /// powers and gates of one's own by ``QuantumGate/decomposed(_:)``, for the values of their
  /// parameters. A global phase is a `gate gphase` on some qubit. Angles read back to the same bits.
  /// Names of registers and gates that the language does not allow are replaced by similar ones.
  ///
  /// A condition on some bits of a register becomes one statement for each value of the others; a
  /// condition that cannot hold leaves its instruction out; registers without qubits or bits are left
  /// out.
  ///
  /// - Throws: the first mistake made while building; ``QuantumError/unboundParameter(_:)``;
  ///   ``QuantumError/notFinite(what:value:)`` for a parameter; ``QuantumError/unsupported(what:remedy:)``
  ///   for a condition on several registers, or on a few bits of a wide one; what a gate's decomposition
  ///   throws.
  public func openQASM2() throws(QuantumError) -> String {
    try validate()
    var writer = OpenQASM2Writer(self)
    return try writer.text()
  }
}
