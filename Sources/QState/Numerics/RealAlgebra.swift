import CLAPACKE
import COpenBLAS

/// Linear algebra of real row-major matrices for the packages' own libraries: BLAS and LAPACK for
/// doubles. Beside ``BLAS`` and ``LAPACK``, which serve complex numbers, the only file that calls them.
///
/// Callers make sure that numbers are finite; what is left to fail is convergence, memory, and a library
/// that is missing.
package enum RealAlgebra {
  private typealias Integer = qs_lapack_int

  /// op(a) op(b) as `[rows, columns]`, where op transposes if asked: a is stored as `[rows, inner]`,
  /// or `[inner, rows]` to be transposed, b as `[inner, columns]`, or `[columns, inner]`. By loops where a
  /// is a short row or OpenBLAS is not installed.
  package static func multiply(
    rows: Int, inner: Int, columns: Int, _ a: [Double], transposingFirst transposeA: Bool = false,
    _ b: [Double], transposingSecond transposeB: Bool = false
  ) -> [Double] {
    precondition(a.count == rows * inner && b.count == inner * columns)
    guard rows > 0, inner > 0, columns > 0 else {
      return Array(repeating: 0, count: rows * columns)
    }
    let isSmallRow = rows == 1 && inner * columns <= longestRowByLoops
    if isSmallRow || !OpenBLAS.isInstalled {
      return multiplyByLoops(
        rows: rows, inner: inner, columns: columns, a, transposingFirst: transposeA, b,
        transposingSecond: transposeB)
    }
    return [Double](unsafeUninitializedCapacity: rows * columns) { c, count in
      OpenBLAS.routines.dgemm(
        CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), blasint(inner), 1,
        a, blasint(transposeA ? rows : inner), b, blasint(transposeB ? inner : columns), 0,
        c.baseAddress, blasint(columns))
      count = rows * columns
    }
  }

  /// Multiplications of a product with one row, as for a single prediction, that loops do in 20 µs at
  /// most: OpenBLAS takes 4 ms to load. Whether it is loaded must not decide, as it rounds differently.
  private static var longestRowByLoops: Int { 1 << 14 }

  /// As ``multiply(rows:inner:columns:_:transposingFirst:_:transposingSecond:)`` without any library.
  package static func multiplyByLoops(
    rows: Int, inner: Int, columns: Int, _ a: [Double], transposingFirst transposeA: Bool,
    _ b: [Double], transposingSecond transposeB: Bool
  ) -> [Double] {
    var c = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      // Along the rows of b, whichever way they lie; each sum is in ascending order of k.
      if transposeB {
        for column in 0..<columns {
          var sum = 0.0
          for k in 0..<inner {
            sum += a[transposeA ? k * rows + row : row * inner + k] * b[column * inner + k]
          }
          c[row * columns + column] = sum
        }
      } else {
        for k in 0..<inner {
          let factor = a[transposeA ? k * rows + row : row * inner + k]
          for column in 0..<columns {
            c[row * columns + column] += factor * b[k * columns + column]
          }
        }
      }
    }
    return c
  }

  /// What computes overlaps is installed; factorizations see for themselves.
  ///
  /// - Throws: ``QuantumError/missingLibrary(name:cause:package:)``
  package static func checkLibraries() throws(QuantumError) { _ = try OpenBLAS.loaded.get() }

  /// A = U diag(values) Vᵀ with r = min(rows, columns) values descending, U of shape `[rows, r]`, Vᵀ
  /// of `[r, columns]` (dgesdd).
  package static func singularValues(
    rows: Int, columns: Int, _ matrix: [Double]
  ) throws(QuantumError) -> (u: [Double], values: [Double], vTransposed: [Double]) {
    let rank = min(rows, columns)
    var values = [Double](repeating: 0, count: rank)
    var u = [Double](repeating: 0, count: rows * rank)
    var vTransposed = [Double](repeating: 0, count: rank * columns)
    guard rank > 0 else { return (u, values, vTransposed) }
    let library = try LAPACKE.loaded.get()
    var work = matrix
    let status = library.dgesdd(
      LAPACK_ROW_MAJOR, letter("S"), Integer(rows), Integer(columns), &work, Integer(columns),
      &values, &u, Integer(rank), &vTransposed, Integer(columns))
    try check(status, "the singular values of a \(rows)×\(columns) matrix")
    return (u, values, vTransposed)
  }

  /// A P = Q R with the columns pivoted so that |R[i, i]| descends, and Qᵀ y (dgeqp3, dormqr).
  ///
  /// - Returns: R as `[r, columns]` with r = min(rows, columns), the column of A that each column of
  ///   R stands for, and all `rows` elements of Qᵀ y.
  package static func pivotedQR(
    rows: Int, columns: Int, _ matrix: [Double], rightSide y: [Double]
  ) throws(QuantumError) -> (r: [Double], pivots: [Int], projected: [Double]) {
    precondition(matrix.count == rows * columns && y.count == rows)
    let rank = min(rows, columns)
    var r = [Double](repeating: 0, count: rank * columns)
    var projected = y
    guard rank > 0 else { return (r, Array(0..<columns), projected) }
    let library = try LAPACKE.loaded.get()
    var work = matrix
    var pivots = [Integer](repeating: 0, count: columns)
    var factors = [Double](repeating: 0, count: rank)
    let what = "the QR factorization of a \(rows)×\(columns) matrix"
    try check(
      library.dgeqp3(
        LAPACK_ROW_MAJOR, Integer(rows), Integer(columns), &work, Integer(columns), &pivots,
        &factors), what)
    try check(
      library.dormqr(
        LAPACK_ROW_MAJOR, letter("L"), letter("T"), Integer(rows), 1, Integer(rank), work,
        Integer(columns), factors, &projected, 1), what)
    for row in 0..<rank {
      for column in row..<columns { r[row * columns + column] = work[row * columns + column] }
    }
    return (r, pivots.map { Int($0) - 1 }, projected)
  }

  /// The inverse of an upper triangular matrix; nil where its diagonal has a zero (dtrtri).
  package static func triangularInverse(
    size: Int, _ matrix: [Double]
  ) throws(QuantumError) -> [Double]? {
    precondition(matrix.count == size * size)
    guard size > 0 else { return [] }
    var inverse = matrix
    let status = try LAPACKE.loaded.get().dtrtri(
      LAPACK_ROW_MAJOR, letter("U"), letter("N"), Integer(size), &inverse, Integer(size))
    return status == 0 ? inverse : nil
  }

  /// The solution X of A X = B for a positive definite A, of which the upper triangle is read; nil
  /// where A is not positive definite (dposv).
  ///
  /// - Parameter b: of shape `[size, columns]`.
  package static func solvePositiveDefinite(
    size: Int, _ a: [Double], columns: Int, _ b: [Double]
  ) throws(QuantumError) -> [Double]? {
    precondition(a.count == size * size && b.count == size * columns)
    guard size > 0, columns > 0 else { return b }
    var (factor, solution) = (a, b)
    let status = try LAPACKE.loaded.get().dposv(
      LAPACK_ROW_MAJOR, letter("U"), Integer(size), Integer(columns), &factor, Integer(size),
      &solution, Integer(columns))
    return status == 0 ? solution : nil
  }

  /// The eigenvalues of a symmetric matrix, ascending, and as columns an orthonormal eigenvector for
  /// each (dsyevd). Only the upper triangle is read.
  package static func symmetricEigen(
    size: Int, _ matrix: [Double]
  ) throws(QuantumError) -> (values: [Double], vectors: [Double]) {
    precondition(matrix.count == size * size)
    var values = [Double](repeating: 0, count: size)
    var vectors = matrix
    guard size > 0 else { return (values, vectors) }
    let library = try LAPACKE.loaded.get()
    try check(
      library.dsyevd(
        LAPACK_ROW_MAJOR, letter("V"), letter("U"), Integer(size), &vectors, Integer(size), &values
      ), "the eigenvalues of a symmetric \(size)×\(size) matrix")
    return (values, vectors)
  }

  private static func letter(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }

  private static func check(_ status: Integer, _ what: String) throws(QuantumError) {
    if status != 0 { throw .notConverged(what: what) }
  }
}
