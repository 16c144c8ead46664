import RealModule

/// The loss of a logistic regression, its derivatives and Newton's method on it.
///
/// Columns are divided by their root mean square meanwhile, which keeps the Hessian well conditioned;
/// the penalty is that of the weights in the user's units.
struct LogisticProblem {
  /// With a first column of ones, `[rows, p]`.
  let design: RealMatrix
  let labels: [Int]
  let classes: Int
  let inversePenalty: Double?
  let scales: [Double]
  /// Sets of weights: one less than classes without penalty or with two classes, where the scores of
  /// the first class are 0.
  let sets: Int
  var weights: RealMatrix

  init(_ features: RealMatrix, _ labels: [Int], classes: Int, inversePenalty: Double?) {
    var design = Self.withIntercept(features)
    var scales = [Double](repeating: 0, count: design.columns)
    for i in 0..<design.rows {
      for j in 0..<design.columns { scales[j] += design[i, j] * design[i, j] }
    }
    scales = scales.map { $0 > 0 ? ($0 / Double(design.rows)).squareRoot() : 1 }
    for i in 0..<design.rows { for j in 0..<design.columns { design[i, j] /= scales[j] } }
    self.design = design
    self.labels = labels
    self.classes = classes
    self.inversePenalty = inversePenalty
    self.scales = scales
    sets = inversePenalty == nil || classes == 2 ? classes - 1 : classes
    weights = RealMatrix(rows: sets, columns: design.columns)
  }

  /// In the units of the features, `[sets, p]`.
  var coefficients: RealMatrix {
    var result = weights
    for set in 0..<sets { for j in scales.indices { result[set, j] /= scales[j] } }
    return result
  }

  var logLikelihood: Double { -crossEntropy(of: probabilities(weights)) }

  static func withIntercept(_ features: RealMatrix) -> RealMatrix {
    var design = RealMatrix(rows: features.rows, columns: features.columns + 1, repeating: 1)
    for i in 0..<features.rows {
      for j in 0..<features.columns { design[i, j + 1] = features[i, j] }
    }
    return design
  }

  /// Softmax of the scores, with the score 0 for the first class where it has no weights.
  static func probabilities(
    _ design: RealMatrix, _ weights: RealMatrix, classes: Int
  ) -> RealMatrix {
    let sets = weights.rows
    let scores = RealAlgebra.multiply(
      rows: design.rows, inner: design.columns, columns: sets, design.elements, weights.elements,
      transposingSecond: true)
    var result = RealMatrix(rows: design.rows, columns: classes)
    for i in 0..<design.rows {
      for set in 0..<sets { result[i, set + classes - sets] = scores[i * sets + set] }
    }
    Softmax.apply(toRowsOf: &result)
    return result
  }

  private func probabilities(_ weights: RealMatrix) -> RealMatrix {
    Self.probabilities(design, weights, classes: classes)
  }

  private func crossEntropy(of probabilities: RealMatrix) -> Double {
    labels.enumerated().reduce(0) {
      $0 - Double.log(max(probabilities[$1.offset, $1.element], .leastNormalMagnitude))
    }
  }

  private func loss(_ weights: RealMatrix, _ probabilities: RealMatrix) -> Double {
    var penalty = 0.0
    if inversePenalty != nil {
      for set in 0..<sets {
        for j in 1..<design.columns {
          penalty += (weights[set, j] / scales[j]) * (weights[set, j] / scales[j]) / 2
        }
      }
    }
    return penalty + (inversePenalty ?? 1) * crossEntropy(of: probabilities)
  }

  /// The gradient of the loss as `[sets * p]`.
  private func gradient(_ probabilities: RealMatrix) -> [Double] {
    var excess = [Double](repeating: 0, count: design.rows * sets)
    for i in 0..<design.rows {
      for set in 0..<sets {
        let label = set + classes - sets
        excess[i * sets + set] = probabilities[i, label] - (labels[i] == label ? 1 : 0)
      }
    }
    var result = RealAlgebra.multiply(
      rows: sets, inner: design.rows, columns: design.columns, excess, transposingFirst: true,
      design.elements)
    if let inversePenalty {
      for set in 0..<sets {
        for j in 0..<design.columns {
          let index = set * design.columns + j
          result[index] *= inversePenalty
          if j > 0 { result[index] += weights[set, j] / (scales[j] * scales[j]) }
        }
      }
    }
    return result
  }

  /// The Hessian of the loss, `[sets * p, sets * p]`: block (a, b) is Σ pₐ (δₐᵦ − pᵦ) x xᵀ.
  private func hessian(_ probabilities: RealMatrix) -> [Double] {
    let (n, p) = (design.rows, design.columns)
    let size = sets * p
    var result = [Double](repeating: 0, count: size * size)
    var weighted = [Double](repeating: 0, count: n * p)
    for a in 0..<sets {
      for b in a..<sets {
        for i in 0..<n {
          let pa = probabilities[i, a + classes - sets]
          let pb = probabilities[i, b + classes - sets]
          let factor = (inversePenalty ?? 1) * pa * ((a == b ? 1 : 0) - pb)
          for j in 0..<p { weighted[i * p + j] = factor * design.elements[i * p + j] }
        }
        let block = RealAlgebra.multiply(
          rows: p, inner: n, columns: p, design.elements, transposingFirst: true, weighted)
        for j in 0..<p {
          for k in 0..<p {
            result[(a * p + j) * size + b * p + k] = block[j * p + k]
            result[(b * p + k) * size + a * p + j] = block[j * p + k]
          }
        }
      }
    }
    if inversePenalty != nil {
      for set in 0..<sets {
        for j in 1..<p {
          let index = set * p + j
          result[index * size + index] += 1 / (scales[j] * scales[j])
        }
      }
    }
    if sets == classes {
      // With a set of weights for each class the loss does not depend on the sum of the intercepts. The
      // square of that sum keeps it at 0, where otherwise rounding errors would drive it.
      let curvature = (inversePenalty ?? 1) * Double(n)
      for a in 0..<sets { for b in 0..<sets { result[a * p * size + b * p] += curvature } }
    }
    return result
  }

