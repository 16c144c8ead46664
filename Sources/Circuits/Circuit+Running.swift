public import Gates

extension Circuit {
  /// Counts of each outcome in `shots` samples.
  ///
  /// - Parameters:
  ///   - shots: how many samples, at least 1.
  ///   - seed: the same seed gives the same counts; drawn from the system when `nil`.
  ///   - parameters: values of named parameters.
  /// - Returns: bit strings (bit 0 rightmost) and how often each came; over the qubits when the
  ///   circuit measures nothing.
  /// - Throws: what ``Simulator/run(_:shots:seed:parameters:)`` throws.
  public func sample(
    shots: Int, seed: UInt64? = nil, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> [String: Int] {
    guard shots > 0 else {
      throw .outOfRange(what: "the number of shots", value: Double(shots), range: "1…")
    }
    let result = try Simulator.ofOutcomes.run(
      self, shots: shots, seed: seed, parameters: parameters)
    var counts: [String: Int] = [:]
    for count in result.counts ?? [] { counts[count.bits.description] = count.count }
    return counts
  }

  /// The exact probability of each outcome that is possible.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where independent qubits have more than 2^30
  ///   outcomes: ask ``Simulator`` for a result, whose ``Distribution`` lists none; what ``Simulator/run(_:shots:seed:parameters:)`` throws.
  public func probabilities(
    parameters: [String: Double] = [:]
  ) throws(QuantumError) -> [String: Double] {
    let result = try Simulator.ofOutcomes.run(self, parameters: parameters)
    var probabilities: [String: Double] = [:]
    let count = result.probabilities?.outcomeCount ?? 0
    if count > 1 << 30 {
      throw .unsupported(
        what: "a dictionary of \(count == .max ? "more than 2^62" : "\(count)") outcomes",
        remedy: "sample the circuit, or ask the distribution of a Simulator's result for its top")
    }
    result.probabilities?.forEachOutcome { probabilities[$0.bits.description] = $0.probability }
    return probabilities
  }

  /// The state at the end, of all qubits, in double precision.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` when the circuit resets a qubit, or measures
  ///   one that later steps depend on; what ``Simulator/run(_:shots:seed:parameters:)`` throws.
  public func stateVector(
    parameters: [String: Double] = [:]
  ) throws(QuantumError) -> StateVector<Double> {
    let result = try Simulator().run(self, parameters: parameters)
    guard let final = try result.finalState?.joined(), case .double(let state) = final.amplitudes
    else {
      throw .unsupported(
        what: "the state vector of a circuit that resets or measures before its end",
        remedy: "ask for probabilities or samples")
    }
    return try state.spread(to: final.qubits, of: qubitCount)
  }
}

extension Simulator {
  /// One that is asked for nothing but outcomes.
  fileprivate static var ofOutcomes: Simulator {
    var configuration = Configuration()
    configuration.keepsFinalState = false
    return Simulator(configuration)
  }
}
