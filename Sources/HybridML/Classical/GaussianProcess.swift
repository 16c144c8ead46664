import RealModule

/// A Gaussian process: numbers with how far off each may be.
///
/// With the kernel matrix K of the training rows and standardised targets y the prediction for a row with
/// similarities k is kᵀ (K + σ²)⁻¹ y, and its variance κ − kᵀ (K + σ²)⁻¹ k + σ², κ being the similarity
/// of the row to itself (C. Rasmussen and C. Williams, "Gaussian Processes for Machine Learning" (2006),
/// algorithm 2.1). Fitting takes the eigenvalues of K, O(rows³), and then O(rows) for each σ² tried;
/// memory is the kernel matrix three times.
///
/// ```swift
/// var process = GaussianProcess(kernel: .quantum(QuantumKernel(bandwidth: 0.25)))
/// try process.fit(angles)
/// let (means, deviations) = try process.distributions(rows)
/// ```
public struct GaussianProcess: Regressor, Codable, Hashable {
  public let kernel: Kernel
  /// The variances of the noise in the target that are tried, in units of the target's own; the one with the
  /// largest marginal likelihood is taken.
  public let noises: [Double]
  /// σ², the one that was taken; nil before fitting.
  public private(set) var noise: Double?
  /// The logarithm of the probability density of the standardised targets under the process.
  public private(set) var logMarginalLikelihood = 0.0
  private var support: KernelSupport?
  private var weights: [Double] = []
  /// A matrix whose product with its transpose is (K + σ²)⁻¹, `[rows, rows]`.
  private var root = RealMatrix(rows: 0, columns: 0)
  private var mean = 0.0
  private var deviation = 1.0

  public init(
    kernel: Kernel = .rbf(gamma: nil), noises: [Double] = [1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1]
  ) {
    self.kernel = kernel
    self.noises = noises
  }

  /// The kernel with γ settled; nil before fitting.
  public var fittedKernel: Kernel? { support?.kernel }

  /// A weight for each training row, the noise and the mean.
  public var parameterCount: Int { support == nil ? 0 : weights.count + 2 }

  /// - Throws: ``DataError`` for classes instead of numbers, no rows, settings out of range, or a kernel
  ///   with negative eigenvalues, see ``RealMatrix/nearestPositiveSemidefinite()``.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    for noise in noises { try Checks.positive("the variance of the noise", noise) }
    guard !noises.isEmpty else {
      throw DataError(
        .setting(name: "the list of noises", value: "empty", allowed: "one or more numbers"))
    }
    let values = try data.values()
    try Checks.rows("a Gaussian process", data.features, atLeast: 1)
    let all = try KernelRows(kernel, data.features)
    let scale = TargetScale(values)
    let targets = scale.standardized(values)
    let count = data.rows
    let (eigenvalues, vectors) = try all.matrix.kernelEigen()
    let largest = max(eigenvalues.last ?? 0, 0)
    guard (eigenvalues.first ?? 0) >= -1e-9 * max(largest, 1) else {
      throw DataError(
        .setting(
          name: "the smallest eigenvalue of the kernel matrix", value: "\(eigenvalues[0])",
          allowed: "0 or more"))
    }
    let projections = RealAlgebra.multiply(
      rows: 1, inner: count, columns: count, targets, vectors)
    var best: (noise: Double, likelihood: Double)?
    for noise in noises {
      var likelihood = -0.5 * Double(count) * Double.log(2 * .pi)
      for (value, projection) in zip(eigenvalues, projections) {
        let variance = max(value, 0) + noise
        likelihood -= 0.5 * (projection * projection / variance + Double.log(variance))
      }
      if likelihood > best?.likelihood ?? -.infinity { best = (noise, likelihood) }
    }
    guard let best else {
      throw DataError(.notConverged(what: "the marginal likelihood of a Gaussian process"))
    }
    var root = RealMatrix(rows: count, columns: count, elements: vectors)
    var weights = [Double](repeating: 0, count: count)
    for column in 0..<count {
      let variance = max(eigenvalues[column], 0) + best.noise
      for row in 0..<count {
        weights[row] += vectors[row * count + column] * projections[column] / variance
        root[row, column] /= variance.squareRoot()
      }
    }
    support = all.support(Array(0..<count))
    (noise, logMarginalLikelihood) = (best.noise, best.likelihood)
    (self.weights, self.root) = (weights, root)
    (mean, deviation) = (scale.mean, scale.deviation)
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let support else { throw DataError(.notFitted("the Gaussian process")) }
    return means(try support.similarities(features))
  }

  /// The mean and the standard deviation of the target of each row, its noise included.
  ///
  /// - Throws: as ``predict(_:)``; ``DataError`` for a kernel given as a matrix, which does not say how
  ///   similar a row is to itself.
  public func distributions(
    _ features: RealMatrix
  ) throws(DataError) -> (means: [Double], deviations: [Double]) {
    guard let support, let noise else { throw DataError(.notFitted("the Gaussian process")) }
    guard kernel != .precomputed else {
      throw DataError(
        .setting(
          name: "the kernel of a distribution", value: "precomputed", allowed: "one of the others"))
    }
    let similarities = try support.similarities(features)
    let projected = RealAlgebra.multiply(
      rows: features.rows, inner: root.rows, columns: root.columns, similarities.elements,
      root.elements)
    let explained = RealMatrix(rows: features.rows, columns: root.columns, elements: projected)
      .squaredNorms
    // Rows are as similar to themselves as can be, but for products.
    let own =
      kernel == .linear
      ? features.squaredNorms : Array(repeating: 1, count: features.rows)
    return (
      means(similarities),
      zip(own, explained).map { (max($0 - $1, 0) + noise).squareRoot() * deviation }
    )
  }

  private func means(_ similarities: RealMatrix) -> [Double] {
    LinearRegression.predict(similarities, 0, weights).map { mean + deviation * $0 }
  }
}

extension GaussianProcess {
  private enum CodingKeys: String, CodingKey {
    case kernel, noises, noise, logMarginalLikelihood, support, weights, root, mean, deviation
  }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(Kernel.self, forKey: .kernel)
    noises = try container.decode([Double].self, forKey: .noises)
    noise = try container.decodeIfPresent(Double.self, forKey: .noise)
    logMarginalLikelihood = try container.decode(Double.self, forKey: .logMarginalLikelihood)
    support = try container.decodeIfPresent(KernelSupport.self, forKey: .support)
    weights = try container.decode([Double].self, forKey: .weights)
    root = try container.decode(RealMatrix.self, forKey: .root)
    mean = try container.decode(Double.self, forKey: .mean)
    deviation = try container.decode(Double.self, forKey: .deviation)
    let count = support?.rows.count ?? 0
    guard weights.count == count, root.rows == count, root.columns == count,
      (support == nil) == (noise == nil)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container,
        debugDescription: "the weights of a Gaussian process do not fit its rows")
    }
  }

  /// Whether what a file held is fitted, and to rows of so many features.
  func isConsistent(features: Int) -> Bool { support?.featureCount == features }
}
