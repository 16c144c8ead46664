public import Circuits
import RealModule

/// A quantum circuit with trained weights, read by one ⟨Z⟩ a qubit, and a linear layer with softmax.
///
/// Features are angles, one a qubit: scale them first, mostly to [0, π].
///
/// ```swift
/// var model = try VariationalClassifier(qubits: 4, layers: 3, classes: 3, seed: 1)
/// try model.fit(features, labels: labels, epochs: 100)
/// let classes = try model.predictions(features)
/// ```
///
/// The loss is the mean cross-entropy of softmax(W z + b), z the expectation values; its gradient is
/// exact. Results are the same bits at every number of threads.
public struct VariationalClassifier: Sendable {
  /// What the circuit is made of.
  public struct Architecture: Hashable, Sendable, Codable {
    public var qubits: Int
    public var layers: Int
    public var classes: Int
    public var encoding: Encoding
    public var ansatz: Ansatz
    /// Whether every layer encodes the features again (A. Pérez-Salinas et al., "Data re-uploading for a
    /// universal quantum classifier" (2020), doi:10.22331/q-2020-02-06-226).
    public var reuploads: Bool

    public init(
      qubits: Int, layers: Int, classes: Int, encoding: Encoding = .angle(.y),
      ansatz: Ansatz = .stronglyEntangling, reuploads: Bool = false
    ) {
      self.qubits = qubits
      self.layers = layers
      self.classes = classes
      self.encoding = encoding
      self.ansatz = ansatz
      self.reuploads = reuploads
    }

    /// Weights of the circuit.
    public var weightCount: Int { layers * ansatz.weightCount(qubits: qubits) }

    /// All trained numbers: weights, then the matrix W, `[classes, qubits]` row by row, then b.
    public var parameterCount: Int { weightCount + classes * (qubits + 1) }
  }

  public let architecture: Architecture
  /// The trained numbers, in the order of ``Architecture/parameterCount``.
  public var parameters: [Double] {
    didSet {
      precondition(parameters.count == architecture.parameterCount, "parameters keep their number")
    }
  }
  /// The circuit, its features named `x[i]` and its weights `w[i]`.
  public let circuit: Circuit
  private let model: BatchedCircuit

  /// A model with weights drawn from [−π/2, π/2), W from a normal distribution, and b = 0.
  ///
  /// - Throws: ``DataError`` for an impossible architecture; ``QuantumError`` for one that is too large.
  public init(_ architecture: Architecture, seed: UInt64) throws {
    try self.init(architecture, parameters: Self.initialParameters(architecture, seed: seed))
  }

  /// As ``init(_:seed:)`` with the usual encoding and ansatz.
  public init(qubits: Int, layers: Int, classes: Int, seed: UInt64) throws {
    try self.init(
      Architecture(qubits: qubits, layers: layers, classes: classes), seed: seed)
  }

  /// A model with these parameters, in the order of ``Architecture/parameterCount``.
  public init(_ architecture: Architecture, parameters: [Double]) throws {
    func require(_ holds: Bool, _ name: String, _ value: Int, _ allowed: String) throws(DataError) {
      if !holds { throw DataError(.setting(name: name, value: "\(value)", allowed: allowed)) }
    }
    try require(architecture.qubits >= 1, "qubits", architecture.qubits, "1 or more")
    try require(architecture.layers >= 1, "layers", architecture.layers, "1 or more")
    try require(architecture.classes >= 2, "classes", architecture.classes, "2 or more")
    try architecture.encoding.validate()
    guard parameters.count == architecture.parameterCount else {
      throw DataError(
        .shape(
          what: "the number of parameters", expected: architecture.parameterCount,
          got: parameters.count))
    }
    self.architecture = architecture
    self.parameters = parameters
    var circuit = Circuit(qubits: architecture.qubits)
    let features = circuit.parameters(count: architecture.qubits, named: "x")
    let weights = circuit.parameters(count: architecture.weightCount, named: "w")
    let perLayer = architecture.ansatz.weightCount(qubits: architecture.qubits)
    for layer in 0..<architecture.layers {
      if layer == 0 || architecture.reuploads {
        architecture.encoding.append(features, to: &circuit)
      }
      architecture.ansatz.append(
        Array(weights[layer * perLayer..<(layer + 1) * perLayer]), layer: layer, to: &circuit)
    }
    self.circuit = circuit
    model = try BatchedCircuit(
      circuit, inputs: features.indices.map { Parameter("x[\($0)]") },
      weights: weights.indices.map { Parameter("w[\($0)]") },
      observables: (0..<architecture.qubits).map { Z($0) })
  }

