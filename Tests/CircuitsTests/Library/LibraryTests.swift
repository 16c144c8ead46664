import Circuits
import ComplexModule
import RealModule
import TestSupport
import Testing

/// Circuits of the library against closed forms.
@Suite("Library of circuits")
struct LibraryTests {
  private func amplitudes(_ circuit: Circuit) throws -> [Complex<Double>] {
    try ReferenceSimulator.state(after: circuit)
  }

  /// The matrix of a circuit, column by column.
  private func matrix(_ circuit: Circuit) throws -> ReferenceMatrix {
    let size = 1 << circuit.qubitCount
    let columns = try (0..<size).map { column in
      try ReferenceSimulator.state(
        after: circuit, from: (0..<size).map { $0 == column ? 1 : 0 })
    }
    return ReferenceMatrix((0..<size).map { row in (0..<size).map { columns[$0][row] } })
  }

  @Test("GHZ has 1/√2 at both ends and nothing between", arguments: 1...8)
  func ghz(_ qubits: Int) throws {
    var expected = [Complex<Double>](repeating: 0, count: 1 << qubits)
    expected[0] = Complex(Double.sqrt(0.5))
    expected[expected.count - 1] = expected[0]
    #expect(maximumDistance(try amplitudes(.ghz(qubits: qubits)), expected) < 1e-15)
  }

  @Test("The Fourier transform is its matrix, the inverse its adjoint", arguments: 1...6)
  func fourier(_ qubits: Int) throws {
    let size = 1 << qubits
    func root(_ power: Int) -> Complex<Double> {
      Complex(
        length: 1 / Double(size).squareRoot(), phase: 2 * .pi * Double(power % size) / Double(size))
    }
    let expected = ReferenceMatrix((0..<size).map { k in (0..<size).map { root(k * $0) } })
    let forward = try matrix(.quantumFourierTransform(qubits: qubits))
    #expect(forward.distance(to: expected) < 1e-14)
    let backward = try matrix(.quantumFourierTransform(qubits: qubits, inverse: true))
    #expect(backward.distance(to: expected.adjoint) < 1e-14)

    // Without swaps the rows come in bit-reversed order.
    func reversed(_ index: Int) -> Int {
      (0..<qubits).reduce(0) { $0 | ((index >> $1) & 1) << (qubits - 1 - $1) }
    }
    let bare = try matrix(.quantumFourierTransform(qubits: qubits, swaps: false))
    let shuffled = ReferenceMatrix((0..<size).map { expected.rows[reversed($0)] })
    #expect(bare.distance(to: shuffled) < 1e-14)
    let undone = try matrix(.quantumFourierTransform(qubits: qubits, inverse: true, swaps: false))
    #expect(undone.distance(to: shuffled.adjoint) < 1e-14)
  }

  @Test("Grover finds each item with probability sin²((2m + 1)θ)", arguments: 1...4, [false, true])
  func grover(_ bits: Int, _ helpers: Bool) throws {
    let θ = Double.asin(.pow(2, -Double(bits) / 2))
    for marked in 0..<UInt64(1 << bits) {
      for iterations in 0..<4 {
        let item = BitString(marked, count: bits)
        let circuit = try Circuit.grover(marked: item, iterations: iterations, helpers: helpers)
        #expect(circuit.qubitCount == (helpers ? max(bits, 2 * bits - 2) : bits))
        // Helpers are |0⟩ again: the item is the only basis state with this probability.
        let found = try amplitudes(circuit)[Int(marked)].lengthSquared
        let expected = Double.sin(Double(2 * iterations + 1) * θ)
        #expect(abs(found - expected * expected) < 1e-13)
      }
    }
  }

  @Test("Left to itself, Grover takes the iterations that serve best", arguments: 2...9)
  func groverIterations(_ bits: Int) throws {
    let state = try Circuit.grover(marked: BitString(1, count: bits)).stateVector()
    #expect(state[1].lengthSquared > 0.87)
  }

  @Test("With helpers no gate of a search has more than three qubits")
  func groverHelpers() throws {
    let circuit = try Circuit.grover(marked: BitString(5, count: 6), helpers: true)
    #expect(circuit.instructions.allSatisfy { $0.qubits.count <= 3 })
  }

  /// exp(−iHt) of the Ising chain by a Taylor series of short times, squared.
  private func evolution(
    _ qubits: Int, _ coupling: Double, _ field: Double, _ time: Double, _ isRing: Bool
  ) -> ReferenceMatrix {
    let x = ReferenceMatrix([[0, 1], [1, 0]])
    let z = ReferenceMatrix.diagonal([1, -1])
    var h = ReferenceMatrix.diagonal(.init(repeating: 0, count: 1 << qubits))
    for q in 0..<(isRing ? qubits : qubits - 1) {
      let zz = ReferenceMatrix.kron(z, z)
      h = h + Complex(coupling) * zz.placed(on: [q, (q + 1) % qubits], of: qubits)
    }
    for q in 0..<qubits { h = h + Complex(field) * x.placed(on: [q], of: qubits) }
    let small = Complex(0, -time / 1024) * h
    var (term, sum) = (ReferenceMatrix.identity(h.size), ReferenceMatrix.identity(h.size))
    for k in 1...8 {
      term = Complex(1 / Double(k)) * (term * small)
      sum = sum + term
    }
    for _ in 0..<10 { sum = sum * sum }
    return sum
  }

