/// What ``QuantumClassifier`` and ``QuantumRegressor`` share: features through a pipeline into a
/// ``QuantumModel``.
public protocol QuantumEstimator: Estimator {
  /// The loss of an estimator that is made without one.
  static var defaultLoss: Loss { get }
  /// What the estimator is made of; its pipeline is fitted with the model.
  var settings: HybridSettings { get }
  /// How ``Estimator/fit(_:)`` trains. Not part of a model file.
  var trainer: Trainer { get set }
  /// The trained circuit and head; nil before fitting.
  var model: QuantumModel? { get }

  init(_ settings: HybridSettings)

  /// Fits the pipeline and trains the model; what was learnt before is forgotten.
  ///
  /// With ``Trainer/earlyStopping`` a share of the rows is held back, stratified by class, and nothing is
  /// fitted to it.
  ///
  /// - Throws: ``TrainingError`` for rows or settings that do not suit.
  @discardableResult
  mutating func fit(_ data: Dataset, with trainer: Trainer) throws(TrainingError) -> TrainingReport
}

extension QuantumEstimator {
  /// - Parameters:
  ///   - features: what comes before the circuit, mostly down to few features and angles in [0, π].
  ///   - reuploads: whether every layer encodes the features again.
  ///   - scalesInputs: whether each upload multiplies each feature by a trained number.
  ///   - readout: the expectation values that the head sees.
  ///   - head: what makes outputs of them: one a class, or one number.
  ///   - loss: ``Loss/crossEntropy`` or ``Loss/hinge`` for classes, ``Loss/squaredError`` or
  ///     ``Loss/huber(delta:)`` for numbers.
  ///   - seed: of the parameters at the start.
  public init(
    features: Pipeline = [], encoding: Encoding = .angle(.y),
    ansatz: Ansatz = .stronglyEntangling(layers: 3), reuploads: Bool = false,
    scalesInputs: Bool = false, readout: Readout = .z, head: QuantumModel.Head = .linear,
    loss: Loss = Self.defaultLoss, seed: UInt64 = 0
  ) {
    self.init(
      HybridSettings(
        features: features, encoding: encoding, ansatz: ansatz, reuploads: reuploads,
        scalesInputs: scalesInputs, readout: readout, head: head, loss: loss, seed: seed))
  }

  /// The transformations in front of the circuit, fitted with it.
  public var features: Pipeline { settings.features }
  public var encoding: Encoding { settings.encoding }
  public var ansatz: Ansatz { settings.ansatz }
  /// What training makes small.
  public var loss: Loss { settings.loss }

  /// Fits with an optimiser, and otherwise the settings of ``trainer``.
  ///
  /// ```swift
  /// try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 100, callbacks: [.progress])
  /// ```
  @discardableResult
  public mutating func fit(
    _ data: Dataset, optimizer: some TrainingOptimizer, epochs: Int? = nil, batchSize: Int? = nil,
    callbacks: [Callback]? = nil
  ) throws(TrainingError) -> TrainingReport {
    var trainer = trainer
    trainer.optimizer = optimizer
    if let epochs { trainer.epochs = epochs }
    if let batchSize { trainer.batchSize = batchSize }
    if let callbacks { trainer.callbacks = callbacks }
    return try fit(data, with: trainer)
  }

  /// Fits with ``trainer``.
  public mutating func fit(_ data: Dataset) throws(DataError) {
    do throws(TrainingError) {
      try fit(data, with: trainer)
    } catch {
      switch error {
      case .data(let error): throw error
      case .checkpoint(let error): throw DataError(.modelFile(error))
      }
    }
  }

  public var parameterCount: Int { model?.parameters.count ?? 0 }

  /// How many qubits the circuit has; nil before fitting.
  public var qubits: Int? { model?.layout.qubits }

  func fitted(_ what: String) throws(DataError) -> QuantumModel {
    guard let model else { throw DataError(.notFitted(what)) }
    return model
  }
}