  private static func initialParameters(_ architecture: Architecture, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, stream: 0)
    var parameters: [Double] = []
    guard architecture.qubits > 0, architecture.layers > 0, architecture.classes > 0 else {
      return []
    }
    for _ in 0..<architecture.weightCount {
      parameters.append((random.uniform() - 0.5) * .pi)
    }
    for _ in 0..<architecture.classes * architecture.qubits {
      // Box and Muller (1958), doi:10.1214/aoms/1177706645.
      let radius = (2 * random.exponential()).squareRoot()
      parameters.append(radius * Double.cos(2 * .pi * random.uniform()))
    }
    return parameters + Array(repeating: 0, count: architecture.classes)
  }
}

// MARK: Prediction

extension VariationalClassifier {
  private var weights: [Double] { Array(parameters.prefix(architecture.weightCount)) }

  /// `W z + b` for every row, `[rows, classes]`.
  ///
  /// - Parameter features: `[rows, qubits]`, angles.
  /// - Throws: ``DataError`` for rows of another length or numbers that are not finite;
  ///   ``QuantumError`` for features outside the encoding's range.
  public func logits(_ features: RealMatrix) throws -> RealMatrix {
    try check(features)
    let values = try model.values(inputs: features.elements, weights: weights)
    var result = RealMatrix(rows: features.rows, columns: architecture.classes)
    for row in 0..<features.rows {
      for label in 0..<architecture.classes { result[row, label] = logit(label, values, row) }
    }
    return result
  }

  /// The probability of every class for every row, `[rows, classes]`.
  public func probabilities(_ features: RealMatrix) throws -> RealMatrix {
    var result = try logits(features)
    for row in 0..<result.rows {
      let range = row * result.columns..<(row + 1) * result.columns
      softmax(&result.elements, range)
    }
    return result
  }

  /// The most probable class of every row; the first of equal ones.
  public func predictions(_ features: RealMatrix) throws -> [Int] {
    let logits = try logits(features)
    return (0..<logits.rows).map { row in
      (0..<logits.columns).reduce(0) { logits[row, $1] > logits[row, $0] ? $1 : $0 }
    }
  }

  /// The fraction of rows whose class is predicted.
  public func accuracy(_ features: RealMatrix, labels: [Int]) throws -> Double {
    try check(labels, features)
    let right = zip(try predictions(features), labels).count { $0 == $1 }
    return labels.isEmpty ? 0 : Double(right) / Double(labels.count)
  }

  private func logit(_ label: Int, _ values: [Double], _ row: Int) -> Double {
    let qubits = architecture.qubits
    let matrix = architecture.weightCount + label * qubits
    var sum = parameters[architecture.weightCount + architecture.classes * qubits + label]
    for qubit in 0..<qubits { sum += parameters[matrix + qubit] * values[row * qubits + qubit] }
    return sum
  }

  private func check(_ features: RealMatrix) throws(DataError) {
    guard features.columns == architecture.qubits else {
      throw DataError(
        .shape(
          what: "the number of features, one a qubit,", expected: architecture.qubits,
          got: features.columns))
    }
    try features.checkFinite()
  }

  private func check(_ labels: [Int], _ features: RealMatrix) throws(DataError) {
    guard labels.count == features.rows else {
      throw DataError(
        .shape(what: "the number of labels", expected: features.rows, got: labels.count))
    }
    if let wrong = labels.first(where: { !(0..<architecture.classes).contains($0) }) {
      throw DataError(
        .setting(
          name: "a label", value: "\(wrong)", allowed: "in 0..<\(architecture.classes)"))
    }
  }
}

// MARK: Training

