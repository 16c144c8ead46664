import Circuits

extension QuantumModel {
  /// The parameters of the circuit, as the batch engine takes them.
  var circuitParameters: [Double] { Array(parameters[layout.circuit]) }

  /// The expectation values of every row, `[rows, observables]`.
  ///
  /// - Parameter features: `[rows, features]`.
  /// - Throws: ``DataError`` for rows of another length, numbers that are not finite, or that the
  ///   encoding does not take.
  public func expectations(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    let inputs = try inputs(features)
    let values = try DataError.quantum { () throws(QuantumError) in
      try batch.values(inputs: inputs.elements, weights: circuitParameters)
    }
    return RealMatrix(rows: features.rows, columns: observables.count, elements: values)
  }

  /// The outputs of every row, `[rows, outputs]`.
  ///
  /// - Throws: as ``expectations(_:)``.
  public func outputs(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    outputs(expectations: try expectations(features))
  }

  /// The outputs that expectation values lead to.
  func outputs(expectations: RealMatrix) -> RealMatrix {
    var result = RealMatrix(rows: expectations.rows, columns: architecture.outputs)
    let head = HeadNumbers(self)
    expectations.elements.withUnsafeBufferPointer { values in
      result.elements.withUnsafeMutableBufferPointer { outputs in
        for row in 0..<expectations.rows {
          head.apply(
            UnsafeBufferPointer(rebasing: values[row * head.inputs..<(row + 1) * head.inputs]),
            UnsafeMutableBufferPointer(
              rebasing: outputs[row * head.outputs..<(row + 1) * head.outputs]))
        }
      }
    }
    return result
  }

  /// The mean loss over the rows.
  ///
  /// - Throws: as ``lossAndGradient(_:_:loss:)``.
  public func loss(
    _ features: RealMatrix, _ target: Dataset.Target, loss: Loss
  ) throws(DataError) -> Double {
    try loss.check(target, rows: features.rows, outputs: architecture.outputs)
    return loss.mean(try outputs(features), target)
  }

  /// The mean loss over the rows, and its exact gradient with respect to ``parameters``.
  ///
  /// - Complexity: about four runs of the circuit a row, whatever the number of parameters.
  /// - Throws: as ``expectations(_:)``; ``DataError`` for a target that the loss does not take, or no
  ///   rows.
  public func lossAndGradient(
    _ features: RealMatrix, _ target: Dataset.Target, loss: Loss
  ) throws(DataError) -> (loss: Double, gradient: [Double]) {
    let inputs = try inputs(features)
    try loss.check(target, rows: features.rows, outputs: architecture.outputs)
    return try backPropagate(rows: features.rows, target, loss) {
      (derivative) throws(QuantumError) in
      let result = try batch.valuesAndGradient(
        inputs: inputs.elements, weights: circuitParameters, derivative: derivative)
      return (result.values, result.weights)
    }
  }

  /// Derivatives of the mean loss with respect to the features, `[rows, features]`.
  ///
  /// - Throws: as ``lossAndGradient(_:_:loss:)``; ``DataError`` for an encoding that is not
  ///   differentiable.
  public func inputGradient(
    _ features: RealMatrix, _ target: Dataset.Target, loss: Loss
  ) throws(DataError) -> RealMatrix {
    guard architecture.encoding.isDifferentiable else {
      throw DataError(
        .setting(
          name: "the encoding", value: "not differentiable with respect to features",
          allowed: "another than amplitude and basis"))
    }
    let inputs = try inputs(features)
    try loss.check(target, rows: features.rows, outputs: architecture.outputs)
    var gradient: [Double] = []
    _ = try backPropagate(rows: features.rows, target, loss) { (derivative) throws(QuantumError) in
      let result = try batch.valuesAndGradient(
        inputs: inputs.elements, weights: circuitParameters, wantsInputGradient: true,
        derivative: derivative)
      gradient = result.inputs
      return (result.values, result.weights)
    }
    return RealMatrix(rows: features.rows, columns: features.columns, elements: gradient)
  }

