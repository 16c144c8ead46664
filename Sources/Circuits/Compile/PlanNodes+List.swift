internal import Gates

extension PlanNodes {
  /// A run can be stopped between lists, which take a few milliseconds at most. A node becomes one
  /// operation, or two.
  private static let nodesOfList = 4_096

  /// Adds the steps that carry out all nodes, settled ones, one after the other, for a state of few
  /// qubits, which is |0…0⟩ before the first step.
  ///
  /// - Parameter keepsPhases: whether anything but probabilities is asked for afterwards.
  func list(
    _ precision: StatePrecision, _ options: KernelOptions, keepsPhases: Bool,
    into steps: inout [ExecutionPlan.Step]
  ) {
    var list = OperationList(
      precision, qubitCount: qubitCount, options: options, startsAtZero: steps.isEmpty)
    list.reserveCapacity(min(2 * nodes.count, Self.nodesOfList))
    func close() {
      if !list.isEmpty { steps.append(.list(list)) }
      // What comes between lists may have made anything nonzero.
      list = OperationList(
        precision, qubitCount: qubitCount, options: options, startsAtZero: false)
    }
    // Scales of all operations, so that roots of ½ give exact powers of two.
    var scale = ScaleProduct()
    for (number, node) in nodes.enumerated() {
      switch node.kind {
      case .oneQubit(let matrix):
        list.append(matrix, to: node.target, &scale)
      case .phase(let phase):
        if phase.mask == 0 { scale.multiply(by: phase.factor) } else { list.append(phase) }
      case .controlledFlip(let controls):
        list.append(TilePass.Move(target: node.target, controls: controls))
      case .whole(let number):
        if case .structural(.dense(let matrix), let targets, let controls) = wholes[number],
          targets.count == 2, controls.isEmpty
        {
          list.append(matrix, to: targets[0], targets[1])
          break
        }
        close()
        steps.append(.single(Program.Step(action: .apply(wholes[number]), test: [])))
      case .interaction, .fourier, .absorbed:
        preconditionFailure("nodes of larger states in a list")
      }
      if number % Self.nodesOfList == Self.nodesOfList - 1 { close() }
      if scale.mustApply() { list.append(.init(mask: 0, factor: scale.take())) }
    }
    if !keepsPhases { scale.dropPhase() }
    let left = scale.take()
    if left != 1 { list.append(.init(mask: 0, factor: left)) }
    close()
  }
}

extension OperationList {
  /// Adds a one-qubit gate, and its scale to that of all.
  fileprivate mutating func append(
    _ matrix: OneQubitMatrix, to target: Int, _ scale: inout ScaleProduct
  ) {
    if matrix.isDiagonal {
      let ratio = matrix.phaseRatio.snapped
      scale.multiply(by: matrix.m00.snapped)
      if ratio != 1 { append(.init(mask: 1 << UInt64(target), factor: ratio)) }
      return
    }
    var factor = 1.0
    if abs(matrix.m00.lengthSquared - 0.5) < 4 * Double.ulpOfOne {
      let root = 0.5.squareRoot()
      scale.multiply(by: Complex(root))
      factor = root
    }
    func part(_ element: Complex<Double>) -> Complex<Double> {
      (factor == 1 ? element : element.divided(by: factor)).snapped
    }
    append(part(matrix.m00), part(matrix.m01), part(matrix.m10), part(matrix.m11), to: target)
  }
}
