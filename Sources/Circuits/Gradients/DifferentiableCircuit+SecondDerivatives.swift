public import Gates

extension DifferentiableCircuit {
  /// How fast ⟨O⟩ of each observable changes along a direction in the parameters: the Jacobian-vector
  /// product, by one forward pass.
  ///
  /// - Parameter direction: one number for each of ``parameters``.
  /// - Throws: as ``values(of:at:)``.
  public func jacobianVectorProduct(
    of observables: [PauliSum], along direction: [Double], at values: [Double]
  ) throws(QuantumError) -> [Double] {
    let terms = try observables.map { (sum) throws(QuantumError) in try stateTerms(sum) }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 3, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      let dual = try runner.dual(
        along: slotDirection(direction, nodes).slots, checkpoint: limits.checkpoint)
      return try terms.map { (terms) throws(QuantumError) in
        2 * (try runner.applying(terms, to: dual.state).innerProduct(with: dual.tangent).real)
      }
    }
  }

  /// The product of the Hessian of ⟨O⟩ and a direction, `[parameters]`.
  ///
  /// Cost: about six runs and three readings a gate with a parameter, whatever the number of parameters;
  /// memory of four states.
  public func hessianVectorProduct(
    of observable: PauliSum, along direction: [Double], at values: [Double]
  ) throws(QuantumError) -> [Double] {
    let terms = try stateTerms(observable)
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 4, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      let (nodeTangents, slots) = try slotDirection(direction, nodes)
      let ket = try runner.dual(along: slots, checkpoint: limits.checkpoint)
      let bra = ProgramRunner<Double>.Dual(
        state: try runner.applying(terms, to: ket.state),
        tangent: try runner.applying(terms, to: ket.tangent))
      let result = try runner.pullBack(
        ket: ket, bra: bra, along: slots, checkpoint: limits.checkpoint)
      return tape.pullBackTangent(
        nodes, tangents: nodeTangents, slots: result.slots, slotTangents: result.tangents)
    }
  }

  /// The second derivatives of ⟨O⟩, `[parameters][parameters]`, symmetric.
  ///
  /// Cost: one ``hessianVectorProduct(of:along:at:)`` a parameter.
  public func hessian(
    of observable: PauliSum, at values: [Double]
  ) throws(QuantumError) -> [[Double]] {
    var hessian: [[Double]] = []
    for index in parameters.indices {
      hessian.append(
        try hessianVectorProduct(of: observable, along: unit(index), at: values))
    }
    for i in hessian.indices {
      for j in 0..<i {
        let mean = (hessian[i][j] + hessian[j][i]) / 2
        hessian[i][j] = mean
        hessian[j][i] = mean
      }
    }
    return hessian
  }

  /// The Fubini–Study metric `Re(⟨∂ᵢψ|∂ⱼψ⟩ − ⟨∂ᵢψ|ψ⟩⟨ψ|∂ⱼψ⟩)`, `[parameters][parameters]`; four times it
  /// is the quantum Fisher information (J. Stokes, J. Izaac, N. Killoran, G. Carleo, "Quantum Natural
  /// Gradient" (2020), doi:10.22331/q-2020-05-25-269).
  ///
  /// - Parameter isBlockDiagonal: leaves out, as 0, the elements between parameters of different layers;
  ///   a layer ends where a gate with a parameter meets a qubit that one of the layer has acted on.
  /// - Complexity: a forward pass of two states a parameter, and memory of a state a parameter (of the
  ///   largest layer, where block-diagonal).
  public func metricTensor(
    at values: [Double], isBlockDiagonal: Bool = false
  ) throws(QuantumError) -> [[Double]] {
    try scoped { limits throws(QuantumError) in
      let blocks = isBlockDiagonal ? layers : [Array(parameters.indices)]
      try limits.checkMemory(
        states: 1 + (blocks.map(\.count).max() ?? 0), qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      var metric = parameters.map { _ in Array(repeating: 0.0, count: parameters.count) }
      for block in blocks {
        var tangents: [StateVector<Double>] = []
        var overlaps: [Complex<Double>] = []
        for index in block {
          let dual = try runner.dual(
            along: slotDirection(unit(index), nodes).slots, checkpoint: limits.checkpoint)
          overlaps.append(try dual.state.innerProduct(with: dual.tangent))
          tangents.append(dual.tangent)
        }
        for (a, i) in block.enumerated() {
          for (b, j) in block.enumerated() where b <= a {
            let product = try tangents[a].innerProduct(with: tangents[b])
            metric[i][j] = (product - overlaps[a].conjugate * overlaps[b]).real
            metric[j][i] = metric[i][j]
          }
        }
      }
      return metric
    }
  }

  /// The quantum Fisher information matrix: four times ``metricTensor(at:isBlockDiagonal:)``.
  public func quantumFisherInformation(
    at values: [Double], isBlockDiagonal: Bool = false
  ) throws(QuantumError) -> [[Double]] {
    try metricTensor(at: values, isBlockDiagonal: isBlockDiagonal).map { $0.map { 4 * $0 } }
  }

  /// The parameters of each layer, each in that of its first gate.
  private var layers: [[Int]] {
    var layers: [[Int]] = []
    var busy: UInt64 = 0
    var isPlaced = Array(repeating: false, count: parameters.count)
    for step in program.steps where step.isDifferentiable {
      let (slots, qubits) = program.slotsAndQubits(of: step)
      if layers.isEmpty || busy & qubits != 0 {
        layers.append([])
        busy = 0
      }
      busy |= qubits
      for number in tape.parameters(ofSlots: slots) where !isPlaced[number] {
        isPlaced[number] = true
        layers[layers.count - 1].append(number)
      }
    }
    return layers
  }

  private func unit(_ index: Int) -> [Double] {
    parameters.indices.map { $0 == index ? 1 : 0 }
  }

  private func slotDirection(
    _ direction: [Double], _ nodes: [Double]
  ) throws(QuantumError) -> (nodes: [Double], slots: [Double]) {
    guard direction.count == parameters.count else {
      throw .wrongElementCount(
        what: "the direction", expected: parameters.count, got: direction.count)
    }
    for value in direction where !value.isFinite {
      throw .notFinite(what: "the direction", value: value)
    }
    let tangents = tape.tangents(nodes, along: direction)
    return (tangents, tape.slots.map { tangents[$0] })
  }
}
