public import Gates

/// A quantum circuit: qubits, classical bits, and the steps that act on them in order.
///
/// ```swift
/// var bell = Circuit(qubits: 2)
/// bell.h(0)
/// bell.cx(0, 1)
/// let counts = try bell.sample(shots: 1_000, seed: 7)
/// ```
///
/// **Bit order:** qubit k is bit k of a basis state's index, and bit 0 is the rightmost character of
/// a printed bit string.
///
/// Building never throws. A mistake in a call (a qubit out of range, a qubit named twice) leaves the
/// circuit as it was and is remembered with its place; ``validate()``, and everything that uses the
/// circuit, throws the first one.
public struct Circuit: Sendable {
  public var name: String?
  public private(set) var quantumRegisters: [Register] = []
  public private(set) var classicalRegisters: [Register] = []
  public private(set) var qubitCount = 0
  /// Number of classical bits.
  public private(set) var bitCount = 0
  public private(set) var instructions: [Instruction] = []
  /// The first mistake made while building.
  public private(set) var firstFault: QuantumError?

  /// A circuit without registers; add them with ``addQubits(_:named:)`` and ``addBits(_:named:)``.
  public init() {}

  /// A circuit with one quantum register `q` and, when `bits` is not 0, one classical register `c`.
  public init(qubits: Int, bits: Int = 0) {
    addQubits(qubits, named: "q")
    if bits > 0 { addBits(bits, named: "c") }
  }

  /// Appends a quantum register; its qubits get the next free numbers.
  @discardableResult
  public mutating func addQubits(_ count: Int, named name: String) -> Range<Int> {
    let range = qubitCount..<(qubitCount + Swift.max(count, 0))
    quantumRegisters.append(Register(name: name, range: range))
    qubitCount = range.upperBound
    return range
  }

  /// Appends a classical register; its bits get the next free numbers.
  @discardableResult
  public mutating func addBits(_ count: Int, named name: String) -> Range<Int> {
    let range = bitCount..<(bitCount + Swift.max(count, 0))
    classicalRegisters.append(Register(name: name, range: range))
    bitCount = range.upperBound
    return range
  }

  /// - Throws: the first mistake made while building, with its place.
  public func validate() throws(QuantumError) {
    if let firstFault { throw firstFault }
  }

  /// Appends an instruction after checking its indices.
  public mutating func append(
    _ instruction: Instruction, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    do throws(QuantumError) {
      try check(instruction)
      instructions.append(instruction)
    } catch {
      fault(error, fileID: fileID, line: line)
    }
  }

  /// Remembers a mistake made while building, unless there already is one.
  mutating func fault(_ error: QuantumError, fileID: StaticString, line: UInt) {
    if firstFault == nil { firstFault = .located(error, place: "\(fileID):\(line)") }
  }

  mutating func adoptFault(of other: Circuit) {
    if firstFault == nil { firstFault = other.firstFault }
  }

  /// The same registers without any instruction.
  func emptyCopy() -> Circuit {
    var copy = self
    copy.instructions = []
    copy.firstFault = nil
    return copy
  }

  /// Changes instructions in place; the caller keeps indices valid.
  mutating func mapInstructions(_ transform: (inout Instruction) -> Void) {
    for index in instructions.indices { transform(&instructions[index]) }
  }

  /// Appends an instruction whose indices the caller has already checked.
  package mutating func appendUnchecked(_ instruction: Instruction) {
    instructions.append(instruction)
  }

  private func check(_ instruction: Instruction) throws(QuantumError) {
    for (position, qubit) in instruction.qubits.enumerated() {
      guard (0..<qubitCount).contains(qubit) else {
        throw .qubitOutOfRange(qubit: qubit, qubitCount: qubitCount)
      }
      if instruction.qubits[..<position].contains(qubit) { throw .duplicateQubit(qubit) }
    }
    for bit in instruction.bits where !(0..<bitCount).contains(bit) {
      throw .bitOutOfRange(bit: bit, bitCount: bitCount)
    }
    if let condition = instruction.condition, condition.bits.upperBound > bitCount {
      throw .bitOutOfRange(bit: condition.bits.upperBound - 1, bitCount: bitCount)
    }
    switch instruction.operation {
    case .gate(let gate):
      guard instruction.qubits.count == gate.qubitCount else {
        throw .wrongQubitCount(
          operation: gate.name, expected: gate.qubitCount, got: instruction.qubits.count)
      }
    case .measure:
      guard instruction.qubits.count == 1, instruction.bits.count == 1 else {
        throw .wrongQubitCount(operation: "measure", expected: 1, got: instruction.qubits.count)
      }
    case .reset:
      guard instruction.qubits.count == 1 else {
        throw .wrongQubitCount(operation: "reset", expected: 1, got: instruction.qubits.count)
      }
    case .barrier: break
    }
  }
}

extension Circuit: CircuitBuilder {
  public mutating func append(
    _ gate: any QuantumGate, to qubits: [Int], fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(Instruction(.gate(gate), qubits: qubits), fileID: fileID, line: line)
  }
}
