/// What a file keeps of a quantum estimator: settings with the fitted pipeline, and parameters, from which
/// the circuit is built again.
private struct StoredEstimator: Codable {
  var settings: HybridSettings
  var features: Int?
  var outputs: Int?
  var parameters: [Double]?

  /// A file of a few bytes does not build a circuit that fills the memory: beyond so many gates they come
  /// from parameters that the file holds.
  private static let gateLimit = 2e5
  private static let gatesPerParameter = 64.0

  init(_ settings: HybridSettings, _ model: QuantumModel?) {
    self.settings = settings
    features = model?.architecture.features
    outputs = model?.architecture.outputs
    parameters = model?.parameters
  }

  func model(_ decoder: any Decoder) throws -> QuantumModel? {
    guard let features, let outputs, let parameters else { return nil }
    func corrupted(_ what: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: what))
    }
    guard settings.features.outputCount == features else {
      throw corrupted(
        "the pipeline gives \(settings.features.outputCount) features and the circuit takes \(features)"
      )
    }
    let architecture = settings.architecture(features: features, outputs: outputs)
    do {
      let gates = try ParameterLayout(architecture).gates
      guard gates <= Self.gateLimit + Self.gatesPerParameter * Double(parameters.count) else {
        throw corrupted("about \(gates) gates for \(parameters.count) parameters")
      }
      return try QuantumModel(architecture, parameters: parameters)
    } catch let error as DecodingError {
      throw error
    } catch {
      throw corrupted("\(error)")
    }
  }
}

extension QuantumClassifier: Codable {
  private enum CodingKeys: String, CodingKey { case estimator, classNames }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(StoredEstimator(settings, model), forKey: .estimator)
    try container.encode(classNames, forKey: .classNames)
  }

  /// Refuses parameters, features and class names that do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode(StoredEstimator.self, forKey: .estimator)
    let names = try container.decode([String].self, forKey: .classNames)
    let model = try stored.model(decoder)
    guard names.count == model?.architecture.outputs ?? 0, stored.settings.loss.isForClasses else {
      throw DecodingError.dataCorruptedError(
        forKey: .classNames, in: container,
        debugDescription: "\(names.count) names of classes do not fit the model")
    }
    self.init(settings: stored.settings, model: model, classNames: names)
  }
}

extension QuantumRegressor: Codable {
  private enum CodingKeys: String, CodingKey { case estimator, targetMean, targetDeviation }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(StoredEstimator(settings, model), forKey: .estimator)
    try container.encode(targetMean, forKey: .targetMean)
    try container.encode(targetDeviation, forKey: .targetDeviation)
  }

  /// Refuses parameters and features that do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try container.decode(StoredEstimator.self, forKey: .estimator)
    let model = try stored.model(decoder)
    guard model?.architecture.outputs ?? 1 == 1, !stored.settings.loss.isForClasses else {
      throw DecodingError.dataCorruptedError(
        forKey: .estimator, in: container, debugDescription: "a regressor has one output")
    }
    self.init(
      settings: stored.settings, model: model,
      targetMean: try container.decode(Double.self, forKey: .targetMean),
      targetDeviation: try container.decode(Double.self, forKey: .targetDeviation))
  }
}
