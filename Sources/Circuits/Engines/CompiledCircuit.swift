internal import Gates

/// A circuit made ready to run: its independent parts, each of one or more states.
///
/// A class, as are its parts, so that a run that begins takes hold of one object and not of all their
/// arrays.
final class CompiledCircuit: Sendable {
  /// A group of qubits and bits that has nothing to do with the circuit's others.
  final class Part: Sendable {
    /// The states that the group consists of: nothing but bits ties them together.
    let components: [Component]
    /// Steps in an order in which bits are written and looked at as in the circuit.
    let schedule: [Planned]
    /// Where the steps begin that bring renamed qubits back to their places, after all others.
    let restoringStart: Int
    /// Number of bits of the part's outcomes.
    let bitCount: Int
    /// The bits of the circuit's outcomes that those of the part are; none where no outcome shows the
    /// part.
    let outcomeBits: [Int]
    let stateBytes: UInt64

    /// - Parameters:
    ///   - qubits: the circuit's qubits that those of the group are; nil for all.
    ///   - earlier: the components of the same part with other numbers.
    fileprivate init(
      _ program: inout Program, _ precision: StatePrecision, qubits: [Int]?, outcomeBits: [Int],
      like earlier: [Component], keepsRecipes: Bool,
      configuration: Simulator.Configuration, options: KernelOptions,
      checkQubits: (Int) throws(QuantumError) -> Void
    ) throws(QuantumError) {
      self.outcomeBits = outcomeBits
      bitCount = program.outcomeBits
      var merged = program.takeMerged()
      let allBits = bitCount
      func component(_ own: Program, number: Int, isAll: Bool) throws(QuantumError) -> Component {
        try checkQubits(own.qubits.count)
        return Component(
          program: own,
          plan: ExecutionPlan(
            own, merged: merged.take(), precision, options: options,
            level: configuration.optimization, listQubits: configuration.listQubits,
            like: number < earlier.count ? earlier[number].plan : nil, keepsRecipes: keepsRecipes),
          qubits: qubits.map { qubits in own.qubits.map { qubits[$0] } } ?? own.qubits,
          keepsState: configuration.keepsFinalState, allBits: isAll ? allBits : nil)
      }
      let split =
        merged == nil && program.mayFallApart(configuration) ? ProgramComponents(program) : nil
      var steps: [Planned]
      if let split {
        var components: [Component] = []
        for own in split.programs {
          components.append(try component(own, number: components.count, isAll: false))
        }
        self.components = components
        steps = Self.schedule(
          components,
          events: zip(program.steps, split.order).lazy.filter { $0.0.isEvent }.map(\.1))
      } else {
        components = [try component(program, number: 0, isAll: true)]
        steps = components[0].plan.steps.map { .init(component: 0, step: $0) }
      }
      restoringStart = steps.count
      for (number, component) in components.enumerated() {
        for step in component.plan.restoringSteps {
          steps.append(.init(component: number, step: step))
        }
      }
      schedule = steps
      stateBytes = components.reduce(0) {
        $0.addingWithoutOverflow(precision.bytesNeeded(qubits: $1.qubits.count))
      }
    }

    /// The components' steps: before each event, a step that has to do with bits, its component's
    /// steps up to there, and the rest of all at the end.
    private static func schedule(
      _ components: [Component], events: some Sequence<Int>
    ) -> [Planned] {
      var schedule: [Planned] = []
      var next = components.map { _ in 0 }
      for number in events {
        let steps = components[number].plan.steps
        var isEvent = false
        while !isEvent, next[number] < steps.count {
          let step = steps[next[number]]
          schedule.append(.init(component: number, step: step))
          next[number] += 1
          if case .single(let single) = step { isEvent = single.isEvent }
        }
      }
      for (number, component) in components.enumerated() {
        schedule += component.plan.steps[next[number]...].map {
          .init(component: number, step: $0)
        }
      }
      return schedule
    }
  }

  /// Qubits with a state of their own.
  final class Component: Sendable {
    let program: Program
    let plan: ExecutionPlan
    /// The circuit's qubits that the state's qubits are, ascending.
    let qubits: [Int]
    /// Where the part's bits are read from at the end of an exact run.
    let finalReads: [(bit: Int, qubit: Int)]
    /// Those bits, ascending; of the only component all bits of the part.
    let finalBits: [Int]
    /// How the qubits fill ``finalBits``.
    let readout: Readout

