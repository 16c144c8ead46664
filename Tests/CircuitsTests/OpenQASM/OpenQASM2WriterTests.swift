import TestSupport
import Testing

@testable import Circuits

@Suite struct OpenQASM2WriterTests {
  private static let head = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

  @Test("Registers, measurements, resets, barriers and conditions under their own names")
  func statements() throws {
    var circuit = Circuit()
    circuit.addQubits(2, named: "psi")
    circuit.addQubits(1, named: "target")
    circuit.addBits(2, named: "flags")
    circuit.h(0)
    circuit.cx(0, 2)
    circuit.rz(.pi / 8, 1)
    circuit.barrier()
    circuit.measure(1, into: 1)
    circuit.reset(1)
    circuit.if(circuit.classicalRegisters[0], equals: 2) { $0.x(2) }
    #expect(
      try circuit.openQASM2() == Self.head + """
        qreg psi[2];
        qreg target[1];
        creg flags[2];
        h psi[0];
        cx psi[0],target[0];
        rz(pi/8) psi[1];
        barrier psi[0],psi[1],target[0];
        measure psi[1] -> flags[1];
        reset psi[1];
        if(flags==2) x target[0];

        """)
  }

  @Test("Gates that qelib1 lacks are defined once, after those they use")
  func definitions() throws {
    var circuit = Circuit(qubits: 2)
    circuit.givens(0.5, 0, 1)
    circuit.givens(.pi / 3, 1, 0)
    circuit.gphase(.pi / 4)
    circuit.append(StandardGate.x.controlled(on: [false]), to: [1, 0])
    #expect(
      try circuit.openQASM2() == Self.head + """
        gate ryy(theta) q0,q1 {
          rx(pi/2) q0;
          rx(pi/2) q1;
          rzz(theta) q0,q1;
          rx(-pi/2) q0;
          rx(-pi/2) q1;
        }
        gate xx_plus_yy(theta,beta) q0,q1 \
        { rz(beta) q0; rxx(theta/2.0) q0,q1; ryy(theta/2.0) q0,q1; rz(-beta) q0; }
        gate givens(theta) q0,q1 { xx_plus_yy(2.0*theta,pi/2) q0,q1; }
        // gphase: the global phase exp(i*gamma)
        gate gphase(gamma) q0 { u1(gamma) q0; x q0; u1(gamma) q0; x q0; }
        gate cx_o0 q0,q1 { x q0; cx q0,q1; x q0; }
        qreg q[2];
        givens(0.5) q[0],q[1];
        givens(pi/3) q[1],q[0];
        gphase(pi/4) q[0];
        cx_o0 q[1],q[0];

        """)
  }

  @Test("Composite gates keep their structure and their parameters")
  func composites() throws {
    let (a, b) = (Parameter("θ"), Parameter("x"))
    let inner = try CompositeGate.Definition(
      "inner", parameters: [a, b], qubits: 2,
      body: [
        GateStep(StandardGate.rx(.parameter(a) / 2 - .pi / 4), [0]),
        GateStep(StandardGate.cp(.parameter(b) * (.parameter(a) + 1)), [1, 0]),
      ])
    let outer = try CompositeGate.Definition(
      "outer", parameters: [a], qubits: 3,
      body: [
        GateStep(try CompositeGate(inner, [.parameter(a), 0.5]), [0, 2]),
        GateStep(try CompositeGate(inner, [0.25, .parameter(a)]).inverse, [1, 2]),
      ])
    var circuit = Circuit(qubits: 3)
    circuit.append(try CompositeGate(outer, [0.3]), to: [2, 1, 0])
    circuit.append(try CompositeGate(outer, [0.4]), to: [0, 1, 2])
    #expect(
      try circuit.openQASM2() == Self.head + """
        gate inner(theta,x_1) q0,q1 { rx((theta/2.0)-(pi/4)) q0; cp(x_1*(theta+1.0)) q1,q0; }
        gate inner_dg(theta,x_1) q0,q1 { cp(-(x_1*(theta+1.0))) q1,q0; rx(-((theta/2.0)-(pi/4))) q0; }
        gate outer(theta) q0,q1,q2 { inner(theta,0.5) q0,q2; inner_dg(0.25,theta) q1,q2; }
        qreg q[3];
        outer(0.3) q[2],q[1],q[0];
        outer(0.4) q[0],q[1],q[2];

        """)
  }

  @Test("A composite gate with a function that OpenQASM 2 lacks is written for its values")
  func specialized() throws {
    let a = Parameter("a")
    let definition = try CompositeGate.Definition(
      "turn", parameters: [a], qubits: 1,
      body: [GateStep(StandardGate.rz(.function(.atan, .parameter(a))), [0])])
    var circuit = Circuit(qubits: 1)
    for value in [0.5, 1.0, 0.5] {
      circuit.append(try CompositeGate(definition, [.value(value)]), to: [0])
    }
    #expect(
      try circuit.openQASM2() == Self.head + """
        gate turn q0 { rz(0.4636476090008061) q0; }
        gate turn_1 q0 { rz(pi/4) q0; }
        qreg q[1];
        turn q[0];
        turn_1 q[0];
        turn q[0];

        """)
  }

  @Test("Names that the language does not allow are replaced, each by its own")
  func names() throws {
    var circuit = Circuit()
    for name in ["Q", "h", "θ", "q", "0x", "_a", "a b", "", "q", "if", "量"] {
      circuit.addQubits(1, named: name)
    }
    circuit.addQubits(0, named: "none")
    circuit.addBits(1, named: "q_1")
    struct Odd: QuantumGate {
      let name = "Cx"
      let qubitCount = 1
      func action(_ angles: [Double]) -> GateAction { .operation(.flip) }
    }
    circuit.append(Odd(), to: [0])
    let text = try circuit.openQASM2()
    let names = text.split(separator: "\n").compactMap { line -> Substring? in
      guard line.hasPrefix("qreg ") || line.hasPrefix("creg ") else { return nil }
      return line.dropFirst(5).prefix { $0 != "[" }
    }
    #expect(
      names == [
        "q_2", "h_1", "theta", "q", "g_0x", "g_a", "a_b", "unnamed", "q_3", "if_1", "u91cf", "q_1",
      ])
    #expect(text.contains("gate cx_1 q0 { x q0; }"))
  }

  @Test("Gates of one name that differ get definitions of their own")
  func sameName() throws {
    var circuit = Circuit(qubits: 1)
    let matrices = [Double.pi / 4, 1, 1].map { angle in
      let (c, s) = (Complex(Double.cos(angle)), Complex(Double.sin(angle)))
      return [[c, -s], [s, c]]
    }
    for matrix in matrices { circuit.append(try MatrixGate(ComplexMatrix(matrix)), to: [0]) }
    let text = try circuit.openQASM2()
    #expect(text.contains("gate unitary q0 { u3(pi/2,0,0) q0; }"))
    #expect(text.contains("gate unitary_1 q0 { u3(2.0,0,0) q0; }"))
    #expect(!text.contains("unitary_2"))
    #expect(text.hasSuffix("unitary q[0];\nunitary_1 q[0];\nunitary_1 q[0];\n"))
  }

  @Test("Every number reads back to the same bits", arguments: 0..<20 as Range<UInt64>)
  func numbers(seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    var values = [
      0, -0.0, 1, -1, .leastNonzeroMagnitude, 1e300, 0.1, .pi, 2 * .pi, .pi / 3, 1e-5, 123_456_789,
      1e16,
    ]
    for _ in 0..<500 {
      values.append(Double.random(in: -10...10, using: &random))
      values.append(.pi * Double.random(in: -10...10, using: &random))
      let numerator = Double(Int.random(in: -99...99, using: &random))
      values.append(numerator * .pi / Double(1 << Int.random(in: 0...40, using: &random)))
      let bits = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
      if bits.isFinite { values.append(bits) }
    }
    for value in values {
      let text = OpenQASM2Expression.number(value)
      #expect(try evaluate(text).bitPattern == value.bitPattern, "\(text)")
    }
  }

  /// The value of `-3*pi/4` or of a decimal number, as the language evaluates it; decimal numbers must
  /// have a point before an exponent.
  private func evaluate(_ text: String) throws -> Double {
    var rest = text[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    var value: Double
    if rest.contains("pi") {
      let factors = rest.split(separator: "*")
      let last = try #require(factors.last).split(separator: "/")
      value = factors.count == 2 ? try #require(Double(factors[0])) * .pi : .pi
      if last.count == 2 { value /= try #require(Double(last[1])) }
    } else {
      #expect(!rest.contains("e") || rest.firstIndex(of: ".")! < rest.firstIndex(of: "e")!)
      value = try #require(Double(rest))
    }
    return isNegative ? -value : value
  }

  @Test("A condition on some bits becomes one statement for each value of the others")
  func partialConditions() throws {
    var circuit = Circuit(qubits: 1, bits: 3)
    circuit.append(
      Instruction(
        .gate(StandardGate.x), qubits: [0], condition: Condition(bits: 1..<2, equals: 1)))
    circuit.append(
      Instruction(
        .gate(StandardGate.y), qubits: [0], condition: Condition(bits: 0..<3, equals: 9)))
    circuit.append(
      Instruction(.barrier, qubits: [0], condition: Condition(bits: 0..<3, equals: 1)))
    #expect(
      try circuit.openQASM2() == Self.head + """
        qreg q[1];
        creg c[3];
        if(c==2) x q[0];
        if(c==3) x q[0];
        if(c==6) x q[0];
        if(c==7) x q[0];
        barrier q[0];

        """)
  }

  @Test("A conditioned gate is one statement, whatever it is made of")
  func conditionedGates() throws {
    var circuit = Circuit(qubits: 3, bits: 2)
    circuit.if(circuit.classicalRegisters[0], equals: 1) {
      $0.iswap(0, 1)
      $0.gphase(0.5)
      $0.append(StandardGate.ry(0.3).controlled(2), to: [0, 1, 2])
    }
    let statements = try circuit.openQASM2().split(separator: "\n").filter { $0.hasPrefix("if") }
    #expect(
      statements == [
        "if(c==1) iswap q[0],q[1];", "if(c==1) gphase(0.5) q[0];",
        "if(c==1) c2ry q[0],q[1],q[2];",
      ])
  }

  @Test("Definitions that expand to 2^900 gates, nested 900 deep, are written as they are")
  func deepDefinitions() throws {
    var definition = try CompositeGate.Definition(
      "d0", qubits: 1, body: [GateStep(StandardGate.x, [0])])
    for level in 1...900 {
      let gate = try CompositeGate(definition)
      definition = try CompositeGate.Definition(
        "d\(level)", qubits: 1, body: [GateStep(gate, [0]), GateStep(gate, [0])])
    }
    var circuit = Circuit(qubits: 1)
    circuit.append(try CompositeGate(definition), to: [0])
    let text = try circuit.openQASM2()
    #expect(text.split(separator: "\n").count == 2 + 901 + 2)
    #expect(text.contains("gate d900 q0 { d899 q0; d899 q0; }"))
  }

  @Test("A parameter without a value is an error that names it")
  func unbound() {
    var circuit = Circuit(qubits: 1)
    circuit.rx(.parameter(Parameter("θ")) / 2, 0)
    #expect(throws: QuantumError.unboundParameter("θ")) { try circuit.openQASM2() }
  }

  @Test("What OpenQASM 2 cannot say is an error")
  func unsupported() throws {
    func remedyless(_ error: QuantumError?) -> String? {
      if case .unsupported(let what, _)? = error { what } else { nil }
    }
    var infinite = Circuit(qubits: 1)
    infinite.rx(.value(.infinity), 0)
    #expect(throws: QuantumError.notFinite(what: "parameter 1 of rx", value: .infinity)) {
      try infinite.openQASM2()
    }

    var phase = Circuit()
    phase.gphase(1)
    var error = #expect(throws: QuantumError.self) { try phase.openQASM2() }
    #expect(remedyless(error) == "a global phase in an OpenQASM 2 file without qubits")

    var circuit = Circuit(qubits: 1, bits: 2)
    circuit.addBits(20, named: "d")
    func conditioned(_ operation: Instruction.Operation, bits: [Int], on range: Range<Int>) throws {
      var copy = circuit
      copy.append(
        Instruction(
          operation, qubits: [0], bits: bits, condition: Condition(bits: range, equals: 1)))
      _ = try copy.openQASM2()
    }
    error = #expect(throws: QuantumError.self) {
      try conditioned(.reset, bits: [], on: 1..<3)
    }
    #expect(remedyless(error) == "a condition on bits of several registers in OpenQASM 2")
    error = #expect(throws: QuantumError.self) {
      try conditioned(.reset, bits: [], on: 2..<3)
    }
    #expect(remedyless(error) == "a condition on 1 of the 20 bits of d in OpenQASM 2")
    error = #expect(throws: QuantumError.self) {
      try conditioned(.measure, bits: [0], on: 1..<2)
    }
    #expect(
      remedyless(error)
        == "a measurement into c under a condition on some of its bits in OpenQASM 2")
    try conditioned(.measure, bits: [2], on: 1..<2)
  }

  @Test("A mistake made while building is thrown")
  func fault() {
    var circuit = Circuit(qubits: 1)
    circuit.h(3)
    #expect(throws: QuantumError.self) { try circuit.openQASM2() }
  }

  @Test("The steps of a table gate are the gate, phase included")
  func tableDefinitions() throws {
    for record in GateTable.records {
      let angles = record.parameterNames.indices.map { Angle.value(0.3 + 0.7 * Double($0)) }
      guard let steps = record.definition?(angles) else { continue }
      let matrix = try GateAction.sequence(steps).matrix(qubitCount: record.qubitCount)
      let deviation = (matrix - (try StandardGate(record, angles).matrix())).largestMagnitude
      #expect(deviation < 1e-14, "\(record.name)")
    }
  }
}
