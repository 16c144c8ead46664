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
  private(set) var settings: HybridSettings
  /// What ``fit(_:)`` trains with. Not part of a model file.
  public var trainer = Trainer()
  public private(set) var model: QuantumModel?
  /// The names of the classes; empty before fitting.
  public private(set) var classNames: [String] = []

  /// - Parameters:
  ///   - features: what comes before the circuit, mostly down to few features and angles in [0, π].
  ///   - reuploads: whether every layer encodes the features again.
  ///   - scalesInputs: whether each upload multiplies each feature by a trained number.
  ///   - readout: the expectation values that the head sees.
  ///   - head: what makes an output a class of them.
  ///   - loss: ``Loss/crossEntropy`` or ``Loss/hinge``.
  ///   - seed: of the parameters at the start.
  public init(
    features: Pipeline = [], encoding: Encoding = .angle(.y),
    ansatz: Ansatz = .stronglyEntangling(layers: 3), reuploads: Bool = false,
    scalesInputs: Bool = false, readout: Readout = .z, head: QuantumModel.Head = .linear,
    loss: Loss = .crossEntropy, seed: UInt64 = 0
  ) {
    settings = HybridSettings(
      features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
      scalesInputs: scalesInputs, readout: readout, head: head, loss: loss, seed: seed)
  }

  init(settings: HybridSettings, model: QuantumModel?, classNames: [String]) {
    self.settings = settings
    self.model = model
    self.classNames = classNames
  }

  public var features: Pipeline { settings.features }
  public var encoding: Encoding { settings.encoding }
  public var ansatz: Ansatz { settings.ansatz }
  public var loss: Loss { settings.loss }

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