    /// - Parameter allBits: the number of bits of a part of which this is all.
    init(
      program: Program, plan: ExecutionPlan, qubits: [Int], keepsState: Bool, allBits: Int?
    ) {
      self.program = program
      self.plan = plan
      self.qubits = qubits
      // Qubits that were renamed are at their places again only where the state is asked for.
      finalReads = keepsState ? program.finalReads : plan.finalReads
      if let allBits {
        finalBits = ConsecutiveNumbers.below(allBits)
        readout = Readout(base: BitString(zeros: allBits), sources: finalReads)
      } else {
        let reads = finalReads.sorted { $0.bit < $1.bit }
        finalBits = reads.map(\.bit)
        readout = Readout(
          base: BitString(zeros: reads.count),
          sources: reads.enumerated().map { (bit: $0.offset, qubit: $0.element.qubit) })
      }
    }
  }

  /// A step of one component.
  struct Planned: Sendable {
    let component: Int
    let step: ExecutionPlan.Step
  }

  /// The parts that have to be simulated, in order of their first qubits.
  let parts: [Part]
  let gateCount: Int
  /// Number of bits of an outcome.
  let outcomeBits: Int
  let keepsState: Bool
  /// Whether one state is all, so that its outcomes are those of the circuit.
  let isOneState: Bool
  /// Whether a single final state stands for the whole run.
  let hasFinalState: Bool
  /// Bytes of the states that are held at once: of all parts where the final state is asked for, else
  /// of the largest.
  let stateBytes: UInt64
  /// What fits in how many bytes.
  let size: SimulationSize

  var components: [Component] { parts.flatMap { $0.components } }

  /// The components of a part, none where there is no such part.
  private func components(ofPart number: Int) -> [Component] {
    number < parts.count ? parts[number].components : []
  }

  /// Qubits of no more than this together cost less in one state.
  fileprivate static var joinedQubits: Int { 10 }

  /// - Parameters:
  ///   - bound: gates with named parameters as ``AngleBinding`` gives them for the values. The plans
  ///     then keep how they were made: other values are likely to follow.
  ///   - earlier: the same circuit with other values.
  ///   - keepsSteps: whether the programs' steps are asked for once they are planned.
  ///   - checkQubits: refuses a number of qubits that one state cannot hold.
  /// - Throws: as
  ///   ``Program/init(_:values:keepsState:deferralLimit:numbers:bound:mergeLimit:checkQubits:)``.
  convenience init(
    _ circuit: Circuit, _ precision: StatePrecision, values: [String: Double],
    bound: [PlainGate?]? = nil, like earlier: CompiledCircuit? = nil,
    configuration: Simulator.Configuration, options: KernelOptions, keepsSteps: Bool = false,
    checkQubits: (Int) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    try circuit.validate()
    let mergeLimit =
      keepsSteps ? 0 : ExecutionPlan.arrangedQubits(options, configuration.optimization)
    let keepsState = configuration.keepsFinalState
    var groups: [CircuitGroup] = []
    if configuration.separatesGroups, circuit.qubitCount > Self.joinedQubits {
      groups = try CircuitGroup.split(circuit)
      if groups.reduce(0, { $0 + $1.qubits.count }) <= Self.joinedQubits { groups = [] }
    }
    if groups.isEmpty {
      var program = try Program.separable(
        circuit, values: values, bound, configuration, mergeLimit: mergeLimit,
        deferralLimit: configuration.separatesGroups ? configuration.deferralLimit : .max
      ) { qubits throws(QuantumError) in
        if !configuration.separatesGroups || qubits > UInt64.bitWidth { try checkQubits(qubits) }
      }
      self.init(
        parts: [
          try Part(
            &program, precision, qubits: nil,
            outcomeBits: ConsecutiveNumbers.below(program.outcomeBits),
            like: earlier?.components(ofPart: 0) ?? [], keepsRecipes: bound != nil,
            configuration: configuration, options: options, checkQubits: checkQubits)
        ], gateCount: program.gateCount, outcomeBits: program.outcomeBits, keepsState: keepsState)
      return
    }

    if bound == nil { try circuit.checkBinding(values) }
    let measures = circuit.instructions.contains {
      if case .measure = $0.operation { true } else { false }
    }
    var parts: [Part] = []
    var gateCount = 0
    for group in groups {
      let isShown = group.measures || !measures
      let own =
        values.isEmpty || bound != nil
        ? values
        : values.filter { value in
          group.circuit.parameters.contains { $0.name == value.key }
        }
      var program = try Program.separable(
        group.circuit, values: own, bound, configuration, mergeLimit: mergeLimit,
        deferralLimit: configuration.deferralLimit, numbers: group.instructionNumbers
      ) { qubits throws(QuantumError) in
        if qubits > UInt64.bitWidth { try checkQubits(qubits) }
      }
      gateCount += program.gateCount
      guard isShown || keepsState else { continue }
      if !isShown { program.finalReads = [] }
      parts.append(
        try Part(
          &program, precision, qubits: group.qubits,
          outcomeBits: isShown ? (measures ? group.bits : group.qubits) : [],
          like: earlier?.components(ofPart: parts.count) ?? [], keepsRecipes: bound != nil,
          configuration: configuration, options: options, checkQubits: checkQubits))
    }
    self.init(
      parts: parts, gateCount: gateCount,
      outcomeBits: measures ? circuit.bitCount : circuit.qubitCount, keepsState: keepsState)
  }

