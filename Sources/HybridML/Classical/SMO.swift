/// Sequential minimal optimisation of the dual of a support vector machine: minimise
/// ½ Σ αᵢ αⱼ sᵢ sⱼ Kᵢⱼ + Σ pᵢ αᵢ with 0 ≤ αᵢ ≤ C and Σ sᵢ αᵢ = 0, two multipliers at a time.
///
/// Classification has a multiplier a row, its sign s the class and p = −1. ε-insensitive regression has
/// two a row, with s = 1, p = ε − y and then s = −1, p = ε + y.
///
/// The pair is chosen by second-order information: R.-E. Fan, P.-H. Chen and C.-J. Lin, "Working set
/// selection using second order information for training support vector machines", J. Mach. Learn.
/// Res. 6, 1889 (2005). One step costs O(rows).
struct SMO {
  private let rows: Int
  /// K of the rows, `[rows, rows]`.
  private let kernel: [Double]
  /// The row that each multiplier belongs to: all rows once, or all of them twice.
  private let place: [Int]
  private let signs: [Double]
  private let linear: [Double]
  private let penalty: Double
  private let tolerance: Double

  private init(
    kernel: [Double], signs: [Double], linear: [Double], rows: Int, penalty: Double,
    tolerance: Double
  ) {
    self.rows = rows
    self.kernel = kernel
    place = signs.indices.map { $0 % rows }
    self.signs = signs
    self.linear = linear
    self.penalty = penalty
    self.tolerance = tolerance
  }

  /// Two classes among some rows of a kernel matrix.
  static func classification(
    kernel: RealMatrix, rows: [Int], signs: [Double], penalty: Double, tolerance: Double
  ) -> SMO {
    var part: [Double] = []
    part.reserveCapacity(rows.count * rows.count)
    for i in rows { for j in rows { part.append(kernel[i, j]) } }
    return SMO(
      kernel: part, signs: signs, linear: Array(repeating: -1, count: rows.count),
      rows: rows.count, penalty: penalty, tolerance: tolerance)
  }

  /// Numbers that are to be met within ± `tube`.
  static func regression(
    kernel: RealMatrix, values: [Double], tube: Double, penalty: Double, tolerance: Double
  ) -> SMO {
    let ones = [Double](repeating: 1, count: values.count)
    return SMO(
      kernel: kernel.elements, signs: ones + ones.map { -$0 },
      linear: values.map { tube - $0 } + values.map { tube + $0 }, rows: values.count,
      penalty: penalty, tolerance: tolerance)
  }

  /// The weight w of each row, Σ s α over its multipliers, and the bias of f(x) = Σ wᵢ K(xᵢ, x) + bias.
  ///
  /// - Throws: ``DataError/Problem/notConverged(what:)``
  func solve() throws(DataError) -> (weights: [Double], bias: Double) {
    var alpha = [Double](repeating: 0, count: signs.count)
    // ∇ᵢ = Σⱼ sᵢ sⱼ Kᵢⱼ αⱼ + pᵢ
    var gradient = linear
    for _ in 0..<max(10_000_000 / max(rows, 1), 100 * signs.count, 10_000) {
      guard let (i, j) = pair(alpha, gradient) else {
        var weights = [Double](repeating: 0, count: rows)
        for k in signs.indices { weights[place[k]] += signs[k] * alpha[k] }
        return (weights, -offset(alpha, gradient))
      }
      let (before, beforeJ) = (alpha[i], alpha[j])
      let (rowI, rowJ) = (place[i] * rows, place[j] * rows)
      // Along Σ s α = constant both move by the same step in s α, up to the bounds.
      var step = (-signs[i] * gradient[i] + signs[j] * gradient[j]) / curvature(i, j)
      step = min(step, signs[i] > 0 ? penalty - alpha[i] : alpha[i])
      step = min(step, signs[j] > 0 ? alpha[j] : penalty - alpha[j])
      alpha[i] = clamp(alpha[i] + signs[i] * step)
      alpha[j] = clamp(alpha[j] - signs[j] * step)
      let (changeI, changeJ) = (
        signs[i] * (alpha[i] - before), signs[j] * (alpha[j] - beforeJ)
      )
      for first in stride(from: 0, to: signs.count, by: rows) {
        for k in 0..<rows {
          gradient[first + k] +=
            signs[first + k] * (kernel[rowI + k] * changeI + kernel[rowJ + k] * changeJ)
        }
      }
    }
    throw DataError(.notConverged(what: "the support vector machine"))
  }

  private func curvature(_ i: Int, _ j: Int) -> Double {
    let (i, j) = (place[i], place[j])
    return max(kernel[i * rows + i] + kernel[j * rows + j] - 2 * kernel[i * rows + j], 1e-12)
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
    for k in signs.indices where canRise(k, alpha) && -signs[k] * gradient[k] > largest {
      (i, largest) = (k, -signs[k] * gradient[k])
    }
    guard i >= 0 else { return nil }
    var (j, best, smallest) = (-1, Double.infinity, Double.infinity)
    for k in signs.indices where canFall(k, alpha) {
      let value = -signs[k] * gradient[k]
      smallest = min(smallest, value)
      let violation = largest - value
      guard violation > 0 else { continue }
      let objective = -violation * violation / curvature(i, k)
      if objective < best { (j, best) = (k, objective) }
    }
    return j >= 0 && largest - smallest >= tolerance ? (i, j) : nil
  }

  /// yᵢ ∇ᵢ of free multipliers on average, or the middle of what the bound ones allow.
  private func offset(_ alpha: [Double], _ gradient: [Double]) -> Double {
    var (low, high) = (-Double.infinity, Double.infinity)
    var (sum, free) = (0.0, 0)
    for k in signs.indices {
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
