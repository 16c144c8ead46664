import Gates

/// Builds the circuit of a program, and counts what it costs before building it.
struct Lowering {
  private(set) var circuit = Circuit()
  var origins = InstructionOrigins()
  private let limits: OpenQASM.Limits
  private var operands = 0
  private var operations = 0

  init(limits: OpenQASM.Limits) { self.limits = limits }

  mutating func declare(_ name: String, size: Int, isQuantum: Bool) -> Range<Int> {
    isQuantum ? circuit.addQubits(size, named: name) : circuit.addBits(size, named: name)
  }

  /// Counts `instructions` further instructions on `operands` qubits each.
  ///
  /// - Returns: the limit that they break, if any; nothing may be appended then.
  mutating func reserve(instructions: Int, operands: Int) -> Problem? {
    guard circuit.instructions.count + instructions <= limits.instructions else {
      return .tooManyInstructions(limit: limits.instructions)
    }
    let (named, overflow) = instructions.multipliedReportingOverflow(by: operands)
    guard !overflow, self.operands + named <= limits.operands else {
      return .tooManyOperands(limit: limits.operands)
    }
    self.operands += named
    return nil
  }

  /// Counts `applications` further uses of a gate that is `each` operations when written out.
  ///
  /// - Returns: the limit that they break, if any.
  mutating func reserve(
    applications: Int, of gate: @autoclosure () -> String, operations each: Int
  ) -> Problem? {
    let (product, overflow) = each.multipliedReportingOverflow(by: applications)
    let (sum, carry) = operations.addingReportingOverflow(product)
    guard !overflow, !carry, sum <= limits.operations else {
      return .tooManyOperations(
        gate: gate(), operations: overflow || carry || each == .max ? .max : sum,
        limit: limits.operations)
    }
    operations = sum
    return nil
  }

  mutating func append(_ gate: any QuantumGate, _ qubits: [Int], if condition: Condition?) {
    circuit.appendUnchecked(Instruction(.gate(gate), qubits: qubits, condition: condition))
  }

  mutating func measure(_ qubit: Int, into bit: Int, if condition: Condition?) {
    circuit.appendUnchecked(
      Instruction(.measure, qubits: [qubit], bits: [bit], condition: condition))
  }

  mutating func reset(_ qubit: Int, if condition: Condition?) {
    circuit.appendUnchecked(Instruction(.reset, qubits: [qubit], condition: condition))
  }

  mutating func barrier(_ qubits: [Int]) {
    circuit.appendUnchecked(Instruction(.barrier, qubits: qubits))
  }
}
