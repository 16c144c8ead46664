public import Gates

extension Circuit {
  /// Random brickwork: in each layer a random one-qubit gate on every qubit (`rx`, `ry`, `rz`, or one
  /// from the Haar measure), then `cz` on neighbours, rows of even and odd places taking turns.
  ///
  /// The kind of circuit of S. Boixo et al., "Characterizing quantum supremacy in near-term devices"
  /// (2018), doi:10.1038/s41567-018-0124-x, on a chain.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more.
  ///   - depth: layers, 0 or more.
  ///   - seed: the same seed gives the same circuit on every machine.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func randomBrickwork(
    qubits: Int, depth: Int, seed: UInt64
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    try check(depth, atLeast: 0, "the depth")
    var random = RandomChoices(seed: seed, qubits: qubits)
    var circuit = Circuit(qubits: qubits)
    for layer in 0..<depth {
      for qubit in 0..<qubits {
        switch random.below(4) {
        case 0: circuit.rx(.value(random.angle()), qubit)
        case 1: circuit.ry(.value(random.angle()), qubit)
        case 2: circuit.rz(.value(random.angle()), qubit)
        default: circuit.appendHaarGate(qubit, using: &random)
        }
      }
      for qubit in stride(from: layer % 2, to: qubits - 1, by: 2) { circuit.cz(qubit, qubit + 1) }
    }
    return circuit
  }

  /// Quantum volume: layers of random two-qubit gates on random disjoint pairs.
  ///
  /// A. W. Cross et al., "Validating quantum computers using randomized model circuits" (2019),
  /// doi:10.1103/PhysRevA.100.032328. A pair's gate is four Haar one-qubit gates around a generic
  /// interaction of three `cx` (F. Vatan and C. Williams 2004, doi:10.1103/PhysRevA.69.032315,
  /// figure 6). Its three interaction angles are uniform, not Haar: the work is the same, heavy-output
  /// statistics are not exactly those of the paper.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more.
  ///   - depth: layers; as many as qubits by default.
  ///   - seed: the same seed gives the same circuit on every machine.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func quantumVolume(
    qubits: Int, depth: Int? = nil, seed: UInt64
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    let depth = depth ?? qubits
    try check(depth, atLeast: 0, "the depth")
    var random = RandomChoices(seed: seed, qubits: qubits)
    var circuit = Circuit(qubits: qubits)
    for _ in 0..<depth {
      for (a, b) in random.pairs(qubits) {
        circuit.appendHaarGate(a, using: &random)
        circuit.appendHaarGate(b, using: &random)
        circuit.cx(b, a)
        circuit.rz(.value(random.angle()), a)
        circuit.ry(.value(random.angle()), b)
        circuit.cx(a, b)
        circuit.ry(.value(random.angle()), b)
        circuit.cx(b, a)
        circuit.appendHaarGate(a, using: &random)
        circuit.appendHaarGate(b, using: &random)
      }
    }
    return circuit
  }

  /// Random Clifford layers: one of `h`, `s`, `sdg`, `x`, `y`, `z` on every qubit, then one of `cx`,
  /// `cz`, `swap` on random disjoint pairs.
  ///
  /// The gates generate the Clifford group (D. Gottesman, arXiv:quant-ph/9807006), but a circuit of a
  /// few layers is not uniform over it.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more.
  ///   - depth: layers, 0 or more.
  ///   - seed: the same seed gives the same circuit on every machine.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func randomClifford(
    qubits: Int, depth: Int, seed: UInt64
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    try check(depth, atLeast: 0, "the depth")
    var random = RandomChoices(seed: seed, qubits: qubits)
    let oneQubit: [StandardGate] = [.h, .s, .sdg, .x, .y, .z]
    let twoQubit: [StandardGate] = [.cx, .cz, .swap]
    var circuit = Circuit(qubits: qubits)
    for _ in 0..<depth {
      for qubit in 0..<qubits { circuit.append(oneQubit[random.below(6)], to: [qubit]) }
      for (a, b) in random.pairs(qubits) {
        circuit.append(twoQubit[random.below(3)], to: [a, b])
      }
    }
    return circuit
  }
}
