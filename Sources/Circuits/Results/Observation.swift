public import Gates

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
    try simulator.scoped { () throws(QuantumError) in
      if state.factors.count > 1 {
        return try state.groupedExpectations(of: observables)
      }
      let reduced = observables.map { state.onTouchedQubits($0, keepsFlips: false) }
      switch state.factors[0].amplitudes {
      case .double(let state): return try state.expectations(of: reduced)
      case .single(let state): return try state.expectations(of: reduced)
      }
    }
  }

  /// `⟨O²⟩ - ⟨O⟩²` of each observable. Needs the memory of a second state.
  public func variances() throws(QuantumError) -> [Double] {
    if isLargeProduct {
      return try simulator.scoped { () throws(QuantumError) in
        try observables.map { (sum) throws(QuantumError) in
          // Rounding may leave a value of 0 below it.
          max(0, try state.groupedCovariances(of: [sum])[0][0])
        }
      }
    }
    return try withStates { state, reduced throws(QuantumError) in
      try reduced.map { (sum) throws(QuantumError) in try state.variance(of: sum) }
    } single: { state, reduced throws(QuantumError) in
      try reduced.map { (sum) throws(QuantumError) in try state.variance(of: sum) }
    }
  }

  /// The symmetrised covariances of all pairs, `[observables][observables]`.
  public func covariances() throws(QuantumError) -> [[Double]] {
    if isLargeProduct {
      return try simulator.scoped { () throws(QuantumError) in
        try state.groupedCovariances(of: observables)
      }
    }
    return try withStates { state, reduced throws(QuantumError) in
      try state.covariance(of: reduced)
    } single: { state, reduced throws(QuantumError) in
      try state.covariance(of: reduced)
    }
  }

  /// Estimates from `shots` measurements of each group of terms that can be measured together.
  public func estimates(shots: Int, seed: UInt64) throws(QuantumError) -> [ObservableEstimate] {
    if isLargeProduct {
      return try simulator.scoped { () throws(QuantumError) in
        try state.groupedEstimates(of: observables, shots: shots, seed: seed)
      }
    }
    return try withStates { state, reduced throws(QuantumError) in
      try state.estimates(of: reduced, shots: shots, seed: seed)
    } single: { state, reduced throws(QuantumError) in
      try state.estimates(of: reduced, shots: shots, seed: seed)
    }
  }

  /// Whether the groups of the state are not joined to answer what no group can answer alone.
  private var isLargeProduct: Bool {
    state.factors.count > 1 && askedQubits.count > Self.joinedQubits
  }

  /// States of more qubits than this are not joined.
  private static let joinedQubits = 20

  private var askedQubits: [Int] { state.qubitsAsked(by: observables) }

  /// The state of the qubits that gates touch or that the observables flip, with the observables on
  /// these.
  private func withStates<Result>(
    double: (StateVector<Double>, [PauliSum]) throws(QuantumError) -> Result,
    single: (StateVector<Float>, [PauliSum]) throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    let (places, count, reduced) = state.placement(for: observables)
    return try simulator.scoped { () throws(QuantumError) in
      switch try state.joined().amplitudes {
      case .double(let state):
        try double(state.spread(to: places, of: count), reduced)
      case .single(let state):
        try single(state.spread(to: places, of: count), reduced)
      }
    }
  }
}

extension FinalState {
  /// The qubits that gates touch or that the observables flip.
  fileprivate func qubitsAsked(by observables: [PauliSum]) -> [Int] {
    let flips = observables.reduce(QubitMask()) { mask, sum in
      sum.terms.reduce(mask) { $0 | $1.string.flips }
    }
    return (QubitMask(qubits) | flips).qubits
  }

  /// Which of these qubits each of ``qubits`` is, how many there are, and the observables on them.
  fileprivate func placement(
    for observables: [PauliSum]
  ) -> (places: [Int], count: Int, observables: [PauliSum]) {
    let asked = qubitsAsked(by: observables)
    return (
      qubits.map { asked.firstIndex(of: $0) ?? 0 }, asked.count,
      observables.map { Self.reduced($0, to: asked, of: qubitCount, keepsFlips: true) }
    )
  }

  /// The state of the qubits that gates touch or that the observables flip, in double precision, with the
  /// observables on these.
  func observed(
    by observables: [PauliSum]
  ) throws(QuantumError) -> (state: StateVector<Double>, observables: [PauliSum]) {
    guard case .double(let state) = try joined().amplitudes else {
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
    Self.reduced(observable, to: qubits, of: qubitCount, keepsFlips: keepsFlips)
  }

  fileprivate static func reduced(
    _ observable: PauliSum, to qubits: [Int], of qubitCount: Int, keepsFlips: Bool
  ) -> PauliSum {
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
