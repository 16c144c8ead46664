import Circuits
import TestSupport
import Testing

@Suite struct GradientTests {
  private static let parametricGates = GateTable.records.filter { !$0.parameterNames.isEmpty }
  private static let observable =
    0.7 * Z(0) * X(1) - 0.4 * Y(2) + 1.3 * X(0) * Y(1) * Z(2) + 0.2 * Z(1) + 0.1

  @Test("the gradient of every gate of the table agrees with parameter shift at every placement")
  func gatesOfTheTable() throws {
    #expect(Self.parametricGates.count > 20)
    var random = TestRandom(seed: 1)
    for record in Self.parametricGates {
      for placement in placements(of: record.qubitCount, among: 3) {
        var circuit = Self.scrambled(3, &random)
        let names = record.parameterNames.indices.map { Angle.parameter(Parameter("p\($0)")) }
        circuit.append(try StandardGate(record, names), to: placement)
        Self.scramble(&circuit, &random)
        try Self.check(circuit, Self.observable, &random, "\(record.name) on \(placement)")
      }
    }
  }

  @Test("the gradient of every gate of the table under a control agrees with parameter shift")
  func controlledGates() throws {
    var random = TestRandom(seed: 2)
    for record in Self.parametricGates where record.qubitCount < 3 {
      for value in [true, false] {
        var circuit = Self.scrambled(3, &random)
        let names = record.parameterNames.indices.map { Angle.parameter(Parameter("p\($0)")) }
        let gate = try StandardGate(record, names).controlled(on: [value])
        circuit.append(gate, to: random.qubits(gate.qubitCount, among: 3))
        Self.scramble(&circuit, &random)
        try Self.check(circuit, Self.observable, &random, "\(gate.name)")
      }
    }
  }

  @Test("random circuits with every gate have the gradient of parameter shift")
  func randomCircuits() throws {
    var random = TestRandom(seed: 3)
    for _ in 0..<12 {
      var circuit = Circuit(qubits: 4)
      var count = 0
      for _ in 0..<20 {
        let record = GateTable.records.randomElement(using: &random)!
        guard record.qubitCount <= 4, record.qubitCount > 0 else { continue }
        let angles = record.parameterNames.map { _ in
          count += 1
          return Angle.parameter(Parameter("p\(count)"))
        }
        circuit.append(
          try StandardGate(record, angles), to: random.qubits(record.qubitCount, among: 4))
      }
      try Self.check(circuit, Self.observable + X(3) * X(0), &random, "random")
    }
  }

