/// Measurement in the computational basis.
extension StateVector {
  /// Measures one qubit: draws an outcome with its probability and collapses the state to it.
  ///
  /// Cost: one reading and one pass.
  ///
  /// - Returns: 0 or 1.
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/notNormalizable(norm:)`` for a vector that is no state, or
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` where the amplitudes
  ///   are shared and a copy does not fit.
  @discardableResult
  public mutating func measure(
    _ qubit: Int, using random: inout RandomStream
  ) throws(QuantumError) -> Int {
    let weights = try weights(of: qubit)
    let outcome = weights.draw(using: &random)
    try apply(.diagonal(weights.projection(to: outcome)), to: [qubit])
    return outcome
  }

  /// Projects the state onto an outcome of one qubit and makes its norm 1 again.
  ///
  /// Cost: one reading and one pass.
  ///
  /// - Parameter outcome: 0 or 1.
  /// - Returns: the probability that the outcome had.
  /// - Throws: ``QuantumError/impossibleOutcome(outcome:probability:)`` where that probability is zero
  ///   up to the rounding of amplitudes (10⁻²⁸, in single precision 10⁻¹⁰),
  ///   ``QuantumError/outOfRange(what:value:range:)`` for another outcome than 0 or 1,
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/notNormalizable(norm:)``, or
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  @discardableResult
  public mutating func collapse(_ qubit: Int, to outcome: Int) throws(QuantumError) -> Double {
    guard outcome == 0 || outcome == 1 else {
      throw .outOfRange(what: "the outcome of a qubit", value: Double(outcome), range: "0...1")
    }
    let weights = try weights(of: qubit)
    let probability = weights.probability(of: outcome)
    guard weights.isPossible(outcome) else {
      throw .impossibleOutcome(outcome: outcome, probability: probability)
    }
    try apply(.diagonal(weights.projection(to: outcome)), to: [qubit])
    return probability
  }

  /// Measures one qubit and flips it where the outcome is 1, so that it is |0⟩ after.
  ///
  /// Cost and errors are those of ``measure(_:using:)``.
  public mutating func reset(
    _ qubit: Int, using random: inout RandomStream
  ) throws(QuantumError) {
    let weights = try weights(of: qubit)
    let outcome = weights.draw(using: &random)
    let projection = weights.projection(to: outcome)
    if outcome == 0 {
      try apply(.diagonal(projection), to: [qubit])
    } else {
      try apply(.antidiagonal(upper: projection[1], lower: 0), to: [qubit])
    }
  }

  /// Measures every qubit: draws a basis state with its probability, which the state then is, up to
  /// the phase of the amplitude it had.
  ///
  /// Cost: one reading and one writing of the amplitudes.
  ///
  /// - Returns: the basis state; qubit k's outcome is its bit k.
  /// - Throws: ``QuantumError/notNormalizable(norm:)`` for a vector that is no state, or
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` where the amplitudes
  ///   are shared and a copy does not fit.
  @discardableResult
  public mutating func measureAll(using random: inout RandomStream) throws(QuantumError) -> Int {
    let outcome = try sample(shots: 1, using: &random)[0].outcome
    let amplitude = self[outcome]
    let phase = amplitude / Complex(amplitude.length)
    try withUnsafeMutableAmplitudes { amplitudes in
      // Bytes of zero are amplitudes of zero; ranges do not overlap.
      nonisolated(unsafe) let memory = amplitudes
      WorkerPool.shared.forEachRange(of: amplitudes.count) { range in
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: memory[range]))
          .initializeMemory(as: UInt8.self, repeating: 0)
      }
      amplitudes[outcome] = phase
    }
    return outcome
  }

  /// Σ|a|² over the amplitudes where the qubit is 0 and where it is 1.
  private func weights(of qubit: Int) throws(QuantumError) -> QubitWeights<Scalar> {
    try check(qubit)
    let weights = QubitWeights<Scalar>(
      zero: weight(of: qubit, at: 0), one: weight(of: qubit, at: 1))
    guard weights.total > 0, weights.total.isFinite else {
      throw .notNormalizable(norm: weights.total.squareRoot())
    }
    return weights
  }
}

/// The weights of a qubit's two outcomes. Both are summed: probabilities are parts of their sum, so
/// that a norm that rounding moved away from 1 favours neither outcome.
private struct QubitWeights<Scalar: StateScalar> {
  let zero: Double
  let one: Double

  var total: Double { zero + one }

  func probability(of outcome: Int) -> Double { (outcome == 0 ? zero : one) / total }

  /// Amplitudes that should cancel leave a few units of rounding: such an outcome cannot be told from
  /// an impossible one.
  func isPossible(_ outcome: Int) -> Bool {
    let rounding = 64 * Double(Scalar.ulpOfOne)
    return probability(of: outcome) > rounding * rounding
  }

  func draw(using random: inout RandomStream) -> Int {
    let drawn = random.uniform() < probability(of: 1) ? 1 : 0
    return isPossible(drawn) ? drawn : 1 - drawn
  }

  /// The diagonal that keeps one outcome and makes the norm 1.
  func projection(to outcome: Int) -> [Complex<Double>] {
    let factor = Complex(1 / (outcome == 0 ? zero : one).squareRoot())
    return outcome == 0 ? [factor, 0] : [0, factor]
  }
}
