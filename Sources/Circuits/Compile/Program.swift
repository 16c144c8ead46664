internal import Gates

/// A circuit made ready to run: angles are numbers, gates are structural operations, qubits that
/// nothing touches are gone, and as many measurements as possible are left to the end.
///
/// **Deferred measurement** (Nielsen and Chuang, section 4.4): measuring a qubit commutes with every
/// later operation that is diagonal in that qubit, controls included. A measurement after which its
/// qubit only meets such operations is read from the final state instead, and a condition on its bit
/// becomes a quantum control. Only the measurements that remain split the run into branches.
struct Program: Sendable {
  enum Action: Sendable {
    case apply(Operation)
    /// A measurement that later steps depend on; of a qubit that nothing touches when `nil`.
    case measure(qubit: Int?, bit: Int)
    case reset(qubit: Int)
  }

  struct Step: Sendable {
    var action: Action
    /// Bits that must have these values, known in every branch when the step is reached.
    var test: [(bit: Int, value: Bool)]
  }

  /// Steps on state qubits, numbered `0..<qubits.count`.
  var steps: [Step] = []
  /// All operations in place of ``steps``, where they were merged on the way: see ``takeMerged()``.
  private var merged: PlanNodes?
  /// The circuit's qubit that each state qubit is, ascending.
  var qubits: [Int]
  /// Number of bits of an outcome.
  let outcomeBits: Int
  /// Outcome bits that are read from the final state; the others are known in each branch.
  var finalReads: [(bit: Int, qubit: Int)] = []
  /// Whether a single final state stands for the whole run.
  private(set) var hasFinalState = true
  /// Whether the state itself is asked for, and not outcomes alone.
  let keepsState: Bool
  let gateCount: Int

  /// - Parameters:
  ///   - values: numbers for the circuit's parameters.
  ///   - keepsState: false where outcomes alone are asked for: what no outcome depends on is then
  ///     left out.
  ///   - deferralLimit: in a program of more qubits, conditions on measured bits are not made controls
  ///     where that would tie qubits together that no gate ties.
  ///   - numbers: the numbers of the instructions, which errors name and by which `bound` has their
  ///     gates; by default their places in the circuit.
  ///   - bound: gates with named parameters as ``AngleBinding`` gives them for the values.
  ///   - mergeLimit: for up to so many qubits, operations merge at once and there are no steps, where
  ///     all are unitary and the state is asked for.
  ///   - checkQubits: refuses a number of state qubits that the caller cannot hold.
  /// - Throws: building mistakes, unbound parameters, gates that are not unitary.
  init(
    _ circuit: Circuit, values: [String: Double], keepsState: Bool = true,
    deferralLimit: Int = .max, numbers: [Int]? = nil, bound: [PlainGate?]? = nil,
    mergeLimit: Int = 0, checkQubits: (Int) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    try circuit.validate()
    if bound == nil { try circuit.checkBinding(values) }

    self.keepsState = keepsState
    let cone = keepsState ? nil : LightCone(of: circuit)
    let survey = InstructionSurvey(of: circuit, within: cone)
    let touched = survey.touched
    qubits = touched
    // Outcomes may turn out to depend on fewer qubits, but masks hold no more than any state has.
    if keepsState || touched.count > UInt64.bitWidth { try checkQubits(touched.count) }
    var position = touched
    if touched.count < circuit.qubitCount {
      position = Array(repeating: -1, count: circuit.qubitCount)
      for (index, qubit) in touched.enumerated() { position[qubit] = index }
    }

    gateCount = survey.gates
    outcomeBits = survey.measures ? circuit.bitCount : circuit.qubitCount
    let lowering = InstructionLowering(
      circuit: circuit, values: values, position: position, cone: cone, numbers: numbers,
      bound: bound)
    // Without qubits there is no plan: steps alone carry a phase of the whole state.
    if survey.isUnitary, keepsState, !touched.isEmpty, touched.count <= mergeLimit {
      var nodes = PlanNodes(qubitCount: touched.count)
      nodes.reserveCapacity(survey.gates)
      try lowering.lower(into: &nodes)
      merged = nodes
    } else if survey.isUnitary {
      var list = StepList(capacity: survey.gates)
      try lowering.lower(into: &list)
      steps = list.steps
    } else {
      let lowered = try lowering.lowered()
      schedule(
        lowered, bitCount: circuit.bitCount,
        components: touched.count > deferralLimit ? Self.components(lowered, touched.count) : nil)
    }
    if !survey.measures {
      finalReads = touched.enumerated().map { (bit: $0.element, qubit: $0.offset) }
    }
    if !keepsState {
      dropDeadWork()
      try checkQubits(qubits.count)
    }
  }

  /// Hands over the operations that merged on the way; nil where there are steps.
  mutating func takeMerged() -> PlanNodes? {
    defer { merged = nil }
    return merged
  }

