/// Least squares with the penalty `strength` · |weights|², the intercept free: Cholesky's factorization
/// of XᵀX + strength on centred columns, in O(rows · features²).
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
    var gram = RealAlgebra.multiply(rows: p, inner: n, columns: p, x, transposingFirst: true, x)
    for j in 0..<p { gram[j * p + j] += strength }
    let right = RealAlgebra.multiply(
      rows: p, inner: n, columns: 1, x, transposingFirst: true, y.map { $0 - mean })
    guard
      let solution = try DataError.quantum({ () throws(QuantumError) in
        try RealAlgebra.solvePositiveDefinite(size: p, gram, columns: 1, right)
      })
    else {
      throw DataError(.notConverged(what: "ridge regression"))
    }
    weights = solution
    intercept = mean - zip(means, solution).reduce(0) { $0 + $1.0 * $1.1 }
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard !weights.isEmpty else { throw DataError(.notFitted("the ridge regression")) }
    try Checks.features(features, weights.count)
    return LinearRegression.predict(features, intercept, weights)
  }
}
