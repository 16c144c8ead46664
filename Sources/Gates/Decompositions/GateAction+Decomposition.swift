public import QState

extension GateAction {
  /// This action as a list of `u3`, `u1`, `h`, `x` and `cx` gates, and one `gphase` first where the
  /// global phase is not zero. The product of the list is the action's matrix to within rounding, phase
  /// included.
  ///
  /// One-qubit gates under controls follow Barenco et al. 1995 without further qubits; matrices the
  /// quantum Shannon decomposition (Shende, Bullock, Markov 2006); diagonals, permutations and Pauli
  /// rotations constructions of their own. A matrix on n qubits takes about 4ⁿ `cx`.
  ///
  /// - Parameter qubitCount: how many qubits the action is on; it must fit
  ///   (``validate(qubitCount:name:)``).
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` for a matrix without structure above
  ///   10 qubits, a permutation above 12, a diagonal above 20, and more than 64 qubits in all;
  ///   ``QuantumError/unsupported(what:remedy:)`` for more than 4·10⁶ gates; the errors of
  ///   ``QuantumGate/angles(_:)`` and ``QuantumGate/action(_:)`` for the gates of a sequence.
  public func decomposed(qubitCount: Int) throws(QuantumError) -> [GateStep] {
    let circuit = try elementaryCircuit(qubitCount: qubitCount, keepsToffoli: false)
    var steps = circuit.steps.map(\.gateStep)
    if circuit.phase != 0 {
      steps.insert(GateStep(StandardGate.gphase(.value(circuit.phase)), []), at: 0)
    }
    return steps
  }

  /// As ``decomposed(qubitCount:)``, in the closed form that writers and passes go on with.
  ///
  /// - Parameter keepsToffoli: whether `ccx` counts as elementary.
  package func elementaryCircuit(
    qubitCount: Int, keepsToffoli: Bool
  ) throws(QuantumError) -> ElementaryCircuit {
    guard qubitCount <= 64 else { throw .tooManyQubits(requested: qubitCount, limit: 64) }
    var circuit = ElementaryCircuit(qubitCount: qubitCount, keepsToffoli: keepsToffoli)
    try forEachOperation(on: Array(0..<qubitCount)) {
      operation, targets, controls throws(QuantumError) in
      try circuit.apply(operation, targets: targets, controls: controls)
    }
    try circuit.finish()
    return circuit
  }
}

extension QuantumGate {
  /// This gate as a list of `u3`, `u1`, `h`, `x`, `cx` and `gphase` gates on its qubits, exact to
  /// within rounding: ``GateAction/decomposed(qubitCount:)``.
  ///
  /// - Parameter lookup: values for named parameters.
  /// - Throws: ``QuantumError/unboundParameter(_:)``, and what ``GateAction/decomposed(qubitCount:)``
  ///   throws.
  public func decomposed(
    _ lookup: (Parameter) -> Double? = { _ in nil }
  ) throws(QuantumError) -> [GateStep] {
    try checkedAction(angles(lookup)).decomposed(qubitCount: qubitCount)
  }
}

extension ElementaryStep {
  /// This step as a gate of the table, by its plainest name.
  package var gateStep: GateStep {
    switch self {
    case .u(let theta, let phi, let lambda, let qubit):
      if theta == 0 { return GateStep(StandardGate.u1(.value(phi + lambda)), [qubit]) }
      if phi == 0, lambda == .pi {
        if theta == .pi { return GateStep(StandardGate.x, [qubit]) }
        if theta == .pi / 2 { return GateStep(StandardGate.h, [qubit]) }
      }
      let angles = [theta, phi, lambda].map(Angle.value)
      return GateStep(StandardGate.u3(angles[0], angles[1], angles[2]), [qubit])
    case .cx(let control, let target):
      return GateStep(StandardGate.cx, [control, target])
    case .ccx(let a, let b, let target):
      return GateStep(StandardGate.ccx, [a, b, target])
    }
  }
}
