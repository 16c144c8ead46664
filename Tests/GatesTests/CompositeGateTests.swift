import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Gates defined by other gates")
struct CompositeGateTests {
  private let a = Parameter("a")
  private let b = Parameter("b")

  /// `gate mix(a, b) p, q { rx(a/2) p; crz(-a*b) q, p; u(a, b, sin(b)) q; gphase(b); }`
  private func mix() throws -> CompositeGate.Definition {
    let (a, b) = (Angle(a), Angle(b))
    return try CompositeGate.Definition(
      "mix", parameters: [self.a, self.b], qubits: 2,
      body: [
        GateStep(StandardGate.rx(a / 2), [0]), GateStep(StandardGate.crz(-a * b), [1, 0]),
        GateStep(StandardGate.u(a, b, Angle.Function.sin.of(b)), [1]),
        GateStep(StandardGate.gphase(b), []),
      ])
  }

  @Test("The matrix is the product of the body's with the angles put in")
  func matrix() throws {
    let gate = try CompositeGate(mix(), [0.7, -1.2])
    let expected = try ReferenceMatrix(of: gate)
    #expect(ReferenceMatrix(try gate.matrix()).distance(to: expected) < 1e-15)
    #expect(gate.expansion == GateExpansion(operations: 5, depth: 1))
    #expect(gate.name == "mix")
  }

  @Test("The inverse reverses the body and keeps the name with a suffix")
  func inverse() throws {
    let gate = try CompositeGate(mix(), [0.7, -1.2])
    let inverse = try #require(gate.inverse as? CompositeGate)
    #expect(inverse.name == "mix_dg")
    #expect(inverse.body.map(\.gate.name) == ["gphase", "u", "crz", "rx"])
    #expect(inverse.inverse.name == "mix")
    let product = ReferenceMatrix(try inverse.matrix()) * ReferenceMatrix(try gate.matrix())
    #expect(product.distance(to: .identity(4)) < 1e-15)
    // The inverse's body, read as a definition of its own, is the inverse.
    let written = try CompositeGate(
      .init("mix_dg", parameters: [a, b], qubits: 2, body: inverse.body), [0.7, -1.2])
    #expect(try written.matrix() == inverse.matrix())
  }

  @Test("A definition's phase counts under control, and its whole powers are repetitions")
  func wrapped() throws {
    let gate = try CompositeGate(mix(), [0.7, -1.2])
    let reference = try ReferenceMatrix(of: gate)
    let controlled = ReferenceMatrix(try gate.controlled(on: [false, true]).matrix())
    #expect(controlled.distance(to: reference.controlled(on: [false, true])) < 1e-15)
    let cube = ReferenceMatrix(try gate.power(3).matrix())
    #expect(cube.distance(to: reference * reference * reference) < 1e-14)
    let root = ReferenceMatrix(try gate.power(0.5).matrix())
    #expect((root * root).distance(to: reference) < 1e-14)
  }

  @Test("Named parameters pass through definitions and can be bound")
  func namedParameters() throws {
    let theta = Parameter("θ")
    let gate = try CompositeGate(mix(), [2 * Angle(theta), 0.3])
    #expect(gate.parameters.flatMap(\.parameters) == [theta])
    #expect(throws: QuantumError.unboundParameter("θ")) { try gate.matrix() }
    let expected = try CompositeGate(mix(), [0.8, 0.3]).matrix()
    #expect(try gate.matrix { $0 == theta ? 0.4 : nil } == expected)
    #expect(try gate.replacingParameters([0.8, 0.3]).matrix() == expected)
  }

  @Test("Parameters of nested definitions shadow each other")
  func shadowing() throws {
    let inner = try CompositeGate.Definition(
      "inner", parameters: [a], qubits: 1, body: [GateStep(StandardGate.rz(.init(a)), [0])])
    let outer = try CompositeGate.Definition(
      "outer", parameters: [b, a], qubits: 1,
      body: [GateStep(CompositeGate(inner, [Angle(b) - Angle(a)]), [0])])
    let gate = try CompositeGate(outer, [1.0, 0.25])
    let expected = try StandardGate.rz(0.75).matrix()
    #expect(maximumDistance(try gate.matrix().elements, expected.elements) < 1e-15)
  }

