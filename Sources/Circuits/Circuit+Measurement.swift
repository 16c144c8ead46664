internal import Gates

extension Circuit {
  /// Measures a qubit in the computational basis into a classical bit.
  public mutating func measure(
    _ qubit: Int, into bit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(Instruction(.measure, qubits: [qubit], bits: [bit]), fileID: fileID, line: line)
  }

  /// Measures every qubit into a new classical register, qubit k into its bit k.
  public mutating func measureAll(
    named name: String = "meas", fileID: StaticString = #fileID, line: UInt = #line
  ) {
    let bits = addBits(qubitCount, named: name)
    for (qubit, bit) in zip(0..<qubitCount, bits) {
      measure(qubit, into: bit, fileID: fileID, line: line)
    }
  }

  /// Puts a qubit into |0⟩.
  public mutating func reset(
    _ qubit: Int, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(Instruction(.reset, qubits: [qubit]), fileID: fileID, line: line)
  }

  /// Keeps what stands before apart from what stands after; no qubits named means all of them.
  public mutating func barrier(
    _ qubits: Int..., fileID: StaticString = #fileID, line: UInt = #line
  ) {
    append(
      Instruction(.barrier, qubits: qubits.isEmpty ? Array(0..<qubitCount) : qubits),
      fileID: fileID, line: line)
  }

  /// Instructions that take effect only where a classical register equals `value`, read as an
  /// unsigned integer with the register's bit 0 least significant.
  ///
  /// ```swift
  /// circuit.if(circuit.classicalRegisters[0], equals: 3) { $0.x(2) }
  /// ```
  ///
  /// Instructions that already stand under a condition cannot be nested under another; that is kept
  /// as a mistake, like every other.
  public mutating func `if`(
    _ register: Register, equals value: UInt64, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: (inout Circuit) -> Void
  ) {
    var inner = emptyCopy()
    body(&inner)
    adoptFault(of: inner)
    let condition = Condition(bits: register.range, equals: value)
    for var instruction in inner.instructions {
      guard instruction.condition == nil else {
        fault(
          .unsupported(
            what: "a condition inside a condition", remedy: "compare one register at a time"),
          fileID: fileID, line: line)
        return
      }
      instruction.condition = condition
      append(instruction, fileID: fileID, line: line)
    }
  }
}
