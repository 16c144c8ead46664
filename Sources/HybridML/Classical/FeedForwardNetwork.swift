import RealModule

/// Affine maps with an activation between them, and the derivatives of their outputs.
///
/// All weights lie in one array: for each layer its matrix, `[inputs, outputs]` row by row, and then its
/// biases.
struct FeedForwardNetwork: Hashable, Sendable {
  /// Features, the units of each hidden layer, outputs.
  let widths: [Int]
  let activation: Activation
  var weights: [Double]

  /// Weights drawn uniformly with the variance that keeps signals alive (X. Glorot and Y. Bengio,
  /// "Understanding the difficulty of training deep feedforward neural networks" (2010)), biases 0.
  init(widths: [Int], activation: Activation, seed: UInt64) {
    self.widths = widths
    self.activation = activation
    var random = RandomStream(seed: seed, stream: 0)
    weights = []
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      let bound = (6 / Double(inputs + outputs)).squareRoot()
      for _ in 0..<inputs * outputs { weights.append((2 * random.uniform() - 1) * bound) }
      weights += Array(repeating: 0, count: outputs)
    }
  }

  static func weightCount(_ widths: [Int]) -> Int {
    zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }

  /// The outputs for some rows, `[rows, outputs]`.
  func outputs(_ features: RealMatrix) -> RealMatrix {
    let count = features.rows
    let values = layers(features.elements, count, weights).last ?? []
    return RealMatrix(rows: count, columns: widths[widths.count - 1], elements: values)
  }

  /// What every layer puts out, the features first.
  private func layers(_ features: [Double], _ count: Int, _ weights: [Double]) -> [[Double]] {
    var result = [features]
    var offset = 0
    for layer in 1..<widths.count {
      let (inputs, outputs) = (widths[layer - 1], widths[layer])
      let matrix = Array(weights[offset..<offset + inputs * outputs])
      let biases = weights[(offset + inputs * outputs)...].prefix(outputs)
      offset += (inputs + 1) * outputs
      var values = RealAlgebra.multiply(
        rows: count, inner: inputs, columns: outputs, result[layer - 1], matrix)
      let isHidden = layer < widths.count - 1
      values.withUnsafeMutableBufferPointer { values in
        for row in 0..<count {
          for (column, bias) in biases.enumerated() {
            let value = values[row * outputs + column] + bias
            values[row * outputs + column] = isHidden ? activation.value(value) : value
          }
        }
      }
      result.append(values)
    }
    return result
  }

  /// A loss and its gradient with respect to the weights, by back-propagation.
  ///
  /// - Parameters:
  ///   - weights: in place of the network's own.
  ///   - loss: given the outputs, turns them into the derivatives of the loss and returns the loss.
  func lossAndGradient(
    _ features: [Double], _ count: Int, weights: [Double],
    loss: (inout RealMatrix) -> Double
  ) -> (loss: Double, gradient: [Double]) {
    let layers = layers(features, count, weights)
    var matrix = RealMatrix(
      rows: count, columns: widths[widths.count - 1], elements: layers[widths.count - 1])
    let value = loss(&matrix)
    var errors = matrix.elements
    var gradient = [Double](repeating: 0, count: weights.count)
    var offset = weights.count
    for layer in (1..<widths.count).reversed() {
      let (inputs, outputs) = (widths[layer - 1], widths[layer])
      offset -= (inputs + 1) * outputs
      let slopes = RealAlgebra.multiply(
        rows: inputs, inner: count, columns: outputs, layers[layer - 1], transposingFirst: true,
        errors)
      for (index, slope) in slopes.enumerated() { gradient[offset + index] = slope }
      for row in 0..<count {
        for column in 0..<outputs {
          gradient[offset + inputs * outputs + column] += errors[row * outputs + column]
        }
      }
      guard layer > 1 else { break }
      let below = Array(weights[offset..<offset + inputs * outputs])
      errors = RealAlgebra.multiply(
        rows: count, inner: outputs, columns: inputs, errors, below, transposingSecond: true)
      for index in errors.indices { errors[index] *= activation.slope(layers[layer - 1][index]) }
    }
    return (value, gradient)
  }

  /// Adds ½ · strength · Σ w² over the matrices, not the biases, with its gradient.
  func addPenalty(
    _ strength: Double, weights: [Double], to result: inout (loss: Double, gradient: [Double])
  ) {
    var offset = 0
    for (inputs, outputs) in zip(widths, widths.dropFirst()) {
      for index in offset..<offset + inputs * outputs {
        result.loss += strength / 2 * weights[index] * weights[index]
        result.gradient[index] += strength * weights[index]
      }
      offset += (inputs + 1) * outputs
    }
  }
}

/// What hidden units of a network make of their sum.
public enum Activation: String, Hashable, Sendable, Codable, CaseIterable {
  case tanh
  /// The sum itself where it is positive, else 0.
  case relu

  func value(_ sum: Double) -> Double {
    switch self {
    case .tanh: Double.tanh(sum)
    case .relu: max(0, sum)
    }
  }

  /// The derivative, from the value.
  func slope(_ value: Double) -> Double {
    switch self {
    case .tanh: 1 - value * value
    case .relu: value > 0 ? 1 : 0
    }
  }
}

extension FeedForwardNetwork: Codable {
  private enum CodingKeys: String, CodingKey { case widths, activation, weights }

  /// Refuses a file whose numbers do not fit together.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    widths = try container.decode([Int].self, forKey: .widths)
    activation = try container.decode(Activation.self, forKey: .activation)
    weights = try container.decode([Double].self, forKey: .weights)
    guard widths.count >= 2, widths.allSatisfy({ 1...(1 << 24) ~= $0 }), widths.count <= 64,
      Self.weightCount(widths) == weights.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container,
        debugDescription: "the weights of a network do not fit its layers")
    }
  }
}
