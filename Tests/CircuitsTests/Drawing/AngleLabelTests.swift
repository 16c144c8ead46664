import Testing

@testable import Circuits

@Suite struct AngleLabelTests {
  @Test(
    "Numbers are shown as fractions of π or to four digits",
    arguments: [
      (0.0, "0"), (.pi, "π"), (-.pi, "-π"), (.pi / 2, "π/2"), (3 * .pi / 4, "3π/4"),
      (2 * .pi, "2π"),
      (-5 * .pi / 6, "-5π/6"), (.pi / 1024, "π/1024"), (0.123, "0.123"), (1.0, "1"), (-2.5, "-2.5"),
      (0.123456, "0.1235"), (12345.6, "12350"), (1e-5, "1e-05"), (3.14159, "3.142"),
      (1e300, "1e+300"), (.infinity, "inf"), (.nan, "nan"), (1e-300, "1e-300"),
    ] as [(Double, String)])
  func numbers(value: Double, label: String) {
    #expect(Angle.value(value).drawingLabel == label)
  }

  @Test("Every fraction of π with a usual denominator is recognized, signs included")
  func fractions() {
    for denominator in [1, 2, 3, 4, 5, 6, 8, 12, 16, 32, 64] {
      for numerator in 1...24 where numerator.isCoprime(to: denominator) {
        let value = Double(numerator) * .pi / Double(denominator)
        let label =
          (numerator == 1 ? "π" : "\(numerator)π") + (denominator == 1 ? "" : "/\(denominator)")
        #expect(Angle.value(value).drawingLabel == label)
        #expect(Angle.value(-value).drawingLabel == "-" + label)
      }
    }
  }

  @Test("Expressions keep their meaning with as few parentheses as it takes")
  func expressions() {
    let a = Angle.parameter(Parameter("a"))
    let b = Angle.parameter(Parameter("θ"))
    let pairs: [(Angle, String)] = [
      (a, "a"), (a + b, "a+θ"), (a - (b + 1), "a-(θ+1)"), (2 * (a + b), "2*(a+θ)"),
      (a / (2 * b), "a/(2*θ)"), (-a, "-a"), (-(a + b), "-(a+θ)"), (a + .pi / 2, "a+π/2"),
      (a - -b, "a-(-θ)"), (.function(.sin, a / 2), "sin(a/2)"), (.power(a, b + 1), "a^(θ+1)"),
      (.value(-.pi / 2) * a, "(-π/2)*a"), (.product(.value(.pi / 2), a), "π/2*a"),
    ]
    for (angle, label) in pairs { #expect(angle.drawingLabel == label) }
  }
}

extension Int {
  fileprivate func isCoprime(to other: Int) -> Bool {
    var (a, b) = (self, other)
    while b != 0 { (a, b) = (b, a % b) }
    return a == 1
  }
}
