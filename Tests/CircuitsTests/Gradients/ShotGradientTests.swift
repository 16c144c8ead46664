import Circuits
import RealModule
import TestSupport
import Testing

@Suite struct ShotGradientTests {
  /// Rotations, Pauli rotations, phases, and all of them controlled, by expressions of weights and inputs.
  private static func circuit() -> Circuit {
    var circuit = Circuit(qubits: 3)
    let x = circuit.parameters(count: 2, named: "x")
    let w = circuit.parameters(count: 6, named: "w")
    for qubit in 0..<3 { circuit.h(qubit) }
    circuit.rx(x[0] * w[0], 0)
    circuit.ry(2 * w[1] + x[1], 1)
    circuit.crx(w[2], 0, 1)
    circuit.cp(w[3], 1, 2)
    circuit.append(PauliRotation([.x, .y, .z], w[4]), to: [0, 1, 2])
    circuit.append(PauliRotation([.y, .x], w[5]).controlled(), to: [2, 0, 1])
    circuit.crz(w[1], 1, 2)
    circuit.ry(w[0], 2)
    return circuit
  }

  private static let observables = [Z(0), 0.5 * X(1) * Y(2) - 2 * Z(1) + 0.25, Y(0)]

  @Test("the parameter-shift rule gives the exact gradient in the limit of many shots")
  func gradient() throws {
    let batch = try BatchedCircuit(
      Self.circuit(), inputs: [Parameter("x[0]"), Parameter("x[1]")],
      weights: (0..<6).map { Parameter("w[\($0)]") }, observables: Self.observables)
    let rows = [0.3, -1.2, 2.1, 0.4, -0.7, 0.9]
    let weights = [0.4, -1.1, 0.8, 1.7, -0.5, 2.2]
    let factors = [0.7, -1.3, 0.4]
    let exact = try batch.valuesAndGradient(inputs: rows, weights: weights) { sample, _, out in
      for k in 0..<3 { out[k] = factors[k] * Double(sample + 1) }
    }
    let shots = BatchedCircuit.Shots(1_000_000_000, seed: 3)
    let found = try batch.estimatedValuesAndGradient(inputs: rows, weights: weights, shots: shots) {
      sample, _, out in
      for k in 0..<3 { out[k] = factors[k] * Double(sample + 1) }
    }
    // A term has a deviation of 3e-5 or less; each gradient adds up some dozens of them.
    for (x, y) in zip(found.values, exact.values) { #expect(abs(x - y) < 4e-4) }
    for (x, y) in zip(found.weights, exact.weights) { #expect(abs(x - y) < 4e-3) }
    #expect(found.weights.contains { abs($0) > 0.5 })
  }

  @Test("estimates have the mean and variance of shots, and come again with their seed")
  func estimates() throws {
    let batch = try BatchedCircuit(
      Self.circuit(), inputs: [Parameter("x[0]"), Parameter("x[1]")],
      weights: (0..<6).map { Parameter("w[\($0)]") }, observables: [Z(0)])
    let weights = [0.4, -1.1, 0.8, 1.7, -0.5, 2.2]
    let count = 4_000
    let rows = (0..<count).flatMap { _ in [0.3, -1.2] }
    let exact = try batch.values(inputs: [0.3, -1.2], weights: weights)[0]
    let found = try batch.estimates(inputs: rows, weights: weights, shots: .init(50, seed: 1))
    let mean = found.reduce(0, +) / Double(count)
    let variance = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    let expected = (1 - exact * exact) / 50
    // Five standard deviations.
    #expect(abs(mean - exact) < 5 * (expected / Double(count)).squareRoot())
    #expect(abs(variance / expected - 1) < 5 * (2 / Double(count)).squareRoot())
    #expect(
      found == (try batch.estimates(inputs: rows, weights: weights, shots: .init(50, seed: 1))))
    #expect(
      found != (try batch.estimates(inputs: rows, weights: weights, shots: .init(50, seed: 2))))
  }

  @Test("gates of one's own and large circuits have the rule too, one evaluation after another")
  func general() throws {
    struct Halved: QuantumGate {
      let name = "halved"
      let qubitCount = 1
      var parameters: [Angle]
      func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
        let (c, s) = (Double.cos(angles[0] / 2), Double.sin(angles[0] / 2))
        return .matrix([[Complex(c), Complex(-s)], [Complex(s), Complex(c)]])
      }
      func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
        Halved(parameters: parameters)
      }
      var generator: PauliSum? { Y(0) }
    }
    var circuit = Circuit(qubits: 1)
    circuit.append(Halved(parameters: circuit.parameters(count: 1, named: "w")), to: [0])
    let batch = try BatchedCircuit(circuit, inputs: [], observables: [Z(0), I])
    let values = try batch.estimates(inputs: [], weights: [0], shots: .init(10, seed: 1))
    #expect(values == [1, 1])
    var large = Circuit(qubits: 13)
    let x = large.parameters(count: 1, named: "x")
    for qubit in 0..<13 { large.ry(x[0] * .value(0.1 * Double(qubit + 1)), qubit) }
    for qubit in 0..<12 { large.cx(qubit, qubit + 1) }
    large.append(Halved(parameters: large.parameters(count: 1, named: "w")), to: [3])
    for (circuit, inputs) in [(circuit, 0), (large, 1)] {
      let batch = try BatchedCircuit(
        circuit, inputs: inputs == 0 ? [] : [Parameter("x[0]")],
        observables: [Z(0), X(0) + Z(circuit.qubitCount - 1)])
      let rows = inputs == 0 ? [] : [0.4, 1.3]
      let exact = try batch.valuesAndGradient(inputs: rows, weights: [0.7]) { _, _, out in
        (out[0], out[1]) = (1, 2)
      }
      let found = try batch.estimatedValuesAndGradient(
        inputs: rows, weights: [0.7], shots: .init(1_000_000_000, seed: 1)
      ) { _, _, out in (out[0], out[1]) = (1, 2) }
      #expect(abs(exact.weights[0]) > 0.1 || inputs == 1)
      // A mean of so many shots deviates by 3e-5 or less.
      #expect(abs(exact.weights[0] - found.weights[0]) < 1e-3)
      for (a, b) in zip(exact.values, found.values) { #expect(abs(a - b) < 3e-4) }
    }
  }
}
