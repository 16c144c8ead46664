/// What ``QuantumClassifier`` and ``QuantumRegressor`` share: features through a pipeline into a
/// ``QuantumModel``.
public protocol QuantumEstimator: Estimator {
  /// The transformations in front of the circuit, fitted with it.
  var features: Pipeline { get }
  var encoding: Encoding { get }
  var ansatz: Ansatz { get }
  /// What training makes small.
  var loss: Loss { get }
  /// How ``Estimator/fit(_:)`` trains.
  var trainer: Trainer { get set }
  /// The trained circuit and head; nil before fitting.
  var model: QuantumModel? { get }

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

/// The settings of an estimator, and what they make of rows.
struct HybridSettings: Hashable, Sendable, Codable {
  var features: Pipeline
  var encoding: Encoding
  var ansatz: Ansatz
  var reuploads: Bool
  var scalesInputs: Bool
  var readout: Readout
  var head: QuantumModel.Head
  var loss: Loss
  /// Of the parameters at the start.
  var seed: UInt64

  func architecture(features: Int, outputs: Int) -> QuantumModel.Architecture {
    QuantumModel.Architecture(
      features: features, outputs: outputs, encoding: encoding, ansatz: ansatz,
      reuploads: reuploads, scalesInputs: scalesInputs, readout: readout, head: head)
  }

  /// - Throws: ``ModelFileError`` for an encoding or ansatz of one's own.
  func checkStorable() throws(ModelFileError) {
    if case .custom(let custom) = encoding {
      throw ModelFileError(.holdsCode("the encoding '\(custom.name)'"))
    }
    if case .custom(let custom) = ansatz.design {
      throw ModelFileError(.holdsCode("the ansatz '\(custom.name)'"))
    }
  }

  /// Fits pipeline and model.
  func fit(
    _ data: Dataset, outputs: Int, with trainer: Trainer,
    target transform: (Dataset) throws(DataError) -> Dataset.Target
  ) throws(TrainingError) -> (features: Pipeline, model: QuantumModel, report: TrainingReport) {
    var features = features
    var (train, held): (Dataset, Dataset?) = (data, nil)
    if let stopping = trainer.earlyStopping {
      try TrainingError.data { () throws(DataError) in
        try stopping.validate()
        let split = try data.split(test: stopping.validation, seed: trainer.seed)
        (train, held) = (split.train, split.test)
      }
    }
    let (examples, validation, start) = try TrainingError.data { () throws(DataError) in
      let rows = try features.fitTransform(train.features, train.target)
      let examples = Trainer.Examples(rows, try transform(train))
      var validation: Trainer.Examples?
      if let held {
        validation = Trainer.Examples(
          try features.transform(held.features), try transform(held))
      }
      let model = try QuantumModel(
        architecture(features: rows.columns, outputs: outputs), seed: seed)
      return (examples, validation, model)
    }
    var model = start
    let report = try trainer.fit(&model, to: examples, validation: validation, loss: loss)
    return (features, model, report)
  }
}
