import Circuits

/// Runs a circuit a second time on a path that shares as little as possible with the first: gate after
/// gate, with scalar kernels, or through BLAS where the first run had scalar kernels itself.
struct Verifier {
  let circuit: Circuit
  let path: String
  /// That of the first run.
  let configuration: Simulator.Configuration
  /// Seconds that the second run may take; a beginning of the circuit is compared where it would take
  /// longer.
  var budget = 60.0

  private var independent: Simulator.Configuration {
    get throws(QuantumError) {
      var second = configuration
      let selected = try KernelSet.selected()
      second.kernels = (configuration.kernels ?? selected) == .scalar ? .blas : .scalar
      second.optimization = .none
      second.progress = nil
      return second
    }
  }

  /// - Parameters:
  ///   - circuit: without parameters.
  init(_ circuit: Circuit, path: String, configuration: Simulator.Configuration) {
    self.circuit = circuit
    self.path = path
    self.configuration = configuration
  }

  /// Compares. The distribution that is read from a final state is taken out of the result, and the
  /// final state where two do not fit the memory.
  func verify(_ result: inout SimulationResult) throws(Failure) -> Verification {
    let start = ContinuousClock.now
    do throws(QuantumError) {
      var verification = try compare(&result)
      verification.seconds = start.secondsUntilNow
      return verification
    } catch {
      throw Failure(error, in: path)
    }
  }

  private func compare(_ result: inout SimulationResult) throws(QuantumError) -> Verification {
    var second = try independent
    if try joins(result.finalState, second) { second.separatesGroups = false }
    let plan = try Simulator(second).plan(circuit)
    guard result.finalState != nil else { return try compareDistributions(result, plan, second) }
    // It would hold the state when that has to make room.
    result.probabilities = nil
    let fraction = budget / max(try predictedSeconds(plan, second), 1e-9)
    if fraction < 1 {
      return try compareBeginning(&result, fraction: fraction, second)
    }
    return try compareStates(&result.finalState, circuit, plan, second, .state)
  }

  /// Whether the second run can afford one state of all groups, so that taking the circuit apart is
  /// verified, too.
  private func joins(
    _ first: FinalState?, _ second: Simulator.Configuration
  ) throws(QuantumError) -> Bool {
    guard let first, first.factors.count > 1, first.qubits.count <= 30 else { return false }
    var second = second
    second.separatesGroups = false
    let plan = try Simulator(second).plan(circuit)
    guard try fits(plan) else { return false }
    return try predictedSeconds(plan, second) < budget / 4
  }

  /// Whether the second run's states fit beside those of the first.
  private func fits(_ plan: SimulationPlan) throws(QuantumError) -> Bool {
    var first = configuration
    first.keepsFinalState = true
    let held = try Simulator(first).plan(circuit).stateBytes
    let room = configuration.memoryLimit.map { $0 - min($0, held) } ?? .max
    return plan.stateBytes <= min(room, MachineMemory.available)
  }

  private func compareStates(
    _ first: inout FinalState?, _ circuit: Circuit, _ plan: SimulationPlan,
    _ second: Simulator.Configuration, _ scope: Verification.Scope
  ) throws(QuantumError) -> Verification {
    if try fits(plan) {
      guard let state = first else { return failed(scope, second) }
      let other = try finalState(of: circuit, second)
      guard let other else { return failed(scope, second) }
      return Verification(
        scope: scope, kernels: plan.kernels,
        largestDeviation: state.largestDeviation(from: other),
        normDrift: max(abs(1 - state.norm), abs(1 - other.norm)), bound: 2 * plan.roundingBound)
    }
    // No name may hold the state itself, so that its memory is free for the second one.
    guard let sample = first.map({ AmplitudeSample(of: $0) }) else {
      return failed(scope, second)
    }
    return try compareSample(sample, &first, circuit, plan, second)
  }

  /// Gives the first state's memory to the second.
  private func compareSample(
    _ sample: AmplitudeSample, _ first: inout FinalState?, _ circuit: Circuit,
    _ plan: SimulationPlan, _ second: Simulator.Configuration
  ) throws(QuantumError) -> Verification {
    first = nil
    let scope = Verification.Scope.sample(sample.count)
    guard let other = try finalState(of: circuit, second) else { return failed(scope, second) }
    return Verification(
      scope: scope, kernels: plan.kernels,
      largestDeviation: sample.largestDeviation(from: other),
      normDrift: max(abs(1 - sample.norm), abs(1 - other.norm)), bound: 2 * plan.roundingBound)
  }