  /// Whether merged operations leave qubits in separate components.
  var mergedFallsApart: Bool { merged.map { !$0.isConnected } ?? false }

  /// Numbers for the qubits, the same for those that gates tie together.
  private static func components(
    _ lowered: [InstructionLowering.Lowered], _ qubitCount: Int
  ) -> [Int] {
    var components = QubitComponents(count: qubitCount)
    for case .apply(let operation) in lowered.lazy.map({ $0.action }) {
      components.join(operation.qubits)
    }
    return components.numbers
  }

  /// Decides which measurements wait for the end, and turns the rest into steps.
  ///
  /// - Parameter components: a number for each qubit; conditions on the bits of one component leave the
  ///   others alone. Nil where they may tie all together.
  private mutating func schedule(
    _ lowered: [InstructionLowering.Lowered], bitCount: Int, components: [Int]?
  ) {
    let waits = Self.measurementsThatCanWait(lowered, bitCount: bitCount, components: components)

    /// Where a bit's value is to be found at this point.
    enum Source {
      case zero
      case qubit(Int)
      case branch
    }
    var sources = Array(repeating: Source.zero, count: bitCount)
    steps.reserveCapacity(lowered.count)

    for (index, step) in lowered.enumerated() {
      var test: [(bit: Int, value: Bool)] = []
      var required: [Int: Bool] = [:]
      var possible = true
      if let condition = step.condition {
        for (offset, bit) in condition.bits.enumerated() {
          let value = condition.value.hasBit(offset)
          switch sources[bit] {
          case .zero: possible = possible && !value
          case .branch: test.append((bit, value))
          case .qubit(let qubit):
            possible = possible && required[qubit, default: value] == value
            required[qubit] = value
          }
        }
        // A value wider than the register never equals it.
        if !condition.canHold { possible = false }
      }
      guard possible else { continue }

      switch step.action {
      case .apply(var operation):
        if !required.isEmpty {
          hasFinalState = false
          operation = operation.controlled(
            mask: Controls(on: required.keys).mask,
            values: Controls(on: required.filter(\.value).keys).mask)
        }
        steps.append(Step(action: .apply(operation), test: test))
      case .measure(nil, let bit):
        if step.condition == nil {
          sources[bit] = .zero
        } else {
          // The bit keeps its value where the condition fails: `waits` has made both known.
          steps.append(Step(action: .measure(qubit: nil, bit: bit), test: test))
          sources[bit] = .branch
        }
      case .measure(let qubit?, let bit):
        if waits[index] {
          sources[bit] = .qubit(qubit)
        } else {
          hasFinalState = false
          steps.append(Step(action: .measure(qubit: qubit, bit: bit), test: test))
          sources[bit] = .branch
        }
      case .reset(let qubit):
        hasFinalState = false
        steps.append(Step(action: .reset(qubit: qubit), test: test))
      }
    }

    for (bit, source) in sources.enumerated() {
      if case .qubit(let qubit) = source { finalReads.append((bit, qubit)) }
    }
  }

  /// For each step, whether it is a measurement whose qubit meets only operations diagonal in it
  /// afterwards, and whose bit no conditional measurement or reset needs to know.
  private static func measurementsThatCanWait(
    _ lowered: [InstructionLowering.Lowered], bitCount: Int, components: [Int]?
  ) -> [Bool] {
    var waits = Array(repeating: false, count: lowered.count)
    var disturbedLater: UInt64 = 0
    var neededInBranch = Array(repeating: false, count: bitCount)
    // The components whose gates depend on a bit; a bit may wait for the end in its own only.
    var readers = Array(repeating: Set<Int>(), count: components == nil ? 0 : bitCount)
    for index in lowered.indices.reversed() {
      let step = lowered[index]
      switch step.action {
      case .apply(let operation):
        if step.condition == nil {
          disturbedLater |= operation.disturbed
        } else {
          // The condition may become controls on measured qubits, which must then be other qubits.
          disturbedLater |= operation.qubits
          if let components, let condition = step.condition {
            for bit in condition.bits {
              for qubit in BitIndices(operation.qubits) {
                readers[bit].insert(components[qubit])
              }
            }
          }
        }
      case .reset(let qubit):
        disturbedLater |= 1 << UInt64(qubit)
        if let condition = step.condition {
          for bit in condition.bits { neededInBranch[bit] = true }
        }
      case .measure(let qubit, let bit):
        if let condition = step.condition {
          for bit in condition.bits { neededInBranch[bit] = true }
          neededInBranch[bit] = true
        } else {
          if let qubit {
            waits[index] = disturbedLater >> UInt64(qubit) & 1 == 0 && !neededInBranch[bit]
            if let components, readers[bit].contains(where: { $0 != components[qubit] }) {
              waits[index] = false
            }
          }
          neededInBranch[bit] = false
          if components != nil { readers[bit] = [] }
        }
      }
    }
    return waits
  }
}
