public import Gates

extension Circuit {
  /// A hardware-efficient ansatz: layers of `ry` and `rz` on every qubit, each followed by a ring of
  /// `cx` (a single `cx` for two qubits).
  ///
  /// Its 2·qubits·layers parameters are named θ[0], θ[1], … in the order of the gates:
  /// `bound(to:)`, or `parameters:` of a run, gives them values.
  /// A. Kandala et al., "Hardware-efficient variational quantum eigensolver" (2017),
  /// doi:10.1038/nature23879.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more.
  ///   - layers: 0 or more.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func hardwareEfficientAnsatz(
    qubits: Int, layers: Int
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    try check(layers, atLeast: 0, "the number of layers")
    var circuit = Circuit(qubits: qubits)
    var θ = circuit.parameters(count: 2 * qubits * layers, named: "θ")[...]
    for _ in 0..<layers {
      for qubit in 0..<qubits {
        circuit.ry(θ.removeFirst(), qubit)
        circuit.rz(θ.removeFirst(), qubit)
      }
      for qubit in 0..<(qubits == 2 ? 1 : qubits) where qubits > 1 {
        circuit.cx(qubit, (qubit + 1) % qubits)
      }
    }
    return circuit
  }

  /// The quantum approximate optimisation algorithm for MaxCut: one round for each pair of angles.
  ///
  /// A round is exp(−iγC) exp(−iβB) in the order of the paper, the first acting first, with
  /// C = Σ (1 − ZₐZᵦ)/2 over edges (the size of the cut, up to a global phase) and B = Σ X, after a
  /// Hadamard gate on every qubit.
  /// E. Farhi, J. Goldstone, S. Gutmann, "A quantum approximate optimization algorithm" (2014),
  /// arXiv:1411.4028.
  ///
  /// - Parameters:
  ///   - edges: pairs of different vertices in `0..<qubits`.
  ///   - gammas: γ of each round; numbers or named parameters.
  ///   - betas: β of each round, as many.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``,
  ///   ``QuantumError/wrongElementCount(what:expected:got:)``; for a wrong edge
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)`` or ``QuantumError/duplicateQubit(_:)``.
  public static func qaoaMaxCut(
    qubits: Int, edges: [(Int, Int)], gammas: [Angle], betas: [Angle]
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    guard gammas.count == betas.count else {
      throw .wrongElementCount(what: "betas", expected: gammas.count, got: betas.count)
    }
    for (a, b) in edges {
      for qubit in [a, b] where !(0..<qubits).contains(qubit) {
        throw .qubitOutOfRange(qubit: qubit, qubitCount: qubits)
      }
      if a == b { throw .duplicateQubit(a) }
    }
    var circuit = Circuit(qubits: qubits)
    for qubit in 0..<qubits { circuit.h(qubit) }
    for (γ, β) in zip(gammas, betas) {
      for (a, b) in edges { circuit.rzz(-γ, a, b) }
      for qubit in 0..<qubits { circuit.rx(2 * β, qubit) }
    }
    return circuit
  }
}