  typealias Derivative =
    @Sendable (Int, UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) -> Void

  /// Loss and gradient from the circuit's values and the gradient of a function of them.
  func backPropagate(
    rows: Int, _ target: Dataset.Target, _ loss: Loss,
    through circuit: (@escaping Derivative) throws(QuantumError) -> (
      values: [Double], gradient: [Double]
    )
  ) throws(DataError) -> (loss: Double, gradient: [Double]) {
    guard rows > 0 else {
      throw DataError(.tooFewRows(what: "training", needed: 1, got: 0))
    }
    let head = HeadNumbers(self)
    let (outputs, observables) = (head.outputs, head.inputs)
    // The loss of each row, then its derivatives with respect to the outputs.
    var scratch = Array(repeating: 0.0, count: rows * (outputs + 1))
    let result = try scratch.withUnsafeMutableBufferPointer { (buffer) throws(DataError) in
      // Each row writes its own part.
      nonisolated(unsafe) let scratch = buffer
      return try DataError.quantum { () throws(QuantumError) in
        try circuit { row, values, derivatives in
          let own = UnsafeMutableBufferPointer(
            rebasing: scratch[row * (outputs + 1)..<(row + 1) * (outputs + 1)])
          let errors = UnsafeMutableBufferPointer(rebasing: own[1...])
          head.apply(values, errors)
          own[0] = loss.valueAndDerivatives(errors, target, row)
          head.pullBack(errors, derivatives, scale: 1 / Double(rows))
        }
      }
    }
    var total = 0.0
    var gradient =
      result.gradient + Array(repeating: 0, count: layout.count - layout.circuit.count)
    for row in 0..<rows {
      total += scratch[row * (outputs + 1)]
      guard !layout.offsets.isEmpty else { continue }
      for output in 0..<outputs {
        let error = scratch[row * (outputs + 1) + 1 + output]
        let place = layout.matrix.lowerBound + output * observables
        for k in 0..<observables {
          gradient[place + k] += error * result.values[row * observables + k]
        }
        gradient[layout.offsets.lowerBound + output] += error
      }
    }
    for index in layout.circuit.upperBound..<layout.count { gradient[index] /= Double(rows) }
    return (total / Double(rows), gradient)
  }

  /// What the circuit takes for these features.
  func inputs(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard features.columns == architecture.features else {
      throw DataError(
        .shape(
          what: "the number of features", expected: architecture.features, got: features.columns))
    }
    return try architecture.encoding.inputs(features)
  }
}

extension QuantumModel {
  /// The head's numbers, and what they do to one row.
  struct HeadNumbers: Sendable {
    let inputs, outputs: Int
    /// Matrix and vector; empty for the direct head.
    let numbers: [Double]

    init(_ model: QuantumModel) {
      inputs = model.observables.count
      outputs = model.architecture.outputs
      numbers = Array(model.parameters[model.layout.matrix.lowerBound...])
    }

    func apply(
      _ values: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>
    ) {
      numbers.withUnsafeBufferPointer { numbers in
        for output in 0..<outputs {
          if numbers.isEmpty {
            result[output] = values[output]
            continue
          }
          var sum = numbers[outputs * inputs + output]
          for k in 0..<inputs { sum += numbers[output * inputs + k] * values[k] }
          result[output] = sum
        }
      }
    }

    /// Turns derivatives with respect to outputs into those with respect to values.
    func pullBack(
      _ errors: UnsafeMutableBufferPointer<Double>,
      _ derivatives: UnsafeMutableBufferPointer<Double>, scale: Double
    ) {
      numbers.withUnsafeBufferPointer { numbers in
        for k in 0..<inputs {
          var sum = 0.0
          if numbers.isEmpty {
            sum = k < outputs ? errors[k] : 0
          } else {
            for output in 0..<outputs { sum += numbers[output * inputs + k] * errors[output] }
          }
          derivatives[k] = sum * scale
        }
      }
    }
  }
}
