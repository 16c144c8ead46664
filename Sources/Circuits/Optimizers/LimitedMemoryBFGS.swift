public import Gates

/// L-BFGS with a line search that meets the strong Wolfe conditions (J. Nocedal and S. Wright,
/// "Numerical Optimization" (2006), algorithms 7.4, 3.5 and 3.6, doi:10.1007/978-0-387-40065-5).
///
/// The method of choice for smooth objectives with exact gradients.
public struct LimitedMemoryBFGS: Optimizer {
  /// How many steps are remembered.
  public var memory: Int
  /// Evaluations that one line search may take.
  public var searchLimit: Int
  private var steps: [[Double]] = []
  private var changes: [[Double]] = []
  private var last: Evaluation?

  private struct Evaluation: Codable, Sendable {
    var point: [Double]
    var value: Double
    var gradient: [Double]

    var visit: Visit { Visit(point: point, value: value) }
  }

  public init(memory: Int = 10, searchLimit: Int = 30) {
    self.memory = memory
    self.searchLimit = searchLimit
  }

  public mutating func step(
    _ point: inout [Double], on objective: Objective
  ) throws(QuantumError) -> Visit {
    let here: Evaluation
    if let last, last.point == point {
      here = last
    } else {
      let (value, gradient) = try objective.valueAndGradient(at: point)
      here = Evaluation(point: point, value: value, gradient: gradient)
      (steps, changes) = ([], [])
    }
    let norm = dot(here.gradient, here.gradient).squareRoot()
    if norm == 0 {
      last = here
      return here.visit
    }
    var direction = descent(here.gradient)
    if dot(direction, here.gradient) >= 0 {
      // Rounding has spoilt the memory: start again along the gradient.
      (steps, changes) = ([], [])
      direction = here.gradient.map { -$0 }
    }
    let first = steps.isEmpty ? min(1, 1 / norm) : 1
    guard let next = try search(from: here, along: direction, first: first, objective) else {
      // No lower point along the line within rounding: this is the minimum, or memory misleads.
      (steps, changes) = ([], [])
      last = here
      return here.visit
    }
    let step = zip(next.point, here.point).map { $0 - $1 }
    let change = zip(next.gradient, here.gradient).map { $0 - $1 }
    if dot(step, change) > 1e-16 * dot(change, change) {
      steps.append(step)
      changes.append(change)
      if steps.count > memory {
        steps.removeFirst()
        changes.removeFirst()
      }
    }
    last = next
    point = next.point
    return next.visit
  }

  /// Minus the inverse Hessian times the gradient, by the two-loop recursion.
  private func descent(_ gradient: [Double]) -> [Double] {
    var q = gradient
    var weights: [Double] = []
    for (s, y) in zip(steps, changes).reversed() {
      let weight = dot(s, q) / dot(s, y)
      weights.append(weight)
      for i in q.indices { q[i] -= weight * y[i] }
    }
    if let s = steps.last, let y = changes.last {
      let scale = dot(s, y) / dot(y, y)
      for i in q.indices { q[i] *= scale }
    }
    for ((s, y), weight) in zip(zip(steps, changes), weights.reversed()) {
      let other = dot(y, q) / dot(s, y)
      for i in q.indices { q[i] += (weight - other) * s[i] }
    }
    return q.map { -$0 }
  }

  /// A point along the direction that lowers the value enough and flattens the slope enough; the lowest
  /// found where evaluations run out; nil where none is lower.
  private func search(
    from start: Evaluation, along direction: [Double], first: Double, _ objective: Objective
  ) throws(QuantumError) -> Evaluation? {
    let (decrease, curvature) = (1e-4, 0.9)
    let slope = dot(start.gradient, direction)
    var evaluations = 0
    func evaluate(_ length: Double) throws(QuantumError) -> (Evaluation, Double) {
      evaluations += 1
      let point = zip(start.point, direction).map { $0 + length * $1 }
      let (value, gradient) = try objective.valueAndGradient(at: point)
      return (
        Evaluation(point: point, value: value, gradient: gradient), dot(gradient, direction)
      )
    }
    /// One end of the interval that is known to hold a good point.
    struct End {
      var length: Double
      var evaluation: Evaluation
      var slope: Double
    }
    var low = End(length: 0, evaluation: start, slope: slope)
    var high: End?
    var length = first
    while evaluations < searchLimit {
      let (next, nextSlope) = try evaluate(length)
      let isHigh =
        next.value > start.value + decrease * length * slope || next.value >= low.evaluation.value
      let end = End(length: length, evaluation: next, slope: nextSlope)
      if isHigh {
        high = end
      } else {
        if abs(nextSlope) <= -curvature * slope { return next }
        if let other = high {
          if nextSlope * (other.length - length) >= 0 { high = low }
        } else if nextSlope >= 0 {
          high = low
        }
        low = end
      }
      if let high {
        let (a, b) = (min(low.length, high.length), max(low.length, high.length))
        if b - a <= 1e-14 * max(b, 1e-300) { break }
        let guess = Self.cubicMinimum(
          low.length, low.evaluation.value, low.slope, high.length, high.evaluation.value,
          high.slope)
        // Kept away from the ends, so that the interval shrinks.
        let margin = 0.1 * (b - a)
        length = guess.isFinite ? Swift.min(Swift.max(guess, a + margin), b - margin) : (a + b) / 2
      } else {
        length *= 2
      }
    }
    return low.length > 0 && low.evaluation.value < start.value ? low.evaluation : nil
  }

  /// Where the cubic through two values and slopes is lowest (equation 3.59).
  private static func cubicMinimum(
    _ a: Double, _ fa: Double, _ da: Double, _ b: Double, _ fb: Double, _ db: Double
  ) -> Double {
    let d1 = da + db - 3 * (fa - fb) / (a - b)
    let discriminant = d1 * d1 - da * db
    guard discriminant >= 0 else { return .nan }
    let d2 = (b > a ? 1.0 : -1) * discriminant.squareRoot()
    return b - (b - a) * (db + d2 - d1) / (db - da + 2 * d2)
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
