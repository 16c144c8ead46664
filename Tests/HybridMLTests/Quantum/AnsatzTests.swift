import HybridML
import TestSupport
import Testing

@Suite struct AnsatzTests {
  @Test("every design uses each of its weights, as many as it says, at every number of qubits")
  func counts() throws {
    for ansatz in QuantumModelTests.ansätze {
      for qubits in 1...9 {
        let circuit = try ansatz.circuit(qubits: qubits)
        let names = Set(circuit.parameters.map(\.name))
        #expect(names.count == ansatz.weightCount(qubits: qubits), "\(ansatz) \(qubits)")
        try circuit.validate()
      }
    }
  }

  @Test("weights per design are those of the literature")
  func literature() {
    let expected: [(Ansatz.Family, [Int])] = [
      // 2 layers on 2, 4 and 8 qubits.
      (.stronglyEntangling, [12, 24, 48]), (.basicEntangler, [4, 8, 16]),
      (.realAmplitudes, [6, 12, 24]), (.efficientSU2, [12, 24, 48]), (.twoLocal, [6, 12, 24]),
      (.simplifiedTwoDesign, [6, 16, 36]), (.matrixProductState, [4, 12, 28]),
      (.treeTensorNetwork, [4, 12, 28]), (.mera, [4, 16, 44]), (.convolutional, [14, 28, 42]),
      (.particleConserving, [6, 14, 30]),
    ]
    #expect(expected.map(\.0) == Ansatz.Family.allCases)
    for (family, counts) in expected {
      #expect([2, 4, 8].map { Ansatz(family, layers: 2).weightCount(qubits: $0) } == counts)
      #expect(family.summary.count > 40)
    }
  }

  @Test("the particle-conserving design keeps the probability of every number of ones")
  func particles() throws {
    var random = TestRandom(seed: 6)
    for qubits in 2...6 {
      var circuit = Circuit(qubits: qubits)
      for qubit in 0..<qubits {
        circuit.ry(.value(Double.random(in: 0...3, using: &random)), qubit)
      }
      func numbers(_ circuit: Circuit) throws -> [Double] {
        let state = try circuit.stateVector()
        var sums = Array(repeating: 0.0, count: qubits + 1)
        for index in 0..<1 << qubits { sums[index.nonzeroBitCount] += state[index].lengthSquared }
        return sums
      }
      let before = try numbers(circuit)
      let ansatz = Ansatz.particleConserving(layers: 3)
      let weights = (0..<ansatz.weightCount(qubits: qubits)).map { _ in
        Double.random(in: -3...3, using: &random)
      }
      let layers = try ansatz.circuit(qubits: qubits).bound(to: weights)
      circuit.append(layers)
      let after = try numbers(circuit)
      for (x, y) in zip(before, after) { #expect(abs(x - y) < 1e-13) }
    }
  }

  @Test("real amplitudes stay real, and the tree reads all qubits through its last")
  func structure() throws {
    let weights = (0..<12).map { 0.3 + 0.7 * Double($0) }
    let state = try Ansatz.realAmplitudes(layers: 2).circuit(qubits: 4).bound(to: weights)
      .stateVector()
    for index in 0..<16 { #expect(state[index].imaginary == 0) }

    // ⟨Z⟩ of the root depends on an input of every qubit.
    let model = try QuantumModel(
      .init(
        features: 8, outputs: 1, ansatz: .treeTensorNetwork(),
        readout: .observables([Z(7)]), head: .direct), seed: 3)
    let rows = RealMatrix(rows: 1, columns: 8, elements: (0..<8).map { 0.2 + 0.3 * Double($0) })
    let gradient = try model.inputGradient(rows, .values([0]), loss: .squaredError)
    for value in gradient.elements { #expect(abs(value) > 1e-6) }
  }
}
