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
  public static var defaultLoss: Loss { .squaredError }

  public private(set) var settings: HybridSettings
  public var trainer = Trainer()
  public private(set) var model: QuantumModel?
  /// The mean of the targets trained on.
  public private(set) var targetMean = 0.0
  /// Their standard deviation; 1 where all are equal.
  public private(set) var targetDeviation = 1.0
  private(set) var columns: ColumnNames?

  public init(_ settings: HybridSettings) { self.settings = settings }

  init(
    settings: HybridSettings, model: QuantumModel?, targetMean: Double, targetDeviation: Double
  ) {
    self.settings = settings
    self.model = model
    self.targetMean = targetMean
    self.targetDeviation = targetDeviation
  }

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
    var scale: TargetScale?
    let result = try settings.fit(data, outputs: 1, with: trainer) { (part) throws(DataError) in
      let values = try part.values()
      // The rows trained on come first; those held back are scaled like them.
      let known = scale ?? TargetScale(values)
      scale = known
      return .values(known.standardized(values))
    }
    (targetMean, targetDeviation) = (scale?.mean ?? 0, scale?.deviation ?? 1)
    settings.features = result.features
    model = result.model
    columns = ColumnNames(data)
    return result.report
  }

  public func predict(_ rows: RealMatrix) throws(DataError) -> [Double] {
    try fitted("the quantum regressor").outputs(settings.features.transform(rows)).elements.map {
      targetMean + targetDeviation * $0
    }
  }
}
