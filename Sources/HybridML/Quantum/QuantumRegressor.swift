/// Numbers from features through a trained quantum circuit: pipeline, encoding, ansatz, expectation
/// values, linear head.
///
/// ```swift
/// var model = QuantumRegressor(
///   features: [.standardise, .pca(4), .minMax(0...(.pi))], ansatz: .realAmplitudes(layers: 2))
/// try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 100)
/// print(try model.score(test))   // R²
/// ```
///
/// Targets are trained on with mean 0 and standard deviation 1, and predictions scaled back.
public struct QuantumRegressor: QuantumEstimator, Regressor {
  private(set) var settings: HybridSettings
  /// What ``fit(_:)`` trains with. Not part of a model file.
  public var trainer = Trainer()
  public private(set) var model: QuantumModel?
  /// The mean of the targets trained on.
  public private(set) var targetMean = 0.0
  /// Their standard deviation; 1 where all are equal.
  public private(set) var targetDeviation = 1.0

  /// - Parameters: as ``QuantumClassifier/init(features:encoding:ansatz:reuploads:scalesInputs:readout:head:loss:seed:)``.
  ///   `loss` is ``Loss/squaredError`` or ``Loss/huber(delta:)``.
  public init(
    features: Pipeline = [], encoding: Encoding = .angle(.y),
    ansatz: Ansatz = .stronglyEntangling(layers: 3), reuploads: Bool = false,
    scalesInputs: Bool = false, readout: Readout = .z, head: QuantumModel.Head = .linear,
    loss: Loss = .squaredError, seed: UInt64 = 0
  ) {
    settings = HybridSettings(
      features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
      scalesInputs: scalesInputs, readout: readout, head: head, loss: loss, seed: seed)
  }

  init(
    settings: HybridSettings, model: QuantumModel?, targetMean: Double, targetDeviation: Double
  ) {
    self.settings = settings
    self.model = model
    self.targetMean = targetMean
    self.targetDeviation = targetDeviation
  }

  public var features: Pipeline { settings.features }
  public var encoding: Encoding { settings.encoding }
  public var ansatz: Ansatz { settings.ansatz }
  public var loss: Loss { settings.loss }

  @discardableResult
  public mutating func fit(
    _ data: Dataset, with trainer: Trainer
  ) throws(TrainingError) -> TrainingReport {
    guard !settings.loss.isForClasses else {
      throw .data(
        DataError(
          .setting(
            name: "the loss of a regressor", value: "\(settings.loss)",
            allowed: "squaredError or huber")))
    }
    var scale: (mean: Double, deviation: Double)?
    let result = try settings.fit(data, outputs: 1, with: trainer) { (part) throws(DataError) in
      let values = try part.values()
      // The rows trained on come first; those held back are scaled like them.
      let (mean, deviation) = scale ?? Self.scale(values)
      scale = (mean, deviation)
      return .values(values.map { ($0 - mean) / deviation })
    }
    (targetMean, targetDeviation) = scale ?? (0, 1)
    settings.features = result.features
    model = result.model
    return result.report
  }

  private static func scale(_ values: [Double]) -> (mean: Double, deviation: Double) {
    var moments = ColumnMoments(columns: 1)
    for value in values { moments.add(CollectionOfOne(value)) }
    let spread = moments.populationVariances[0].squareRoot()
    // Rounding leaves equal targets with a spread far below their mean.
    let isSpread = spread > 10 * Double.ulpOfOne * abs(moments.means[0])
    return (moments.means[0], isSpread ? spread : 1)
  }

  public func predict(_ rows: RealMatrix) throws(DataError) -> [Double] {
    try fitted("the quantum regressor").outputs(settings.features.transform(rows)).elements.map {
      targetMean + targetDeviation * $0
    }
  }
}
