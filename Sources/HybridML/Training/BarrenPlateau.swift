import Circuits

extension TrainingReport {
  /// A variance below this is warned of: a strongly entangling circuit with twice as many layers as
  /// qubits has 0.0023 at 8 qubits and 0.0005 at 10 (J. McClean, S. Boixo, V. Smelyanskiy, R. Babbush,
  /// H. Neven, "Barren plateaus in quantum neural network training landscapes" (2018),
  /// doi:10.1038/s41467-018-07090-4).
  public static let barrenPlateauThreshold = 1e-3

  mutating func lookForBarrenPlateau(
    _ model: QuantumModel, _ features: RealMatrix, seed: UInt64
  ) throws(DataError) {
    guard !model.layout.weights.isEmpty else { return }
    let variance = try model.initialGradientVariance(
      features.selecting(rows: Array(0..<min(features.rows, 16))), seed: seed)
    initialGradientVariance = variance
    if variance < Self.barrenPlateauThreshold {
      warnings.append(.barrenPlateau(variance: variance, threshold: Self.barrenPlateauThreshold))
    }
  }
}

extension QuantumModel {
  /// The mean square of the derivatives of all expectation values with respect to all weights of the
  /// circuit, estimated at the present parameters.
  ///
  /// The square of a sum with random signs has the sum of squares as its mean (M. F. Hutchinson (1990),
  /// doi:10.1080/03610919008812866): sixteen gradients instead of one for every row and observable.
  func initialGradientVariance(
    _ features: RealMatrix, seed: UInt64, draws: Int = 16
  ) throws(DataError) -> Double {
    let inputs = try inputs(features)
    let (rows, outputs) = (features.rows, observables.count)
    // Far from the streams that shuffle rows.
    var random = RandomStream(seed: seed, stream: .max)
    var total = 0.0
    for _ in 0..<draws {
      let signs = (0..<rows * outputs).map { _ in random.next() & 1 == 0 ? 1.0 : -1 }
      let gradient = try DataError.quantum { () throws(QuantumError) in
        try batch.valuesAndGradient(inputs: inputs.elements, weights: circuitParameters) {
          row, values, derivatives in
          for k in values.indices { derivatives[k] = signs[row * outputs + k] }
        }.weights
      }
      for index in layout.weights { total += gradient[index] * gradient[index] }
    }
    return total / Double(draws * rows * outputs * layout.weights.count)
  }

  /// The variance, over random weights in [0, 2π), of the derivative of one expectation value with
  /// respect to each weight of the circuit: small ones make a barren plateau.
  ///
  /// - Parameters:
  ///   - features: one row.
  ///   - observable: its place among ``observables``.
  /// - Returns: one variance, over `draws`, for each weight.
  /// - Throws: ``DataError`` for features that do not suit, or fewer than two draws.
  public func gradientVariances(
    at features: [Double], observable: Int = 0, draws: Int = 60, seed: UInt64
  ) throws(DataError) -> [Double] {
    guard draws >= 2, observables.indices.contains(observable) else {
      throw DataError(
        .setting(
          name: "the number of draws or of the observable", value: "\(draws) or \(observable)",
          allowed: "2 or more, and below \(observables.count)"))
    }
    let row = try inputs(RealMatrix(rows: 1, columns: features.count, elements: features))
    var random = RandomStream(seed: seed)
    var moments = ColumnMoments(columns: layout.weights.count)
    for _ in 0..<draws {
      let weights =
        layout.weights.map { _ in 2 * .pi * random.uniform() } + parameters[layout.scales]
      let gradient = try DataError.quantum { () throws(QuantumError) in
        try batch.valuesAndGradient(inputs: row.elements, weights: weights) { _, _, derivatives in
          derivatives.update(repeating: 0)
          derivatives[observable] = 1
        }.weights
      }
      moments.add(gradient.prefix(layout.weights.count))
    }
    return moments.populationVariances.map { $0 * Double(draws) / Double(draws - 1) }
  }
}
