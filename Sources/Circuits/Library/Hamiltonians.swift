public import Gates

extension PauliSum {
  /// The transverse-field Ising chain `−J Σ Z_q Z_{q+1} − h Σ X_q`.
  ///
  /// - Parameter isRing: whether the last qubit is coupled to the first.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for no qubit, or a ring of fewer than three.
  public static func transverseFieldIsing(
    qubits: Int, coupling: Double, field: Double, isRing: Bool = false
  ) throws(QuantumError) -> PauliSum {
    guard qubits >= (isRing ? 3 : 1) else {
      throw .outOfRange(
        what: "the number of qubits of an Ising \(isRing ? "ring" : "chain")",
        value: Double(qubits), range: isRing ? "3…" : "1…")
    }
    var terms: [Term] = []
    for qubit in 0..<(isRing ? qubits : qubits - 1) {
      terms.append(
        Term(Complex(-coupling), PauliString([.z, .z], on: [qubit, (qubit + 1) % qubits])))
    }
    for qubit in 0..<qubits { terms.append(Term(Complex(-field), PauliString([.x], on: [qubit]))) }
    return PauliSum(terms)
  }

  /// The number of edges that a bit string cuts: `Σ (1 − Z_i Z_j)/2`. Its largest eigenvalue is the
  /// maximum cut; minimise its negative.
  ///
  /// - Throws: ``QuantumError/duplicateQubit(_:)`` for an edge from a vertex to itself,
  ///   ``QuantumError/outOfRange(what:value:range:)`` for a negative vertex.
  public static func cut(edges: [(Int, Int)]) throws(QuantumError) -> PauliSum {
    var terms: [Term] = []
    for (a, b) in edges {
      guard a >= 0, b >= 0 else {
        throw .outOfRange(what: "a vertex", value: Double(min(a, b)), range: "0…")
      }
      guard a != b else { throw .duplicateQubit(a) }
      terms.append(Term(Complex(0.5), .identity))
      terms.append(Term(Complex(-0.5), PauliString([.z, .z], on: [a, b])))
    }
    return PauliSum(terms)
  }

  /// The hydrogen molecule in the minimal basis STO-3G at a distance of 0.7 Å, in hartree: four spin
  /// orbitals by the Jordan–Wigner transformation, qubits 0 and 1 filled in the Hartree–Fock state. The
  /// lowest eigenvalue is −1.136189 Ha.
  ///
  /// The integrals are those of the standard example of variational eigensolvers (A. Peruzzo et al.
  /// (2014), doi:10.1038/ncomms5213; S. McArdle et al., "Quantum computational chemistry" (2020),
  /// doi:10.1103/RevModPhys.92.015003, section VIII).
  public static let hydrogenMolecule: PauliSum = {
    let exchange = 0.044750084063019925
    func term(_ coefficient: Double, _ paulis: [Pauli], _ qubits: [Int]) -> Term {
      Term(Complex(coefficient), PauliString(paulis, on: qubits))
    }
    return PauliSum([
      term(-0.04207255194743911, [], []),
      term(0.17771358229091766, [.z], [0]), term(0.17771358229091766, [.z], [1]),
      term(-0.24274501260941383, [.z], [2]), term(-0.24274501260941383, [.z], [3]),
      term(0.17059759276836803, [.z, .z], [0, 1]), term(0.1762766139418181, [.z, .z], [2, 3]),
      term(0.12293330449299361, [.z, .z], [0, 2]), term(0.12293330449299361, [.z, .z], [1, 3]),
      term(0.16768338855601356, [.z, .z], [0, 3]), term(0.16768338855601356, [.z, .z], [1, 2]),
      term(exchange, [.y, .x, .x, .y], [0, 1, 2, 3]),
      term(exchange, [.x, .y, .y, .x], [0, 1, 2, 3]),
      term(-exchange, [.y, .y, .x, .x], [0, 1, 2, 3]),
      term(-exchange, [.x, .x, .y, .y], [0, 1, 2, 3]),
    ])
  }()
}

extension Circuit {
  /// The variational eigensolver: the lowest ⟨H⟩ that this circuit reaches from a starting point.
  ///
  /// ```swift
  /// var ansatz = Circuit(qubits: 4)
  /// let θ = ansatz.parameters(count: 1, named: "θ")
  /// ansatz.x(0)
  /// ansatz.x(1)
  /// ansatz.append(PauliRotation([.y, .x, .x, .x], θ[0]), to: [0, 1, 2, 3])
  /// let ground = try ansatz.minimumEnergy(of: .hydrogenMolecule, from: [0])
  /// print(ground.value)  // −1.1361894 hartree
  /// ```
  ///
  /// - Parameters:
  ///   - start: a value for each of ``parameters``.
  ///   - optimizer: L-BFGS on exact gradients unless said otherwise.
  /// - Throws: as ``DifferentiableCircuit/init(_:parameters:)``,
  ///   ``DifferentiableCircuit/values(of:at:)`` and
  ///   ``Optimizer/minimize(_:from:until:onIteration:)``.
  public func minimumEnergy(
    of hamiltonian: PauliSum, from start: [Double],
    with optimizer: some Optimizer = LimitedMemoryBFGS(),
    until stop: StopCondition = StopCondition()
  ) throws(QuantumError) -> Minimum {
    let objective = Objective(energy: hamiltonian, of: try DifferentiableCircuit(self))
    return try optimizer.minimize(objective, from: start, until: stop)
  }
}
