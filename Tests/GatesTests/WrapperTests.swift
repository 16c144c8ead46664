import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

/// A user's gate, with nothing but what the protocol asks for.
struct SquareRootOfY: QuantumGate {
  let name = "sy"
  let qubitCount = 1
  func action(_ angles: [Double]) -> GateAction {
    .matrix([[Complex(0.5, 0.5), Complex(-0.5, -0.5)], [Complex(0.5, 0.5), Complex(0.5, 0.5)]])
  }
}

/// A user's gate with a parameter.
struct Tilt: QuantumGate {
  let name = "tilt"
  let qubitCount = 2
  var parameters: [Angle]
  func action(_ angles: [Double]) -> GateAction {
    .sequence([
      GateStep(StandardGate.ry(.value(angles[0])), [1]), GateStep(StandardGate.cx, [1, 0]),
    ])
  }
}

@Suite("Inverse, controlled and powers of any gate")
struct WrapperTests {
  /// Gates of every kind that has no record.
  static let gates: [any QuantumGate] = [
    SquareRootOfY(), Tilt(parameters: [0.7]), PauliRotation([.y, .i, .z], 1.3),
    PauliRotation([.i, .i], 0.4), StandardGate.dcx.inverse, StandardGate.h.power(0.3),
    StandardGate.s.controlled(on: [false, true]), SquareRootOfY().controlled(on: [false]),
    Tilt(parameters: [0.2]).inverse.controlled().power(3), StandardGate.gphase(0.8),
    StandardGate.x.power(0.25).inverse,
  ]

  @Test("The inverse undoes the gate and its inverse is the gate", arguments: gates.indices)
  func inverse(_ index: Int) throws {
    let gate = Self.gates[index]
    let matrix = ReferenceMatrix(try gate.matrix())
    let product = matrix * ReferenceMatrix(try gate.inverse.matrix())
    #expect(product.distance(to: .identity(matrix.size)) < 1e-14)
    let twice = gate.inverse.inverse
    #expect(twice.name == gate.name)
    #expect(twice.symbols == gate.symbols)
    #expect(ReferenceMatrix(try twice.matrix()).distance(to: matrix) < 1e-14)
  }

  @Test("Controls make blocks for every value, however they are nested", arguments: gates.indices)
  func controlled(_ index: Int) throws {
    let gate = Self.gates[index]
    let matrix = ReferenceMatrix(try gate.matrix())
    for values in (0...3).flatMap(truthValues) {
      let expected = matrix.controlled(on: values)
      let atOnce = gate.controlled(on: values)
      #expect(ReferenceMatrix(try atOnce.matrix()).distance(to: expected) < 1e-14)
      #expect(atOnce.symbols.count == atOnce.qubitCount)
      let nested = values.reversed().reduce(gate) { $0.controlled(on: [$1]) }
      #expect(ReferenceMatrix(try nested.matrix()).distance(to: expected) < 1e-14)
      #expect(nested.qubitCount == atOnce.qubitCount)
      #expect(((nested as? ControlledGate)?.base is ControlledGate) == false)
    }
  }

  @Test("Powers multiply, and the root of a root is the root", arguments: gates.indices)
  func powers(_ index: Int) throws {
    let gate = Self.gates[index]
    let matrix = ReferenceMatrix(try gate.matrix())
    func power(_ exponent: Double) throws -> ReferenceMatrix {
      ReferenceMatrix(try gate.power(exponent).matrix())
    }
    #expect(try power(0).distance(to: .identity(matrix.size)) == 0)
    #expect(try power(1).distance(to: matrix) == 0)
    #expect(try power(-1).distance(to: matrix.adjoint) < 1e-14)
    #expect(try power(4).distance(to: matrix * matrix * matrix * matrix) < 1e-13)
    let (half, quarter) = (try power(0.5), try power(0.25))
    #expect((half * half).distance(to: matrix) < 1e-13)
    #expect((quarter * quarter).distance(to: half) < 1e-13)
    #expect(try (power(-0.5) * half).distance(to: .identity(matrix.size)) < 1e-13)
    #expect(try (power(2.5) * power(-1.5)).distance(to: matrix) < 1e-13)
    let again = ReferenceMatrix(try gate.power(0.5).power(2).matrix())
    #expect(again.distance(to: matrix) < 1e-13)
  }

  @Test("Phases that a gate carries become relative under control, powers included")
  func phases() throws {
    // controlled(√S) is diag(1, 1, 1, e^{iπ/4}).
    let root = try StandardGate.s.power(0.5).controlled().matrix()
    let expected = ReferenceMatrix.diagonal([1, 1, 1, Complex(length: 1, phase: .pi / 4)])
    #expect(ReferenceMatrix(root).distance(to: expected) < 1e-15)
    // √X is the gate sx with its phase, and √RZ(2π) is i times the identity.
    let sx = try StandardGate.x.power(0.5).matrix()
    #expect(maximumDistance(sx.elements, try StandardGate.sx.matrix().elements) < 1e-15)
    let turn = try StandardGate.rz(2 * .pi).power(0.5).controlled().matrix()
    #expect(ReferenceMatrix(turn).distance(to: .diagonal([1, .i, 1, .i])) < 1e-15)
    let pauli = try PauliRotation([.x, .y], 2 * .pi).power(0.5).matrix()
    #expect(ReferenceMatrix(pauli).distance(to: Complex.i * .identity(4)) < 1e-15)
  }

