public import Gates

extension Circuit {
  /// ⟨O⟩ in the state at the end of the circuit, before any final measurement.
  ///
  /// ```swift
  /// let energy = try bell.expectation(of: 0.5 * Z(0) * Z(1) + X(1))
  /// ```
  ///
  /// - Parameter parameters: values of named parameters.
  /// - Throws: as ``Simulator/observe(_:in:parameters:)``.
  public func expectation(
    of observable: PauliSum, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> Double {
    try expectations(of: [observable], parameters: parameters)[0]
  }

  /// ⟨O⟩ of several observables from one run.
  ///
  /// - Throws: as ``Simulator/observe(_:in:parameters:)``.
  public func expectations(
    of observables: [PauliSum], parameters: [String: Double] = [:]
  ) throws(QuantumError) -> [Double] {
    try Simulator().observe(observables, in: self, parameters: parameters).expectations()
  }

  /// The variance `⟨O²⟩ - ⟨O⟩²` in the state at the end of the circuit.
  ///
  /// - Throws: as ``Simulator/observe(_:in:parameters:)``.
  public func variance(
    of observable: PauliSum, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> Double {
    try Simulator().observe([observable], in: self, parameters: parameters).variances()[0]
  }

  /// Estimates of ⟨O⟩ from `shots` measurements of each group of terms that can be measured together.
  ///
  /// - Throws: as ``Simulator/observe(_:in:parameters:)``;
  ///   ``QuantumError/outOfRange(what:value:range:)`` for fewer than 2 shots.
  public func estimate(
    of observable: PauliSum, shots: Int, seed: UInt64, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> ObservableEstimate {
    try Simulator().observe([observable], in: self, parameters: parameters)
      .estimates(shots: shots, seed: seed)[0]
  }
}

extension Simulator {
  /// Runs a circuit once for any questions about some observables in its final state.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` when the circuit resets a qubit, or
  ///   measures one that later steps depend on; ``QuantumError/notHermitian(what:deviation:)``,
  ///   ``QuantumError/notFinite(what:value:)``, ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``
  ///   for a wrong observable, before anything runs; what
  ///   ``Simulator/run(_:shots:seed:parameters:)`` throws.
  public func observe(
    _ observables: [PauliSum], in circuit: Circuit, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> Observation {
    for observable in observables { try observable.validate(qubitCount: circuit.qubitCount) }
    var keeping = self
    keeping.configuration.keepsFinalState = true
    let result = try keeping.run(circuit, parameters: parameters)
    guard let state = result.finalState else {
      throw .unsupported(
        what: "an observable of a circuit that resets or measures before its end",
        remedy: "remove what follows the measurement, or sample the circuit")
    }
    return Observation(observables: observables, state: state, result: result, simulator: self)
  }
}

/// Observables in the final state of a circuit.
public struct Observation: Sendable {
  public let observables: [PauliSum]
  public let state: FinalState
  /// How the circuit was run.
  public let result: SimulationResult
  let simulator: Simulator

  /// ⟨O⟩ of each observable.
  ///
  /// Qubits that no gate touches are |0⟩: Z is 1 there, and a term with X or Y is 0.
  public func expectations() throws(QuantumError) -> [Double] {
    let reduced = observables.map { state.onTouchedQubits($0, keepsFlips: false) }
    return try simulator.scoped { () throws(QuantumError) in
      switch state.amplitudes {
      case .double(let state): try state.expectations(of: reduced)
      case .single(let state): try state.expectations(of: reduced)
      }
    }
  }

  /// `⟨O²⟩ - ⟨O⟩²` of each observable. Needs the memory of a second state.
  public func variances() throws(QuantumError) -> [Double] {
    try withStates { state, reduced throws(QuantumError) in
      try reduced.map { (sum) throws(QuantumError) in try state.variance(of: sum) }
    } single: { state, reduced throws(QuantumError) in
      try reduced.map { (sum) throws(QuantumError) in try state.variance(of: sum) }
    }
  }

  /// The symmetrised covariances of all pairs, `[observables][observables]`.
  public func covariances() throws(QuantumError) -> [[Double]] {
    try withStates { state, reduced throws(QuantumError) in
      try state.covariance(of: reduced)
    } single: { state, reduced throws(QuantumError) in
      try state.covariance(of: reduced)
    }
  }

  /// Estimates from `shots` measurements of each group of terms that can be measured together.
  public func estimates(shots: Int, seed: UInt64) throws(QuantumError) -> [ObservableEstimate] {
    try withStates { state, reduced throws(QuantumError) in
      try state.estimates(of: reduced, shots: shots, seed: seed)
    } single: { state, reduced throws(QuantumError) in
      try state.estimates(of: reduced, shots: shots, seed: seed)
    }
  }

  /// The state of the qubits that gates touch or that the observables flip, with the observables on
  /// these.
  private func withStates<Result>(
    double: (StateVector<Double>, [PauliSum]) throws(QuantumError) -> Result,
    single: (StateVector<Float>, [PauliSum]) throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    let (places, count, reduced) = state.placement(for: observables)
    return try simulator.scoped { () throws(QuantumError) in
      switch state.amplitudes {
      case .double(let state):
        try double(state.spread(to: places, of: count), reduced)
      case .single(let state):
        try single(state.spread(to: places, of: count), reduced)
      }
    }
  }
}

extension FinalState {
  /// The qubits that gates touch or that the observables flip: which of them each qubit of ``amplitudes``
  /// is, how many there are, and the observables on them.
  fileprivate func placement(
    for observables: [PauliSum]
  ) -> (places: [Int], count: Int, observables: [PauliSum]) {
    let flips = observables.reduce(QubitMask()) { mask, sum in
      sum.terms.reduce(mask) { $0 | $1.string.flips }
    }
    let wanted = (QubitMask(qubits) | flips).qubits
    let wide = FinalState(amplitudes: amplitudes, qubits: wanted, qubitCount: qubitCount)
    return (
      qubits.map { wanted.firstIndex(of: $0) ?? 0 }, wanted.count,
      observables.map { wide.onTouchedQubits($0, keepsFlips: true) }
    )
  }

  /// The state of the qubits that gates touch or that the observables flip, in double precision, with the
  /// observables on these.
  func observed(
    by observables: [PauliSum]
  ) throws(QuantumError) -> (state: StateVector<Double>, observables: [PauliSum]) {
    guard case .double(let state) = amplitudes else {
      throw .unsupported(what: "single precision here", remedy: "ask for double precision")
    }
    let (places, count, reduced) = placement(for: observables)
    return (try state.spread(to: places, of: count), reduced)
  }

  /// An observable on the numbers of the qubits of ``amplitudes``, the other qubits being |0⟩.
  ///
  /// - Parameter keepsFlips: whether every flipped qubit is among them; else terms that flip another
  ///   are left out, as their expectation value is 0.
  fileprivate func onTouchedQubits(_ observable: PauliSum, keepsFlips: Bool) -> PauliSum {
    if qubits.count == qubitCount { return observable }
    let touched = QubitMask(qubits)
    func mask(_ mask: QubitMask) -> QubitMask {
      QubitMask(qubits.indices.filter { mask.contains(qubits[$0]) })
    }
    return PauliSum(
      observable.terms.compactMap { term in
        guard keepsFlips || (term.string.flips & touched) == term.string.flips else { return nil }
        return PauliSum.Term(
          term.coefficient,
          PauliString(flips: mask(term.string.flips), signs: mask(term.string.signs)))
      })
  }
}
