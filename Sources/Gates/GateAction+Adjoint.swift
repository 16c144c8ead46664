import QState

extension GateAction {
  /// The action that undoes this one.
  var adjoint: GateAction {
    switch self {
    case .identity: .identity
    case .operation(let operation): .operation(operation.adjoint)
    case .controlled(let inner, on: let values): .controlled(inner.adjoint, on: values)
    case .sequence(let steps): .sequence(steps.inverted)
    }
  }
}

extension [GateStep] {
  /// The inverse gates in reverse order.
  var inverted: [GateStep] { reversed().map { GateStep($0.gate.inverse, $0.qubits) } }
}
