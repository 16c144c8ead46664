extension RealMatrix {
  /// The nearest symmetric matrix without negative eigenvalues, in the Frobenius norm: those of the
  /// symmetric part become 0 (N. Higham, "Computing a nearest symmetric positive semidefinite matrix"
  /// (1988), doi:10.1016/0024-3795(88)90223-6). Cost: O(rows³).
  ///
  /// - Throws: ``DataError`` for a matrix that is not square or not finite.
  public func nearestPositiveSemidefinite() throws(DataError) -> RealMatrix {
    guard rows == columns else {
      throw DataError(.shape(what: "the width of a kernel matrix", expected: rows, got: columns))
    }
    try checkFinite()
    var symmetric = self
    for row in 0..<rows {
      for column in 0..<row {
        let mean = (self[row, column] + self[column, row]) / 2
        (symmetric[row, column], symmetric[column, row]) = (mean, mean)
      }
    }
    let (values, vectors) = try symmetric.kernelEigen()
    guard values.first.map({ $0 < 0 }) ?? false else { return symmetric }
    var scaled = vectors
    for row in 0..<rows {
      for column in 0..<rows { scaled[row * rows + column] *= max(values[column], 0) }
    }
    var result = RealMatrix(
      rows: rows, columns: rows,
      elements: RealAlgebra.multiply(
        rows: rows, inner: rows, columns: rows, scaled, vectors, transposingSecond: true))
    for row in 0..<rows { for column in 0..<row { result[row, column] = result[column, row] } }
    return result
  }

  /// The eigenvalues, ascending, of a symmetric kernel matrix, and its eigenvectors as columns,
  /// `[rows, rows]`. Cost: O(rows³).
  ///
  /// - Throws: ``DataError`` where they are not found.
  func kernelEigen() throws(DataError) -> (values: [Double], vectors: [Double]) {
    do {
      return try RealAlgebra.symmetricEigen(size: rows, elements)
    } catch {
      throw DataError(error, in: "the eigenvalues of a kernel matrix")
    }
  }
}
