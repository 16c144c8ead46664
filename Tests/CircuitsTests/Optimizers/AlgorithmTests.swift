import Circuits
import Testing

@Suite struct AlgorithmTests {
  private static func lowestEigenvalue(_ sum: PauliSum, qubits: Int) throws -> Double {
    try sum.matrix(qubits: qubits).hermitianEigendecomposition().values[0]
  }

  @Test("the variational eigensolver reaches the ground state of H2")
  func hydrogen() throws {
    let exact = try Self.lowestEigenvalue(.hydrogenMolecule, qubits: 4)
    #expect(abs(exact + 1.136189) < 1e-6)
    var ansatz = Circuit(qubits: 4)
    let θ = ansatz.parameters(count: 1, named: "θ")
    ansatz.x(0)
    ansatz.x(1)
    ansatz.append(PauliRotation([.y, .x, .x, .x], θ[0]), to: [0, 1, 2, 3])
    for optimizer in [
      LimitedMemoryBFGS(), Adam(learningRate: 0.1), Rotosolve(), NelderMead(),
      QuantumNaturalGradient(rate: 0.5),
    ] as [any Optimizer] {
      let ground = try ansatz.minimumEnergy(of: .hydrogenMolecule, from: [0], with: optimizer)
      #expect(abs(ground.value - exact) < 1e-6, "\(type(of: optimizer))")
    }
  }

  @Test("an ansatz of the Hamiltonian's own terms reaches the ground state of an Ising ring")
  func ising() throws {
    let qubits = 6
    let ising = try PauliSum.transverseFieldIsing(
      qubits: qubits, coupling: 1, field: 0.8, isRing: true)
    var ansatz = Circuit(qubits: qubits)
    let θ = ansatz.parameters(count: qubits, named: "θ")
    for qubit in 0..<qubits { ansatz.h(qubit) }
    for layer in 0..<(qubits / 2) {
      for qubit in 0..<qubits { ansatz.rzz(θ[2 * layer], qubit, (qubit + 1) % qubits) }
      for qubit in 0..<qubits { ansatz.rx(θ[2 * layer + 1], qubit) }
    }
    let ground = try ansatz.minimumEnergy(of: ising, from: [-0.4, -0.6, -0.5, -0.5, -0.6, -0.4])
    #expect(abs(ground.value - (try Self.lowestEigenvalue(ising, qubits: qubits))) < 1e-6)
  }

  @Test("one layer of QAOA cuts three quarters of a ring's edges")
  func maximumCut() throws {
    let edges = (0..<8).map { ($0, ($0 + 1) % 8) }
    let circuit = try Circuit.qaoaMaxCut(
      qubits: 8, edges: edges, gammas: [.parameter(Parameter("γ"))],
      betas: [.parameter(Parameter("β"))])
    let cut = try PauliSum.cut(edges: edges)
    var best = 0.0
    for start in [[0.4, 0.4], [-0.4, 0.4], [0.4, -0.4]] {
      best = max(best, -(try circuit.minimumEnergy(of: -cut, from: start).value))
    }
    #expect(abs(best - 6) < 1e-9)
    #expect(abs(try Self.lowestEigenvalue(-cut, qubits: 8) + 8) < 1e-12)
  }

  @Test("Hamiltonians refuse what is no chain and no graph")
  func refusals() {
    #expect(throws: QuantumError.self) {
      try PauliSum.transverseFieldIsing(qubits: 0, coupling: 1, field: 1)
    }
    #expect(throws: QuantumError.self) {
      try PauliSum.transverseFieldIsing(qubits: 2, coupling: 1, field: 1, isRing: true)
    }
    #expect(throws: QuantumError.duplicateQubit(1)) { try PauliSum.cut(edges: [(1, 1)]) }
    #expect(throws: QuantumError.self) { try PauliSum.cut(edges: [(0, -1)]) }
  }
}
