import Circuits

/// How the weights of a multilayer perceptron are found.
public enum NetworkTraining: Hashable, Sendable, Codable {
  /// All rows at once, to a minimum nearby (``LimitedMemoryBFGS``): best for up to some thousand rows.
  case lbfgs(iterations: Int = 200)
  /// Mini-batches, shuffled anew each epoch (``Adam``).
  case adam(rate: Double = 0.001, epochs: Int = 200, batchSize: Int = 32)

  func validate() throws(DataError) {
    switch self {
    case .lbfgs(let iterations): try Checks.atLeastOne("the number of iterations", iterations)
    case .adam(let rate, let epochs, let batchSize):
      try Checks.positive("the learning rate", rate)
      try Checks.atLeastOne("the number of epochs", epochs)
      try Checks.atLeastOne("the batch size", batchSize)
    }
  }

  /// - Parameter loss: the mean loss over some rows and its gradient at some weights.
  func minimize(
    from start: [Double], rows: Int, seed: UInt64,
    loss: @escaping @Sendable (_ weights: [Double], _ rows: [Int]) -> (Double, [Double])
  ) throws(DataError) -> [Double] {
    switch self {
    case .lbfgs(let iterations):
      let all = Array(0..<rows)
      let objective = Objective(
        value: { (weights) throws(QuantumError) in loss(weights, all).0 },
        gradient: { (weights) throws(QuantumError) in
          let (value, gradient) = loss(weights, all)
          return (value: value, gradient: gradient)
        })
      do {
        return try LimitedMemoryBFGS().minimize(
          objective, from: start,
          until: StopCondition(iterations: iterations, tolerance: 1e-9, patience: 3)
        ).point
      } catch {
        throw DataError(.notConverged(what: "the multilayer perceptron"))
      }
    case .adam(let rate, let epochs, let batchSize):
      var optimizer = Adam(learningRate: rate)
      var weights = start
      for epoch in 0..<epochs {
        // Stream 0 drew the weights at the start.
        var random = RandomStream(seed: seed, stream: UInt64(epoch) + 1)
        var order = Array(0..<rows)
        order.shuffle(using: &random)
        for first in stride(from: 0, to: rows, by: batchSize) {
          let batch = Array(order[first..<min(first + batchSize, rows)])
          optimizer.update(&weights, along: loss(weights, batch).1)
        }
      }
      guard weights.allSatisfy(\.isFinite) else {
        throw DataError(.notConverged(what: "the multilayer perceptron"))
      }
      return weights
    }
  }
}

extension Checks {
  static func atLeastOne(_ name: String, _ value: Int) throws(DataError) {
    guard value >= 1 else {
      throw DataError(.setting(name: name, value: "\(value)", allowed: "1 or more"))
    }
  }
}
