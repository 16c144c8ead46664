public import Gates

extension Circuit {
  /// Appends another circuit: its qubit k acts on `qubits[k]`, its bit k is `bits[k]`.
  ///
  /// - Parameters:
  ///   - qubits: one qubit for each of `other`'s; by default the first ones.
  ///   - bits: one bit for each of `other`'s; by default the first ones.
  public mutating func append(
    _ other: Circuit, qubits: [Int]? = nil, bits: [Int]? = nil,
    fileID: StaticString = #fileID, line: UInt = #line
  ) {
    adoptFault(of: other)
    let qubits = qubits ?? Array(0..<other.qubitCount)
    let bits = bits ?? Array(0..<other.bitCount)
    guard qubits.count == other.qubitCount, bits.count == other.bitCount else {
      let (expected, got) =
        qubits.count == other.qubitCount
        ? (other.bitCount, bits.count) : (other.qubitCount, qubits.count)
      fault(
        .wrongElementCount(what: "the placement of a circuit", expected: expected, got: got),
        fileID: fileID, line: line)
      return
    }
    for instruction in other.instructions {
      var placed = instruction
      placed.qubits = instruction.qubits.map { qubits[$0] }
      placed.bits = instruction.bits.map { bits[$0] }
      if let condition = instruction.condition {
        let moved = condition.bits.map { bits[$0] }
        guard let first = moved.first, moved == Array(first..<(first + moved.count)) else {
          fault(
            .unsupported(
              what: "a condition whose bits are not placed side by side, in order",
              remedy: "place a classical register on consecutive bits"),
            fileID: fileID, line: line)
          return
        }
        placed.condition = Condition(
          bits: first..<(first + moved.count), equals: condition.value)
      }
      append(placed, fileID: fileID, line: line)
    }
  }

  /// The circuit that undoes this one: the inverse gates in reverse order.
  ///
  /// - Throws: ``QuantumError/notInvertible(_:)`` for a measurement, a reset or a condition; the first
  ///   building mistake.
  public func inverse() throws(QuantumError) -> Circuit {
    try mapGates(reversed: true, for: "the inverse") { $0.inverse }
  }

  /// This circuit, `count` times over.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for a negative count.
  public func repeated(_ count: Int) throws(QuantumError) -> Circuit {
    try validate()
    guard count >= 0 else {
      throw .outOfRange(what: "a repetition count", value: Double(count), range: "0…")
    }
    var result = emptyCopy()
    for _ in 0..<count {
      for instruction in instructions { result.appendUnchecked(instruction) }
    }
    return result
  }

  /// This circuit under control: new qubits, one for each of `values`, follow the circuit's own as
  /// register `name`, and every gate acts only where they have these values.
  ///
  /// - Throws: ``QuantumError/notInvertible(_:)`` for a measurement, a reset or a condition; the first
  ///   building mistake.
  public func controlled(on values: [Bool] = [true], named name: String = "control")
    throws(QuantumError) -> Circuit
  {
    var result = try mapGates(reversed: false, for: "the controlled form") {
      $0.controlled(on: values)
    }
    let controls = Array(result.addQubits(values.count, named: name))
    result.mapInstructions { instruction in
      if case .gate = instruction.operation {
        instruction.qubits = controls + instruction.qubits
      }
    }
    return result
  }

  /// The gates changed one by one; refuses what is not unitary.
  private func mapGates(
    reversed: Bool, for purpose: String, _ transform: (any QuantumGate) -> any QuantumGate
  ) throws(QuantumError) -> Circuit {
    try validate()
    var result = emptyCopy()
    for index in reversed ? Array(instructions.indices.reversed()) : Array(instructions.indices) {
      var instruction = instructions[index]
      guard instruction.condition == nil else {
        throw .notInvertible(
          "\(purpose) of a classically conditioned instruction (number \(index))")
      }
      switch instruction.operation {
      case .gate(let gate): instruction.operation = .gate(transform(gate))
      case .barrier: break
      case .measure: throw .notInvertible("\(purpose) of a measurement (instruction \(index))")
      case .reset: throw .notInvertible("\(purpose) of a reset (instruction \(index))")
      }
      result.appendUnchecked(instruction)
    }
    return result
  }
}
