import Circuits

extension GradientMethod {
  /// Loss and gradient of a batch; `seed` and `update` decide over random choices.
  func lossAndGradient(
    of model: QuantumModel, _ batch: Trainer.Examples, _ loss: Loss, seed: UInt64, update: Int
  ) throws(DataError) -> (loss: Double, gradient: [Double]) {
    switch self {
    case .exact: return try model.lossAndGradient(batch.features, batch.target, loss: loss)
    case .parameterShift(let shots):
      return try model.lossAndGradient(
        batch.features, batch.target, loss: loss,
        shots: BatchedCircuit.Shots(shots, seed: Self.seed(seed, update)))
    case .simultaneousPerturbation(let shots, let perturbation):
      var random = RandomStream(seed: Self.seed(seed, update), stream: .max)
      let signs = model.parameters.map { _ in random.next() & 1 == 0 ? 1.0 : -1 }
      func shifted(_ direction: Double, _ part: UInt64) throws(DataError) -> Double {
        var other = model
        for index in signs.indices {
          other.parameters[index] += direction * perturbation * signs[index]
        }
        return try other.loss(
          batch.features, batch.target, loss: loss,
          shots: shots.map { .init($0, seed: Self.seed(seed, update) &+ part) })
      }
      let (up, down) = (try shifted(1, 1), try shifted(-1, 2))
      let slope = (up - down) / (2 * perturbation)
      return ((up + down) / 2, signs.map { slope * $0 })
    }
  }

  /// A seed for each update, apart from those of other updates.
  private static func seed(_ seed: UInt64, _ update: Int) -> UInt64 {
    var random = RandomStream(seed: seed, stream: 1 << 63 | UInt64(update))
    return random.next()
  }
}

extension QuantumModel {
  /// As ``loss(_:_:loss:)``, with expectation values estimated from shots where asked.
  func loss(
    _ features: RealMatrix, _ target: Dataset.Target, loss: Loss, shots: BatchedCircuit.Shots?
  ) throws(DataError) -> Double {
    guard let shots else { return try self.loss(features, target, loss: loss) }
    try loss.check(target, rows: features.rows, outputs: architecture.outputs)
    let inputs = try inputs(features)
    let values = try DataError.quantum { () throws(QuantumError) in
      try batch.estimates(inputs: inputs.elements, weights: circuitParameters, shots: shots)
    }
    return loss.mean(
      outputs(
        expectations: RealMatrix(
          rows: features.rows, columns: observables.count, elements: values)), target)
  }

  /// As ``lossAndGradient(_:_:loss:)``, with expectation values estimated from shots, and derivatives
  /// from values at shifted angles.
  func lossAndGradient(
    _ features: RealMatrix, _ target: Dataset.Target, loss: Loss, shots: BatchedCircuit.Shots
  ) throws(DataError) -> (loss: Double, gradient: [Double]) {
    let inputs = try inputs(features)
    try loss.check(target, rows: features.rows, outputs: architecture.outputs)
    return try backPropagate(rows: features.rows, target, loss) {
      (derivative) throws(QuantumError) in
      let result = try batch.estimatedValuesAndGradient(
        inputs: inputs.elements, weights: circuitParameters, shots: shots, derivative: derivative)
      return (result.values, result.weights)
    }
  }
}
