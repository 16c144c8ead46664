import CLAPACKE
import ComplexModule

private typealias Integer = qs_lapack_int

/// The LAPACK drivers that the factorizations of ``ComplexMatrix`` stand on. Only this file and
/// ``RealAlgebra`` call LAPACKE.
///
/// Matrices go in and come out row-major. Callers make sure that elements are finite and that square
/// matrices are square; what is left to fail is convergence, memory and a library that is not installed.
enum LAPACK {
  /// Eigenvalues in ascending order and, as columns, an orthonormal eigenvector for each (zheevd).
  /// Only the upper triangle is read.
  static func hermitianEigen(_ matrix: ComplexMatrix) throws(QuantumError) -> (
    values: [Double], vectors: ComplexMatrix
  ) {
    let size = matrix.rows
    var values = [Double](repeating: 0, count: size)
    guard size > 0 else { return (values, matrix) }
    // Row-major elements read by columns are the transpose, here the conjugate: its lower triangle is
    // the upper one, and its eigenvectors are the conjugates.
    let padding = Self.padding(columns: size)
    var columns = matrix.elements + padding
    let n = Integer(size)
    let library = try LAPACKE.loaded.get()
    var (workSize, realSize, integerSize) = (qs_complex_double(), 0.0, Integer(0))
    func call(
      _ work: UnsafeMutablePointer<qs_complex_double>, _ count: Integer,
      _ reals: UnsafeMutablePointer<Double>, _ realCount: Integer,
      _ integers: UnsafeMutablePointer<Integer>, _ integerCount: Integer
    ) -> Integer {
      columns.withUnsafeMutableBytes { bytes in
        library.zheevd_work(
          LAPACK_COL_MAJOR, job("V"), job("L"), n,
          bytes.assumingMemoryBound(to: qs_complex_double.self).baseAddress, n, &values,
          work, count, reals, realCount, integers, integerCount)
      }
    }
    var status = call(&workSize, -1, &realSize, -1, &integerSize, -1)
    let what = "the eigenvalues of a Hermitian \(size)×\(size) matrix"
    try check(status, what)
    var work = [qs_complex_double](
      repeating: .init(), count: Int(workSize.real) + padding.count)
    var reals = [Double](repeating: 0, count: Int(realSize))
    var integers = [Integer](repeating: 0, count: Int(integerSize))
    status = call(
      &work, Integer(workSize.real), &reals, Integer(realSize), &integers, integerSize)
    try check(status, what)
    var vectors = ComplexMatrix.zeros(rows: size, columns: size)
    for column in 0..<size {
      for row in 0..<size { vectors[row, column] = columns[column * size + row].conjugate }
    }
    return (values, vectors)
  }

  /// Columns that follow a matrix in memory: the zgemv of OpenBLAS 0.3.21 for AVX2 and AVX-512 reads past
  /// the last column, which ends the program where no memory follows.
  private static func padding(columns size: Int) -> [Complex<Double>] {
    Array(repeating: .zero, count: 4 * size + 16)
  }

  /// A = Z T Z† with Z unitary and T upper triangular (zgees).
  static func schur(_ matrix: ComplexMatrix) throws(QuantumError) -> (
    triangle: ComplexMatrix, vectors: ComplexMatrix
  ) {
    let size = matrix.rows
    var triangle = matrix
    var vectors = ComplexMatrix.zeros(rows: size, columns: size)
    guard size > 0 else { return (triangle, vectors) }
    var eigenvalues = [qs_complex_double](repeating: .init(), count: size)
    var selected: Integer = 0
    let library = try LAPACKE.loaded.get()
    let status = triangle.withLAPACKPointer { t in
      vectors.withLAPACKPointer { z in
        library.zgees(
          LAPACK_ROW_MAJOR, job("V"), job("N"), nil, Integer(size), t, Integer(size),
          &selected, &eigenvalues, z, Integer(size))
      }
    }
    try check(status, "the Schur form of a \(size)×\(size) matrix")
    return (triangle, vectors)
  }

  /// A = U diag(s) V† with s descending, U of `min(rows, columns)` columns and V† of as many rows
  /// (zgesdd).
  static func singularValues(_ matrix: ComplexMatrix) throws(QuantumError) -> (
    u: ComplexMatrix, values: [Double], vAdjoint: ComplexMatrix
  ) {
    let rank = min(matrix.rows, matrix.columns)
    var values = [Double](repeating: 0, count: rank)
    var u = ComplexMatrix.zeros(rows: matrix.rows, columns: rank)
    var vAdjoint = ComplexMatrix.zeros(rows: rank, columns: matrix.columns)
    guard rank > 0 else { return (u, values, vAdjoint) }
    var work = matrix
    let library = try LAPACKE.loaded.get()
    let status = work.withLAPACKPointer { a in
      u.withLAPACKPointer { u in
        vAdjoint.withLAPACKPointer { vt in
          library.zgesdd(
            LAPACK_ROW_MAJOR, job("S"), Integer(matrix.rows), Integer(matrix.columns), a,
            Integer(matrix.columns), &values, u, Integer(rank), vt,
            Integer(matrix.columns))
        }
      }
    }
    try check(status, "the singular values of a \(matrix.rows)×\(matrix.columns) matrix")
    return (u, values, vAdjoint)
  }

