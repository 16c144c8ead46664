internal import Gates

/// Runs a part of a circuit on state vectors, splitting into one branch for each outcome of a
/// measurement or a reset in the middle. The state of a branch is the product of the states of the
/// part's components.
///
/// The part of the circuit before the first split is simulated once. Branches are followed depth
/// first, so that at most one state waits for each split on the current path.
struct StateVectorEngine<Scalar: StateScalar> {
  let part: CompiledCircuit.Part
  let keepsState: Bool
  let configuration: Simulator.Configuration
  let options: KernelOptions
  /// The most bytes that all states together may take; `nil` leaves it to the machine.
  let memoryLimit: UInt64?
  let deadline: MonotonicTime?

  struct Outcome {
    /// The distributions of independent bits of the part.
    var factors: [ProductDistribution.Factor] = []
    var counts: [SimulationResult.Count]?
    /// The components' states after an unbranched run.
    var finalStates: [StateVector<Scalar>]?
    var seconds = SimulationResult.Seconds()
  }

  /// One history of outcomes.
  struct Branch {
    /// One a component.
    var states: [StateVector<Scalar>]
    var bits: BitString
    var next = 0
    /// The probability of this history.
    var probability = 1.0
    /// The shots that took this history.
    var shots: Int
  }

  /// Outcomes less likely than this are rounding errors of impossible ones, and are not followed.
  private static var negligible: Double { Scalar.self == Float.self ? 1e-10 : 1e-20 }

  /// Two states nearer than this differ by rounding alone.
  private static var sameState: Double { Scalar.self == Float.self ? 1e-5 : 1e-13 }

  /// The exact distribution over outcomes.
  ///
  /// - Parameter holdsStates: whether it may hold the states at the end.
  func exact(holdsStates: Bool) throws(QuantumError) -> Outcome {
    var outcome = Outcome()
    var totals: [BitString: Double] = [:]
    var leaves = 0
    var random = RandomStream(seed: 0, stream: 0)
    var laps = Laps()
    try walk(shots: nil, restores: keepsState, random: &random) {
      (branch, isOnly, _: inout RandomStream) throws(QuantumError) in
      leaves += 1
      if leaves > configuration.branchLimit {
        throw .tooManyBranches(limit: configuration.branchLimit)
      }
      outcome.seconds.simulate += laps.seconds()
      if isOnly {
        outcome.factors = try factors(of: branch, holdsStates: holdsStates)
        outcome.finalStates = branch.states
      } else {
        try addOutcomes(of: branch, to: &totals)
      }
      outcome.seconds.sample += laps.seconds()
    }
    outcome.seconds.simulate += laps.seconds()
    if outcome.factors.isEmpty {
      outcome.factors = [
        .init(
          distribution: Distribution(bitCount: part.bitCount, outcomes: totals),
          positions: Array(0..<part.bitCount))
      ]
    }
    outcome.seconds.sample += laps.seconds()
    return outcome
  }

  /// The outcomes of `shots` runs.
  func sampled(shots: Int, seed: UInt64, stream: UInt64 = 0) throws(QuantumError) -> Outcome {
    var outcome = Outcome()
    var totals: [BitString: Int] = [:]
    var random = RandomStream(seed: seed, stream: stream)
    var laps = Laps()
    // Samples of many qubits depend on the order of basis states: they are drawn in the circuit's.
    try walk(shots: shots, restores: true, random: &random) {
      (branch, isOnly, random: inout RandomStream) throws(QuantumError) in
      outcome.seconds.simulate += laps.seconds()
      try addSamples(of: branch, to: &totals, using: &random)
      if isOnly { outcome.finalStates = branch.states }
      outcome.seconds.sample += laps.seconds()
    }
    outcome.seconds.simulate += laps.seconds()
    outcome.counts = totals.map { SimulationResult.Count(bits: $0.key, count: $0.value) }
      .sorted { $0.bits < $1.bits }
    outcome.seconds.sample += laps.seconds()
    return outcome
  }

