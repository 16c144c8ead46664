/// Least squares with an intercept, by QR with column pivoting (LAPACK's dgeqp3), in
/// O(rows · features²).
///
/// Columns are scaled to norm 1 before the factorization, so that the rank does not depend on units. A
/// column that is a combination of others gets the coefficient 0 and is listed in ``aliased``.
public struct LinearRegression: Regressor, Codable, Hashable {
  /// The intercept first, then one coefficient a feature.
  public private(set) var coefficients: [Double] = []
  /// The features whose column is a combination of the others, which therefore say nothing new.
  public private(set) var aliased: [Int] = []
  /// Whether the residuals are rounding errors: then the tests below would test these.
  public private(set) var isExactFit = false
  /// Standard errors and tests; nil for an exact fit, and where no row is left to estimate the
  /// variance from.
  public private(set) var statistics: RegressionStatistics?
  /// 1 − Σ residuals² / Σ (y − ȳ)².
  public private(set) var rSquared = 0.0

  public init() {}

  public var parameterCount: Int { coefficients.count - aliased.count }

  /// The rank of the columns and the intercept.
  public var rank: Int { parameterCount }

  /// - Throws: ``DataError`` for classes, or without rows.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    let y = try data.values()
    let (n, p) = (data.rows, data.features.columns + 1)
    guard n >= 1 else { throw DataError(.tooFewRows(what: "a regression", needed: 1, got: n)) }
    let design = try DesignFactorization(data.features, rightSide: y)
    let (r, pivots, projected, scales) = (
      design.r, design.pivots, design.projected, design.scales
    )
    let rank = design.rank
    var triangle = [Double](repeating: 0, count: rank * rank)
    for i in 0..<rank { for j in i..<rank { triangle[i * rank + j] = r[i * p + j] } }
    guard
      let inverse = try DataError.quantum({ () throws(QuantumError) in
        try RealAlgebra.triangularInverse(size: rank, triangle)
      })
    else {
      throw DataError(.notConverged(what: "linear regression"))
    }

    coefficients = Array(repeating: 0, count: p)
    var variances = [Double](repeating: .nan, count: p)
    for i in 0..<rank {
      var (value, variance) = (0.0, 0.0)
      for j in i..<rank {
        value += inverse[i * rank + j] * projected[j]
        variance += inverse[i * rank + j] * inverse[i * rank + j]
      }
      coefficients[pivots[i]] = value / scales[pivots[i]]
      variances[pivots[i]] = variance / (scales[pivots[i]] * scales[pivots[i]])
    }
    aliased = design.aliased

    let residual = projected[rank...].reduce(0) { $0 + $1 * $1 }
    let norm = y.reduce(0) { $0 + $1 * $1 }
    let mean = y.reduce(0, +) / Double(n)
    let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    isExactFit = residual <= 1e-24 * norm
    rSquared = isExactFit ? 1 : (total > 0 && rank > 1 ? 1 - residual / total : 0)
    statistics =
      isExactFit || rank >= n
      ? nil
      : RegressionStatistics(
        names: ["(intercept)"] + data.featureNames, coefficients: coefficients,
        variances: variances, rank: rank, rows: n, residualSum: residual, totalSum: total)
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard !coefficients.isEmpty else { throw DataError(.notFitted("the linear regression")) }
    try Checks.features(features, coefficients.count - 1)
    return Self.predict(features, coefficients[0], coefficients.dropFirst())
  }

  /// intercept + features · weights.
  static func predict(
    _ features: RealMatrix, _ intercept: Double, _ weights: some Collection<Double>
  ) -> [Double] {
    RealAlgebra.multiply(
      rows: features.rows, inner: features.columns, columns: 1, features.elements, Array(weights)
    ).map { intercept + $0 }
  }
}
