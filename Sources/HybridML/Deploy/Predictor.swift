import Circuits

/// Predictions for one row after another, in real time, in memory that is taken once. `bench hybrid` counts
/// what optimised code allocates all the same.
///
/// ```swift
/// let predictor = try Predictor(SavedModel(contentsOf: "wine.qml"))
/// for row in rows { print(try predictor.predict(row), predictor.probability(of: 0)) }
/// ```
///
/// It holds the memory that a prediction needs, so that several threads need one each. Classical models
/// and circuits of over 12 qubits are predicted too, with memory of their own: see ``isAllocationFree``.
public final class Predictor {
  /// What is predicted for a row.
  public enum Prediction: Hashable, Sendable {
    /// An index into the class names.
    case classIndex(Int)
    case value(Double)
  }

  public let model: SavedModel
  /// Whether the model gives probabilities.
  public let hasProbabilities: Bool
  private let engine: Engine?
  /// The outputs of the last row: probabilities of the classes, or one number.
  private var outputs: [Double]

  /// - Throws: ``DataError`` for a model that has not been fitted.
  public init(_ model: SavedModel) throws(DataError) {
    self.model = model
    hasProbabilities = model.hasProbabilities
    switch model.model {
    case .quantumClassifier(let classifier):
      engine = try Engine(
        classifier.features, classifier.fitted("the quantum classifier"), softmax: true)
    case .quantumRegressor(let regressor):
      engine = try Engine(
        regressor.features, regressor.fitted("the quantum regressor"),
        mean: regressor.targetMean, deviation: regressor.targetDeviation)
    default: engine = nil
    }
    outputs = Array(repeating: 0, count: max(model.classNames?.count ?? 1, 1))
  }

  /// Whether ``predict(_:)`` runs in memory taken at the start.
  public var isAllocationFree: Bool { engine?.isAllocationFree ?? false }

  /// The prediction for one row of features, as they come before the pipeline.
  ///
  /// - Throws: ``DataError`` for a row of another length, or numbers that are not finite or that the
  ///   encoding does not take.
  public func predict(_ row: [Double]) throws(DataError) -> Prediction {
    guard let engine else { return try predictInGeneral(row) }
    // Typed errors do not pass through the closures of the standard library's buffers.
    var failure: DataError?
    row.withUnsafeBufferPointer { row in
      outputs.withUnsafeMutableBufferPointer { outputs in
        do throws(DataError) {
          try engine.run(row, outputs)
        } catch {
          failure = error
        }
      }
    }
    if let failure { throw failure }
    if model.classNames == nil { return .value(outputs[0]) }
    return .classIndex(outputs.indexOfLargest)
  }

  /// The probability of a class for the row that was predicted last; nil for models without.
  public func probability(of classIndex: Int) -> Double? {
    guard model.classNames != nil, outputs.indices.contains(classIndex), hasProbabilities else {
      return nil
    }
    return outputs[classIndex]
  }

  /// The standard deviation of the number that was predicted last; nil for models that do not say how far
  /// off they may be.
  public private(set) var deviation: Double?

  private func predictInGeneral(_ row: [Double]) throws(DataError) -> Prediction {
    let rows = RealMatrix(rows: 1, columns: row.count, elements: row)
    if let probabilities = try model.probabilities(rows) {
      outputs = probabilities.elements
      return .classIndex(outputs.indexOfLargest)
    }
    if let (means, deviations) = try model.distributions(rows) {
      deviation = deviations[0]
      return .value(means[0])
    }
    switch try model.predict(rows) {
    case .classes(let classes): return .classIndex(classes[0])
    case .values(let values): return .value(values[0])
    }
  }
}

extension Predictor {
  /// Pipeline, circuit and head of a quantum model, with the memory between them.
  private final class Engine {
    private let pipeline: Pipeline
    private let encoding: Encoding
    private let session: CircuitSession
    private let head: QuantumModel.HeadNumbers
    private let hasSoftmax: Bool
    private let mean, deviation: Double
    private var scratch, features, inputs, values: [Double]

    init(
      _ pipeline: Pipeline, _ model: QuantumModel, softmax: Bool = false, mean: Double = 0,
      deviation: Double = 1
    ) throws(DataError) {
      self.pipeline = pipeline
      encoding = model.architecture.encoding
      head = QuantumModel.HeadNumbers(model)
      hasSoftmax = softmax
      (self.mean, self.deviation) = (mean, deviation)
      session = try DataError.quantum { () throws(QuantumError) in try model.session() }
      scratch = Array(repeating: 0, count: 2 * pipeline.widest)
      features = Array(repeating: 0, count: model.architecture.features)
      inputs = Array(repeating: 0, count: session.inputCount)
      values = Array(repeating: 0, count: session.observables.count)
    }

    var isAllocationFree: Bool { session.isAllocationFree }

    func run(
      _ row: UnsafeBufferPointer<Double>, _ outputs: UnsafeMutableBufferPointer<Double>
    ) throws(DataError) {
      guard row.count == pipeline.inputCount else {
        throw DataError(
          .shape(what: "the number of features", expected: pipeline.inputCount, got: row.count))
      }
      for column in row.indices where !row[column].isFinite {
        throw DataError(.notFiniteInput(row: 0, column: column, value: row[column]))
      }
      var failure: DataError?
      features.withUnsafeMutableBufferPointer { features in
        scratch.withUnsafeMutableBufferPointer { pipeline.apply(row, features, scratch: $0) }
        inputs.withUnsafeMutableBufferPointer { inputs in
          values.withUnsafeMutableBufferPointer { values in
            do throws(DataError) {
              try encoding.fillInputs(UnsafeBufferPointer(features), inputs, row: 0)
              do throws(QuantumError) {
                try session.run(UnsafeBufferPointer(inputs), into: values)
              } catch {
                throw DataError(.quantum(error))
              }
            } catch {
              failure = error
            }
            head.apply(UnsafeBufferPointer(values), outputs)
          }
        }
      }
      if let failure { throw failure }
      if hasSoftmax {
        Loss.softmax(outputs)
      } else {
        outputs[0] = mean + deviation * outputs[0]
      }
    }
  }
}

extension QuantumModel {
  /// The circuit with its weights settled.
  func session() throws(QuantumError) -> CircuitSession {
    var weights: [String: Double] = [:]
    for (number, place) in layout.weights.enumerated() {
      weights["w[\(number)]"] = parameters[place]
    }
    for (number, place) in layout.scales.enumerated() {
      weights["s[\(number)]"] = parameters[place]
    }
    let known = Set(circuit.parameters.map(\.name))
    let bound = try circuit.bound(to: weights.filter { known.contains($0.key) })
    let inputs = architecture.encoding.inputCount(features: architecture.features)
    return try CircuitSession(
      bound, inputs: (0..<inputs).map { Parameter("x[\($0)]") }, observables: observables)
  }
}
