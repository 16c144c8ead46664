internal import Gates

extension OneQubitMatrix {
  static func diagonal(_ zero: Complex<Double>, _ one: Complex<Double>) -> OneQubitMatrix {
    OneQubitMatrix(zero, 0, 0, one)
  }

  /// Rounding alone decides about elements below this: they are taken as zeros.
  private static let negligible = 1e-30

  var isDiagonal: Bool {
    m01.lengthSquared < Self.negligible && m10.lengthSquared < Self.negligible
  }

  /// The phase of |1⟩ relative to |0⟩ in a diagonal.
  var phaseRatio: Complex<Double> { m00 == 1 ? m11 : m11 / m00 }

  var isAntidiagonal: Bool {
    m00.lengthSquared < Self.negligible && m11.lengthSquared < Self.negligible
  }

  /// The unitary as diag(1, `after`) · `scale` · R · diag(1, `before`), where R is a real rotation in
  /// tangent or cotangent form, whichever has |t| ≤ 1. The same with −`before`, −`after` and −t
  /// is the same matrix, up to the sign of the scale in cotangent form: `after`, or else `before`, is not −1,
  /// so that ry(θ) has no phases for either sign of θ.
  struct Factors {
    var before: Complex<Double>
    var after: Complex<Double>
    var scale: Complex<Double>
    var tangent: Double
    var isCotangent: Bool

    fileprivate var withSignInTangent: Factors {
      // Of the two, `after` is 1 if it can be: what comes first often finds a qubit that is still 0.
      guard after.snapped == -1 || (before.snapped == -1 && after.snapped != 1) else {
        return self
      }
      return Factors(
        before: -before, after: -after, scale: isCotangent ? -scale : scale, tangent: -tangent,
        isCotangent: isCotangent)
    }
  }

  /// From U = e^{iα} diag(1, e^{iβ}) [[c, −s], [s, c]] diag(1, e^{iγ}) with c, s ≥ 0, element by
  /// element. The matrix must be unitary and not diagonal.
  var factors: Factors {
    // Elements of a unitary matrix: their squares do not overflow, and none that counts underflows.
    let c = m00.lengthSquared.squareRoot()
    let s = m10.lengthSquared.squareRoot()
    if c >= s {
      let scale = m00
      let unit = m00.divided(by: c)
      // The phase of m11 is that of scale·before·after, whatever s is: it may be 0 where the matrix is
      // unitary within the tolerance of gates only.
      let after = s == 0 ? Complex<Double>.one : (m10 * unit.conjugate).divided(by: s)
      let end = m11.divided(by: m11.lengthSquared.squareRoot())
      return Factors(
        before: end * (unit * after).conjugate, after: after, scale: scale,
        tangent: (s / c).snapped,
        isCotangent: false
      ).withSignInTangent
    }
    // scale is e^{iα}·s: the phase α is free where c vanishes.
    let unit = c * c < Self.negligible ? Complex<Double>.one : m00.divided(by: c)
    let after = (m10 * unit.conjugate).divided(by: s)
    return Factors(
      before: -(m01 * unit.conjugate).divided(by: m01.lengthSquared.squareRoot()), after: after,
      scale: unit * Complex(s),
      tangent: (c / s).snapped,
      isCotangent: true
    ).withSignInTangent
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
