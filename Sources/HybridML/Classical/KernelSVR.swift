/// ε-insensitive support vector regression with a kernel: errors up to the half width of a tube cost
/// nothing, larger ones C each unit (A. Smola and B. Schölkopf, "A tutorial on support vector
/// regression" (2004), doi:10.1023/B:STCO.0000035301.49549.88).
///
/// Solved by sequential minimal optimisation to a violation of `tolerance`, in the units of the target;
/// memory is the kernel matrix, `rows² · 8` bytes.
public struct KernelSVR: Regressor, Codable, Hashable {
  public let kernel: Kernel
  /// C, the price of an error beyond the tube.
  public let penalty: Double
  /// ε, the half width of the tube, in the units of the target.
  public let tube: Double
  public let tolerance: Double
  private var support: KernelSupport?
  private var weights: [Double] = []
  public private(set) var bias = 0.0

  public init(
    kernel: Kernel = .rbf(gamma: nil), penalty: Double = 1, tube: Double = 0.1,
    tolerance: Double = 1e-3
  ) {
    self.kernel = kernel
    self.penalty = penalty
    self.tube = tube
    self.tolerance = tolerance
  }

  /// The kernel with γ settled; nil before fitting.
  public var fittedKernel: Kernel? { support?.kernel }

  /// The training rows on the tube or beyond.
  public var supportRows: [Int] { support?.rows ?? [] }

  /// A multiplier for each support vector, and the bias.
  public var parameterCount: Int { support == nil ? 0 : weights.count + 1 }

  /// - Throws: ``DataError`` for classes instead of numbers, no rows, settings out of range, a precomputed
  ///   kernel that is not square, or when it does not converge.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    try Checks.positive("C", penalty)
    try Checks.positive("the tolerance", tolerance)
    guard tube >= 0, tube.isFinite else {
      throw DataError(
        .setting(name: "the half width of the tube", value: "\(tube)", allowed: "0 or more"))
    }
    let values = try data.values()
    guard data.rows >= 1 else {
      throw DataError(.tooFewRows(what: "a regression", needed: 1, got: 0))
    }
    let all = try KernelRows(kernel, data.features)
    let solution = try SMO.regression(
      kernel: all.matrix, values: values, tube: tube, penalty: penalty, tolerance: tolerance
    ).solve()
    let rows = solution.weights.indices.filter { solution.weights[$0] != 0 }
    support = all.support(rows)
    weights = rows.map { solution.weights[$0] }
    bias = solution.bias
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let support else { throw DataError(.notFitted("the support vector regression")) }
    return LinearRegression.predict(try support.similarities(features), bias, weights)
  }
}

extension KernelSVR {
  private enum CodingKeys: String, CodingKey {
    case kernel, penalty, tube, tolerance, support, weights, bias
  }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(Kernel.self, forKey: .kernel)
    penalty = try container.decode(Double.self, forKey: .penalty)
    tube = try container.decode(Double.self, forKey: .tube)
    tolerance = try container.decode(Double.self, forKey: .tolerance)
    support = try container.decodeIfPresent(KernelSupport.self, forKey: .support)
    weights = try container.decode([Double].self, forKey: .weights)
    bias = try container.decode(Double.self, forKey: .bias)
    guard weights.count == support?.rows.count ?? 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container,
        debugDescription: "the weights of a support vector regression do not fit its rows")
    }
  }
}

extension KernelSVR {
  /// Whether what a file held is fitted, and to rows of so many features.
  func isConsistent(features: Int) -> Bool { support?.featureCount == features }
}
