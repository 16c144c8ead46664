public import Gates
import RealModule

/// Families of circuits for comparing simulators, one circuit for each width and seed.
///
/// The raw value is the short name that `qsim bench` takes. The families, except `qpe`, are those of
/// `Benchmarks/peers/circuits.py`; random numbers differ.
public enum CircuitFamily: String, CaseIterable, Sendable {
  case ghz, qft, rqc, qv, hea, grover, ising, qaoa, qpe, clifford

  /// What the circuit is, in a clause.
  public var summary: String {
    switch self {
    case .ghz: "a Hadamard gate and a chain of cx"
    case .qft: "quantum Fourier transform of a random product state"
    case .rqc: "random brickwork, 20 layers"
    case .qv: "quantum volume, as many layers as qubits"
    case .hea: "hardware-efficient ansatz, 10 layers"
    case .grover: "Grover's search with helper qubits, at most 4 iterations"
    case .ising: "Ising chain, 20 Trotter steps"
    case .qaoa: "QAOA for MaxCut on a random graph of degree three, 3 rounds"
    case .qpe: "phase estimation of a phase gate"
    case .clifford: "random Clifford layers, 20"
    }
  }

  /// The fewest qubits of the family.
  public var minimumQubits: Int {
    switch self {
    case .ghz, .qft, .rqc, .hea, .ising, .clifford: 1
    case .qv, .qpe: 2
    case .grover, .qaoa: 4
    }
  }

  /// The circuit of this width, which uses every qubit and measures nothing.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` below ``minimumQubits``.
  public func circuit(qubits: Int, seed: UInt64 = 20) throws(QuantumError) -> Circuit {
    guard qubits >= minimumQubits else {
      throw .outOfRange(
        what: "the number of qubits of \(rawValue)", value: Double(qubits),
        range: "\(minimumQubits)…")
    }
    var circuit = try build(qubits, seed)
    circuit.name = "\(rawValue)_\(qubits)"
    return circuit
  }

  private func build(_ qubits: Int, _ seed: UInt64) throws(QuantumError) -> Circuit {
    var random = RandomChoices(seed: seed, qubits: qubits)
    var circuit = Circuit(qubits: qubits)
    switch self {
    case .ghz: return try .ghz(qubits: qubits)
    case .rqc: return try .randomBrickwork(qubits: qubits, depth: 20, seed: seed)
    case .qv: return try .quantumVolume(qubits: qubits, seed: seed)
    case .clifford: return try .randomClifford(qubits: qubits, depth: 20, seed: seed)
    case .hea:
      let ansatz = try Circuit.hardwareEfficientAnsatz(qubits: qubits, layers: 10)
      return try ansatz.bound(to: (0..<20 * qubits).map { _ in random.angle() })
    case .qft:
      // A transform of |0…0⟩ could be shortened.
      for qubit in 0..<qubits { circuit.appendHaarGate(qubit, using: &random) }
      circuit.append(try .quantumFourierTransform(qubits: qubits))
    case .ising:
      for qubit in 0..<qubits { circuit.ry(.value(random.angle()), qubit) }
      circuit.append(
        try .isingEvolution(qubits: qubits, coupling: 1, field: 0.9, time: 2, steps: 20))
    case .qaoa:
      let edges = Self.edgesOfDegreeThree(vertices: qubits, using: &random)
      let angles = (0..<6).map { _ in Angle.value(random.angle()) }
      return try .qaoaMaxCut(
        qubits: qubits, edges: edges, gammas: Array(angles[..<3]), betas: Array(angles[3...]))
    case .qpe:
      var one = Circuit(qubits: 1)
      one.x(0)
      return try .phaseEstimation(
        of: StandardGate.p(.value(random.angle())), bits: qubits - 1, preparation: one)
    case .grover:
      let bits = (qubits + 2) / 2
      var search = GroverSearch(marked: random.bits(bits))
      search.helpers = Array(bits..<2 * bits - 2)
      if !qubits.isMultiple(of: 2) { search.flag = qubits - 1 }
      search.append(
        iterations: min(4, Circuit.bestGroverIterations(bits: bits)), to: &circuit)
    }
    return circuit
  }

  /// A random Hamiltonian cycle and a random matching without doubled edges; an odd number leaves one
  /// vertex with degree two.
  static func edgesOfDegreeThree(
    vertices: Int, using random: inout RandomChoices
  ) -> [(Int, Int)] {
    func edge(_ a: Int, _ b: Int) -> SIMD2<Int> { [min(a, b), max(a, b)] }
    let order = random.permutation(vertices)
    let cycle = Set((0..<vertices).map { edge(order[$0], order[($0 + 1) % vertices]) })
    while true {
      let chords = random.pairs(vertices).map { edge($0.0, $0.1) }
      guard cycle.isDisjoint(with: chords) else { continue }
      return cycle.union(chords).map { ($0.x, $0.y) }.sorted { $0 < $1 }
    }
  }
}
