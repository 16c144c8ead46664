/// Newton's steps without the Hessian: it has the square of the number of weights as elements, and its
/// product with a vector costs no more than a gradient.
extension LogisticProblem {
  /// Products that a step takes, about, where columns depend on each other as those of real tables do.
  private static let productsOfAStep = 300.0

  /// Whether steps by products are quicker than the Hessian and its factorization. Without a penalty it may
  /// be singular, which only the factorization shows.
  var productsCostLess: Bool {
    guard inversePenalty != nil else { return false }
    let (n, p, m) = (Double(design.rows), Double(design.columns), Double(sets))
    let whole = m * (m + 1) * n * p * p + m * m * m * p * p * p / 3
    return whole > Self.productsOfAStep * 8 * n * p * m
  }

  /// Newton's step to a relative accuracy, by conjugate gradients (R. Dembo and T. Steihaug, "Truncated-Newton
  /// algorithms for large-scale unconstrained optimization" (1983), doi:10.1007/BF02592055), each weight
  /// scaled by its own curvature; nil where nothing is left to do.
  ///
  /// - Precondition: there is a penalty, which makes the Hessian positive definite.
  func stepByProducts(
    _ gradient: [Double], _ probabilities: RealMatrix, accuracy: Double
  ) -> [Double]? {
    let target = accuracy * accuracy * gradient.reduce(0) { $0 + $1 * $1 }
    guard target > 0 else { return nil }
    let curvatures = curvatures(probabilities)
    var step = [Double](repeating: 0, count: gradient.count)
    var rest = gradient
    var scaled = zip(rest, curvatures).map { $0 / $1 }
    var direction = scaled
    var size = Self.dot(rest, scaled)
    for _ in 0..<2 * gradient.count {
      let product = hessian(times: direction, probabilities)
      let curvature = Self.dot(direction, product)
      guard curvature > 0 else { break }
      let length = size / curvature
      for index in step.indices {
        step[index] += length * direction[index]
        rest[index] -= length * product[index]
      }
      if Self.dot(rest, rest) <= target { break }
      for index in rest.indices { scaled[index] = rest[index] / curvatures[index] }
      let next = Self.dot(rest, scaled)
      for index in direction.indices {
        direction[index] = scaled[index] + next / size * direction[index]
      }
      size = next
    }
    if sets == classes {
      // Nothing but rounding and the steps left out moves the sum of the intercepts, which the loss does
      // not depend on.
      let p = design.columns
      let mean = (0..<sets).reduce(0) { $0 + step[$1 * p] } / Double(sets)
      for set in 0..<sets { step[set * p] -= mean }
    }
    return step
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  /// The diagonal of the Hessian.
  private func curvatures(_ probabilities: RealMatrix) -> [Double] {
    let (n, p) = (design.rows, design.columns)
    var factors = [Double](repeating: 0, count: n * sets)
    for i in 0..<n {
      for a in 0..<sets {
        let share = probabilities[i, a + classes - sets]
        factors[i * sets + a] = (inversePenalty ?? 1) * share * (1 - share)
      }
    }
    let squares = design.elements.map { $0 * $0 }
    var result = RealAlgebra.multiply(
      rows: sets, inner: n, columns: p, factors, transposingFirst: true, squares)
    addPenalty(of: [Double](repeating: 1, count: sets * p), to: &result)
    if sets == classes { for a in 0..<sets { result[a * p] += interceptCurvature } }
    return result.map { max($0, .leastNormalMagnitude) }
  }

  /// Hessian · v for `[sets * p]`: row i adds pₐ (sₐ − Σ pᵦ sᵦ) x with the scores s = v x.
  private func hessian(times v: [Double], _ probabilities: RealMatrix) -> [Double] {
    let (n, p) = (design.rows, design.columns)
    var scores = RealAlgebra.multiply(
      rows: n, inner: p, columns: sets, design.elements, v, transposingSecond: true)
    for i in 0..<n {
      var mean = 0.0
      for a in 0..<sets { mean += probabilities[i, a + classes - sets] * scores[i * sets + a] }
      for a in 0..<sets {
        let share = (inversePenalty ?? 1) * probabilities[i, a + classes - sets]
        scores[i * sets + a] = share * (scores[i * sets + a] - mean)
      }
    }
    var result = RealAlgebra.multiply(
      rows: sets, inner: n, columns: p, scores, transposingFirst: true, design.elements)
    addPenalty(of: v, to: &result)
    if sets == classes {
      let sum = (0..<sets).reduce(0) { $0 + v[$1 * p] } * interceptCurvature
      for a in 0..<sets { result[a * p] += sum }
    }
    return result
  }

  /// The part of the penalty, which is diagonal, in the product with v.
  private func addPenalty(of v: [Double], to result: inout [Double]) {
    let p = design.columns
    for a in 0..<sets {
      for j in 1..<p { result[a * p + j] += v[a * p + j] / (scales[j] * scales[j]) }
    }
  }

  /// Of the sum of the intercepts, as ``hessian(_:)`` has it.
  private var interceptCurvature: Double { (inversePenalty ?? 1) * Double(design.rows) }
}
