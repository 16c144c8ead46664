/// What a ``QuantumEstimator`` is made of.
public struct HybridSettings: Hashable, Sendable, Codable {
  /// What comes before the circuit.
  public var features: Pipeline
  public var encoding: Encoding
  public var ansatz: Ansatz
  /// Whether every layer encodes the features again.
  public var reuploads: Bool
  /// Whether each upload multiplies each feature by a trained number.
  public var scalesInputs: Bool
  public var readout: Readout
  public var head: QuantumModel.Head
  public var loss: Loss
  /// Of the parameters at the start.
  public var seed: UInt64
}

extension HybridSettings {
  /// Those of a model that was trained elsewhere, behind a pipeline that is fitted, or empty.
  ///
  /// - Throws: ``DataError`` for a pipeline that is not fitted, or gives other features than the model
  ///   takes.
  init(_ model: QuantumModel, after features: Pipeline, loss: Loss) throws(DataError) {
    let architecture = model.architecture
    var features = features
    if features.steps.isEmpty {
      // An empty pipeline learns how many features there are.
      let row = RealMatrix(rows: 1, columns: architecture.features)
      _ = try features.fitTransform(row, .values([0]))
    }
    guard features.isFitted else { throw DataError(.notFitted("the pipeline")) }
    guard features.outputCount == architecture.features else {
      throw DataError(
        .shape(
          what: "the number of features that the pipeline gives", expected: architecture.features,
          got: features.outputCount))
    }
    self.init(
      features: features, encoding: architecture.encoding, ansatz: architecture.ansatz,
      reuploads: architecture.reuploads, scalesInputs: architecture.scalesInputs,
      readout: architecture.readout, head: architecture.head, loss: loss, seed: 0)
  }

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
