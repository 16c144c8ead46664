/// The QR factorization of a column of ones and some features, with its columns pivoted (LAPACK's dgeqp3).
///
/// Columns are divided by their norm before, so that the rank does not depend on units.
struct DesignFactorization {
  /// The norm of each column, 1 where it is 0.
  let scales: [Double]
  /// Upper triangular, `[min(rows, columns), columns]`.
  let r: [Double]
  /// The column that each column of R stands for; 0 is the column of ones.
  let pivots: [Int]
  /// Qᵀ y.
  let projected: [Double]
  let rank: Int

  /// - Throws: ``DataError/Problem/notConverged(what:)``
  init(_ features: RealMatrix, rightSide y: [Double]) throws(DataError) {
    let (n, p) = (features.rows, features.columns + 1)
    var design = [Double](repeating: 1, count: n * p)
    for i in 0..<n { for j in 1..<p { design[i * p + j] = features[i, j - 1] } }
    var scales = [Double](repeating: 0, count: p)
    for i in 0..<n { for j in 0..<p { scales[j] += design[i * p + j] * design[i * p + j] } }
    for j in 0..<p { scales[j] = scales[j] > 0 ? scales[j].squareRoot() : 1 }
    for i in 0..<n { for j in 0..<p { design[i * p + j] /= scales[j] } }
    do {
      (r, pivots, projected) = try RealAlgebra.pivotedQR(
        rows: n, columns: p, design, rightSide: y)
    } catch {
      throw DataError(error, in: "the factorization of the features")
    }
    self.scales = scales
    let threshold = Double(max(n, p)) * Double.ulpOfOne * abs(r.first ?? 0)
    let r = r
    rank = (0..<min(n, p)).prefix { abs(r[$0 * p + $0]) > threshold }.count
  }

  /// The features whose column is a combination of the others, ascending.
  ///
  /// The column of ones may be the one that pivoting leaves out; then features stand for it.
  var aliased: [Int] { pivots[rank...].filter { $0 > 0 }.map { $0 - 1 }.sorted() }
}
