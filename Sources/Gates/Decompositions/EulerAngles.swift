public import QState

/// A one-qubit unitary as a phase and the rotations of OpenQASM's `u3`:
///
///     U = exp(i phase) | cos(θ/2)            −exp(iλ) sin(θ/2)    |
///                      | exp(iφ) sin(θ/2)   exp(i(φ+λ)) cos(θ/2)  |
///
/// the z–y–z decomposition of M. A. Nielsen and I. L. Chuang, "Quantum Computation and Quantum
/// Information", theorem 4.1.
public struct EulerAngles: Hashable, Sendable {
  /// In [0, π].
  public let theta: Double
  /// In (−π, π], as are the others.
  public let phi: Double
  public let lambda: Double
  public let phase: Double

  /// - Parameter matrix: 2×2; its rows and columns need be orthonormal only to about 10⁻⁸.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/notUnitary(what:deviation:)``
  public init(_ matrix: ComplexMatrix) throws(QuantumError) {
    guard matrix.rows == 2, matrix.columns == 2 else {
      throw .wrongElementCount(
        what: "a one-qubit matrix", expected: 4, got: matrix.elements.count)
    }
    let deviation = matrix.unitarityDeviation
    guard deviation <= 1e-8 else {
      throw .notUnitary(what: "a one-qubit matrix", deviation: deviation)
    }
    self.init(unitary: OneQubitMatrix(matrix))
  }

  /// The larger pair of elements fixes the phases it holds; what the smaller pair adds is only the one
  /// relative phase left, whose error its own size then damps. So no angle loses accuracy near θ = 0
  /// or θ = π.
  init(unitary u: OneQubitMatrix) {
    let cosine = (u.m00.lengthSquared + u.m11.lengthSquared).squareRoot()
    let sine = (u.m01.lengthSquared + u.m10.lengthSquared).squareRoot()
    let phase: Double
    let phi: Double
    let lambda: Double
    // Below rounding an element holds no phase worth keeping.
    let negligible = Double.ulpOfOne
    if cosine >= sine {
      phase = u.m00.phase
      phi = sine <= negligible ? 0 : u.m10.phase - phase
      lambda = u.m11.phase - phase - phi
    } else {
      phase = cosine <= negligible ? u.m10.phase : u.m00.phase
      phi = u.m10.phase - phase
      lambda = (-u.m01).phase - phase
    }
    self.theta = sine <= negligible ? 0 : (2 * Double.atan2(y: sine, x: cosine)).roundedToFraction
    self.phi = phi.principalAngle.roundedToFraction
    self.lambda = lambda.principalAngle.roundedToFraction
    self.phase = phase.principalAngle.roundedToFraction
  }
}

extension Double {
  /// The same angle in (−π, π].
  var principalAngle: Double {
    let reduced = remainder(dividingBy: 2 * .pi)
    return reduced <= -.pi ? .pi : reduced
  }

  /// The nearest multiple of π/16 where that is within the rounding of a few operations, else self: an
  /// angle that ought to be π/2 prints as one.
  var roundedToFraction: Double {
    let multiple = (self * 16 / .pi).rounded()
    let exact = multiple * .pi / 16
    // Four units in the last place of numbers near π.
    return abs(self - exact) <= 8 * Double.ulpOfOne ? exact : self
  }
}
