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
