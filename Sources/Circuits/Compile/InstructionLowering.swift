internal import Gates

/// What operations are handed to, one after the other.
protocol OperationSink {
  mutating func append(_ operation: Program.Operation)
  mutating func append(_ matrix: OneQubitMatrix, target: Int, controls: Controls)
  /// `exp(-i angle/2 P⊗Q)`; neither Pauli matrix is I.
  mutating func append(_ paulis: (Pauli, Pauli), angle: Double, targets: (Int, Int))
  mutating func appendSwap(_ first: Int, _ second: Int)
}

extension OperationSink {
  mutating func append(_ matrix: OneQubitMatrix, target: Int, controls: Controls) {
    append(.matrix(matrix, target: target, controls: controls))
  }

  mutating func append(_ paulis: (Pauli, Pauli), angle: Double, targets: (Int, Int)) {
    let operation: StateOperation
    if paulis == (.z, .z) {
      let even = Complex<Double>(length: 1, phase: -angle / 2)
      operation = .diagonal([even, even.conjugate, even.conjugate, even])
    } else {
      operation = .pauliRotation([paulis.0, paulis.1], angle: angle)
    }
    append(.structural(operation, targets: [targets.0, targets.1], controls: .none))
  }

  mutating func appendSwap(_ first: Int, _ second: Int) {
    append(.structural(.swap, targets: [first, second], controls: .none))
  }
}

/// Steps without conditions.
struct StepList: OperationSink {
  private(set) var steps: [Program.Step] = []

  init(capacity: Int) { steps.reserveCapacity(capacity) }

  mutating func append(_ operation: Program.Operation) {
    steps.append(Program.Step(action: .apply(operation), test: []))
  }
}

/// What the instructions of a circuit do, one by one.
struct InstructionLowering {
  let circuit: Circuit
  /// Numbers for the circuit's parameters.
  let values: [String: Double]
  /// The state qubit that each of the circuit's is, or −1.
  let position: [Int]
  /// Where it is given, gates and resets outside are left out.
  let cone: LightCone?
  /// The numbers of the instructions, which errors name and by which ``bound`` has their gates; nil for
  /// their places in the circuit.
  let numbers: [Int]?
  /// Gates with named parameters as ``AngleBinding`` gives them, where it does.
  let bound: [PlainGate?]?

  /// A step before it is known which measurements can be left to the end.
  struct Lowered {
    var action: Program.Action
    var condition: Condition?
  }

  private struct LoweredList: OperationSink {
    var list: [Lowered] = []
    var condition: Condition?

    mutating func append(_ operation: Program.Operation) {
      list.append(Lowered(action: .apply(operation), condition: condition))
    }
  }

  /// Hands over the operations of a circuit of gates and barriers alone.
  ///
  /// - Throws: unbound parameters, gates that are not unitary, at their place.
  func lower(into sink: inout some OperationSink) throws(QuantumError) {
    // By index: an instruction that is copied as a whole costs as much as its matrix.
    try circuit.instructions.withUnsafeBufferPointer { instructions throws(QuantumError) in
      for index in instructions.indices { try lower(instructions, index, into: &sink) }
    }
  }

  /// What each instruction does, and under which condition.
  ///
  /// - Throws: as ``lower(into:)``.
  func lowered() throws(QuantumError) -> [Lowered] {
    var sink = LoweredList()
    sink.list.reserveCapacity(circuit.instructions.count)
    try circuit.instructions.withUnsafeBufferPointer { instructions throws(QuantumError) in
      for index in instructions.indices {
        let condition = instructions[index].condition
        switch instructions[index].operation {
        case .gate:
          sink.condition = condition
          try lower(instructions, index, into: &sink)
        case .measure:
          let qubit = position[instructions[index].qubits[0]]
          sink.list.append(
            Lowered(
              action: .measure(
                qubit: qubit < 0 ? nil : qubit, bit: instructions[index].bits[0]),
              condition: condition))
        case .reset:
          let qubit = position[instructions[index].qubits[0]]
          guard qubit >= 0, cone?.contains(index) != false else { continue }
          sink.list.append(Lowered(action: .reset(qubit: qubit), condition: condition))
        case .barrier: break
        }
      }
    }
    return sink.list
  }

  /// Hands over the operations of an instruction, if it is a gate.
  @inline(__always)
  private func lower(
    _ instructions: UnsafeBufferPointer<Instruction>, _ index: Int,
    into sink: inout some OperationSink
  ) throws(QuantumError) {
    do throws(QuantumError) {
      guard let gate = instructions[index].plainGate ?? bound?[numbers?[index] ?? index] else {
        return try lowerAny(instructions, index, into: &sink)
      }
      if cone?.contains(index) == false { return }
      try append(gate.action, on: instructions[index].qubits, to: &sink)
    } catch {
      throw located(error, instructions, index)
    }
  }

  /// The same for gates of any type and parameters of any form.
  private func lowerAny(
    _ instructions: UnsafeBufferPointer<Instruction>, _ index: Int,
    into sink: inout some OperationSink
  ) throws(QuantumError) {
    guard case .gate(let gate) = instructions[index].operation else { return }
    let lookup = { (parameter: Parameter) in values[parameter.name] }
    if let standard = gate as? StandardGate, let action = try standard.plainAction(lookup) {
      // A mistake is one even where nothing depends on it.
      guard cone?.contains(index) != false else { return }
      return try append(action, on: instructions[index].qubits, to: &sink)
    }
    let angles = try gate.angles(lookup)
    for angle in angles where !angle.isFinite {
      throw .notFinite(what: "a parameter of \(gate.name)", value: angle)
    }
    let action = try gate.checkedAction(angles)
    guard cone?.contains(index) != false else { return }
    let qubits = instructions[index].qubits.map { position[$0] }
    try action.forEachOperation(on: qubits) {
      (operation, targets, controls) throws(QuantumError) in
      sink.append(.structural(operation, targets: targets, controls: controls))
    }
  }

  @inline(__always)
  private func append(
    _ action: PlainAction, on qubits: [Int], to sink: inout some OperationSink
  ) throws(QuantumError) {
    switch action {
    case .matrix(let matrix):
      let controls = qubits.count - 1
      var mask: UInt64 = 0
      for place in 0..<controls {
        let qubit = position[qubits[place]]
        guard qubit < 64 else { throw .tooManyQubits(requested: qubit + 1, limit: 64) }
        mask |= 1 << UInt64(qubit)
      }
      sink.append(
        matrix, target: position[qubits[controls]], controls: Controls(mask: mask, values: mask))
    case .rotation(let first, let second, let angle):
      sink.append(
        (first, second), angle: angle, targets: (position[qubits[0]], position[qubits[1]]))
    case .swap:
      sink.appendSwap(position[qubits[0]], position[qubits[1]])
    }
  }

  private func located(
    _ error: QuantumError, _ instructions: UnsafeBufferPointer<Instruction>, _ index: Int
  ) -> QuantumError {
    guard case .gate(let gate) = instructions[index].operation else { return error }
    return .located(error, place: "instruction \(numbers?[index] ?? index) (\(gate.name))")
  }
}
