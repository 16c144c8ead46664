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

extension StateOperation {
  fileprivate var adjoint: StateOperation {
    switch self {
    case .scale(let factor):
      return .scale(factor.conjugate)
    case .diagonal(let elements):
      return .diagonal(elements.map(\.conjugate))
    case .antidiagonal(let upper, let lower):
      return .antidiagonal(upper: lower.conjugate, lower: upper.conjugate)
    case .flip, .swap:
      return self
    case .dense(let matrix):
      return .dense(matrix.adjoint)
    case .permutation(let image):
      var source = image
      for (index, target) in image.enumerated() { source[target] = index }
      return .permutation(source)
    case .pauliRotation(let paulis, let angle):
      return .pauliRotation(paulis, angle: -angle)
    }
  }
}
