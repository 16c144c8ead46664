internal import Gates

/// What is read from the states at the end of a history.
extension StateVectorEngine {
  /// The bits of a history, those 0 that are read from the states at the end.
  private func knownBits(of branch: borrowing Branch) -> BitString {
    var bits = branch.bits
    for component in part.components {
      for (bit, _) in component.program.finalReads { bits[bit] = false }
    }
    return bits
  }

  /// The distributions of the bits that each component's qubits fill, and of those already known.
  ///
  /// - Parameter holdsStates: whether the distributions may hold the states.
  func factors(
    of branch: borrowing Branch, holdsStates: Bool
  ) throws(QuantumError) -> [ProductDistribution.Factor] {
    let isWhole = part.components.count == 1
    var factors: [ProductDistribution.Factor] = []
    for (component, state) in zip(part.components, branch.states) {
      if !isWhole, component.finalBits.isEmpty { continue }
      let readout = isWhole ? component.readout.over(branch.bits) : component.readout
      let readings = try state.readings(of: readout.qubits, holdsState: holdsStates)
      factors.append(
        .init(
          distribution: Distribution(readings, readout: readout), positions: component.finalBits))
    }
    if !isWhole { factors.append(.constant(knownBits(of: branch).ones)) }
    return factors
  }

  /// Adds the probabilities of what is read at the end of one of several histories.
  func addOutcomes(
    of branch: borrowing Branch, to totals: inout [BitString: Double]
  ) throws(QuantumError) {
    let known = knownBits(of: branch)
    var outcomes = [(bits: known, probability: branch.probability)]
    for (number, state) in branch.states.enumerated() {
      let readout = Readout(base: known, sources: part.components[number].finalReads)
      if readout.qubits.isEmpty { continue }
      let probabilities = try state.probabilities(of: readout.qubits)
      let possible = probabilities.indices.filter { probabilities[$0] > 0 }
      guard outcomes.count * possible.count <= Self.outcomeLimit || outcomes.count == 1 else {
        throw .unsupported(
          what: "a distribution of several histories with over \(Self.outcomeLimit) outcomes each",
          remedy: "sample the circuit with a number of shots")
      }
      outcomes = outcomes.flatMap { outcome in
        possible.map { index in
          (
            outcome.bits.union(readout.bits(reading: index)),
            outcome.probability * probabilities[index]
          )
        }
      }
    }
    for (bits, probability) in outcomes { totals[bits, default: 0] += probability }
  }

  /// More outcomes of several components are not listed for one of several histories.
  private static var outcomeLimit: Int { 1 << 22 }

  /// Adds the samples of what is read at the end of a history.
  func addSamples(
    of branch: borrowing Branch, to totals: inout [BitString: Int],
    using random: inout RandomStream
  ) throws(QuantumError) {
    let known = knownBits(of: branch)
    var joint: JointSamples?
    for (component, state) in zip(part.components, branch.states) {
      let readout = Readout(base: known, sources: component.program.finalReads)
      if readout.qubits.isEmpty { continue }
      let samples = try state.sample(shots: branch.shots, qubits: readout.qubits, using: &random)
      if part.components.count == 1 {
        for (reading, count) in samples {
          totals[readout.bits(reading: reading), default: 0] += count
        }
        return
      }
      var all = joint ?? JointSamples(shots: branch.shots, known: known)
      joint = nil
      all.join(samples.map { (readout.bits(reading: $0.outcome).ones, $0.count) }, using: &random)
      joint = all
    }
    if let joint {
      joint.add(to: &totals)
    } else {
      totals[known, default: 0] += branch.shots
    }
  }
}