  /// Follows every history to its end and hands it to `leaf`, with whether it is the only one.
  ///
  /// - Parameter restores: whether qubits must be at their places at the end.
  private func walk(
    shots: Int?, restores: Bool, random: inout RandomStream,
    leaf: (borrowing Branch, Bool, inout RandomStream) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    // Apart from those that wait: where nothing splits there is no list of them.
    var first: Branch? = Branch(
      states: try startStates(), bits: BitString(zeros: part.bitCount), shots: shots ?? 0)
    var waiting: [Branch] = []
    let steps = restores ? part.schedule[...] : part.schedule[..<part.restoringStart]
    var isOnly = true
    var done = 0.0
    while var branch = first.take() ?? waiting.popLast() {
      // No step may be left of a circuit that comes to nothing.
      try checkpoint(done)
      while branch.next < steps.count {
        try checkpoint(done + branch.probability * progress(branch, of: steps.count))
        let (number, planned) = (steps[branch.next].component, steps[branch.next].step)
        branch.next += 1
        let step: Program.Step
        switch planned {
        case .stage(let tiles, let stage):
          try branch.states[number].run(stage: stage, of: tiles, stop: stop)
          try checkpoint(done + branch.probability * progress(branch, of: steps.count))
          continue
        case .list(let list):
          try branch.states[number].run(list)
          try checkpoint(done + branch.probability * progress(branch, of: steps.count))
          continue
        case .exchange(let exchange):
          try branch.states[number].run(exchange, using: options)
          continue
        case .single(let single): step = single
        }
        guard step.test.allSatisfy({ branch.bits[$0.bit] == $0.value }) else { continue }
        switch step.action {
        case .apply(let unitary):
          let (operation, targets, controls) = unitary.structure
          try branch.states[number].applyUnchecked(
            operation, to: targets, controls: controls, using: options)
        case .measure(nil, let bit):
          branch.bits[bit] = false
        case .measure(let qubit?, let bit):
          if var other = try split(
            &branch, number, at: qubit, sampling: shots != nil, random: &random)
          {
            try checkMemory(states: waiting.count + 2)
            isOnly = false
            other.bits[bit] = true
            branch.bits[bit] = false
            waiting.append(other)
          } else {
            branch.bits[bit] = try branch.states[number].probability(ofOne: qubit) > 0.5
          }
        case .reset(let qubit):
          if var other = try split(
            &branch, number, at: qubit, sampling: shots != nil, random: &random)
          {
            try checkMemory(states: waiting.count + 2)
            try other.states[number].applyUnchecked(.flip, to: [qubit], using: options)
            // A qubit that was not entangled leaves the same state behind either way.
            if try other.states[number].distanceUpToPhase(to: branch.states[number])
              < Self.sameState
            {
              branch.probability += other.probability
              branch.shots += other.shots
            } else {
              isOnly = false
              waiting.append(other)
            }
          } else if try branch.states[number].probability(ofOne: qubit) > 0.5 {
            try branch.states[number].applyUnchecked(.flip, to: [qubit], using: options)
          }
        }
      }
      try leaf(branch, isOnly && waiting.isEmpty, &random)
      done += branch.probability
    }
  }

  /// |0…0⟩, or memory for the first stage to write it to.
  private func startStates() throws(QuantumError) -> [StateVector<Scalar>] {
    var states: [StateVector<Scalar>] = []
    for component in part.components {
      let qubits = component.qubits.count
      if case .stage(let tiles, 0)? = component.plan.steps.first, tiles.startsAtZero {
        states.append(try StateVector(blank: qubits, memoryLimit: memoryLimit))
      } else {
        states.append(try StateVector(qubits: qubits, memoryLimit: memoryLimit))
      }
    }
    return states
  }

  /// Collapses the qubit. When both outcomes are followed, `branch` becomes that of 0 and the result
  /// is that of 1; else `branch` becomes that of the one outcome.
  ///
  /// - Parameter number: the component that the qubit belongs to.
  private func split(
    _ branch: inout Branch, _ number: Int, at qubit: Int, sampling: Bool, random: inout RandomStream
  ) throws(QuantumError) -> Branch? {
    let weights = try branch.states[number].probabilities(of: [qubit])
    let one = weights[1] / (weights[0] + weights[1])
    let shotsOfOne = sampling ? random.binomial(trials: branch.shots, probability: one) : 0
    let follows =
      sampling
      ? (shotsOfOne < branch.shots, shotsOfOne > 0)
      : (weights[0] > Self.negligible, weights[1] > Self.negligible)
    switch follows {
    case (true, true):
      var other = branch
      _ = try other.states[number].collapse(qubit, to: 1)
      other.probability *= one
      other.shots = shotsOfOne
      _ = try branch.states[number].collapse(qubit, to: 0)
      branch.probability *= 1 - one
      branch.shots -= shotsOfOne
      return other
    case (_, let followsOne):
      _ = try branch.states[number].collapse(qubit, to: followsOne ? 1 : 0)
      return nil
    }
  }

  private func progress(_ branch: borrowing Branch, of steps: Int) -> Double {
    Double(branch.next) / Double(max(steps, 1))
  }

  /// Whether a stage should be left unfinished: what ``checkpoint(_:)`` then throws for.
  private var stop: (@Sendable () -> Bool)? {
    guard configuration.isCancelled != nil || deadline != nil else { return nil }
    let (isCancelled, deadline) = (configuration.isCancelled, deadline)
    return {
      if isCancelled?() == true { return true }
      guard let deadline else { return false }
      return .now > deadline
    }
  }

  /// Refuses to go on past the deadline or after a cancellation.
  private func checkpoint(_ progress: Double) throws(QuantumError) {
    configuration.progress?(progress)
    if configuration.isCancelled?() == true { throw .cancelled }
    if let deadline, .now > deadline, let limit = configuration.timeLimit {
      throw .timeLimitExceeded(seconds: limit.seconds)
    }
  }

  private func checkMemory(states: Int) throws(QuantumError) {
    // One that does not fit the machine is refused where it is copied.
    guard let memoryLimit else { return }
    let (needed, overflow) = part.stateBytes.multipliedReportingOverflow(by: UInt64(states))
    if overflow || needed > memoryLimit {
      throw .insufficientMemory(
        qubits: part.components.reduce(0) { $0 + $1.qubits.count },
        bytesNeeded: overflow ? .max : needed,
        bytesAvailable: memoryLimit)
    }
  }
}