  /// The R and the first `min(rows, columns)` columns of the Q of A = Q R (zgeqrf, zungqr).
  static func qr(_ matrix: ComplexMatrix) throws(QuantumError) -> (
    q: ComplexMatrix, r: ComplexMatrix
  ) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    let rank = min(rows, columns)
    var r = ComplexMatrix.zeros(rows: rank, columns: columns)
    var q = ComplexMatrix.zeros(rows: rows, columns: rank)
    guard rank > 0 else { return (q, r) }
    var work = matrix
    var factors = [qs_complex_double](repeating: .init(), count: rank)
    let library = try LAPACKE.loaded.get()
    var status = work.withLAPACKPointer { a in
      library.zgeqrf(
        LAPACK_ROW_MAJOR, Integer(rows), Integer(columns), a, Integer(columns), &factors)
    }
    try check(status, "the QR factorization of a \(rows)×\(columns) matrix")
    for row in 0..<rank {
      for column in row..<columns { r[row, column] = work[row, column] }
    }
    for row in 0..<rows {
      for column in 0..<rank { q[row, column] = work[row, column] }
    }
    status = q.withLAPACKPointer { q in
      library.zungqr(
        LAPACK_ROW_MAJOR, Integer(rows), Integer(rank), Integer(rank), q, Integer(rank),
        &factors)
    }
    try check(status, "the QR factorization of a \(rows)×\(columns) matrix")
    return (q, r)
  }

  /// The L and U factors in one matrix, and for each step the row it exchanged with its own
  /// (zgetrf). A zero on the diagonal of U, which a singular matrix gives, is no error.
  static func lu(_ matrix: ComplexMatrix) throws(QuantumError) -> (
    factors: ComplexMatrix, pivots: [Int]
  ) {
    let size = matrix.rows
    var factors = matrix
    guard size > 0 else { return (factors, []) }
    var pivots = [Integer](repeating: 0, count: size)
    let library = try LAPACKE.loaded.get()
    let status = factors.withLAPACKPointer { a in
      library.zgetrf(
        LAPACK_ROW_MAJOR, Integer(size), Integer(size), a, Integer(size), &pivots)
    }
    try check(min(status, 0), "the LU factorization of a \(size)×\(size) matrix")
    return (factors, pivots.map { Int($0) - 1 })
  }

  /// The cosine–sine decomposition of a unitary matrix given as four square quarters (zuncsd).
  static func cosineSine(
    upperLeft: ComplexMatrix, upperRight: ComplexMatrix, lowerLeft: ComplexMatrix,
    lowerRight: ComplexMatrix
  ) throws(QuantumError) -> CosineSineDecomposition {
    let half = upperLeft.rows
    let n = Integer(half)
    var (x11, x12, x21, x22) = (upperLeft, upperRight, lowerLeft, lowerRight)
    var result = CosineSineDecomposition(
      left: (.zeros(rows: half, columns: half), .zeros(rows: half, columns: half)),
      angles: Array(repeating: 0, count: half),
      right: (.zeros(rows: half, columns: half), .zeros(rows: half, columns: half)))
    guard half > 0 else { return result }
    let library = try LAPACKE.loaded.get()
    let status = x11.withLAPACKPointer { x11 in
      x12.withLAPACKPointer { x12 in
        x21.withLAPACKPointer { x21 in
          x22.withLAPACKPointer { x22 in
            result.left.0.withLAPACKPointer { u1 in
              result.left.1.withLAPACKPointer { u2 in
                result.right.0.withLAPACKPointer { v1 in
                  result.right.1.withLAPACKPointer { v2 in
                    library.zuncsd(
                      LAPACK_ROW_MAJOR, job("Y"), job("Y"), job("Y"), job("Y"), job("T"), job("D"),
                      2 * n, n, n, x11, n, x12, n, x21, n, x22, n, &result.angles, u1, n, u2, n, v1,
                      n, v2, n)
                  }
                }
              }
            }
          }
        }
      }
    }
    try check(status, "the cosine–sine decomposition of a \(2 * half)×\(2 * half) matrix")
    return result
  }

  private static func job(_ letter: Unicode.Scalar) -> CChar { CChar(letter.value) }

  private static func check(_ status: Integer, _ what: String) throws(QuantumError) {
    if status != 0 { throw .notConverged(what: what) }
  }
}

extension ComplexMatrix {
  /// The elements under LAPACKE's name for the same layout, two doubles a number.
  fileprivate mutating func withLAPACKPointer<Result>(
    _ body: (UnsafeMutablePointer<qs_complex_double>) -> Result
  ) -> Result {
    let count = elements.count
    return elements.withUnsafeMutableBufferPointer { buffer in
      // The callers return early for matrices without elements, whose base address is nil.
      buffer.baseAddress.unsafelyUnwrapped.withMemoryRebound(
        to: qs_complex_double.self, capacity: count, body)
    }
  }
}