  @Test("Large whole powers are as exact as their angles and cost nothing to write down")
  func largePowers() throws {
    let turns = try StandardGate.rx(2 * .pi / 1_000_000).power(1_000_000).matrix()
    #expect(ReferenceMatrix(turns).distance(to: -1 * .identity(2)) < 1e-14)
    let flips = try StandardGate.x.power(1e9 + 1).matrix()
    #expect(flips == (try StandardGate.x.matrix()))
    let cycle = try StandardGate.dcx.power(1e15).matrix()
    #expect(cycle == (try StandardGate.dcx.matrix()))
    let wide = Wide(qubitCount: 20).power(1e19)
    #expect(wide.expansion.operations == .max)
    let three = ReferenceMatrix(try Wide(qubitCount: 3).power(5).matrix())
    let one = ReferenceMatrix(try Wide(qubitCount: 3).matrix())
    #expect(three.distance(to: one * one * one * one * one) < 1e-14)
    #expect(
      throws: QuantumError.outOfRange(
        what: "the number of operations to multiply into a matrix", value: Double(Int.max),
        range: "0...10000000")
    ) { try Wide(qubitCount: 8).power(1e19).matrix() }
  }

  @Test("A fractional power on many qubits is refused with what to do")
  func fractionalPowerOfManyQubits() {
    #expect(
      throws: QuantumError.unsupported(
        what: "the power 0.5 of a gate on 20 qubits",
        remedy: "use a whole exponent, or at most 8 qubits")
    ) { try Wide(qubitCount: 20).power(0.5).action([]) }
    #expect(throws: QuantumError.notFinite(what: "an exponent", value: .infinity)) {
      try StandardGate.h.power(.infinity).matrix()
    }
  }

  @Test("Names and symbols say what a wrapped gate is")
  func names() {
    let gate = SquareRootOfY()
    #expect(gate.inverse.name == "sy_dg")
    #expect(gate.controlled().name == "csy")
    #expect(gate.controlled(3).name == "c3sy")
    #expect(gate.controlled(on: [true, false]).name == "c2sy_o01")
    #expect(gate.power(2).name == "sy_pow_2")
    #expect(gate.power(-0.5).name == "sy_pow_-0.5")
    #expect(
      gate.controlled(on: [true, false]).symbols
        == [.control(on: true), .control(on: false), .box("sy")])
    #expect(StandardGate.x.controlled(on: [false]).symbols == [.control(on: false), .target])
    #expect(StandardGate.z.controlled(5).symbols == .init(repeating: .control(on: true), count: 6))
    #expect(gate.controlled(0).name == "sy")
    #expect(gate.controlled(-1).name == "sy")
  }

  @Test("Parameters of a wrapped gate can be replaced and stay named")
  func parameters() throws {
    let theta = Parameter("θ")
    let gate = Tilt(parameters: [.parameter(theta)])
    let wrapped: [any QuantumGate] = [gate, gate.inverse, gate.controlled(2), gate.power(3)]
    let fixed = Tilt(parameters: [0.4])
    let expected: [any QuantumGate] = [fixed, fixed.inverse, fixed.controlled(2), fixed.power(3)]
    for (gate, fixed) in zip(wrapped, expected) {
      #expect(gate.parameters == [.parameter(theta)])
      #expect(throws: QuantumError.unboundParameter("θ")) { try gate.matrix() }
      let matrix = try fixed.matrix()
      #expect(try gate.matrix { $0 == theta ? 0.4 : nil } == matrix)
      let bound = gate.replacingParameters([0.4])
      #expect(bound.parameters == [0.4])
      #expect(try bound.matrix() == matrix)
      #expect(bound.name == gate.name)
      #expect(try bound.inverse.inverse.matrix() == matrix)
      let error = QuantumError.wrongParameterCount(gate: "tilt", expected: 1, got: 2)
      #expect(throws: error) { try gate.replacingParameters([1, 2]).matrix() }
    }
  }
}

/// A sequence on many qubits.
private struct Wide: QuantumGate {
  let name = "wide"
  let qubitCount: Int
  var expansion: GateExpansion { GateExpansion(body: steps) }
  private var steps: [GateStep] {
    [
      GateStep(StandardGate.h, [0]), GateStep(StandardGate.cx, [0, qubitCount - 1]),
      GateStep(StandardGate.ry(0.3), [1]),
    ]
  }
  func action(_ angles: [Double]) -> GateAction { .sequence(steps) }
}
