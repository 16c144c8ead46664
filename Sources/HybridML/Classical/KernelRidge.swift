/// Least squares in the feature space of a kernel: a = (K + strength)⁻¹ (y − ȳ) by Cholesky's
/// factorization in O(rows³), f(x) = ȳ + Σ aᵢ K(xᵢ, x).
///
/// The mean ȳ of the target is not penalised. Every training row is kept; memory is the kernel matrix
/// twice, `rows² · 16` bytes.
public struct KernelRidge: Regressor, Codable, Hashable {
  public let kernel: Kernel
  public let strength: Double
  private var support: KernelSupport?
  private var weights: [Double] = []
  public private(set) var intercept = 0.0

  public init(kernel: Kernel = .rbf(gamma: nil), strength: Double = 1) {
    self.kernel = kernel
    self.strength = strength
  }

  /// The kernel with γ settled; nil before fitting.
  public var fittedKernel: Kernel? { support?.kernel }

  /// A weight for each training row, and the intercept.
  public var parameterCount: Int { support == nil ? 0 : weights.count + 1 }

  /// - Throws: ``DataError`` for classes instead of numbers, no rows, settings out of range, a precomputed
  ///   kernel that is not square, or one with negative eigenvalues beyond the strength.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try Checks.positive("the strength of the penalty", strength)
    let values = try data.values()
    guard data.rows >= 1 else {
      throw DataError(.tooFewRows(what: "a regression", needed: 1, got: 0))
    }
    let all = try KernelRows(kernel, data.features)
    let mean = values.reduce(0, +) / Double(values.count)
    var matrix = all.matrix.elements
    for row in 0..<data.rows { matrix[row * data.rows + row] += strength }
    guard
      let solution = try DataError.quantum({ () throws(QuantumError) in
        try RealAlgebra.solvePositiveDefinite(
          size: data.rows, matrix, columns: 1, values.map { $0 - mean })
      })
    else {
      throw DataError(
        .setting(
          name: "the strength of the penalty", value: "\(strength)",
          allowed: "larger for this kernel, which has negative eigenvalues"))
    }
    support = all.support(Array(0..<data.rows))
    weights = solution
    intercept = mean
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let support else { throw DataError(.notFitted("the kernel ridge regression")) }
    return LinearRegression.predict(try support.similarities(features), intercept, weights)
  }
}

extension KernelRidge {
  private enum CodingKeys: String, CodingKey { case kernel, strength, support, weights, intercept }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(Kernel.self, forKey: .kernel)
    strength = try container.decode(Double.self, forKey: .strength)
    support = try container.decodeIfPresent(KernelSupport.self, forKey: .support)
    weights = try container.decode([Double].self, forKey: .weights)
    intercept = try container.decode(Double.self, forKey: .intercept)
    guard weights.count == support?.rows.count ?? 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container,
        debugDescription: "the weights of a kernel regression do not fit its rows")
    }
  }
}

extension KernelRidge {
  /// Whether what a file held is fitted, and to rows of so many features.
  func isConsistent(features: Int) -> Bool { support?.featureCount == features }
}
