import ComplexModule
import RealModule

extension ComplexMatrix {
  /// The principal power of a unitary matrix: V diag(exp(i exponent phases)) V† with the eigenphases
  /// in (−π, π], an eigenvalue −1 within rounding counting as exp(+iπ).
  ///
  /// Whole exponents up to 1024 in magnitude are products of the matrix (or, below zero, of its
  /// adjoint) with itself and stay as exact as those; the others go through
  /// ``unitaryEigendecomposition()`` in O(n³). The result is unitary for any exponent.
  ///
  /// - Throws: ``QuantumError/notFinite(what:value:)``,
  ///   ``QuantumError/notUnitary(what:deviation:)`` when U†U − 1 exceeds 10⁻⁸,
  ///   ``QuantumError/notConverged(what:)``
  public func principalPower(_ exponent: Double) throws(QuantumError) -> ComplexMatrix {
    guard exponent.isFinite else { throw .notFinite(what: "an exponent", value: exponent) }
    if exponent == exponent.rounded(), abs(exponent) <= 1024 {
      let deviation = unitarityDeviation
      guard deviation <= 1e-8 else {
        throw .notUnitary(what: "a \(rows)×\(columns) matrix", deviation: deviation)
      }
      return (exponent < 0 ? adjoint : self).repeated(Int(abs(exponent)))
    }
    let (phases, vectors) = try unitaryEigendecomposition()
    var scaled = vectors
    for column in 0..<columns {
      let factor = Complex(length: 1, phase: exponent * phases[column])
      for row in 0..<rows { scaled[row, column] *= factor }
    }
    return scaled * vectors.adjoint
  }

  /// The product of `count` copies, in 2 log₂(count) multiplications at most.
  private func repeated(_ count: Int) -> ComplexMatrix {
    var result = ComplexMatrix.identity(rows)
    var square = self
    var remaining = count
    while remaining > 0 {
      if remaining & 1 == 1 { result = result * square }
      remaining >>= 1
      if remaining > 0 { square = square * square }
    }
    return result
  }
}
