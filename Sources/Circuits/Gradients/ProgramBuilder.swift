import Gates

/// Turns a circuit with parameters into a program: every gate of the table becomes rotations, phases and
/// Pauli rotations whose angles are expressions, and operations without angles.
struct ProgramBuilder {
  private(set) var tape: AngleTape
  private var steps: [ParametricProgram.Step] = []
  private var factors: [ParametricProgram.Factor] = []
  /// The run that is being collected on each qubit.
  private var openRuns: [[ParametricProgram.Factor]]
  /// The state's qubit for each of the circuit's, or -1 where nothing acts on it.
  let position: [Int]
  let stateQubits: Int

  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` for measurements, resets, conditions and gates
  ///   whose derivative is not known; building mistakes.
  init(
    _ circuit: Circuit, parameters: [Parameter], memoryLimit: UInt64? = nil
  ) throws(QuantumError) {
    try circuit.validate()
    tape = AngleTape(parameters: parameters)
    var isTouched = Array(repeating: false, count: circuit.qubitCount)
    var isMeasured = isTouched
    for instruction in circuit.instructions {
      guard instruction.condition == nil else {
        throw .unsupported(
          what: "differentiation of a circuit with conditions",
          remedy: "use controlled gates, or remove the conditions")
      }
      switch instruction.operation {
      case .gate:
        for qubit in instruction.qubits {
          if isMeasured[qubit] { throw Self.measuring }
          isTouched[qubit] = true
        }
      case .barrier: break
      // Observables are evaluated before measurements that nothing follows.
      case .measure: isMeasured[instruction.qubits[0]] = true
      case .reset: throw Self.measuring
      }
    }
    var position = Array(repeating: -1, count: circuit.qubitCount)
    var count = 0
    for qubit in isTouched.indices where isTouched[qubit] {
      position[qubit] = count
      count += 1
    }
    self.position = position
    stateQubits = count
    openRuns = Array(repeating: [], count: count)
    try StateVector<Double>.checkMemory(qubits: count, limit: memoryLimit)

    for (index, instruction) in circuit.instructions.enumerated() {
      guard case .gate(let gate) = instruction.operation else { continue }
      do throws(QuantumError) {
        try add(gate, gate.parameters, on: instruction.qubits.map { position[$0] }, .none)
      } catch {
        throw .located(error, place: "instruction \(index) (\(gate.name))")
      }
    }
    for qubit in openRuns.indices { closeRun(qubit) }
  }

  private static let measuring = QuantumError.unsupported(
    what: "differentiation of a circuit that resets or measures before its end",
    remedy: "remove the resets, and what follows a measurement")

  var program: ParametricProgram {
    ParametricProgram(
      qubitCount: stateQubits, slotCount: tape.slots.count, steps: steps, factors: factors)
  }
}

// MARK: Gates

extension ProgramBuilder {
  /// - Parameter angles: what stands in place of the gate's parameters.
  private mutating func add(
    _ gate: any QuantumGate, _ angles: [Angle], on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    if angles.allSatisfy({ $0.constant != nil }) {
      return try addFixed(
        angles.isEmpty ? gate : gate.replacingParameters(angles), on: qubits, controls)
    }
    switch gate {
    case let gate as StandardGate:
      try add(gate.record, angles, on: qubits, controls)
    case let gate as PauliRotation:
      try addRotation(gate.paulis, angles[0], on: qubits, controls)
    case let gate as ControlledGate:
      try add(
        gate.base, angles, on: Array(qubits.dropFirst(gate.values.count)),
        controls.adding(Array(zip(qubits, gate.values))))
    case let gate as CompositeGate:
      let values = Dictionary(uniqueKeysWithValues: zip(gate.definition.parameters, angles))
      for step in gate.body {
        try add(
          step.gate, step.gate.parameters.map { $0.substituting { values[$0] } },
          on: step.qubits.map { qubits[$0] }, controls)
      }
    case let gate as BoundGate:
      try add(gate.base, angles, on: qubits, controls)
    case let gate as PowerGate:
      try addPower(gate, angles, on: qubits, controls)
    default: try addGeneral(gate, angles, on: qubits, controls)
    }
  }

  /// A whole power is that many times the gate, or its inverse.
  private mutating func addPower(
    _ gate: PowerGate, _ angles: [Angle], on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    guard let count = Int(exactly: gate.exponent), abs(count) <= 1_000 else {
      throw Self.noDerivative(gate)
    }
    let base = gate.base.replacingParameters(angles)
    let factor = count < 0 ? base.inverse : base
    for _ in 0..<abs(count) { try add(factor, factor.parameters, on: qubits, controls) }
  }

  private static func noDerivative(_ gate: any QuantumGate) -> QuantumError {
    .unsupported(
      what: "the derivative of the gate \(gate.name) with respect to its parameters",
      remedy: "give the gate `generators`, or define it by gates of the table")
  }

  private mutating func add(
    _ record: GateRecord, _ angles: [Angle], on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    if let (base, count) = record.control {
      return try add(
        StandardGate(base, angles), angles, on: Array(qubits.dropFirst(count)),
        controls.adding(qubits.prefix(count).map { ($0, true) }))
    }
    switch record.name {
    case "rx": try addRotation([.x], angles[0], on: qubits, controls)
    case "ry": try addRotation([.y], angles[0], on: qubits, controls)
    case "rz": try addRotation([.z], angles[0], on: qubits, controls)
    case "rxx": try addRotation([.x, .x], angles[0], on: qubits, controls)
    case "ryy": try addRotation([.y, .y], angles[0], on: qubits, controls)
    case "rzz": try addRotation([.z, .z], angles[0], on: qubits, controls)
    case "rzx": try addRotation([.z, .x], angles[0], on: qubits, controls)
    case "p", "u1":
      if controls.isEmpty {
        try addRotation([.z], angles[0], on: qubits, controls)
      } else {
        try addPhase(angles[0], controls.adding([(qubits[0], true)]))
      }
    case "gphase": try addPhase(angles[0], controls)
    case "u0": break
    case "r":
      try addRotation([.z], -angles[1], on: qubits, controls)
      try addRotation([.x], angles[0], on: qubits, controls)
      try addRotation([.z], angles[1], on: qubits, controls)
    case "u", "u3": try addEuler(angles[0], angles[1], angles[2], on: qubits, controls)
    case "u2": try addEuler(.pi / 2, angles[0], angles[1], on: qubits, controls)
    case "cu":
      let inner = try controls.adding([(qubits[0], true)])
      try addPhase(angles[3], inner)
      try addEuler(angles[0], angles[1], angles[2], on: [qubits[1]], inner)
    default:
      guard let definition = record.definition else {
        throw Self.noDerivative(try StandardGate(record, angles))
      }
      for step in definition(angles) {
        try add(step.gate, step.gate.parameters, on: step.qubits.map { qubits[$0] }, controls)
      }
    }
  }

  /// u(θ, φ, λ) = exp(i(φ + λ)/2) · rz(φ) · ry(θ) · rz(λ).
  private mutating func addEuler(
    _ θ: Angle, _ φ: Angle, _ λ: Angle, on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    try addPhase((φ + λ) / 2, controls)
    try addRotation([.z], λ, on: qubits, controls)
    try addRotation([.y], θ, on: qubits, controls)
    try addRotation([.z], φ, on: qubits, controls)
  }
}

// MARK: Steps

extension ProgramBuilder {
  private mutating func addPhase(_ angle: Angle, _ controls: Controls) throws(QuantumError) {
    // A global phase changes nothing that can be measured.
    if controls.isEmpty { return }
    close(controls.mask)
    let slot = try tape.addSlot(angle)
    append(.phase(slot: slot), controls, tape.isVariable[slot])
  }

  private mutating func addRotation(
    _ paulis: [Pauli], _ angle: Angle, on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    let acting = paulis.indices.filter { paulis[$0] != .i }
    switch acting.count {
    case 0: try addPhase(-angle / 2, controls)
    case 1:
      let slot = try tape.addSlot(angle)
      let factor = ParametricProgram.Factor.rotation(paulis[acting[0]], slot: slot)
      let qubit = qubits[acting[0]]
      if controls.isEmpty {
        openRuns[qubit].append(factor)
      } else {
        close(controls.mask | 1 << UInt64(qubit))
        appendRun(qubit, [factor], controls)
      }
    default:
      let slot = try tape.addSlot(angle)
      let targets = acting.map { qubits[$0] }
      close(controls.mask | Controls(on: targets).mask)
      append(
        .pauli(PauliMasks(acting.map { paulis[$0] }, on: targets), slot: slot), controls,
        tape.isVariable[slot])
    }
  }

  private mutating func addFixed(
    _ gate: any QuantumGate, on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    try gate.checkedAction(gate.angles()).forEachOperation(on: qubits) {
      (operation, targets, inner) throws(QuantumError) in
      let controls = Controls(
        mask: controls.mask | inner.mask, values: controls.values | inner.values)
      if controls.isEmpty {
        if case .scale = operation { return }
        if let unitary = Quaternion(operation) {
          openRuns[targets[0]].append(.fixed(unitary))
          return
        }
      }
      close(controls.mask | Controls(on: targets).mask)
      append(.fixed(operation, targets: targets), controls, false)
    }
  }

  private mutating func addGeneral(
    _ gate: any QuantumGate, _ angles: [Angle], on qubits: [Int], _ controls: Controls
  ) throws(QuantumError) {
    let generators = try OwnGenerators(of: gate, isControlled: !controls.isEmpty)
    close(controls.mask | Controls(on: qubits).mask)
    let slots = try angles.map { (angle) throws(QuantumError) in try tape.addSlot(angle) }
    append(
      .general(
        ParametricProgram.GeneralGate(
          name: gate.name, slots: slots[0]..<slots[0] + slots.count
        ) { angles throws(QuantumError) in
          try generators.terms(at: angles, on: qubits)
        } operation: { angles throws(QuantumError) in
          try gate.checkedAction(angles).matrix(qubitCount: gate.qubitCount)
        }, targets: qubits), controls, slots.contains { tape.isVariable[$0] })
  }

  private mutating func append(
    _ action: ParametricProgram.Action, _ controls: Controls, _ isDifferentiable: Bool
  ) {
    steps.append(.init(action, controls: controls, isDifferentiable: isDifferentiable))
  }

  private mutating func appendRun(
    _ qubit: Int, _ run: [ParametricProgram.Factor], _ controls: Controls
  ) {
    let first = factors.count
    factors += run
    let isDifferentiable = run.contains {
      if case .rotation(_, let slot) = $0 { tape.isVariable[slot] } else { false }
    }
    append(.run(qubit: qubit, factors: first..<factors.count), controls, isDifferentiable)
  }

  private mutating func close(_ mask: UInt64) {
    for qubit in openRuns.indices where mask >> UInt64(qubit) & 1 == 1 { closeRun(qubit) }
  }

  private mutating func closeRun(_ qubit: Int) {
    if openRuns[qubit].isEmpty { return }
    let run = openRuns[qubit]
    openRuns[qubit] = []
    appendRun(qubit, run, .none)
  }
}

extension Controls {
  fileprivate func adding(_ more: [(Int, Bool)]) throws(QuantumError) -> Controls {
    for (qubit, _) in more where qubit >= 64 {
      throw .tooManyQubits(requested: qubit + 1, limit: 64)
    }
    let added = Controls(more.map { (qubit: $0.0, value: $0.1) })
    return Controls(mask: mask | added.mask, values: values | added.values)
  }
}

extension Quaternion {
  /// An operation on one qubit, without its phase; nil for any other.
  fileprivate init?(_ operation: StateOperation) {
    switch operation {
    case .diagonal(let d) where d.count == 2: self.init(d[0], .zero, .zero, d[1])
    case .antidiagonal(let upper, let lower): self.init(.zero, upper, lower, .zero)
    case .flip: return nil
    case .dense(let m) where m.rows == 2:
      self.init(m.elements[0], m.elements[1], m.elements[2], m.elements[3])
    default: return nil
    }
  }
}

extension Circuit {
  /// The same steps without the measurements.
  var withoutMeasurements: Circuit {
    var result = emptyCopy()
    for instruction in instructions {
      if case .measure = instruction.operation { continue }
      result.appendUnchecked(instruction)
    }
    return result
  }
}
