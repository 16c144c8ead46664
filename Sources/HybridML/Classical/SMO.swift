/// Sequential minimal optimisation of the dual of a two-class support vector machine: maximise
/// Σ αᵢ − ½ Σ αᵢ αⱼ yᵢ yⱼ Kᵢⱼ with 0 ≤ αᵢ ≤ C and Σ yᵢ αᵢ = 0, two multipliers at a time.
///
/// The pair is chosen by second-order information: R.-E. Fan, P.-H. Chen and C.-J. Lin, "Working set
/// selection using second order information for training support vector machines", J. Mach. Learn.
/// Res. 6, 1889 (2005). One step costs O(rows).
struct SMO {
  private let rows: Int
  /// Kᵢⱼ of the rows of the pair.
  private let kernel: [Double]
  private let signs: [Double]
  private let penalty: Double
  private let tolerance: Double

  init(kernel: RealMatrix, rows: [Int], signs: [Double], penalty: Double, tolerance: Double) {
    self.rows = rows.count
    var part: [Double] = []
    part.reserveCapacity(rows.count * rows.count)
    for i in rows { for j in rows { part.append(kernel[i, j]) } }
    self.kernel = part
    self.signs = signs
    self.penalty = penalty
    self.tolerance = tolerance
  }

  /// The signed multipliers yᵢ αᵢ and the bias of f(x) = Σ yᵢ αᵢ K(xᵢ, x) + bias.
  ///
  /// - Throws: ``DataError/Problem/notConverged(what:)``
  func solve() throws(DataError) -> (weights: [Double], bias: Double) {
    var alpha = [Double](repeating: 0, count: rows)
    // ∇ᵢ = Σⱼ yᵢ yⱼ Kᵢⱼ αⱼ − 1
    var gradient = [Double](repeating: -1, count: rows)
    for _ in 0..<max(10_000_000 / max(rows, 1), 100 * rows, 10_000) {
      guard let (i, j) = pair(alpha, gradient) else {
        return (zip(alpha, signs).map { $0 * $1 }, -offset(alpha, gradient))
      }
      let (before, beforeJ) = (alpha[i], alpha[j])
      let curvature = max(
        kernel[i * rows + i] + kernel[j * rows + j] - 2 * kernel[i * rows + j], 1e-12)
      // Along Σ y α = constant both move by the same step in y α, up to the bounds.
      var step = (-signs[i] * gradient[i] + signs[j] * gradient[j]) / curvature
      step = min(step, signs[i] > 0 ? penalty - alpha[i] : alpha[i])
      step = min(step, signs[j] > 0 ? alpha[j] : penalty - alpha[j])
      alpha[i] = clamp(alpha[i] + signs[i] * step)
      alpha[j] = clamp(alpha[j] - signs[j] * step)
      let (changeI, changeJ) = (
        signs[i] * (alpha[i] - before), signs[j] * (alpha[j] - beforeJ)
      )
      for k in 0..<rows {
        gradient[k] +=
          signs[k] * (kernel[i * rows + k] * changeI + kernel[j * rows + k] * changeJ)
      }
    }
    throw DataError(.notConverged(what: "the support vector machine"))
  }

  /// Multipliers within rounding of a bound are at the bound.
  private func clamp(_ value: Double) -> Double {
    if value < 1e-12 * penalty { return 0 }
    return value > penalty * (1 - 1e-12) ? penalty : value
  }

  private func canRise(_ k: Int, _ alpha: [Double]) -> Bool {
    signs[k] > 0 ? alpha[k] < penalty : alpha[k] > 0
  }

  private func canFall(_ k: Int, _ alpha: [Double]) -> Bool {
    signs[k] > 0 ? alpha[k] > 0 : alpha[k] < penalty
  }

  /// The pair that promises the largest decrease; nil when none violates by more than the tolerance.
  private func pair(_ alpha: [Double], _ gradient: [Double]) -> (Int, Int)? {
    var (i, largest) = (-1, -Double.infinity)
    for k in 0..<rows where canRise(k, alpha) && -signs[k] * gradient[k] > largest {
      (i, largest) = (k, -signs[k] * gradient[k])
    }
    guard i >= 0 else { return nil }
    var (j, best, smallest) = (-1, Double.infinity, Double.infinity)
    for k in 0..<rows where canFall(k, alpha) {
      let value = -signs[k] * gradient[k]
      smallest = min(smallest, value)
      let violation = largest - value
      guard violation > 0 else { continue }
      let curvature = max(
        kernel[i * rows + i] + kernel[k * rows + k] - 2 * kernel[i * rows + k], 1e-12)
      let objective = -violation * violation / curvature
      if objective < best { (j, best) = (k, objective) }
    }
    return j >= 0 && largest - smallest >= tolerance ? (i, j) : nil
  }

  /// yᵢ ∇ᵢ of free multipliers on average, or the middle of what the bound ones allow.
  private func offset(_ alpha: [Double], _ gradient: [Double]) -> Double {
    var (low, high) = (-Double.infinity, Double.infinity)
    var (sum, free) = (0.0, 0)
    for k in 0..<rows {
      let value = signs[k] * gradient[k]
      let (rises, falls) = (canRise(k, alpha), canFall(k, alpha))
      if rises && falls {
        sum += value
        free += 1
      } else if rises {
        high = min(high, value)
      } else {
        low = max(low, value)
      }
    }
    if free > 0 { return sum / Double(free) }
    if low.isInfinite { return high }
    return high.isInfinite ? low : (low + high) / 2
  }
}
