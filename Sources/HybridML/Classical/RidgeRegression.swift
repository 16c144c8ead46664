/// Least squares with the penalty `strength` · |weights|², the intercept free: Cholesky's factorization
/// of XᵀX + strength on centred columns, in O(rows · features²), or of XXᵀ + strength where there are more
/// features than rows.
public struct RidgeRegression: Regressor, Codable, Hashable {
  public let strength: Double
  public private(set) var intercept = 0.0
  public private(set) var weights: [Double] = []

  public init(strength: Double = 1) { self.strength = strength }

  public var parameterCount: Int { weights.count + 1 }

  public mutating func fit(_ data: Dataset) throws(DataError) {
    try Checks.positive("the strength of the penalty", strength)
    let y = try data.values()
    let (n, p) = (data.rows, data.features.columns)
    guard n >= 1 else { throw DataError(.tooFewRows(what: "a regression", needed: 1, got: n)) }
    var x = data.features.elements
    var means = [Double](repeating: 0, count: p)
    for i in 0..<n { for j in 0..<p { means[j] += x[i * p + j] } }
    for j in 0..<p { means[j] /= Double(n) }
    for i in 0..<n { for j in 0..<p { x[i * p + j] -= means[j] } }
    let mean = y.reduce(0, +) / Double(n)
    let targets = y.map { $0 - mean }
    func transposed(times vector: [Double]) -> [Double] {
      RealAlgebra.multiply(rows: p, inner: n, columns: 1, x, transposingFirst: true, vector)
    }
    let solution: [Double]
    if p <= n {
      let gram = RealAlgebra.multiply(rows: p, inner: n, columns: p, x, transposingFirst: true, x)
      solution = try solve(p, gram, transposed(times: targets))
    } else {
      let gram = RealAlgebra.multiply(rows: n, inner: p, columns: n, x, x, transposingSecond: true)
      solution = transposed(times: try solve(n, gram, targets))
    }
    weights = solution
    intercept = mean - zip(means, solution).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// (gram + strength)⁻¹ right
  private func solve(
    _ size: Int, _ gram: [Double], _ right: [Double]
  ) throws(DataError) -> [Double] {
    var gram = gram
    for j in 0..<size { gram[j * size + j] += strength }
    guard
      let solution = try DataError.quantum({ () throws(QuantumError) in
        try RealAlgebra.solvePositiveDefinite(size: size, gram, columns: 1, right)
      })
    else { throw DataError(.notConverged(what: "ridge regression")) }
    return solution
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard !weights.isEmpty else { throw DataError(.notFitted("the ridge regression")) }
    try Checks.features(features, weights.count)
    return LinearRegression.predict(features, intercept, weights)
  }
}