  @Test("Sixty doublings are counted at once and expanded only on demand")
  func doublings() throws {
    var gate: any QuantumGate = StandardGate.t
    for level in 0..<80 {
      gate = try CompositeGate(
        .init("d\(level)", qubits: 1, body: [GateStep(gate, [0]), GateStep(gate, [0])]))
      #expect(gate.expansion.operations == (level < 61 ? (1 << (level + 2)) - 1 : .max))
      #expect(gate.expansion.depth == level + 1)
    }
    #expect(gate.inverse.expansion.operations == .max)
    #expect(gate.controlled(3).expansion.operations == .max)
    #expect(gate.power(7).expansion.operations == .max)
    #expect(gate.inverse.inverse.name == "d79")
    #expect(throws: QuantumError.self) { try gate.matrix() }
    #expect(throws: QuantumError.self) { try gate.power(0.5).matrix() }
    var count = 0
    #expect(throws: QuantumError.cancelled) {
      try gate.inverse.forEachOperation(on: [0]) { _, _, _ throws(QuantumError) in
        count += 1
        if count == 1000 { throw .cancelled }
      }
    }
  }

  @Test("Definitions nest to the limit and are refused beyond it")
  func depth() throws {
    var gate: any QuantumGate = StandardGate.sx
    for level in 0..<CompositeGate.Definition.depthLimit {
      gate = try CompositeGate(.init("n\(level)", qubits: 1, body: [GateStep(gate, [0])]))
    }
    #expect(try gate.matrix() == StandardGate.sx.matrix())
    #expect(try gate.inverse.controlled().matrix() == StandardGate.sxdg.controlled().matrix())
    #expect(
      throws: QuantumError.outOfRange(
        what: "the nesting depth of the definition of deep", value: 1001, range: "1...1000")
    ) { try CompositeGate.Definition("deep", qubits: 1, body: [GateStep(gate, [0])]) }
  }

  @Test("An empty body is the identity on any number of qubits")
  func emptyBody() throws {
    let gate = try CompositeGate(.init("nothing", qubits: 3, body: []))
    #expect(try gate.matrix() == .identity(8))
    #expect(gate.expansion.operations == 1)
    let wide = try CompositeGate(.init("wide", qubits: 1_000_000, body: []))
    var count = 0
    try wide.forEachOperation(on: []) { _, _, _ throws(QuantumError) in count += 1 }
    #expect(count == 0)
  }

  @Test("Every way to misuse a definition is refused")
  func misuse() throws {
    typealias Definition = CompositeGate.Definition
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 2, qubitCount: 2)) {
      try Definition("g", qubits: 2, body: [GateStep(StandardGate.cx, [0, 2])])
    }
    #expect(throws: QuantumError.duplicateQubit(1)) {
      try Definition("g", qubits: 2, body: [GateStep(StandardGate.cx, [1, 1])])
    }
    #expect(throws: QuantumError.wrongQubitCount(operation: "cx", expected: 2, got: 1)) {
      try Definition("g", qubits: 2, body: [GateStep(StandardGate.cx, [1])])
    }
    #expect(throws: QuantumError.unknownParameter(name: "b", known: ["a"])) {
      try Definition(
        "g", parameters: [a], qubits: 1,
        body: [GateStep(StandardGate.rz(Angle(a) + Angle(b)), [0])])
    }
    #expect(
      throws: QuantumError.outOfRange(
        what: "the number of different parameter names of g", value: 1,
        range: "2: each is named once")
    ) { try Definition("g", parameters: [a, a], qubits: 1, body: []) }
    let definition = try mix()
    let error = QuantumError.wrongParameterCount(gate: "mix", expected: 2, got: 1)
    #expect(throws: error) { try CompositeGate(definition, [1]) }
    let gate = try CompositeGate(definition, [1, 2])
    #expect(throws: error) { try gate.replacingParameters([1]).matrix() }
  }
}
