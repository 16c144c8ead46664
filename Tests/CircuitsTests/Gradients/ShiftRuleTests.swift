import Circuits
import TestSupport
import Testing

@Suite struct ShiftRuleTests {
  @Test("a rotation has the rule of two terms, a controlled one that of four")
  func knownRules() throws {
    let two = try ShiftRule(frequencies: [1]).terms
    #expect(two.count == 2)
    #expect(abs(two[0].coefficient - 0.5) < 1e-15 && abs(two[0].shift - .pi / 2) < 1e-15)
    #expect(two[1].coefficient == -two[0].coefficient && two[1].shift == -two[0].shift)
    // (√2 + 1)/(4√2) at π/2 and −(√2 − 1)/(4√2) at 3π/2 (D. Wierichs et al., equation 28).
    let four = try ShiftRule(frequencies: [0.5, 1]).terms
    let root = 2.0.squareRoot()
    #expect(four.count == 4)
    #expect(abs(four[0].coefficient - (root + 1) / (4 * root)) < 1e-15)
    #expect(abs(four[0].shift - .pi / 2) < 1e-15)
    #expect(abs(four[2].coefficient + (root - 1) / (4 * root)) < 1e-15)
    #expect(abs(four[2].shift - 3 * .pi / 2) < 1e-15)
  }

  @Test("a rule is exact for every sum of sines and cosines of its frequencies")
  func exactness() throws {
    var random = TestRandom(seed: 1)
    let cases: [[Double]] = [
      [1], [2.5], [0.5, 1], [1, 2, 3], [0.25, 0.5, 0.75, 1, 1.25], [1, 3], [0.7, 1.9, 2.3],
      [1, 2.0.squareRoot(), 3.0.squareRoot(), 4.1], [0.1, 1], [1, 1 + 1e-13, 2],
      [1, 2, 4, 8], (1...12).map { Double($0) / 3 },
    ]
    for frequencies in cases {
      let waves = frequencies.map { ($0, Double.random(in: -1...1, using: &random), $0 * 1.7) }
      let constant = 0.4
      func value(_ x: Double) -> Double {
        waves.reduce(constant) { $0 + $1.1 * Double.sin($1.0 * x + $1.2) }
      }
      for x in [-2.0, 0, 0.3, 5] {
        let exact = waves.reduce(0) { $0 + $1.1 * $1.0 * Double.cos($1.0 * x + $1.2) }
        let found = try ShiftRule(frequencies: frequencies).derivative(of: value, at: x)
        #expect(abs(found - exact) < 1e-10, "\(frequencies) at \(x): \(found) against \(exact)")
      }
    }
    #expect(try ShiftRule(frequencies: []).derivative(of: { _ in 7 }, at: 1) == 0)
  }

  @Test("frequencies that make no rule are refused")
  func refusals() {
    for wrong in [0, -1, .infinity, .nan] as [Double] {
      #expect(throws: QuantumError.self) { try ShiftRule(frequencies: [1, wrong]) }
    }
    let crowded = (0..<30).map { 1 + 1e-6 * Double($0 * $0) }
    #expect(throws: QuantumError.self) { try ShiftRule(frequencies: crowded) }
  }
}