  /// Newton's step. A Hessian that separation has flattened gets as much on its diagonal as it needs.
  private func step(
    _ gradient: [Double], _ hessian: [Double]
  ) throws(DataError) -> [Double]? {
    let size = gradient.count
    let largest = (0..<size).reduce(0) { max($0, hessian[$1 * size + $1]) }
    guard largest > 0 else { return nil }
    var damping = 0.0
    for _ in 0..<20 {
      var matrix = hessian
      for k in 0..<size { matrix[k * size + k] += damping * largest }
      let step = try DataError.quantum { () throws(QuantumError) in
        try RealAlgebra.solvePositiveDefinite(size: size, matrix, columns: 1, gradient)
      }
      if let step, step.allSatisfy(\.isFinite) { return step }
      damping = max(1e-14, 10 * damping)
    }
    return nil
  }

  /// - Parameter usesProducts: whether steps come from products with the Hessian instead of the Hessian
  ///   itself; nil takes what costs less.
  mutating func solve(
    maximumIterations: Int, usesProducts: Bool? = nil
  ) throws(DataError) -> (separation: LogisticRegression.Separation, iterations: Int) {
    let usesProducts = usesProducts ?? productsCostLess
    var firstSlope: Double?
    var current = probabilities(weights)
    var value = loss(weights, current)
    for iteration in 1...max(1, maximumIterations) {
      let slope = gradient(current)
      let length = slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
      firstSlope = firstSlope ?? length
      let accuracy = min(0.1, (length / max(firstSlope ?? 0, .leastNormalMagnitude)).squareRoot())
      guard
        let step = try usesProducts
          ? stepByProducts(slope, current, accuracy: accuracy) : step(slope, hessian(current))
      else {
        return (separation(current), iteration)
      }
      // The change that the loss would show, and that of any score.
      let decrement = zip(slope, step).reduce(0) { $0 + $1.0 * $1.1 }
      let scoreChange = step.reduce(0) { max($0, abs($1)) }
      var factor = 1.0
      var trial = weights
      var (next, nextValue) = (current, value)
      while true {
        for index in step.indices {
          trial.elements[index] = weights.elements[index] - factor * step[index]
        }
        next = probabilities(trial)
        nextValue = loss(trial, next)
        if nextValue <= value + 1e-12 * abs(value) || factor < 1e-10 { break }
        factor /= 2
      }
      (weights, current, value) = (trial, next, nextValue)
      if scoreChange <= 1e-9 * (1 + weights.elements.reduce(0) { max($0, abs($1)) }) {
        return (.none, iteration)
      }
      // Near a maximum the loss and the step vanish together. If only the loss does, weights run
      // away along a plane that separates classes.
      if decrement <= 1e-9 * min(1, Double(design.rows)), scoreChange > 0.1 {
        return (separation(current), iteration)
      }
    }
    throw DataError(.notConverged(what: "logistic regression"))
  }

  private func separation(_ probabilities: RealMatrix) -> LogisticRegression.Separation {
    let isComplete = labels.indices.allSatisfy { probabilities[$0, labels[$0]] > 0.999 }
    return isComplete ? .complete : .quasiComplete
  }

  /// The roots of the diagonal of the inverse Hessian, in the units of the features.
  func standardErrors() throws(DataError) -> [Double] {
    let matrix = hessian(probabilities(weights))
    let size = sets * design.columns
    var identity = [Double](repeating: 0, count: size * size)
    for k in 0..<size { identity[k * size + k] = 1 }
    guard
      let inverse = try DataError.quantum({ () throws(QuantumError) in
        try RealAlgebra.solvePositiveDefinite(size: size, matrix, columns: size, identity)
      })
    else { throw DataError(.notConverged(what: "the covariance of logistic regression")) }
    return (0..<size).map {
      inverse[$0 * size + $0].squareRoot() / scales[$0 % design.columns]
    }
  }
}

/// Probabilities from scores.
enum Softmax {
  /// Each row becomes exp(xₖ) / Σ exp(xⱼ), without overflow.
  static func apply(toRowsOf matrix: inout RealMatrix) {
    let columns = matrix.columns
    for start in stride(from: 0, to: matrix.elements.count, by: columns) {
      var largest = -Double.infinity
      for k in start..<start + columns { largest = max(largest, matrix.elements[k]) }
      var sum = 0.0
      for k in start..<start + columns {
        let value = Double.exp(matrix.elements[k] - largest)
        matrix.elements[k] = value
        sum += value
      }
      for k in start..<start + columns { matrix.elements[k] /= sum }
    }
  }
}
