/// Transformations one after another, fitted on training rows only.
///
/// ```swift
/// var features: Pipeline = [.standardise, .pca(4), .minMax(0...(.pi))]
/// let angles = try features.fitTransform(train.features, train.target)   // [rows, 4]
/// let unseen = try features.transform(test.features)
/// ```
///
/// Each step is fitted to what the steps before it make of the training rows. An empty pipeline hands
/// features on as they are, once it knows how many there are.
public struct Pipeline: Transformer, Hashable {
  public private(set) var steps: [Step]
  /// How many features go in; 0 before fitting.
  public private(set) var inputCount = 0

  public init(_ steps: [Step] = []) { self.steps = steps }

  /// Angles in [0, π] for an encoding of one feature a qubit: standardised, reduced to their principal
  /// components where there are more features than qubits, and scaled, later rows being clipped.
  public static func angles(features: Int, qubits: Int) -> Pipeline {
    features > qubits
      ? [.standardise, .pca(qubits), .minMax(0...(.pi))] : [.standardise, .minMax(0...(.pi))]
  }

  public var outputCount: Int { steps.last?.outputCount ?? inputCount }

  /// Whether it has been fitted.
  public var isFitted: Bool { inputCount > 0 }

  /// - Throws: ``DataError`` of the first step that cannot be fitted; the pipeline is then as before.
  public mutating func fit(_ features: RealMatrix, _ target: Dataset.Target) throws(DataError) {
    _ = try fitTransform(features, target)
  }

  /// Fits to training rows and transforms them.
  public mutating func fitTransform(
    _ features: RealMatrix, _ target: Dataset.Target
  ) throws(DataError) -> RealMatrix {
    try Checks.rows("a pipeline", features, atLeast: 1)
    var fitted = self
    fitted.inputCount = features.columns
    var current = features
    for index in steps.indices {
      try fitted.steps[index].fit(current, target)
      current = try fitted.steps[index].transform(current)
    }
    self = fitted
    return current
  }

  /// Transforms rows, `[rows, inputCount]` to `[rows, outputCount]`.
  ///
  /// - Throws: ``DataError`` before fitting, for rows of another length, or numbers that are not finite.
  public func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard isFitted else { throw DataError(.notFitted("the pipeline")) }
    try Checks.features(features, inputCount)
    var current = features
    for step in steps { current = try step.transform(current) }
    return current
  }

  /// Transforms one row after fitting. ``RowTransformer`` does so without any allocation.
  public func transform(
    row: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * widest) {
      apply(row, result, scratch: $0)
    }
  }

  public func names(_ names: [String]) -> [String] {
    steps.reduce(names) { $1.names($0) }
  }

  /// The most features between two steps.
  var widest: Int { steps.dropLast().reduce(0) { max($0, $1.outputCount) } }

  /// - Precondition: `scratch` has twice ``widest`` elements.
  func apply(
    _ row: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>,
    scratch: UnsafeMutableBufferPointer<Double>
  ) {
    guard !steps.isEmpty else {
      for column in row.indices { result[column] = row[column] }
      return
    }
    var current = row
    for index in steps.indices {
      let isLast = index == steps.count - 1
      let count = steps[index].outputCount
      let start = index % 2 * (scratch.count / 2)
      let next =
        isLast ? result : UnsafeMutableBufferPointer(rebasing: scratch[start..<start + count])
      steps[index].transform(row: current, into: next)
      current = UnsafeBufferPointer(next)
    }
  }
}

extension Pipeline: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Step...) { self.init(elements) }
}

extension Pipeline {
  private enum CodingKeys: String, CodingKey { case steps, inputCount }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    steps = try container.decode([Step].self, forKey: .steps)
    inputCount = try container.decode(Int.self, forKey: .inputCount)
    var width = inputCount
    for (index, step) in steps.enumerated() {
      guard step.isConsistent, step.inputCount == width, inputCount >= 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: .steps, in: container,
          debugDescription: "the numbers of step \(index + 1) of a pipeline do not fit together")
      }
      width = step.outputCount
    }
  }
}

/// Applies a fitted pipeline to one row after another, without allocation.
public struct RowTransformer: Sendable {
  public let pipeline: Pipeline
  private var scratch: [Double]

  /// - Throws: ``DataError/Problem/notFitted(_:)``
  public init(_ pipeline: Pipeline) throws(DataError) {
    guard pipeline.isFitted else { throw DataError(.notFitted("the pipeline")) }
    self.pipeline = pipeline
    scratch = Array(repeating: 0, count: 2 * pipeline.widest)
  }

  /// Transforms `inputCount` features into `outputCount`, the same bits as
  /// ``Pipeline/transform(_:)`` gives.
  ///
  /// - Throws: ``DataError`` when a length is wrong or a feature not finite; then `result` is as before.
  public mutating func transform(
    _ row: Span<Double>, into result: inout MutableSpan<Double>
  ) throws(DataError) {
    guard row.count == pipeline.inputCount else {
      throw DataError(
        .shape(what: "the number of features", expected: pipeline.inputCount, got: row.count))
    }
    guard result.count == pipeline.outputCount else {
      throw DataError(
        .shape(
          what: "the number of transformed features", expected: pipeline.outputCount,
          got: result.count))
    }
    for column in row.indices where !row[column].isFinite {
      throw DataError(.notFiniteInput(row: 0, column: column, value: row[column]))
    }
    let pipeline = pipeline
    scratch.withUnsafeMutableBufferPointer { scratch in
      row.withUnsafeBufferPointer { row in
        result.withUnsafeMutableBufferPointer { pipeline.apply(row, $0, scratch: scratch) }
      }
    }
  }
}
