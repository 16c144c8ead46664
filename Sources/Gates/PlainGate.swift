package import QState

/// What a gate of the table does, in a form without arrays.
package enum PlainAction: Sendable {
  /// A matrix on the last qubit, where all qubits before it are 1.
  case matrix(OneQubitMatrix)
  /// `exp(-i angle/2 P⊗Q)`, the first Pauli matrix on the first qubit; neither is I.
  case rotation(Pauli, Pauli, angle: Double)
  /// Two qubits change places.
  case swap
}

/// A gate of the table whose parameters are numbers: what most instructions of most circuits are. It is
/// lowered without a cast, a copy of the gate, or an array.
package struct PlainGate: Sendable {
  /// Records of the table live as long as the program: nothing has to count their owners.
  private unowned(unsafe) let record: GateRecord
  private let parameters: (Double, Double, Double)

  /// Nil for any other gate, and for numbers that are not finite, whose error needs the gate itself.
  package init?(_ gate: any QuantumGate) {
    guard let gate = gate as? StandardGate, gate.record.isPlain, gate.parameters.count <= 3 else {
      return nil
    }
    var numbers = (0.0, 0.0, 0.0)
    for (index, parameter) in gate.parameters.enumerated() {
      guard let number = parameter.constant, number.isFinite else { return nil }
      switch index {
      case 0: numbers.0 = number
      case 1: numbers.1 = number
      default: numbers.2 = number
      }
    }
    record = gate.record
    parameters = numbers
  }

  package var action: PlainAction {
    guard let action = record.plainAction(parameters.0, parameters.1, parameters.2) else {
      preconditionFailure("a plain gate without a plain action")
    }
    return action
  }
}
