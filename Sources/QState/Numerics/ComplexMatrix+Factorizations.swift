import ComplexModule
import RealModule

/// The factorizations of linear algebra, computed by LAPACK in O(n³).
extension ComplexMatrix {
  /// Eigenvalues and eigenvectors of a Hermitian matrix: A = V diag(values) V†.
  ///
  /// - Returns: the real eigenvalues in ascending order, and a unitary matrix whose column i is the
  ///   eigenvector of value i.
  /// - Throws: ``QuantumError/notSquare(rows:columns:)``, ``QuantumError/notFinite(what:value:)``,
  ///   ``QuantumError/notHermitian(what:deviation:)`` when A − A† exceeds 10⁻¹⁰ of the largest
  ///   element, ``QuantumError/notConverged(what:)``
  public func hermitianEigendecomposition() throws(QuantumError) -> (
    values: [Double], vectors: ComplexMatrix
  ) {
    try checkSquareAndFinite()
    let deviation = hermiticityDeviation
    guard deviation <= 1e-10 * largestMagnitude else {
      throw .notHermitian(what: "a \(rows)×\(columns) matrix", deviation: deviation)
    }
    return try LAPACK.hermitianEigen(self)
  }

  /// The Schur form A = Z T Z† with Z unitary and T upper triangular. The diagonal of T holds the
  /// eigenvalues; for a normal matrix T is diagonal and the columns of Z are eigenvectors.
  ///
  /// - Throws: ``QuantumError/notSquare(rows:columns:)``, ``QuantumError/notFinite(what:value:)``,
  ///   ``QuantumError/notConverged(what:)``
  public func schurDecomposition() throws(QuantumError) -> (
    triangle: ComplexMatrix, vectors: ComplexMatrix
  ) {
    try checkSquareAndFinite()
    return try LAPACK.schur(self)
  }

  /// Eigenphases and eigenvectors of a unitary matrix: U = V diag(exp(i phases)) V†.
  ///
  /// The Schur form gives orthonormal eigenvectors also where eigenvalues coincide.
  ///
  /// - Returns: the phases in (−π, π], where an eigenvalue −1 within rounding (10⁻¹²) has +π or that
  ///   much more, and a unitary matrix whose column i is the eigenvector of phase i.
  /// - Throws: ``QuantumError/notUnitary(what:deviation:)`` when U†U − 1 exceeds 10⁻⁸,
  ///   ``QuantumError/notConverged(what:)``
  public func unitaryEigendecomposition() throws(QuantumError) -> (
    phases: [Double], vectors: ComplexMatrix
  ) {
    let deviation = unitarityDeviation
    guard deviation <= 1e-8 else {
      throw .notUnitary(what: "a \(rows)×\(columns) matrix", deviation: deviation)
    }
    let (triangle, vectors) = try LAPACK.schur(self)
    let phases = (0..<rows).map { index in
      let phase = triangle[index, index].phase
      return phase <= 1e-12 - .pi ? phase + 2 * .pi : phase
    }
    return (phases, vectors)
  }

  /// The singular value decomposition A = U diag(values) V†.
  ///
  /// - Returns: with r = min(rows, columns), U of shape `[rows, r]` with orthonormal columns, r values
  ///   in descending order, V† of shape `[r, columns]` with orthonormal rows.
  /// - Throws: ``QuantumError/notFinite(what:value:)``, ``QuantumError/notConverged(what:)``
  public func singularValueDecomposition() throws(QuantumError) -> (
    u: ComplexMatrix, values: [Double], vAdjoint: ComplexMatrix
  ) {
    try checkFinite()
    return try LAPACK.singularValues(self)
  }

  /// The factorization A = Q R.
  ///
  /// - Returns: with r = min(rows, columns), Q of shape `[rows, r]` with orthonormal columns and R of
  ///   shape `[r, columns]`, upper triangular. The phases of R's diagonal are LAPACK's choice.
  /// - Throws: ``QuantumError/notFinite(what:value:)``, ``QuantumError/notConverged(what:)``
  public func qrDecomposition() throws(QuantumError) -> (q: ComplexMatrix, r: ComplexMatrix) {
    try checkFinite()
    return try LAPACK.qr(self)
  }
}
