import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

/// A gate with any action, right or wrong.
private struct Custom: QuantumGate {
  var name = "mine"
  let qubitCount: Int
  let action: GateAction
  func action(_ angles: [Double]) -> GateAction { action }
}

@Suite("Gate actions")
struct GateActionTests {
  /// Wrong actions, for how many qubits, and what must be said about them.
  private static let mistakes: [(GateAction, Int, QuantumError)] = [
    (
      .matrix([[1, 0], [0, 1]]), 2,
      .wrongElementCount(what: "the rows of a matrix on 2 targets", expected: 4, got: 2)
    ),
    (
      .matrix([[1, 0], [0]]), 1,
      .wrongElementCount(what: "a 2×2 matrix on 1 target", expected: 4, got: 3)
    ),
    (
      .matrix([]), 1,
      .wrongElementCount(what: "the rows of a matrix on 1 target", expected: 2, got: 0)
    ),
    (.matrix([[1, 0], [0, 2]]), 1, .notUnitary(what: "the action", deviation: 3)),
    (
      .matrix([[1, 0], [0, Complex(.nan, 0)]]), 1,
      .notFinite(what: "element 3 of the matrix", value: .nan)
    ),
    (
      .diagonal([1, 1, 1]), 2,
      .wrongElementCount(what: "a diagonal on 2 targets", expected: 4, got: 3)
    ),
    (.diagonal([1, 2]), 1, .notUnitary(what: "the action", deviation: 3)),
    (.scale(Complex(0.5)), 1, .notUnitary(what: "the action", deviation: 0.75)),
    (.phase(2), 1, .notUnitary(what: "the action", deviation: 3)),
    (.antidiagonal(upper: 1, lower: 0), 1, .notUnitary(what: "the action", deviation: 1)),
    (.swap, 1, .wrongQubitCount(operation: "a swap", expected: 2, got: 1)),
    (.flip, 0, .wrongQubitCount(operation: "a flip", expected: 1, got: 0)),
    (
      .permutation([0, 0]), 1,
      .outOfRange(what: "element 1 of a permutation", value: 0, range: "0..<2, each once")
    ),
    (
      .permutation([0, 7]), 1,
      .outOfRange(what: "element 1 of a permutation", value: 7, range: "0..<2, each once")
    ),
    (
      .pauliRotation([.x], angle: 1), 2,
      .wrongQubitCount(
        operation: "a rotation about a Pauli string of length 1", expected: 1, got: 2)
    ),
    (
      .pauliRotation([.x], angle: .infinity), 1,
      .notFinite(what: "the rotation angle", value: .infinity)
    ),
    (
      .controlled(.flip, on: [true, true]), 1,
      .wrongQubitCount(operation: "the control", expected: 2, got: 1)
    ),
    (.controlled(.swap, on: [true]), 2, .wrongQubitCount(operation: "a swap", expected: 2, got: 1)),
    (
      .sequence([GateStep(StandardGate.cx, [0])]), 2,
      .wrongQubitCount(operation: "cx", expected: 2, got: 1)
    ),
    (
      .sequence([GateStep(StandardGate.cx, [0, 2])]), 2,
      .qubitOutOfRange(qubit: 2, qubitCount: 2)
    ),
    (.sequence([GateStep(StandardGate.cx, [1, 1])]), 2, .duplicateQubit(1)),
  ]

  @Test(
    "A wrong action is refused with its gate's name, however the gate is used",
    arguments: mistakes.indices)
  func refused(_ index: Int) throws {
    let (action, qubitCount, error) = Self.mistakes[index]
    let gate = Custom(qubitCount: qubitCount, action: action)
    let located = "gate mine: \(error)"
    let uses: [any QuantumGate] = [
      gate, gate.inverse, gate.controlled(2), gate.power(0.5), gate.power(3), gate.power(-1),
      try CompositeGate(
        .init("outer", qubits: qubitCount, body: [GateStep(gate, Array(0..<qubitCount))])),
    ]
    for use in uses {
      do {
        _ = try use.matrix()
        Issue.record("\(use.name) was accepted")
      } catch {
        #expect(error.description == located)
      }
    }
  }

  @Test("A matrix that misses unitarity by less than the tolerance is accepted")
  func tolerance() throws {
    let a = Complex(0.70710678)
    #expect(throws: Never.self) {
      try Custom(qubitCount: 1, action: .matrix([[a, a], [a, -a]])).matrix()
    }
  }

  @Test("Actions lower to operations on the right qubits under the right controls")
  func lowering() throws {
    var seen: [String] = []
    let inner = Custom(
      qubitCount: 3,
      action: .sequence([
        GateStep(StandardGate.cx, [2, 0]), GateStep(StandardGate.gphase(.pi), []),
        GateStep(StandardGate.rzz(0.5), [1, 2]),
      ]))
    try inner.controlled(on: [true, false]).forEachOperation(on: [7, 3, 5, 0, 6]) {
      operation, targets, controls throws(QuantumError) in
      let shape = "\(operation)".prefix { $0 != "(" }
      let mask = String(controls.mask, radix: 2)
      seen.append("\(shape) \(targets) \(mask) \(String(controls.values, radix: 2))")
    }
    #expect(
      seen == [
        "flip [5] 11001000 11000000", "scale [] 10001000 10000000",
        "diagonal [0, 6] 10001000 10000000",
      ])
  }

  @Test("Controls beyond the 64 qubits that a mask can name are refused")
  func farControls() {
    #expect(throws: QuantumError.tooManyQubits(requested: 71, limit: 64)) {
      try StandardGate.cx.forEachOperation(on: [70, 0]) { _, _, _ throws(QuantumError) in }
    }
  }

  @Test("A matrix of more qubits than fit is refused before it is made")
  func hugeMatrix() {
    #expect(throws: QuantumError.tooManyQubits(requested: 40, limit: 12)) {
      try StandardGate.x.controlled(39).matrix()
    }
  }

  @Test("An error thrown by the receiver stops the walk")
  func cancellation() throws {
    var count = 0
    #expect(throws: QuantumError.cancelled) {
      try StandardGate.rc3x.forEachOperation(on: [0, 1, 2, 3]) { _, _, _ throws(QuantumError) in
        count += 1
        throw .cancelled
      }
    }
    #expect(count == 1)
  }
}
