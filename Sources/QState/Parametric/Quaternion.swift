/// An element of SU(2) as `w·1 − i(x·X + y·Y + z·Z)` with w² + x² + y² + z² = 1.
///
/// A product of one-qubit gates, up to a global phase, is a product of these (Nielsen and Chuang,
/// exercise 4.15); a rotation by θ about the axis n has w = cos(θ/2) and (x, y, z) = sin(θ/2)·n.
package struct Quaternion: Hashable, Sendable {
  package var w, x, y, z: Double

  package static let one = Quaternion(w: 1, x: 0, y: 0, z: 0)

  package init(w: Double, x: Double, y: Double, z: Double) {
    self.w = w
    self.x = x
    self.y = y
    self.z = z
  }

  /// exp(−iθ/2 P) from the cosine and sine of θ/2. P is X, Y or Z.
  package init(axis: Pauli, cosine: Double, sine: Double) {
    self.init(
      w: cosine, x: axis == .x ? sine : 0, y: axis == .y ? sine : 0, z: axis == .z ? sine : 0)
  }

  /// The unitary matrix `[[a, b], [c, d]]` without its global phase.
  package init(
    _ a: Complex<Double>, _ b: Complex<Double>, _ c: Complex<Double>, _ d: Complex<Double>
  ) {
    // The determinant is the phase squared; either root will do.
    let determinant = a * d - b * c
    let root = Complex<Double>.sqrt(determinant)
    let phase = root.conjugate / Complex(root.length)
    let (a, b, c, d) = (a * phase, b * phase, c * phase, d * phase)
    let (w, x) = ((a.real + d.real) / 2, -(b.imaginary + c.imaginary) / 2)
    let (y, z) = ((c.real - b.real) / 2, (d.imaginary - a.imaginary) / 2)
    let length = (w * w + x * x + y * y + z * z).squareRoot()
    self.init(w: w / length, x: x / length, y: y / length, z: z / length)
  }

  package var inverse: Quaternion { Quaternion(w: w, x: -x, y: -y, z: -z) }

  /// The product of matrices: `b` acts first.
  package static func * (a: Quaternion, b: Quaternion) -> Quaternion {
    Quaternion(
      w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
      x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
      y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w)
  }

  /// `[[a, b], [c, d]]`, row by row.
  package var matrix: [Complex<Double>] {
    [Complex(w, -z), Complex(-y, -x), Complex(y, -x), Complex(w, z)]
  }

  /// The vector g' with g'·σ = U† (g·σ) U: a sum of Pauli operators seen before this gate instead of
  /// after it.
  package func pulledBack(_ g: SIMD3<Double>) -> SIMD3<Double> {
    // Rodrigues' formula for the inverse rotation, with v = −(x, y, z).
    let v = SIMD3(-x, -y, -z)
    let t = 2 * cross(v, g)
    return g + w * t + cross(v, t)
  }
}

func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
  SIMD3(
    a.y * b.z - a.z * b.y,
    a.z * b.x - a.x * b.z,
    a.x * b.y - a.y * b.x)
}
