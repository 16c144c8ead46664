import RealModule

/// A continuous distribution of one number, as tests of hypotheses use it.
public enum ProbabilityDistribution: Hashable, Sendable {
  /// The standard normal distribution.
  case normal
  /// Student's t with some degrees of freedom.
  case studentT(Double)
  /// Fisher's F with degrees of freedom of the numerator and the denominator.
  case fisherF(Double, Double)
  /// χ² with some degrees of freedom.
  case chiSquare(Double)

  /// P(X > x). Small tails keep their relative accuracy.
  public func upperTail(_ x: Double) -> Double {
    switch self {
    case .normal: return Double.erfc(x / Double(2).squareRoot()) / 2
    case .studentT:
      let tail = twoSidedTail(x) / 2
      return x >= 0 ? tail : 1 - tail
    case .fisherF(let d1, let d2):
      if x <= 0 { return 1 }
      if x == .infinity { return 0 }
      let sum = d1 * x + d2
      return IncompleteFunctions.beta(d2 / sum, complement: d1 * x / sum, a: d2 / 2, b: d1 / 2)
    case .chiSquare(let freedom): return IncompleteFunctions.upperGamma(freedom / 2, x / 2)
    }
  }

  /// P(X ≤ x).
  public func cumulative(_ x: Double) -> Double {
    switch self {
    case .normal, .studentT: upperTail(-x)
    case .fisherF(let d1, let d2):
      x <= 0 ? 0 : ProbabilityDistribution.fisherF(d2, d1).upperTail(1 / x)
    case .chiSquare: 1 - upperTail(x)
    }
  }

  /// P(|X| > |x|) of a distribution that is symmetric about 0; of the others the upper tail.
  public func twoSidedTail(_ x: Double) -> Double {
    switch self {
    case .normal: return Double.erfc(abs(x) / Double(2).squareRoot())
    case .studentT(let freedom):
      let square = x * x
      if square == .infinity { return 0 }
      return IncompleteFunctions.beta(
        freedom / (freedom + square), complement: square / (freedom + square), a: freedom / 2,
        b: 0.5)
    case .fisherF, .chiSquare: return upperTail(x)
    }
  }

  /// The x that exceeds a share `probability` of the distribution, by bisection to the last bit.
  ///
  /// - Returns: an infinity, or the end of the support, for 0 and 1; not a number outside 0…1.
  public func quantile(_ probability: Double) -> Double {
    guard probability >= 0, probability <= 1 else { return .nan }
    let isSymmetric =
      switch self {
      case .normal, .studentT: true
      case .fisherF, .chiSquare: false
      }
    if isSymmetric, probability < 0.5 { return -quantile(upper: probability) }
    if probability == 0 { return 0 }
    return quantile(upper: 1 - probability)
  }

  /// The non-negative x with P(X > x) = `tail`.
  func quantile(upper tail: Double) -> Double {
    if tail <= 0 { return .infinity }
    var (low, high) = (0.0, 1.0)
    while upperTail(high) > tail, high < 1e300 { (low, high) = (high, 2 * high) }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if upperTail(middle) > tail { low = middle } else { high = middle }
    }
  }
}
