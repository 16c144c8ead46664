package import QState

/// A 2×2 matrix by value: the many one-qubit gates of a circuit and factors of a decomposition cost no
/// allocation.
package struct OneQubitMatrix: Sendable {
  /// `[[m00, m01], [m10, m11]]`
  package var m00: Complex<Double>
  package var m01: Complex<Double>
  package var m10: Complex<Double>
  package var m11: Complex<Double>

  @inlinable
  package init(
    _ m00: Complex<Double>, _ m01: Complex<Double>, _ m10: Complex<Double>, _ m11: Complex<Double>
  ) {
    self.m00 = m00
    self.m01 = m01
    self.m10 = m10
    self.m11 = m11
  }

  /// The elements of a 2×2 matrix.
  package init(_ matrix: ComplexMatrix) {
    self.init(matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1])
  }

  static let identity = OneQubitMatrix(1, 0, 0, 1)
  package static let x = OneQubitMatrix(0, 1, 1, 0)
  package static let h: OneQubitMatrix = {
    let r = Complex(0.5.squareRoot())
    return OneQubitMatrix(r, r, r, -r)
  }()
  static let s = OneQubitMatrix(1, 0, 0, .i)
  static let t = phase(.pi / 4)

  /// diag(1, exp(i angle))
  static func phase(_ angle: Double) -> OneQubitMatrix {
    OneQubitMatrix(1, 0, 0, Complex(length: 1, phase: angle))
  }

  /// exp(−i angle Y/2)
  package static func ry(_ angle: Double) -> OneQubitMatrix {
    let c = Complex(Double.cos(angle / 2))
    let s = Complex(Double.sin(angle / 2))
    return OneQubitMatrix(c, -s, s, c)
  }

  /// exp(−i angle Z/2)
  static func rz(_ angle: Double) -> OneQubitMatrix {
    OneQubitMatrix(
      Complex(length: 1, phase: -angle / 2), 0, 0, Complex(length: 1, phase: angle / 2))
  }

  var adjoint: OneQubitMatrix {
    OneQubitMatrix(m00.conjugate, m10.conjugate, m01.conjugate, m11.conjugate)
  }

  var determinant: Complex<Double> { m00 * m11 - m01 * m10 }

  /// First `b`, then `a`.
  @inlinable
  package static func * (a: OneQubitMatrix, b: OneQubitMatrix) -> OneQubitMatrix {
    OneQubitMatrix(
      a.m00 * b.m00 + a.m01 * b.m10, a.m00 * b.m01 + a.m01 * b.m11,
      a.m10 * b.m00 + a.m11 * b.m10, a.m10 * b.m01 + a.m11 * b.m11)
  }

  static func * (factor: Complex<Double>, m: OneQubitMatrix) -> OneQubitMatrix {
    OneQubitMatrix(factor * m.m00, factor * m.m01, factor * m.m10, factor * m.m11)
  }

  /// The unitary matrix as W diag(exp(i first), exp(i second)) W†.
  ///
  /// Up to a phase exp(iα) with α half that of the determinant, U = cos t − i sin t (n·σ): its
  /// eigenvectors are those of the spin along the axis n, well conditioned except where sin t vanishes
  /// and any axis will do.
  var eigenbasis: (vectors: OneQubitMatrix, first: Double, second: Double) {
    let alpha = determinant.phase / 2
    let u = Complex(length: 1, phase: -alpha) * self
    // Parts of n sin t, each averaged over the two elements that hold it.
    let x = -(u.m01.imaginary + u.m10.imaginary) / 2
    let y = (u.m10.real - u.m01.real) / 2
    let z = (u.m11.imaginary - u.m00.imaginary) / 2
    let sine = (x * x + y * y + z * z).squareRoot()
    let angle = Double.atan2(y: sine, x: (u.m00.real + u.m11.real) / 2)
    guard sine > 0 else { return (.identity, alpha - angle, alpha + angle) }
    let polar = Double.atan2(y: (x * x + y * y).squareRoot(), x: z)
    let azimuth = x == 0 && y == 0 ? 0 : Double.atan2(y: y, x: x)
    return (.phase(azimuth) * .ry(polar), alpha - angle, alpha + angle)
  }
}