  private func compareBeginning(
    _ result: inout SimulationResult, fraction: Double, _ second: Simulator.Configuration
  ) throws(QuantumError) -> Verification {
    // Measurements of a circuit with a final state come last in effect.
    let gates = circuit.instructions.filter {
      if case .gate = $0.operation { true } else { false }
    }
    let count = max(1, Int(Double(gates.count) * fraction))
    var piece = Circuit(qubits: circuit.qubitCount)
    for gate in gates.prefix(count) { piece.append(gate) }
    result.finalState = nil
    var first = try finalState(of: piece, configuration)
    return try compareStates(
      &first, piece, try Simulator(second).plan(piece), second,
      .beginning(instructions: count, of: gates.count))
  }

  private func compareDistributions(
    _ result: SimulationResult, _ plan: SimulationPlan, _ second: Simulator.Configuration
  ) throws(QuantumError) -> Verification {
    // Of samples, the probabilities that they are drawn with are compared.
    var exact = configuration
    exact.progress = nil
    let first: Distribution
    if let known = result.probabilities {
      first = known
    } else if let found = try Simulator(exact).run(circuit).probabilities {
      first = found
    } else {
      return failed(.distribution, second)
    }
    guard let other = try Simulator(second).run(circuit).probabilities else {
      return failed(.distribution, second)
    }
    let count = max(first.outcomeCount, other.outcomeCount)
    if count > Self.listedOutcomes {
      return compareLikeliest(first, other, plan)
    }
    var differences: [BitString: Double] = [:]
    var sums = (0.0, 0.0)
    first.forEachOutcome {
      differences[$0.bits, default: 0] += $0.probability
      sums.0 += $0.probability
    }
    other.forEachOutcome {
      differences[$0.bits, default: 0] -= $0.probability
      sums.1 += $0.probability
    }
    let largest = differences.values.reduce(0) { abs($1) <= $0 ? $0 : abs($1) }
    // |a|² − |b|² is at most 2|a − b| for states. Outcomes below 1e-12 are left out of a distribution.
    return Verification(
      scope: .distribution, kernels: plan.kernels, largestDeviation: largest,
      normDrift: max(abs(1 - sums.0), abs(1 - sums.1)),
      bound: 4 * plan.roundingBound + 1e-12 * Double(max(1, differences.count)))
  }

  /// More outcomes than this are not compared one by one.
  private static let listedOutcomes = 1 << 22

  /// Compares the likeliest outcomes of each run with the other's probabilities for them.
  private func compareLikeliest(
    _ first: Distribution, _ second: Distribution, _ plan: SimulationPlan
  ) -> Verification {
    let count = 1 << 10
    var largest = 0.0
    for (mine, theirs) in [(first, second), (second, first)] {
      for outcome in mine.top(count) {
        let difference = abs(outcome.probability - theirs[outcome.bits])
        largest = difference <= largest ? largest : difference.isNaN ? .infinity : difference
      }
    }
    return Verification(
      scope: .likeliest(count), kernels: plan.kernels, largestDeviation: largest, normDrift: 0,
      bound: 4 * plan.roundingBound + 1e-12)
  }

  private func finalState(
    of circuit: Circuit, _ configuration: Simulator.Configuration
  ) throws(QuantumError) -> FinalState? {
    var configuration = configuration
    configuration.progress = nil
    // One shot, so that no distribution is made.
    return try Simulator(configuration).run(circuit, shots: 1, seed: 1).finalState
  }

  /// A second run without a final state where the first had one: they cannot agree.
  private func failed(
    _ scope: Verification.Scope, _ second: Simulator.Configuration
  ) -> Verification {
    Verification(
      scope: scope, kernels: second.kernels ?? .scalar, largestDeviation: .infinity,
      normDrift: .infinity, bound: 0)
  }

  /// From the rate of the same path on a small state.
  private func predictedSeconds(
    _ plan: SimulationPlan, _ second: Simulator.Configuration
  ) throws(QuantumError) -> Double {
    let width = 15
    let all = plan.stages.reduce(0) { $0 + Double($1.passes + $1.operations) * $1.amplitudes }
    guard plan.stateQubits > width else { return 0 }
    var configuration = second
    configuration.timeLimit = nil
    let probe = try CircuitFamily.rqc.circuit(qubits: width)
    let simulator = Simulator(configuration)
    let seconds = try simulator.run(probe, shots: 1, seed: 1).seconds.simulate
    let work = Double(try simulator.plan(probe).operations << width)
    return all * seconds / work
  }
}
