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

  @Test("the documented programs reach the numbers beside them")
  func documented() throws {
    let chain = try PauliSum.transverseFieldIsing(qubits: 4, coupling: 1, field: 1)
    var ansatz = Circuit(qubits: 4)
    let θ = ansatz.parameters(count: 21, named: "θ")
    for qubit in 0..<4 { ansatz.h(qubit) }
    for layer in 0..<3 {
      for qubit in 0..<3 { ansatz.rzz(θ[7 * layer + qubit], qubit, qubit + 1) }
      for qubit in 0..<4 { ansatz.rx(θ[7 * layer + 3 + qubit], qubit) }
    }
    let ground = try ansatz.minimumEnergy(of: chain, from: Array(repeating: -0.3, count: 21))
    #expect(abs(ground.value - (try Self.lowestEigenvalue(chain, qubits: 4))) < 1e-6)
    #expect(abs(ground.value + 4.758770) < 1e-6)

    let edges = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2)]
    let names = Circuit().parameters(count: 4, named: "x")
    let rounds = try Circuit.qaoaMaxCut(
      qubits: 5, edges: edges, gammas: Array(names[0..<2]), betas: Array(names[2..<4]))
    let best = try rounds.minimumEnergy(
      of: -PauliSum.cut(edges: edges), from: [0.5, 0.5, 0.5, 0.5])
    let samples = try rounds.bound(to: best.point).sample(shots: 1_000, seed: 1)
    #expect(abs(best.value + 4.6234) < 1e-4)
    let likeliest = try #require(samples.max { $0.value < $1.value }).key
    let bits = likeliest.reversed().map { $0 == "1" }
    #expect(edges.count { bits[$0.0] != bits[$0.1] } == 5)
    #expect(abs(try Self.lowestEigenvalue(-PauliSum.cut(edges: edges), qubits: 5) + 5) < 1e-12)
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