  @Test("parameters in expressions and in several gates obey the chain rule")
  func expressions() throws {
    var random = TestRandom(seed: 4)
    let (a, b) = (Angle.parameter(Parameter("a")), Angle.parameter(Parameter("b")))
    let angles: [Angle] = [
      2 * a - b, a * b, a / b, .pow(a, 3), .pow(a, b), -a, .pi * b,
      Angle.Function.sin.of(a), Angle.Function.cos.of(b), Angle.Function.tan.of(a / 3),
      Angle.Function.exp.of(-b), Angle.Function.ln.of(a), Angle.Function.sqrt.of(a * b),
      Angle.Function.asin.of(a / 9), Angle.Function.acos.of(b / 9), Angle.Function.atan.of(a),
    ]
    for angle in angles {
      var circuit = Self.scrambled(3, &random)
      circuit.ry(angle, 0)
      circuit.rzz(angle, 0, 1)
      circuit.rx(a + b, 2)
      circuit.crx(b, 1, 2)
      circuit.p(angle, 2)
      Self.scramble(&circuit, &random)
      let values = [Double.random(in: 0.9...2, using: &random), 1.3]
      let order = circuit.parameters.map(\.name)
      #expect(order.count == 2)
      let (_, exact) = try circuit.valueAndGradient(of: Self.observable, at: values)
      let numerical = try gradient(
        of: Self.observable, in: circuit, at: values, by: numericalDerivative)
      for (x, y) in zip(exact, numerical) { #expect(abs(x - y) < 1e-8, "\(angle)") }
    }
  }

  @Test("definitions, Pauli rotations and gates with a generator have gradients")
  func otherGates() throws {
    struct Exchange: QuantumGate {
      var parameters: [Angle]
      let name = "exchange"
      let qubitCount = 2
      let generator: PauliSum? = 0.5 * X(0) * X(1) + 0.5 * Y(0) * Y(1)
      func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
        try StandardGate(named: "xx_plus_yy", [.value(angles[0]), 0]).action([angles[0], 0])
      }
    }
    var random = TestRandom(seed: 5)
    let (a, b) = (Angle.parameter(Parameter("a")), Angle.parameter(Parameter("b")))
    let definition = try CompositeGate.Definition(
      "pair", parameters: [Parameter("t")], qubits: 2,
      body: [
        GateStep(StandardGate.ry(.parameter(Parameter("t"))), [1]),
        GateStep(StandardGate.cp(2 * .parameter(Parameter("t"))), [0, 1]),
        GateStep(StandardGate.h, [0]),
      ])
    let gates: [any QuantumGate] = [
      try CompositeGate(definition, [a * b]), try CompositeGate(definition, [a]).inverse,
      try CompositeGate(definition, [a]).controlled(), PauliRotation([.y, .z, .x], a),
      PauliRotation([.i, .y], b), PauliRotation([.i, .i], b).controlled(),
      Exchange(parameters: [a]), Exchange(parameters: [a]).inverse,
      Exchange(parameters: [a]).controlled(),
    ]
    for gate in gates {
      var circuit = Self.scrambled(3, &random)
      circuit.append(gate, to: random.qubits(gate.qubitCount, among: 3))
      circuit.rx(b, 1)
      Self.scramble(&circuit, &random)
      let values = circuit.parameters.map { _ in random.angle() }
      let (_, exact) = try circuit.valueAndGradient(of: Self.observable, at: values)
      let numerical = try gradient(
        of: Self.observable, in: circuit, at: values, by: numericalDerivative)
      for (x, y) in zip(exact, numerical) { #expect(abs(x - y) < 1e-8, "\(gate.name)") }
    }
  }

  @Test("the rows of a Jacobian are the gradients, and weights combine them")
  func jacobian() throws {
    var random = TestRandom(seed: 6)
    var circuit = Self.scrambled(3, &random)
    let θ = circuit.parameters(count: 5, named: "θ")
    circuit.rx(θ[0], 0)
    circuit.crz(θ[1], 0, 2)
    circuit.u(θ[2], θ[3], θ[4], 1)
    Self.scramble(&circuit, &random)
    let values = (0..<5).map { _ in random.angle() }
    let observables = [Z(0), X(1) * Y(2), Self.observable, PauliSum()]
    let prepared = try DifferentiableCircuit(circuit)
    let (expected, jacobian) = try prepared.valuesAndJacobian(of: observables, at: values)
    #expect(expected == (try prepared.values(of: observables, at: values)))
    let weights = [0.3, -1.2, 0.5, 2]
    let combined = try prepared.vectorJacobianProduct(
      of: observables, weights: weights, at: values)
    for (index, observable) in observables.enumerated() {
      let single = try prepared.valueAndGradient(of: observable, at: values)
      #expect(single.value == expected[index])
      #expect(single.gradient == jacobian[index])
    }
    for parameter in 0..<5 {
      let sum = zip(weights, jacobian).reduce(0) { $0 + $1.0 * $1.1[parameter] }
      #expect(abs(sum - combined[parameter]) < 1e-13)
    }
  }

  @Test("qubits that no gate touches are 0 in every observable")
  func untouchedQubits() throws {
    var circuit = Circuit(qubits: 70)
    let a = circuit.parameters(count: 1, named: "a")[0]
    circuit.ry(a, 66)
    let prepared = try DifferentiableCircuit(circuit)
    let (values, jacobian) = try prepared.valuesAndJacobian(
      of: [Z(66) * Z(3), X(66) * X(3), Z(3)], at: [0.4])
    #expect(abs(values[0] - Double.cos(0.4)) < 1e-15 && values[1] == 0 && values[2] == 1)
    #expect(abs(jacobian[0][0] + Double.sin(0.4)) < 1e-15)
    #expect(jacobian[1] == [0] && jacobian[2] == [0])
  }

  @Test("gradients have the same bits at every number of threads")
  func threads() throws {
    var random = TestRandom(seed: 7)
    var circuit = Circuit(qubits: 15)
    let θ = circuit.parameters(count: 30, named: "θ")
    for qubit in 0..<15 {
      circuit.ry(θ[qubit], qubit)
      circuit.rzz(θ[15 + qubit], qubit, (qubit + 4) % 15)
    }
    let values = θ.map { _ in random.angle() }
    let prepared = try DifferentiableCircuit(circuit)
    let observable = X(0) * Z(14) + Y(7)
    let one = try WorkerPool.withThreads(1) { () throws(QuantumError) in
      try prepared.valueAndGradient(of: observable, at: values).gradient
    }
    for threads in [2, 3, 8] {
      let more = try WorkerPool.withThreads(threads) { () throws(QuantumError) in
        try prepared.valueAndGradient(of: observable, at: values).gradient
      }
      #expect(one == more)
    }
  }

  @Test("large states, which run by plans, have the derivatives of their light cone")
  func planned() throws {
    // Z(7) sees qubits 6 to 8 alone, and so does the same circuit on three qubits.
    func circuit(_ qubits: Int, _ first: Int) -> Circuit {
      var circuit = Circuit(qubits: qubits)
      for qubit in 0..<qubits {
        circuit.ry(.parameter(Parameter("y\(first + qubit)")), qubit)
        circuit.rz(.parameter(Parameter("z\(first + qubit)")), qubit)
      }
      for qubit in 1..<qubits { circuit.rxx(0.7, qubit - 1, qubit) }
      for qubit in 0..<qubits { circuit.rx(.parameter(Parameter("x\(first + qubit)")), qubit) }
      return circuit
    }
    func value(of name: String) -> Double {
      Double(name.utf8.reduce(0) { 31 * $0 + Int($1) } % 100) / 17
    }
    let (large, small) = (circuit(16, 0), circuit(5, 5))
    let (names, few) = (large.parameters.map(\.name), small.parameters.map(\.name))
    let whole = try large.valueAndGradient(of: Z(7), at: names.map(value))
    let part = try small.valueAndGradient(of: Z(2), at: few.map(value))
    #expect(abs(whole.value - part.value) < 1e-12)
    for (name, derivative) in zip(names, whole.gradient) {
      let expected = few.firstIndex(of: name).map { part.gradient[$0] } ?? 0
      #expect(abs(derivative - expected) < 1e-12, "\(name)")
    }
  }

  @Test("what has no derivative is refused with a remedy")
  func refusals() throws {
    let a = Angle.parameter(Parameter("a"))
    var measuring = Circuit(qubits: 1, bits: 1)
    measuring.rx(a, 0)
    measuring.measure(0, into: 0)
    measuring.rx(a, 0)
    #expect(throws: QuantumError.self) { try DifferentiableCircuit(measuring) }
    var resetting = Circuit(qubits: 1)
    resetting.rx(a, 0)
    resetting.append(Instruction(.reset, qubits: [0]))
    #expect(throws: QuantumError.self) { try DifferentiableCircuit(resetting) }
    var circuit = Circuit(qubits: 1)
    circuit.append(StandardGate.rx(a).power(0.5), to: [0])
    #expect(throws: QuantumError.self) { try DifferentiableCircuit(circuit) }
    var rotation = Circuit(qubits: 1)
    rotation.rx(a, 0)
    let prepared = try DifferentiableCircuit(rotation)
    #expect(
      throws: QuantumError.wrongElementCount(what: "the circuit's parameters", expected: 1, got: 2)
    ) {
      try prepared.value(of: Z(0), at: [1, 2])
    }
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 1)) {
      try prepared.value(of: Z(3), at: [1])
    }
    #expect(throws: QuantumError.self) { try prepared.value(of: Z(0), at: [.infinity]) }
    #expect(throws: QuantumError.self) {
      try prepared.value(of: Complex(0, 1) * Z(0), at: [1])
    }
    #expect(throws: QuantumError.unboundParameter("a")) {
      do { _ = try DifferentiableCircuit(rotation, parameters: []) } catch let error as QuantumError
      {
        if case .located(let inner, _) = error { throw inner }
        throw error
      }
    }
  }

  // MARK: Helpers

  private static func scrambled(_ qubits: Int, _ random: inout TestRandom) -> Circuit {
    var circuit = Circuit(qubits: qubits)
    scramble(&circuit, &random)
    return circuit
  }

  /// Gates that entangle every qubit, so that no derivative vanishes by symmetry.
  private static func scramble(_ circuit: inout Circuit, _ random: inout TestRandom) {
    for qubit in 0..<circuit.qubitCount {
      circuit.u(.value(random.angle() + 0.1), .value(random.angle()), 0.7, qubit)
    }
    for qubit in 1..<circuit.qubitCount { circuit.cx(qubit - 1, qubit) }
    for qubit in 0..<circuit.qubitCount { circuit.ry(.value(random.angle() + 0.3), qubit) }
  }

  private static func check(
    _ circuit: Circuit, _ observable: PauliSum, _ random: inout TestRandom, _ name: String
  ) throws {
    let values = circuit.parameters.map { _ in random.angle() }
    let (value, exact) = try circuit.valueAndGradient(of: observable, at: values)
    #expect(abs(value - (try expectation(of: observable, in: circuit, at: values))) < 1e-12)
    let shifted = try gradient(of: observable, in: circuit, at: values, by: shiftDerivative)
    var planned = try DifferentiableCircuit(circuit)
    planned.plannedQubits = 0
    let large = try planned.valueAndGradient(of: observable, at: values)
    #expect(abs(value - large.value) < 1e-12)
    for (index, (x, y)) in zip(large.gradient, shifted).enumerated() {
      #expect(abs(x - y) < 1e-10, "\(name), parameter \(index), by plans: \(x) against \(y)")
    }
    for (index, (x, y)) in zip(exact, shifted).enumerated() {
      #expect(abs(x - y) < 1e-10, "\(name), parameter \(index): \(x) against \(y)")
    }
  }
}
