/// Classes from features through a trained quantum circuit: pipeline, encoding, ansatz, expectation
/// values, linear head, softmax.
///
/// ```swift
/// var model = QuantumClassifier(
///   features: [.standardise, .pca(4), .minMax(0...(.pi))], encoding: .angle(.y),
///   ansatz: .stronglyEntangling(layers: 3))
/// try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 100)
/// print(try model.score(test))
/// ```
///
/// One output a class; the loss is the cross-entropy of their softmax, or the multi-class hinge loss.
public struct QuantumClassifier: QuantumEstimator, ProbabilisticClassifier {
  public static var defaultLoss: Loss { .crossEntropy }

  public private(set) var settings: HybridSettings
  public var trainer = Trainer()
  public private(set) var model: QuantumModel?
  /// The names of the classes; empty before fitting.
  public private(set) var classNames: [String] = []
  private(set) var columns: ColumnNames?

  public init(_ settings: HybridSettings) { self.settings = settings }

  /// A classifier with a model that was trained elsewhere, by a loop of one's own for instance.
  ///
  /// - Parameter features: fitted, or empty.
  /// - Throws: ``DataError`` for a pipeline or names that do not fit the model.
  public init(
    _ model: QuantumModel, after features: Pipeline = [], classNames: [String]
  ) throws(DataError) {
    guard classNames.count == model.architecture.outputs, classNames.count >= 2 else {
      throw DataError(
        .shape(
          what: "the number of classes", expected: max(2, model.architecture.outputs),
          got: classNames.count))
    }
    self.init(
      settings: try HybridSettings(model, after: features, loss: Self.defaultLoss), model: model,
      classNames: classNames)
  }

  init(settings: HybridSettings, model: QuantumModel?, classNames: [String]) {
    self.settings = settings
    self.model = model
    self.classNames = classNames
  }

  @discardableResult
  public mutating func fit(
    _ data: Dataset, with trainer: Trainer
  ) throws(TrainingError) -> TrainingReport {
    let (_, count) = try TrainingError.data { () throws(DataError) in
      guard settings.loss.isForClasses else {
        throw DataError(
          .setting(
            name: "the loss of a classifier", value: "\(settings.loss)",
            allowed: "crossEntropy or hinge"))
      }
      return try Checks.classes(data)
    }
    let result = try settings.fit(data, outputs: count, with: trainer) { $0.target }
    settings.features = result.features
    model = result.model
    classNames = data.classNames ?? []
    columns = ColumnNames(data)
    return result.report
  }

  /// The outputs before softmax, `[rows, classes]`.
  ///
  /// - Parameter rows: `[rows, features]`, as they came before the pipeline.
  public func logits(_ rows: RealMatrix) throws(DataError) -> RealMatrix {
    try fitted("the quantum classifier").outputs(settings.features.transform(rows))
  }

  public func probabilities(_ rows: RealMatrix) throws(DataError) -> RealMatrix {
    var result = try logits(rows)
    let columns = result.columns
    result.elements.withUnsafeMutableBufferPointer { all in
      for start in stride(from: 0, to: all.count, by: columns) {
        Loss.softmax(UnsafeMutableBufferPointer(rebasing: all[start..<start + columns]))
      }
    }
    return result
  }
}
