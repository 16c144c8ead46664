internal import Gates

/// A one-qubit matrix, by value.
struct Matrix2 {
  var m00, m01, m10, m11: Complex<Double>

  static let hadamard = Matrix2(
    m00: Complex(0.5.squareRoot()), m01: Complex(0.5.squareRoot()), m10: Complex(0.5.squareRoot()),
    m11: Complex(-0.5.squareRoot()))
  static let flip = Matrix2(m00: 0, m01: 1, m10: 1, m11: 0)

  static func diagonal(_ zero: Complex<Double>, _ one: Complex<Double>) -> Matrix2 {
    Matrix2(m00: zero, m01: 0, m10: 0, m11: one)
  }

  /// exp(−i angle/2 Y).
  static func rotationY(_ angle: Double) -> Matrix2 {
    let c = Complex<Double>(Double.cos(angle / 2))
    let s = Complex<Double>(Double.sin(angle / 2))
    return Matrix2(m00: c, m01: -s, m10: s, m11: c)
  }

  /// First `right`, then `left`.
  static func * (left: Matrix2, right: Matrix2) -> Matrix2 {
    Matrix2(
      m00: left.m00 * right.m00 + left.m01 * right.m10,
      m01: left.m00 * right.m01 + left.m01 * right.m11,
      m10: left.m10 * right.m00 + left.m11 * right.m10,
      m11: left.m10 * right.m01 + left.m11 * right.m11)
  }

  /// Rounding alone decides about elements below this: they are taken as zeros.
  private static let negligible = 1e-30

  var isDiagonal: Bool {
    m01.lengthSquared < Self.negligible && m10.lengthSquared < Self.negligible
  }

  var isAntidiagonal: Bool {
    m00.lengthSquared < Self.negligible && m11.lengthSquared < Self.negligible
  }

  /// The unitary as diag(1, `after`) · `scale` · R · diag(1, `before`), where R is a real rotation in
  /// tangent or cotangent form, whichever has |t| ≤ 1.
  struct Factors {
    var before: Complex<Double>
    var after: Complex<Double>
    var scale: Complex<Double>
    var tangent: Double
    var isCotangent: Bool
  }

  /// From U = e^{iα} diag(1, e^{iβ}) [[c, −s], [s, c]] diag(1, e^{iγ}) with c, s ≥ 0, element by
  /// element. The matrix must be unitary and not diagonal.
  var factors: Factors {
    let c = m00.length
    let s = m10.length
    if c >= s {
      let scale = m00
      let unit = m00.divided(by: c)
      // The phase of m11 is that of scale·before·after, whatever s is.
      let after = (m10 / unit).divided(by: s)
      return Factors(
        before: m11.divided(by: m11.length) / (unit * after), after: after, scale: scale,
        tangent: (s / c).snapped,
        isCotangent: false)
    }
    // scale is e^{iα}·s: the phase α is free where c vanishes.
    let unit = c * c < Self.negligible ? Complex<Double>.one : m00.divided(by: c)
    let after = (m10 / unit).divided(by: s)
    return Factors(
      before: -(m01 / unit).divided(by: m01.length), after: after, scale: unit * Complex(s),
      tangent: (c / s).snapped,
      isCotangent: true)
  }
}

extension Complex<Double> {
  func divided(by real: Double) -> Complex { Complex(self.real / real, imaginary / real) }

  /// For factors of phases, which have length 1 but for rounding.
  var inverseFactor: Complex { conjugate.divided(by: lengthSquared) }

  /// This number without rounding errors of 0 and ±1 in its parts, so that what is exact stays exact.
  var snapped: Complex { Complex(real.snapped, imaginary.snapped) }
}

extension Double {
  /// 0 or ±1 where rounding alone tells them apart.
  var snapped: Double {
    let limit = 4 * Double.ulpOfOne
    if abs(self) < limit { return 0 }
    return abs(abs(self) - 1) < limit ? (self < 0 ? -1 : 1) : self
  }
}
