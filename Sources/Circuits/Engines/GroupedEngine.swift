internal import Gates

/// Runs the groups of a circuit one after the other and puts their results together.
///
/// Shots are drawn in pieces. In piece p, group k of G draws its samples from stream 2pG + k of the
/// seed, and stream 2pG + G + k decides which of them come together with which of the groups before.
struct GroupedEngine<Scalar: StateScalar> {
  let compiled: CompiledCircuit
  let configuration: Simulator.Configuration
  let options: KernelOptions
  let deadline: MonotonicTime?

  struct Outcome {
    var distribution: Distribution?
    var counts: [SimulationResult.Count]?
    /// The states of all groups, where each has a single one and they are asked for.
    var states: [(state: StateVector<Scalar>, qubits: [Int])]?
    var seconds = SimulationResult.Seconds()
  }

  /// The exact distribution over outcomes.
  func exact() throws(QuantumError) -> Outcome {
    var factors: [ProductDistribution.Factor] = []
    var result = Outcome()
    try forEachPart { part, engine, number throws(QuantumError) in
      let outcome = try engine.exact(
        holdsStates: compiled.holdsStates(ofPart: number, limit: configuration.memoryLimit))
      if compiled.isOneState {
        result.distribution = outcome.factors[0].distribution
      } else if !part.outcomeBits.isEmpty {
        factors += outcome.factors.map { factor in
          .init(
            distribution: factor.distribution,
            positions: factor.positions.map { part.outcomeBits[$0] })
        }
      }
      result.add(outcome, part, keepsState: compiled.keepsState)
    }
    if !compiled.isOneState {
      result.distribution = Distribution(
        ProductDistribution(bitCount: compiled.outcomeBits, factors: factors))
    }
    return result
  }

  /// The outcomes of `shots` runs.
  func sampled(shots: Int, seed: UInt64) throws(QuantumError) -> Outcome {
    var result = Outcome()
    if compiled.isOneState {
      try forEachPart { part, engine, _ throws(QuantumError) in
        let outcome = try engine.sampled(shots: shots, seed: seed)
        result.counts = outcome.counts
        result.add(outcome, part, keepsState: compiled.keepsState)
      }
      return result
    }
    var totals: [BitString: Int] = [:]
    let groups = UInt64(compiled.parts.count)
    var stream: UInt64 = 0
    for start in stride(from: 0, to: shots, by: pieceShots) {
      let piece = min(pieceShots, shots - start)
      var samples = JointSamples(shots: piece, known: BitString(zeros: compiled.outcomeBits))
      try forEachPart { part, engine, number throws(QuantumError) in
        let outcome = try engine.sampled(shots: piece, seed: seed, stream: stream + UInt64(number))
        let clock = MonotonicTime.now
        if let counts = outcome.counts, !part.outcomeBits.isEmpty {
          var random = RandomStream(seed: seed, stream: stream + groups + UInt64(number))
          samples.join(
            counts.map { outcome in
              (outcome.bits.ones.map { part.outcomeBits[$0] }, outcome.count)
            }, using: &random)
        }
        result.add(outcome, part, keepsState: compiled.keepsState && start == 0)
        result.seconds.sample += clock.seconds()
      }
      let clock = MonotonicTime.now
      samples.add(to: &totals)
      result.seconds.sample += clock.seconds()
      stream += 2 * groups
    }
    let clock = MonotonicTime.now
    result.counts = totals.map { SimulationResult.Count(bits: $0.key, count: $0.value) }
      .sorted { $0.bits < $1.bits }
    result.seconds.sample += clock.seconds()
    return result
  }

  /// Shots that are put together at once, so that any number of them takes little memory: 2^26 bits.
  private var pieceShots: Int { (1 << 26) / max(64, compiled.outcomeBits) + 1 }

  private func forEachPart(
    _ body: (CompiledCircuit.Part, StateVectorEngine<Scalar>, Int) throws(QuantumError) ->
      Void
  ) throws(QuantumError) {
    if compiled.parts.count == 1 {
      return try body(
        compiled.parts[0],
        StateVectorEngine(
          part: compiled.parts[0], keepsState: compiled.keepsState, configuration: configuration,
          options: options, memoryLimit: configuration.memoryLimit, deadline: deadline), 0)
    }
    let work = compiled.parts.map { part in
      part.components.reduce(0) {
        $0 + Double($1.plan.steps.count + 1)
          * Double(sign: .plus, exponent: $1.qubits.count, significand: 1)
      }
    }
    let all = work.reduce(0, +)
    var done = 0.0
    var held: UInt64 = 0
    for (number, part) in compiled.parts.enumerated() {
      var configuration = configuration
      if let progress = self.configuration.progress {
        let (before, share) = (done / all, work[number] / all)
        configuration.progress = { progress(before + share * $0) }
      }
      try body(
        part,
        StateVectorEngine(
          part: part, keepsState: compiled.keepsState, configuration: configuration,
          options: options, memoryLimit: configuration.memoryLimit.map { $0 - min($0, held) },
          deadline: deadline),
        number)
      done += work[number]
      if compiled.keepsState { held += part.stateBytes }
    }
  }
}

extension GroupedEngine.Outcome {
  fileprivate mutating func add(
    _ outcome: StateVectorEngine<Scalar>.Outcome, _ part: CompiledCircuit.Part,
    keepsState: Bool
  ) {
    seconds.simulate += outcome.seconds.simulate
    seconds.sample += outcome.seconds.sample
    if keepsState, let found = outcome.finalStates {
      states = (states ?? []) + zip(found, part.components.map(\.qubits)).map { ($0, $1) }
    }
  }
}