extension VariationalClassifier {
  /// The mean cross-entropy over the rows, and its gradient with respect to ``parameters``.
  ///
  /// - Complexity: about four runs of the circuit a row, whatever the number of parameters.
  /// - Throws: as ``logits(_:)``; ``DataError`` for labels that are no classes, or no rows.
  public func lossAndGradient(
    _ features: RealMatrix, labels: [Int]
  ) throws -> (loss: Double, gradient: [Double]) {
    try check(features)
    try check(labels, features)
    guard features.rows > 0 else {
      throw DataError(.tooFewRows(what: "training", needed: 1, got: 0))
    }
    let (rows, classes, qubits) = (features.rows, architecture.classes, architecture.qubits)
    let head = Array(parameters.dropFirst(architecture.weightCount))
    var errors = Array(repeating: 0.0, count: rows * classes)
    let result = try errors.withUnsafeMutableBufferPointer { buffer in
      // Each row writes its own part.
      nonisolated(unsafe) let errors = buffer
      return try model.valuesAndGradient(inputs: features.elements, weights: weights) {
        row, values, derivatives in
        let part = row * classes..<(row + 1) * classes
        for label in 0..<classes {
          var sum = head[classes * qubits + label]
          for qubit in 0..<qubits { sum += head[label * qubits + qubit] * values[qubit] }
          errors[part.lowerBound + label] = sum
        }
        softmax(errors, part)
        errors[part.lowerBound + labels[row]] -= 1
        for qubit in 0..<qubits {
          var sum = 0.0
          for label in 0..<classes {
            sum += head[label * qubits + qubit] * errors[part.lowerBound + label]
          }
          derivatives[qubit] = sum / Double(rows)
        }
      }
    }
    var loss = 0.0
    var gradient = result.weights + Array(repeating: 0, count: classes * (qubits + 1))
    let matrix = architecture.weightCount
    for row in 0..<rows {
      for label in 0..<classes {
        let error = errors[row * classes + label]
        if label == labels[row] { loss -= Double.log(max(1 + error, .leastNormalMagnitude)) }
        for qubit in 0..<qubits {
          gradient[matrix + label * qubits + qubit] +=
            error * result.values[row * qubits + qubit] / Double(rows)
        }
        gradient[matrix + classes * qubits + label] += error / Double(rows)
      }
    }
    return (loss / Double(rows), gradient)
  }

  /// What training went through.
  public struct History: Hashable, Sendable, Codable {
    /// The mean loss of each epoch, measured as its batches are seen.
    public var losses: [Double] = []
  }

  /// Trains on rows in mini-batches, shuffled anew each epoch.
  ///
  /// - Parameters:
  ///   - features: `[rows, qubits]`, angles.
  ///   - optimizer: goes on from the state it is in.
  ///   - batchSize: rows of a batch; nil takes all at once, in their order.
  ///   - seed: decides the order of rows in mini-batches.
  ///   - onEpoch: called with the epoch, from 0, and its loss; `false` stops.
  /// - Throws: as ``lossAndGradient(_:labels:)``.
  @discardableResult
  public mutating func fit<O: GradientOptimizer>(
    _ features: RealMatrix, labels: [Int], with optimizer: inout O, epochs: Int,
    batchSize: Int? = nil, seed: UInt64 = 0,
    onEpoch: ((_ epoch: Int, _ loss: Double) -> Bool)? = nil
  ) throws -> History {
    guard epochs >= 0 else {
      throw DataError(.setting(name: "epochs", value: "\(epochs)", allowed: "0 or more"))
    }
    let size = batchSize ?? max(features.rows, 1)
    guard size >= 1 else {
      throw DataError(.setting(name: "the batch size", value: "\(size)", allowed: "1 or more"))
    }
    var history = History()
    for epoch in 0..<epochs {
      var order = Array(0..<features.rows)
      if batchSize != nil {
        var random = RandomStream(seed: seed, stream: UInt64(epoch))
        order.shuffle(using: &random)
      }
      var total = 0.0
      var start = 0
      repeat {
        let rows = Array(order[start..<min(start + size, order.count)])
        let (loss, gradient) =
          batchSize == nil
          ? try lossAndGradient(features, labels: labels)
          : try lossAndGradient(
            features.selecting(rows: rows), labels: rows.map { labels[$0] })
        optimizer.update(&parameters, along: gradient)
        total += loss * Double(rows.count)
        start += size
      } while start < order.count
      history.losses.append(total / Double(order.count))
      if let onEpoch, !onEpoch(epoch, history.losses[epoch]) { break }
    }
    return history
  }

  /// Trains with Adam.
  @discardableResult
  public mutating func fit(
    _ features: RealMatrix, labels: [Int], epochs: Int, learningRate: Double = 0.05,
    batchSize: Int? = nil, seed: UInt64 = 0
  ) throws -> History {
    var optimizer = Adam(learningRate: learningRate)
    return try fit(
      features, labels: labels, with: &optimizer, epochs: epochs, batchSize: batchSize, seed: seed)
  }
}

/// Turns logits into probabilities, in place, without overflow.
private func softmax(_ values: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>) {
  var largest = -Double.infinity
  for index in range { largest = max(largest, values[index]) }
  var sum = 0.0
  for index in range {
    values[index] = Double.exp(values[index] - largest)
    sum += values[index]
  }
  for index in range { values[index] /= sum }
}

private func softmax(_ values: inout [Double], _ range: Range<Int>) {
  values.withUnsafeMutableBufferPointer { softmax($0, range) }
}
