import RealModule

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
    var design = [Double](repeating: 1, count: n * p)
    for i in 0..<n { for j in 1..<p { design[i * p + j] = data.features[i, j - 1] } }
    var scales = [Double](repeating: 0, count: p)
    for i in 0..<n { for j in 0..<p { scales[j] += design[i * p + j] * design[i * p + j] } }
    for j in 0..<p { scales[j] = scales[j] > 0 ? scales[j].squareRoot() : 1 }
    for i in 0..<n { for j in 0..<p { design[i * p + j] /= scales[j] } }

    let factors: (r: [Double], pivots: [Int], projected: [Double])
    do {
      factors = try RealAlgebra.pivotedQR(rows: n, columns: p, design, rightSide: y)
    } catch {
      throw DataError(.notConverged(what: "linear regression"))
    }
    let (r, pivots, projected) = factors
    let threshold = Double(max(n, p)) * Double.ulpOfOne * abs(r[0])
    let rank = (0..<min(n, p)).prefix { abs(r[$0 * p + $0]) > threshold }.count
    var triangle = [Double](repeating: 0, count: rank * rank)
    for i in 0..<rank { for j in i..<rank { triangle[i * rank + j] = r[i * p + j] } }
    guard let inverse = RealAlgebra.triangularInverse(size: rank, triangle) else {
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
    // The intercept may be the column that pivoting leaves out; then features stand for it.
    aliased = pivots[rank...].filter { $0 > 0 }.map { $0 - 1 }.sorted()

    let residual = projected[rank...].reduce(0) { $0 + $1 * $1 }
    let norm = y.reduce(0) { $0 + $1 * $1 }
    let mean = y.reduce(0, +) / Double(n)
    let total = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    isExactFit = residual <= 1e-24 * norm
    rSquared = isExactFit ? 1 : (total > 0 ? 1 - residual / total : 0)
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

/// What is known of the coefficients of a linear regression, if residuals are independent and normal
/// with one variance.
public struct RegressionStatistics: Hashable, Sendable, Codable {
  /// One coefficient. That of an aliased column is 0 and all else not a number.
  public struct Coefficient: Hashable, Sendable, Codable {
    public let name: String
    public let estimate: Double
    public let standardError: Double
    /// The estimate in standard errors.
    public let t: Double
    /// P(|T| > |t|) for a true value of 0.
    public let pValue: Double
  }

  public let coefficients: [Coefficient]
  public let rows: Int
  /// The rows less the rank.
  public let residualFreedom: Int
  public let rSquared: Double
  public let adjustedRSquared: Double
  /// The standard deviation of the residuals.
  public let residualError: Double
  /// The test that all coefficients but the intercept are 0.
  public let f: Double
  public let fPValue: Double
  public let logLikelihood: Double
  /// 2 rank − 2 log L, the variance not counted as a parameter.
  public let aic: Double
  /// rank · ln(rows) − 2 log L.
  public let bic: Double

  init(
    names: [String], coefficients: [Double], variances: [Double], rank: Int, rows: Int,
    residualSum: Double, totalSum: Double
  ) {
    let freedom = rows - rank
    let n = Double(rows)
    let variance = residualSum / Double(freedom)
    self.rows = rows
    residualFreedom = freedom
    residualError = variance.squareRoot()
    self.coefficients = names.indices.map { index in
      let error = (variances[index] * variance).squareRoot()
      let t = coefficients[index] / error
      return Coefficient(
        name: names[index], estimate: coefficients[index], standardError: error, t: t,
        pValue: t.isNaN
          ? .nan : ProbabilityDistribution.studentT(Double(freedom)).twoSidedTail(t))
    }
    rSquared = 1 - residualSum / totalSum
    adjustedRSquared = 1 - variance / (totalSum / (n - 1))
    f = (totalSum - residualSum) / Double(rank - 1) / variance
    fPValue = ProbabilityDistribution.fisherF(Double(rank - 1), Double(freedom)).upperTail(f)
    logLikelihood = -n / 2 * (Double.log(2 * .pi) + Double.log(residualSum / n) + 1)
    aic = 2 * Double(rank) - 2 * logLikelihood
    bic = Double(rank) * Double.log(n) - 2 * logLikelihood
  }

  /// Intervals that hold each true coefficient with probability `level`.
  public func confidenceIntervals(level: Double = 0.95) -> [(lower: Double, upper: Double)] {
    let t = ProbabilityDistribution.studentT(Double(residualFreedom))
      .quantile(upper: (1 - level) / 2)
    return coefficients.map {
      ($0.estimate - t * $0.standardError, $0.estimate + t * $0.standardError)
    }
  }
}
