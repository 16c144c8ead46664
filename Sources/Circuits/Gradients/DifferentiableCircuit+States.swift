public import Gates

extension DifferentiableCircuit {
  /// The state at the end, of all qubits, up to a global phase.
  public func stateVector(at values: [Double]) throws(QuantumError) -> StateVector<Double> {
    try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 1, qubits: qubitCount)
      let state = try finalState(runner(at: values).runner, at: values)
      return try state.spread(to: touchedQubits, of: qubitCount)
    }
  }

  /// The gradient of `Σ weights[b] · P(b)` over the probabilities of basis states: the vector-Jacobian
  /// product of the distribution.
  ///
  /// - Parameter weights: `[2^n]`, index = bits as an integer, qubit 0 least significant.
  /// - Returns: the probabilities, `[2^n]`, and the gradient, `[parameters]`.
  public func probabilitiesAndGradient(
    weights: [Double], at values: [Double]
  ) throws(QuantumError) -> (probabilities: [Double], gradient: [Double]) {
    guard qubitCount < 40, weights.count == 1 << qubitCount else {
      throw .wrongElementCount(
        what: "the weights of basis states", expected: qubitCount < 40 ? 1 << qubitCount : .max,
        got: weights.count)
    }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 2, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      var ket = try finalState(runner, at: values)
      var bra = ket
      var probabilities = Array(repeating: 0.0, count: weights.count)
      try bra.withUnsafeMutableAmplitudes { amplitudes in
        for index in amplitudes.indices {
          let state = fullIndex(index)
          probabilities[state] = amplitudes[index].lengthSquared
          amplitudes[index] *= Complex(weights[state])
        }
      }
      var bras = [bra]
      let slots = try runner.pullBack(ket: &ket, bras: &bras, checkpoint: limits.checkpoint)[0]
      return (probabilities, tape.pullBack(nodes, slots: slots))
    }
  }

  /// The derivative of every probability with respect to every parameter, `[parameters][2^n]`.
  ///
  /// Cost: a forward pass of two states a parameter.
  public func probabilityDerivatives(at values: [Double]) throws(QuantumError) -> [[Double]] {
    try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 2, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      return try parameters.indices.map { (number) throws(QuantumError) -> [Double] in
        let direction = parameters.indices.map { $0 == number ? 1.0 : 0 }
        let tangents = tape.tangents(nodes, along: direction)
        let dual = try runner.dual(
          along: tape.slots.map { tangents[$0] }, checkpoint: limits.checkpoint)
        var derivatives = Array(repeating: 0.0, count: 1 << qubitCount)
        for index in 0..<dual.state.count {
          derivatives[fullIndex(index)] =
            2 * (dual.state[index].conjugate * dual.tangent[index]).real
        }
        return derivatives
      }
    }
  }

  /// The fidelity |⟨target|ψ⟩|² and its gradient.
  ///
  /// - Parameter target: a state of all qubits.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` for a target of other qubits; as
  ///   ``values(of:at:)``.
  public func fidelityAndGradient(
    with target: StateVector<Double>, at values: [Double]
  ) throws(QuantumError) -> (fidelity: Double, gradient: [Double]) {
    guard target.qubitCount == qubitCount else {
      throw .wrongElementCount(
        what: "the qubits of the target state", expected: qubitCount, got: target.qubitCount)
    }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 2, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      var ket = try finalState(runner, at: values)
      var bra = ket
      try bra.withUnsafeMutableAmplitudes { amplitudes in
        for index in amplitudes.indices { amplitudes[index] = target[fullIndex(index)] }
      }
      let overlap = try bra.innerProduct(with: ket)
      try bra.withUnsafeMutableAmplitudes { amplitudes in
        for index in amplitudes.indices { amplitudes[index] *= overlap }
      }
      var bras = [bra]
      let slots = try runner.pullBack(ket: &ket, bras: &bras, checkpoint: limits.checkpoint)[0]
      return (overlap.lengthSquared, tape.pullBack(nodes, slots: slots))
    }
  }

  var touchedQubits: [Int] { position.indices.filter { position[$0] >= 0 } }

  /// The basis state of all qubits for one of the state's.
  private func fullIndex(_ index: Int) -> Int {
    var full = 0
    for (qubit, place) in position.enumerated() where place >= 0 {
      full |= (index >> place & 1) << qubit
    }
    return full
  }
}
