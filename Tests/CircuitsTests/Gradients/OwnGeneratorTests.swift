import Circuits
import RealModule
import TestSupport
import Testing

/// Gates of one's own with several parameters.
@Suite struct OwnGeneratorTests {
  /// exp(-i/2 (a·XX + b·YY + c·ZZ)): three generators that commute.
  private struct Canonical: QuantumGate {
    var parameters: [Angle]
    let name = "canonical"
    let qubitCount = 2

    func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
      let matrices = try ["rxx", "ryy", "rzz"].enumerated().map {
        (index, name) throws(QuantumError) in
        try StandardGate(named: name, [.value(angles[index])]).matrix()
      }
      return .operation(.dense(matrices[0] * matrices[1] * matrices[2]))
    }

    func generators(_ angles: [Double]) -> [PauliSum]? {
      [X(0) * X(1), Y(0) * Y(1), Z(0) * Z(1)]
    }
  }

  /// Rz(φ) Ry(θ) Rz(λ): generators that change with the other angles.
  private struct Euler: QuantumGate {
    var parameters: [Angle]
    let name = "euler"
    let qubitCount = 1

    func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
      let matrices = try [("rz", 1), ("ry", 0), ("rz", 2)].map {
        (name, index) throws(QuantumError) in
        try StandardGate(named: name, [.value(angles[index])]).matrix()
      }
      return .operation(.dense(matrices[0] * matrices[1] * matrices[2]))
    }

    func generators(_ angles: [Double]) -> [PauliSum]? {
      let (θ, φ) = (angles[0], angles[1])
      return [
        Double.cos(φ) * Y(0) - Double.sin(φ) * X(0), Z(0),
        Double.cos(θ) * Z(0) + Double.sin(θ) * (Double.cos(φ) * X(0) + Double.sin(φ) * Y(0)),
      ]
    }
  }

  /// exp(-i/2 (a·X + b·Z)): generators that change with their own angles.
  private struct Field: QuantumGate {
    var parameters: [Angle]
    let name = "field"
    let qubitCount = 1

    func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
      let (a, b) = (angles[0], angles[1])
      let r = (a * a + b * b).squareRoot()
      let (c, s) = (Double.cos(r / 2), Double.sin(r / 2) / r)
      let off = Complex(0, -s * a)
      return .matrix([[Complex(c, -s * b), off], [off, Complex(c, s * b)]])
    }

    /// 2i ∂U/∂a U† by the series of ∫₀¹ exp(-itH) X exp(itH) dt in closed form: the part along the
    /// field stays, the part across turns by r.
    func generators(_ angles: [Double]) -> [PauliSum]? {
      let (a, b) = (angles[0], angles[1])
      let r = (a * a + b * b).squareRoot()
      let (x, z) = (a / r, b / r)
      let (turned, crossed) = (Double.sin(r) / r, (1 - .cos(r)) / r)
      return [(1.0, 0.0), (0, 1)].map { ex, ez in
        let along = ex * x + ez * z
        let (ax, az) = (ex - along * x, ez - along * z)
        // n × e for n = (x, 0, z): along y.
        let y = z * ax - x * az
        return (along * x + turned * ax) * X(0) + (along * z + turned * az) * Z(0)
          + (crossed * y) * Y(0)
      }
    }
  }

  private static let observable =
    0.7 * Z(0) * X(1) - 0.4 * Y(2) + 1.3 * X(0) * Y(1) * Z(2) + 0.2 * Z(1)

  private static func circuit(_ gate: any QuantumGate, _ random: inout TestRandom) -> Circuit {
    var circuit = Circuit(qubits: 3)
    for qubit in 0..<3 { circuit.u(.value(random.angle()), .value(random.angle()), 0.3, qubit) }
    circuit.append(gate, to: random.qubits(gate.qubitCount, among: 3))
    circuit.cx(0, 1)
    circuit.rx(2 * .parameter(Parameter("p0")), 2)
    circuit.append(gate, to: random.qubits(gate.qubitCount, among: 3))
    circuit.cx(1, 2)
    for qubit in 0..<3 { circuit.u(.value(random.angle()), 0.2, .value(random.angle()), qubit) }
    return circuit
  }

  private static func gates() -> [any QuantumGate] {
    let p = (0..<3).map { Angle.parameter(Parameter("p\($0)")) }
    let bases: [any QuantumGate] = [
      Canonical(parameters: p), Euler(parameters: p), Field(parameters: [p[0], p[1]]),
      Canonical(parameters: [p[0] * p[1], 0.4, p[2] + p[0]]),
    ]
    return bases + bases.map(\.inverse)
      + bases.map { $0.qubitCount == 1 ? $0.controlled(on: [false]) : $0.controlled() }
      + bases.map { $0.power(-2) }
  }

  @Test(
    "gates with several generators, inverse, controlled and repeated, have the adjoint gradient")
  func gradients() throws {
    var random = TestRandom(seed: 1)
    for gate in Self.gates() {
      let circuit = Self.circuit(gate, &random)
      let prepared = try DifferentiableCircuit(circuit)
      let values = prepared.parameters.map { _ in Double.random(in: 0.3...1.4, using: &random) }
      let (value, exact) = try prepared.valueAndGradient(of: Self.observable, at: values)
      #expect(abs(value - (try expectation(of: Self.observable, in: circuit, at: values))) < 1e-12)
      for index in values.indices {
        let numerical = try numericalDerivative(
          of: { x in
            var moved = values
            moved[index] = x
            return try expectation(of: Self.observable, in: circuit, at: moved)
          }, at: values[index])
        #expect(abs(exact[index] - numerical) < 1e-9, "\(gate.name) \(index)")
        let along = try prepared.jacobianVectorProduct(
          of: [Self.observable], along: values.indices.map { $0 == index ? 1 : 0 }, at: values)[0]
        #expect(abs(along - exact[index]) < 1e-12, "\(gate.name) \(index)")
      }
    }
  }

  @Test("generators that do not change with their own angle have shift rules, others are refused")
  func shiftRules() throws {
    var random = TestRandom(seed: 2)
    for gate in Self.gates() {
      let prepared = try DifferentiableCircuit(Self.circuit(gate, &random))
      let values = prepared.parameters.map { _ in Double.random(in: 0.3...1.4, using: &random) }
      if gate.name.contains("field") {
        #expect(throws: QuantumError.self) {
          try prepared.parameterShiftJacobian(of: [Self.observable], at: values)
        }
        continue
      }
      let exact = try prepared.valueAndGradient(of: Self.observable, at: values).gradient
      let shifted = try prepared.parameterShiftJacobian(of: [Self.observable], at: values)[0]
      for (a, b) in zip(exact, shifted) { #expect(abs(a - b) < 1e-11, "\(gate.name)") }
    }
  }

  @Test("second derivatives go through generators that stay as they are, and no others")
  func secondDerivatives() throws {
    var random = TestRandom(seed: 3)
    let p = (0..<3).map { Angle.parameter(Parameter("p\($0)")) }
    let circuit = Self.circuit(Canonical(parameters: p), &random)
    let prepared = try DifferentiableCircuit(circuit)
    let values = [0.4, 1.1, -0.7]
    let hessian = try prepared.hessian(of: Self.observable, at: values)
    for i in 0..<3 {
      let row = try numericalDerivatives(
        of: { x in
          var moved = values
          moved[i] = x
          return try prepared.valueAndGradient(of: Self.observable, at: moved).gradient
        }, at: values[i])
      for j in 0..<3 { #expect(abs(hessian[i][j] - row[j]) < 1e-8) }
    }
    let other = try DifferentiableCircuit(Self.circuit(Euler(parameters: p), &random))
    #expect(throws: QuantumError.self) { try other.hessian(of: Self.observable, at: values) }
  }

  @Test("batches of samples go through such gates, exactly and with shots")
  func batches() throws {
    var random = TestRandom(seed: 4)
    let p = (0..<3).map { Angle.parameter(Parameter("p\($0)")) }
    let circuit = Self.circuit(Euler(parameters: p), &random)
    let batch = try BatchedCircuit(
      circuit, inputs: [Parameter("p1")], weights: [Parameter("p0"), Parameter("p2")],
      observables: [Z(0), X(2)])
    let (rows, weights) = ([0.3, -0.8], [0.5, 1.2])
    let exact = try batch.valuesAndGradient(inputs: rows, weights: weights) { _, _, out in
      (out[0], out[1]) = (1, -0.5)
    }
    let prepared = try DifferentiableCircuit(
      circuit, parameters: [Parameter("p1"), Parameter("p0"), Parameter("p2")])
    var expected = [0.0, 0]
    for row in rows {
      let gradient = try prepared.valueAndGradient(of: Z(0) - 0.5 * X(2), at: [row] + weights)
        .gradient
      for k in 0..<2 { expected[k] += gradient[k + 1] }
    }
    for (a, b) in zip(exact.weights, expected) { #expect(abs(a - b) < 1e-12) }
    let found = try batch.estimatedValuesAndGradient(
      inputs: rows, weights: weights, shots: .init(1_000_000_000, seed: 5)
    ) { _, _, out in (out[0], out[1]) = (1, -0.5) }
    // Means of 1e9 shots deviate by 3e-5 or less; a gradient adds up a dozen of them.
    for (a, b) in zip(found.weights, expected) { #expect(abs(a - b) < 1e-3) }
    for (a, b) in zip(found.values, exact.values) { #expect(abs(a - b) < 3e-4) }
  }

  @Test("generators that are wrong in number, kind or value are refused with their gate's name")
  func refusals() throws {
    struct Wrong: QuantumGate {
      var parameters: [Angle]
      let name = "wrong"
      let qubitCount = 1
      let given: [PauliSum]?
      func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
        try StandardGate(named: "u3", [.value(angles[0]), .value(angles[1]), 0]).action(
          [angles[0], angles[1], 0])
      }
      func generators(_ angles: [Double]) -> [PauliSum]? { given }
    }
    let p = (0..<2).map { Angle.parameter(Parameter("p\($0)")) }
    let right: [PauliSum] = [Double.cos(0.96) * Y(0) - Double.sin(0.96) * X(0), Z(0)]
    for given in [
      nil, [], [Y(0)], [Y(0), Z(0)], [right[0], 2 * Z(0)], [right[0], Z(1)],
      [right[0], Complex(0, 1) * Z(0)],
    ] as [[PauliSum]?] {
      var circuit = Circuit(qubits: 2)
      circuit.append(Wrong(parameters: p, given: given), to: [0])
      let error = #expect(throws: QuantumError.self) { try DifferentiableCircuit(circuit) }
      #expect("\(error.map { "\($0)" } ?? "")".contains("wrong"), "\(String(describing: given))")
    }
    // A multiple of the identity is a phase: it shows under control only.
    var circuit = Circuit(qubits: 2)
    circuit.append(Wrong(parameters: p, given: right), to: [0])
    #expect(throws: Never.self) { try DifferentiableCircuit(circuit) }
    circuit.append(Wrong(parameters: p, given: right).controlled(), to: [0, 1])
    #expect(throws: QuantumError.self) { try DifferentiableCircuit(circuit) }
  }
}
