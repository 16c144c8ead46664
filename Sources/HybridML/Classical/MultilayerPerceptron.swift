import RealModule

/// The settings of a small neural network of one or two hidden layers.
public struct NetworkSettings: Hashable, Sendable, Codable {
  /// The units of each hidden layer.
  public var hiddenUnits: [Int]
  public var activation: Activation
  /// The strength of the penalty ½ · strength · Σ w² / rows, biases left out.
  public var penalty: Double
  public var training: NetworkTraining
  /// Decides the weights at the start and the order of mini-batches.
  public var seed: UInt64

  public init(
    hiddenUnits: [Int] = [16], activation: Activation = .tanh, penalty: Double = 1,
    training: NetworkTraining = .lbfgs(), seed: UInt64 = 0
  ) {
    self.hiddenUnits = hiddenUnits
    self.activation = activation
    self.penalty = penalty
    self.training = training
    self.seed = seed
  }

  /// A trained network.
  ///
  /// - Parameter loss: given the outputs of some rows, turns them into derivatives of the summed loss and
  ///   returns that sum.
  func train(
    _ features: RealMatrix, outputs: Int,
    loss: @escaping @Sendable (_ outputs: inout RealMatrix, _ rows: [Int]) -> Double
  ) throws(DataError) -> FeedForwardNetwork {
    guard 1...2 ~= hiddenUnits.count, hiddenUnits.allSatisfy({ 1...4096 ~= $0 }) else {
      throw DataError(
        .setting(
          name: "the list of hidden units", value: "\(hiddenUnits)",
          allowed: "one or two numbers from 1 to 4096"))
    }
    guard penalty >= 0, penalty.isFinite else {
      throw DataError(
        .setting(name: "the strength of the penalty", value: "\(penalty)", allowed: "0 or more"))
    }
    try training.validate()
    try Checks.rows("a multilayer perceptron", features, atLeast: 1)
    let widths = [features.columns] + hiddenUnits + [outputs]
    var network = FeedForwardNetwork(widths: widths, activation: activation, seed: seed)
    let (start, penalty) = (network, penalty / Double(features.rows))
    network.weights = try training.minimize(
      from: network.weights, rows: features.rows, seed: seed
    ) { weights, rows in
      let part = rows.count == features.rows ? features : features.selecting(rows: rows)
      let batch = rows.count == features.rows ? Array(0..<rows.count) : rows
      var result = start.lossAndGradient(part.elements, batch.count, weights: weights) { outputs in
        let sum = loss(&outputs, batch)
        for index in outputs.elements.indices { outputs.elements[index] /= Double(batch.count) }
        return sum / Double(batch.count)
      }
      start.addPenalty(penalty, weights: weights, to: &result)
      return result
    }
    return network
  }
}

/// A small neural network that classifies: softmax on top, the loss is cross-entropy.
///
/// Features should be of one scale, standardised for instance. The same seed gives the same weights.
/// A step costs O(rows · weights) as matrix products.
public struct MLPClassifier: ProbabilisticClassifier, Codable, Hashable {
  public var settings: NetworkSettings
  private var network: FeedForwardNetwork?

  public init(_ settings: NetworkSettings = NetworkSettings()) { self.settings = settings }

  /// One or two hidden layers of so many units.
  public init(hiddenUnits: [Int], seed: UInt64 = 0) {
    self.init(NetworkSettings(hiddenUnits: hiddenUnits, seed: seed))
  }

  public var parameterCount: Int { network?.weights.count ?? 0 }

  /// - Throws: ``DataError`` for numbers instead of classes, one class only, settings out of range, or
  ///   when training diverges.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    let (labels, count) = try Checks.classes(data)
    network = try settings.train(data.features, outputs: count) { outputs, rows in
      Softmax.apply(toRowsOf: &outputs)
      var sum = 0.0
      for (place, row) in rows.enumerated() {
        sum -= Double.log(max(outputs[place, labels[row]], .leastNormalMagnitude))
        outputs[place, labels[row]] -= 1
      }
      return sum
    }
  }

  public func probabilities(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard let network else { throw DataError(.notFitted("the multilayer perceptron")) }
    try Checks.features(features, network.widths[0])
    var result = network.outputs(features)
    Softmax.apply(toRowsOf: &result)
    return result
  }
}

/// A small neural network that predicts a number: the loss is half the squared error of the target,
/// standardised over the training rows.
///
/// Features should be of one scale, standardised for instance. The same seed gives the same weights.
public struct MLPRegressor: Regressor, Codable, Hashable {
  public var settings: NetworkSettings
  private var network: FeedForwardNetwork?
  private var mean = 0.0
  private var deviation = 1.0

  public init(_ settings: NetworkSettings = NetworkSettings()) { self.settings = settings }

  /// One or two hidden layers of so many units.
  public init(hiddenUnits: [Int], seed: UInt64 = 0) {
    self.init(NetworkSettings(hiddenUnits: hiddenUnits, seed: seed))
  }

  public var parameterCount: Int { network?.weights.count ?? 0 }

  /// - Throws: ``DataError`` for classes instead of numbers, no rows, settings out of range, or when
  ///   training diverges.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    let values = try data.values()
    let scale = TargetScale(values)
    let targets = scale.standardized(values)
    network = try settings.train(data.features, outputs: 1) { outputs, rows in
      var sum = 0.0
      for (place, row) in rows.enumerated() {
        outputs[place, 0] -= targets[row]
        sum += outputs[place, 0] * outputs[place, 0] / 2
      }
      return sum
    }
    (mean, deviation) = (scale.mean, scale.deviation)
  }

  public func predict(_ features: RealMatrix) throws(DataError) -> [Double] {
    guard let network else { throw DataError(.notFitted("the multilayer perceptron")) }
    try Checks.features(features, network.widths[0])
    return network.outputs(features).elements.map { mean + deviation * $0 }
  }
}

// MARK: What files held

extension MLPClassifier {
  /// Whether what a file held is fitted, and to rows of so many features and classes.
  func isConsistent(features: Int, classes: Int?) -> Bool {
    network?.widths.first == features && network?.widths.last == classes
  }
}

extension MLPRegressor {
  /// Whether what a file held is fitted, and to rows of so many features.
  func isConsistent(features: Int) -> Bool {
    network?.widths.first == features && network?.widths.last == 1
  }
}
