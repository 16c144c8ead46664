extension RealMatrix {
  /// How well a kernel matrix agrees with classes, from −1 to 1: the cosine between the centred matrix and
  /// the centred matrix that is 1 for rows of one class and else 0; 0 where either has no differences
  /// (C. Cortes, M. Mohri, A. Rostamizadeh, "Algorithms for learning kernels based on centered alignment"
  /// (2012), arXiv:1203.0550).
  ///
  /// - Throws: ``DataError`` for a matrix that is not square or not finite, or another number of
  ///   classes than rows.
  public func alignment(withClasses classes: [Int]) throws(DataError) -> Double {
    guard rows == columns else {
      throw DataError(.shape(what: "the width of a kernel matrix", expected: rows, got: columns))
    }
    guard classes.count == rows else {
      throw DataError(.shape(what: "the number of classes", expected: rows, got: classes.count))
    }
    try checkFinite()
    return alignmentAndSlopes(with: .classes(classes, names: [])).alignment
  }

  /// The alignment of a square matrix with a target, and its derivative with respect to each element. The
  /// ideal matrix of numbers is the product of their deviations from the mean.
  func alignmentAndSlopes(
    with target: Dataset.Target
  ) -> (alignment: Double, slopes: RealMatrix) {
    var ideal = RealMatrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0..<rows {
        switch target {
        case .classes(let classes, _): ideal[i, j] = classes[i] == classes[j] ? 1 : 0
        case .values(let values): ideal[i, j] = values[i] * values[j]
        }
      }
    }
    var (own, wanted) = (centred, ideal.centred)
    var (product, ownNorm, wantedNorm) = (0.0, 0.0, 0.0)
    for (x, y) in zip(own.elements, wanted.elements) {
      product += x * y
      ownNorm += x * x
      wantedNorm += y * y
    }
    // Centring leaves rounding errors of a matrix without differences.
    func differs(_ centredNorm: Double, _ matrix: RealMatrix) -> Bool {
      centredNorm > 1e-24 * matrix.elements.reduce(0) { $0 + $1 * $1 }
    }
    guard differs(ownNorm, self), differs(wantedNorm, ideal) else {
      return (0, RealMatrix(rows: rows, columns: rows))
    }
    let alignment = product / (ownNorm * wantedNorm).squareRoot()
    let (scale, share) = (1 / (ownNorm * wantedNorm).squareRoot(), alignment / ownNorm)
    for index in own.elements.indices {
      wanted.elements[index] = wanted.elements[index] * scale - own.elements[index] * share
    }
    own = wanted
    return (alignment, own)
  }

  /// With the mean of each row and each column taken off.
  private var centred: RealMatrix {
    var (rowMeans, columnMeans) = (
      [Double](repeating: 0, count: rows), [Double](repeating: 0, count: columns)
    )
    for i in 0..<rows {
      for j in 0..<columns {
        rowMeans[i] += self[i, j] / Double(columns)
        columnMeans[j] += self[i, j] / Double(rows)
      }
    }
    let mean = rowMeans.reduce(0, +) / Double(max(rows, 1))
    var result = self
    for i in 0..<rows {
      for j in 0..<columns { result[i, j] += mean - rowMeans[i] - columnMeans[j] }
    }
    return result
  }
}
