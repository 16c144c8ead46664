import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import Gates

@Suite("Plain gates")
struct PlainGateTests {
  /// The gates that have no plain form.
  private let others: Set<String> = [
    "cswap", "iswap", "iswapdg", "dcx", "ecr", "fsim", "givens", "xx_plus_yy", "xx_minus_yy",
    "gphase", "rccx", "rc3x", "id", "u0", "cu",
  ]

  @Test("A plain gate does what the gate does", arguments: GateTable.records.map(\.name))
  func doesTheSame(_ name: String) throws {
    for angles in try angleSets(name) {
      let gate = try StandardGate(named: name, angles.map { .value($0) })
      guard let plain = PlainGate(gate) else {
        #expect(others.contains(name), "\(name) has lost its plain form")
        return
      }
      #expect(!others.contains(name))
      let expected = ReferenceMatrix(try gate.matrix())
      let found = try GateAction(plain.action, qubitCount: gate.qubitCount)
        .matrix(qubitCount: gate.qubitCount)
      #expect(ReferenceMatrix(found).distance(to: expected) < rounding(angles), "\(name)\(angles)")
    }
  }

  @Test("Named parameters, infinite numbers and gates of other types are not plain")
  func refused() throws {
    #expect(PlainGate(StandardGate.rx(.parameter(Parameter("θ")))) == nil)
    #expect(PlainGate(StandardGate.rx(.value(.infinity))) == nil)
    #expect(PlainGate(StandardGate.h.power(0.5)) == nil)
    #expect(PlainGate(StandardGate.rx(2 * .pi)) != nil)
  }
}

extension GateAction {
  /// The action that a plain one stands for, written with arrays.
  fileprivate init(_ action: PlainAction, qubitCount: Int) throws {
    switch action {
    case .swap: self = .swap
    case .rotation(let first, let second, let angle):
      self = .pauliRotation([first, second], angle: angle)
    case .matrix(let m):
      let gate = GateAction.oneQubit(m.m00, m.m01, m.m10, m.m11)
      self =
        qubitCount == 1
        ? gate : .controlled(gate, on: Array(repeating: true, count: qubitCount - 1))
    }
  }
}