  @Test(
    "Trotter steps approach the evolution at their order", arguments: TrotterOrder.allCases,
    [false, true])
  func ising(_ order: TrotterOrder, _ isRing: Bool) throws {
    let exact = evolution(4, 0.7, -0.4, 1.1, isRing)
    let errors = try [8, 16, 32].map { steps in
      try matrix(
        .isingEvolution(
          qubits: 4, coupling: 0.7, field: -0.4, time: 1.1, steps: steps, order: order,
          isRing: isRing)
      ).distance(to: exact)
    }
    #expect(errors[0] < 0.2)
    // Twice as many steps: half the error at first order, a quarter at second.
    let ratio = order == .first ? 2.0 : 4.0
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect(abs(coarse / fine / ratio - 1) < 0.1)
    }
  }

  @Test("Phase estimation reads whole fractions exactly, others at the nearest one")
  func phaseEstimation() throws {
    var one = Circuit(qubits: 1)
    one.x(0)
    let bits = 5
    for phase in [0.0, 1, 7, 19, 31, 4.3, 12.5, 30.9] {
      let circuit = try Circuit.phaseEstimation(
        of: StandardGate.p(.value(2 * .pi * phase / 32)), bits: bits, preparation: one)
      let state = try amplitudes(circuit)
      for reading in 0..<32 {
        // |Σₓ exp(2πi x(φ − y/N))/N|².
        var sum = Complex<Double>.zero
        for x in 0..<32 {
          sum += Complex(
            length: 1.0 / 32, phase: 2 * .pi * Double(x) * (phase - Double(reading)) / 32)
        }
        #expect(abs(state[32 | reading].lengthSquared - sum.lengthSquared) < 1e-13)
      }
    }
  }

  @Test("Phase estimation takes any gate, and refuses a preparation of another width")
  func phaseEstimationOfAnyGate() throws {
    // The singlet is the eigenstate of swap with eigenvalue −1 = exp(2πi/2).
    var singlet = Circuit(qubits: 2)
    singlet.x(0)
    singlet.h(0)
    singlet.x(1)
    singlet.cx(0, 1)
    let circuit = try Circuit.phaseEstimation(
      of: StandardGate.swap, bits: 3, preparation: singlet)
    let state = try amplitudes(circuit)
    let found = (0..<4).reduce(0) { $0 + state[$1 << 3 | 4].lengthSquared }
    #expect(abs(found - 1) < 1e-12)
    #expect(
      throws: QuantumError.wrongQubitCount(operation: "the preparation", expected: 1, got: 2)
    ) {
      _ = try Circuit.phaseEstimation(of: StandardGate.s, bits: 3, preparation: singlet)
    }
  }

  @Test("One round of QAOA cuts an edge of a ring with the known probability")
  func qaoa() throws {
    // Z. Wang, S. Hadfield, Z. Jiang, E. Rieffel (2018), doi:10.1103/PhysRevA.97.022304, for vertices
    // of degree two without triangles: ½ + ¼ sin 4β sin γ (cos γ + cos γ).
    let edges = (0..<6).map { ($0, ($0 + 1) % 6) }
    for (γ, β) in [(0.3, 0.5), (-1.1, 0.2), (2.0, -0.7), (.pi / 4, .pi / 8)] {
      let state = try amplitudes(
        .qaoaMaxCut(qubits: 6, edges: edges, gammas: [.value(γ)], betas: [.value(β)]))
      let cut = state.indices.reduce(0.0) {
        ($1 ^ ($1 >> 1)) & 1 == 1 ? $0 + state[$1].lengthSquared : $0
      }
      let expected = 0.5 + 0.5 * Double.sin(4 * β) * Double.sin(γ) * Double.cos(γ)
      #expect(abs(cut - expected) < 1e-13)
    }
  }

  @Test("Wrong edges and counts of angles are refused")
  func wrongQAOA() {
    func build(_ edges: [(Int, Int)], _ betas: [Angle] = [1]) throws {
      _ = try Circuit.qaoaMaxCut(qubits: 3, edges: edges, gammas: [1], betas: betas)
    }
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 3)) {
      try build([(0, 3)])
    }
    #expect(throws: QuantumError.duplicateQubit(1)) { try build([(1, 1)]) }
    #expect(throws: QuantumError.wrongElementCount(what: "betas", expected: 1, got: 2)) {
      try build([(0, 1)], [1, 2])
    }
  }

  @Test("The ansatz has its parameters in the order of its gates, and a ring of cx")
  func ansatz() throws {
    let circuit = try Circuit.hardwareEfficientAnsatz(qubits: 3, layers: 2)
    #expect(circuit.parameters.map(\.name) == (0..<12).map { "θ[\($0)]" })
    #expect(circuit.instructions.count == 2 * (6 + 3))
    // At zero only the rings are left: |000⟩ stays.
    let state = try amplitudes(circuit.bound(to: Array(repeating: 0, count: 12)))
    #expect(abs(state[0].length - 1) < 1e-15)
    // One layer of ry(π) sets every qubit; the ring of cx then acts on ones.
    let flip = try Circuit.hardwareEfficientAnsatz(qubits: 3, layers: 1)
    let flipped = try amplitudes(flip.bound(to: [.pi, 0, .pi, 0, .pi, 0]))
    // 111 → cx(0,1) 101 → cx(1,2) 101 → cx(2,0) 100.
    #expect(abs(flipped[0b100].length - 1) < 1e-15)
  }
}
