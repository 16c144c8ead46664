import ComplexModule
import QState
import RealModule
import Testing

@Suite struct PowerTests {
  @Test("The square root of Z is S, of S is T, and of X is √X with its phase")
  func closedForms() throws {
    let z = diagonal([1, -1])
    #expect(distance(try z.principalPower(0.5), diagonal([1, .i])) < 1e-15)
    let root = Complex<Double>(length: 1, phase: .pi / 4)
    #expect(distance(try z.principalPower(0.25), diagonal([1, root])) < 1e-15)
    let x = try ComplexMatrix([[0, 1], [1, 0]])
    let (plus, minus) = (Complex(0.5, 0.5), Complex(0.5, -0.5))
    let sx = try ComplexMatrix([[plus, minus], [minus, plus]])
    #expect(distance(try x.principalPower(0.5), sx) < 1e-15)
    #expect(distance(try x.principalPower(-0.5), sx.adjoint) < 1e-15)
  }

  @Test("−1 within rounding counts as exp(+iπ) on either side of the cut")
  func cut() throws {
    for error in [-1e-15, -1e-16, 0, 1e-16, 1e-15] {
      let nearlyMinusOne = diagonal([Complex(-1, error)])
      #expect(distance(try nearlyMinusOne.principalPower(0.5), diagonal([.i])) < 1e-14)
    }
    let below = diagonal([Complex(length: 1, phase: 1e-6 - .pi)])
    #expect(distance(try below.principalPower(0.5), diagonal([-.i])) < 1e-6)
  }

  @Test("Whole powers are products, negative ones of the adjoint", arguments: 1...5)
  func whole(size: Int) throws {
    var random = RandomStream(seed: 31, stream: UInt64(size))
    let u = random.unitary(size)
    var expected = ComplexMatrix.identity(size)
    for exponent in 0...20 {
      #expect(distance(try u.principalPower(Double(exponent)), expected) < 1e-13)
      #expect(distance(try u.principalPower(Double(-exponent)), expected.adjoint) < 1e-13)
      expected = expected * u
    }
  }

  @Test("Powers add and a root's power gives the matrix back", arguments: 1...8)
  func laws(size: Int) throws {
    var random = RandomStream(seed: 32, stream: UInt64(size))
    let u = random.unitary(size)
    for exponent in [0.5, -0.25, 1.7, 3.0001, 1e-3] {
      let power = try u.principalPower(exponent)
      #expect(power.unitarityDeviation < 1e-13)
      #expect(distance(power * (try u.principalPower(1 - exponent)), u) < 1e-13)
    }
    let cubeRoot = try u.principalPower(1.0 / 3)
    #expect(distance(cubeRoot * cubeRoot * cubeRoot, u) < 1e-13)
  }

  @Test("Large whole exponents agree with multiplying the phase, and stay unitary")
  func large() throws {
    let u = diagonal([Complex(length: 1, phase: 1e-3), Complex(length: 1, phase: -2e-3)])
    let power = try u.principalPower(1_000_000)
    // The phase is known to 2^-53, so its multiple to 10⁶ times that.
    let expected = diagonal([Complex(length: 1, phase: 1000), Complex(length: 1, phase: -2000)])
    #expect(distance(power, expected) < 1e-9)
    #expect(power.unitarityDeviation < 1e-14)
  }

  @Test("Exponents and matrices without a power are refused")
  func misuse() {
    #expect(throws: QuantumError.notFinite(what: "an exponent", value: .infinity)) {
      try ComplexMatrix.identity(2).principalPower(.infinity)
    }
    for exponent in [2, 0.5] {
      #expect(throws: QuantumError.notUnitary(what: "a 2×2 matrix", deviation: 3)) {
        try (2 * ComplexMatrix.identity(2)).principalPower(exponent)
      }
      #expect(throws: QuantumError.notUnitary(what: "a 2×3 matrix", deviation: .infinity)) {
        try ComplexMatrix.zeros(rows: 2, columns: 3).principalPower(exponent)
      }
    }
  }
}
