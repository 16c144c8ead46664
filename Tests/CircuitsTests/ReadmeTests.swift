import Circuits
import Testing

/// What the README shows, run.
@Suite struct ReadmeTests {
  @Test("The first program prints what the README says")
  func firstProgram() throws {
    var bell = Circuit(qubits: 2)
    bell.h(0)
    bell.cx(0, 1)
    let exact = try bell.probabilities()
    #expect(exact.keys.sorted() == ["00", "11"])
    #expect(exact.values.allSatisfy { abs($0 - 0.5) < 1e-15 })
    #expect(try bell.sample(shots: 1_000, seed: 7) == ["00": 477, "11": 523])
    #expect(try bell.stateVector().count == 4)

    var ansatz = Circuit(qubits: 2)
    let θ = ansatz.parameters(count: 2, named: "θ")
    ansatz.ry(θ[0], 0)
    ansatz.rzz(2 * θ[1], 0, 1)
    #expect(try ansatz.bound(to: [0.3, 0.7]).parameters.isEmpty)
    let simulator = Simulator()
    let turned = try simulator.run(ansatz, parameters: ["θ[0]": 0.3, "θ[1]": 0.7]).finalState
    #expect(turned?.qubits == [0, 1])

    let search = try Circuit.grover(marked: BitString(5, count: 4))
    #expect(try search.probabilities()["0101"] ?? 0 > 0.95)
    #expect(try Circuit.quantumFourierTransform(qubits: 8, inverse: true).qubitCount == 8)
  }

  struct SquareRootOfY: QuantumGate {
    let name = "sy"
    let qubitCount = 1
    func action(_ angles: [Double]) -> GateAction {
      .matrix([[Complex(0.5, 0.5), Complex(-0.5, -0.5)], [Complex(0.5, 0.5), Complex(0.5, 0.5)]])
    }
  }

  @Test("A user's gate of five lines runs, draws, exports, inverts and takes controls")
  func usersGate() throws {
    var circuit = Circuit(qubits: 2)
    circuit.h(1)
    circuit.append(SquareRootOfY(), to: [0])
    circuit.append(SquareRootOfY(), to: [0])
    circuit.append(SquareRootOfY().inverse.controlled(), to: [1, 0])

    // Twice the root is Y: Y|0⟩ = i|1⟩, and where qubit 1 is 1 the root is taken back once.
    let state = try circuit.stateVector()
    let r = 0.5.squareRoot()
    let expected: [Complex<Double>] = [
      0, Complex(0, r), Complex(r / 2, r / 2) * Complex(1), Complex(r / 2, r / 2),
    ]
    for index in 0..<4 { #expect((state[index] - expected[index]).length < 1e-15, "\(index)") }

    #expect(try circuit.drawing().contains("sy"))
    let readBack = try Circuit(openQASM: circuit.openQASM2())
    #expect(try readBack.stateVector().distanceUpToPhase(to: state) < 1e-12)

    circuit.append(try circuit.inverse())
    #expect(abs(try circuit.stateVector()[0].real - 1) < 1e-14)
  }
}