  private init(parts: [Part], gateCount: Int, outcomeBits: Int, keepsState: Bool) {
    self.parts = parts
    self.gateCount = gateCount
    self.outcomeBits = outcomeBits
    self.keepsState = keepsState
    isOneState =
      parts.count == 1 && parts[0].components.count == 1
      && parts[0].outcomeBits.count == outcomeBits
    hasFinalState = parts.allSatisfy {
      $0.components.allSatisfy { $0.program.hasFinalState }
    }
    stateBytes = parts.reduce(0) {
      keepsState ? $0.addingWithoutOverflow($1.stateBytes) : max($0, $1.stateBytes)
    }
    var size = SimulationSize(qubits: 0, groups: 0, largest: 0, bytes: stateBytes)
    for part in parts {
      for component in part.components {
        size.qubits += component.qubits.count
        size.groups += 1
        size.largest = max(size.largest, component.qubits.count)
      }
    }
    self.size = size
  }

  /// Whether the distribution of a part's outcomes may hold its states, instead of listing
  /// probabilities, while later parts run. So it is where a run holds all states anyway, and where all
  /// take little or little more than the largest.
  func holdsStates(ofPart number: Int, limit: UInt64?) -> Bool {
    if keepsState || number == parts.count - 1 { return true }
    let all = parts.reduce(0 as UInt64) { $0.addingWithoutOverflow($1.stateBytes) }
    guard all <= limit ?? .max else { return false }
    let littleMore = stateBytes.addingWithoutOverflow(stateBytes / 16)
    return all <= max(littleMore, 16 << 20)
  }

  /// Refuses states that the limit, or the memory of this machine, cannot hold together.
  func checkMemory(limit: UInt64?) throws(QuantumError) {
    if isOneState { return }
    let needed = stateBytes
    var available = limit ?? .max
    // Small ones are not worth asking the system.
    if needed > 16 << 20 { available = min(available, MachineMemory.available) }
    guard needed <= available else {
      throw .insufficientMemory(
        qubits: components.reduce(0) { $0 + $1.qubits.count }, bytesNeeded: needed,
        bytesAvailable: available)
    }
  }
}

/// The sizes of the states of a run.
struct SimulationSize: Sendable {
  var qubits: Int
  var groups: Int
  var largest: Int
  var bytes: UInt64

  /// What fits in how many bytes, in one clause.
  var clause: String {
    let bytes = ByteCount.text(bytes)
    if groups > 1 {
      return "\(qubits) qubits in \(groups) groups of at most \(largest) fit in \(bytes)"
    }
    return "\(qubits) \(qubits == 1 ? "qubit fits" : "qubits fit") in \(bytes)"
  }
}

extension Program {
  /// The program of a circuit, its operations merged up to a number of qubits unless they leave qubits in
  /// separate components.
  fileprivate static func separable(
    _ circuit: Circuit, values: [String: Double], _ bound: [PlainGate?]?,
    _ configuration: Simulator.Configuration, mergeLimit: Int, deferralLimit: Int,
    numbers: [Int]? = nil,
    checkQubits: (Int) throws(QuantumError) -> Void
  ) throws(QuantumError) -> Program {
    let program = try Program(
      circuit, values: values, keepsState: configuration.keepsFinalState,
      deferralLimit: deferralLimit, numbers: numbers, bound: bound, mergeLimit: mergeLimit,
      checkQubits: checkQubits)
    guard program.mayFallApart(configuration), program.mergedFallsApart else { return program }
    return try Program(
      circuit, values: values, keepsState: configuration.keepsFinalState,
      deferralLimit: deferralLimit, numbers: numbers, bound: bound, checkQubits: checkQubits)
  }

  /// Whether components of the program would have states of their own.
  fileprivate func mayFallApart(_ configuration: Simulator.Configuration) -> Bool {
    configuration.separatesGroups && qubits.count > CompiledCircuit.joinedQubits
  }
}

extension Program.Step {
  /// Whether the step writes or looks at bits or splits the run, so that its place among other such
  /// steps matters.
  fileprivate var isEvent: Bool {
    if case .apply = action { !test.isEmpty } else { true }
  }
}

extension UInt64 {
  /// The sum, or the largest number instead of more.
  func addingWithoutOverflow(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
