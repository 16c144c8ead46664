import QState
import Testing

@testable import Gates

@Suite struct EulerAnglesTests {
  @Test("Angles of usual gates are exact fractions of π")
  func fractions() throws {
    let r = Complex(0.5.squareRoot())
    let h = try EulerAngles(ComplexMatrix([[r, r], [r, -r]]))
    #expect(h.theta == .pi / 2 && h.phi == 0 && h.lambda == .pi && h.phase == 0)
    let x = try EulerAngles(ComplexMatrix([[0, 1], [1, 0]]))
    #expect(x.theta == .pi && x.phi == 0 && x.lambda == .pi && x.phase == 0)
    let s = try EulerAngles(ComplexMatrix([[1, 0], [0, .i]]))
    #expect(s.theta == 0 && s.phi == 0 && s.lambda == .pi / 2 && s.phase == 0)
  }

  @Test("What is no one-qubit unitary is an error")
  func errors() throws {
    #expect(throws: QuantumError.self) { try EulerAngles(.identity(4)) }
    #expect(throws: QuantumError.self) { try EulerAngles(ComplexMatrix([[1, 1], [0, 1]])) }
  }
}
