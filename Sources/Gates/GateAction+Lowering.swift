package import QState

extension GateAction {
  /// Walks the action down to the structural operations that an engine applies, in order.
  ///
  /// Steps of a sequence are expanded one at a time on a stack of our own, so that depth costs memory
  /// and not call frames, and a gate that expands to more operations than anyone can wait for can be
  /// stopped by an error thrown from `body`.
  ///
  /// - Parameters:
  ///   - qubits: where the action's qubits lie; the caller has checked range and distinctness.
  ///   - body: takes an operation, its targets (none for a scale) and its controls.
  /// - Throws: what `body` throws; the errors of ``QuantumGate/checkedAction(_:)`` for the steps.
  package func forEachOperation(
    on qubits: [Int],
    _ body: (StateOperation, [Int], Controls) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    var pending: [PendingSteps] = []
    try descend(on: ArraySlice(qubits), controls: .none, pending: &pending, body)
    while let top = pending.indices.last {
      let index = pending[top].next
      guard index < pending[top].steps.count else {
        pending.removeLast()
        continue
      }
      pending[top].next += 1
      let step = pending[top].steps[index]
      let outer = pending[top].qubits
      let action = try step.gate.checkedAction(step.gate.angles())
      try action.descend(
        on: ArraySlice(step.qubits.map { outer[outer.startIndex + $0] }),
        controls: pending[top].controls, pending: &pending, body)
    }
  }

  /// Hands over a single operation, or puts the steps of a sequence on the stack.
  private func descend(
    on qubits: ArraySlice<Int>, controls: Controls, pending: inout [PendingSteps],
    _ body: (StateOperation, [Int], Controls) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    switch self {
    case .identity:
      break
    case .operation(.scale(let factor)):
      try body(.scale(factor), [], controls)
    case .operation(let operation):
      try body(operation, Array(qubits), controls)
    case .controlled(let inner, on: let values):
      try inner.descend(
        on: qubits.dropFirst(values.count),
        controls: try controls.adding(qubits.prefix(values.count), values: values),
        pending: &pending, body)
    case .sequence(let steps):
      pending.append(PendingSteps(steps: steps, qubits: qubits, controls: controls))
    }
  }
}

extension QuantumGate {
  /// Walks the gate down to the structural operations that an engine applies, in order.
  ///
  /// - Parameters:
  ///   - qubits: one for each of the gate's; the caller has checked range and distinctness.
  ///   - lookup: values for named parameters.
  ///   - body: takes an operation, its targets (none for a scale) and its controls.
  /// - Throws: what `body` throws; the errors of ``angles(_:)`` and ``checkedAction(_:)``.
  package func forEachOperation(
    on qubits: [Int], _ lookup: (Parameter) -> Double? = { _ in nil },
    _ body: (StateOperation, [Int], Controls) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    try checkedAction(angles(lookup)).forEachOperation(on: qubits, body)
  }

  /// The action, with the promise that it fits the gate's qubits and is unitary.
  ///
  /// - Throws: what ``action(_:)`` and ``GateAction/validate(qubitCount:name:)`` throw.
  package func checkedAction(_ angles: [Double]) throws(QuantumError) -> GateAction {
    let action = try action(angles)
    if !Self.isTrusted { try action.validate(qubitCount: qubitCount, name: name) }
    return action
  }

  /// Whether actions of this type are right by construction: the library's gates check what they are
  /// made of when they are made, or take it from a checked action.
  private static var isTrusted: Bool {
    Self.self == StandardGate.self || Self.self == CompositeGate.self
      || Self.self == ControlledGate.self || Self.self == InverseGate.self
      || Self.self == PowerGate.self || Self.self == BoundGate.self
      || Self.self == MatrixGate.self || Self.self == PauliRotation.self
  }
}

/// A sequence that is being expanded.
private struct PendingSteps {
  let steps: [GateStep]
  var next = 0
  let qubits: ArraySlice<Int>
  let controls: Controls
}

extension Controls {
  /// These controls and more of them.
  ///
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` for a control beyond the 64 qubits that
  ///   a mask can name.
  fileprivate func adding(
    _ qubits: ArraySlice<Int>, values: [Bool]
  ) throws(QuantumError) -> Controls {
    var mask = mask
    var required = self.values
    for (qubit, value) in zip(qubits, values) {
      guard qubit < 64 else { throw .tooManyQubits(requested: qubit + 1, limit: 64) }
      mask |= 1 << UInt64(qubit)
      if value { required |= 1 << UInt64(qubit) }
    }
    return Controls(mask: mask, values: required)
  }
}
