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
  private let form: Form
  private let parameters: (Double, Double, Double)

  /// What such a gate is apart from its numbers.
  package struct Form: Sendable {
    /// Records of the table live as long as the program: nothing has to count their owners.
    fileprivate unowned(unsafe) let record: GateRecord

    /// The form of a gate, and the angles to complete it with; nil for gates that have none.
    package static func of(_ gate: any QuantumGate) -> (form: Form, angles: [Angle])? {
      guard let gate = gate as? StandardGate, gate.record.isPlain, gate.parameters.count <= 3
      else { return nil }
      return (Form(record: gate.record), gate.parameters)
    }

    /// The gate with these numbers, 0 in place of those that it has not; nil where one is not finite,
    /// whose error needs the gate itself.
    package func gate(_ numbers: (Double, Double, Double)) -> PlainGate? {
      guard numbers.0.isFinite, numbers.1.isFinite, numbers.2.isFinite else { return nil }
      return PlainGate(form: self, parameters: numbers)
    }
  }

  private init(form: Form, parameters: (Double, Double, Double)) {
    self.form = form
    self.parameters = parameters
  }

  /// Nil for any other gate, and for numbers that are not finite.
  package init?(_ gate: any QuantumGate) {
    guard let (form, angles) = Form.of(gate) else { return nil }
    var numbers = (0.0, 0.0, 0.0)
    for (index, angle) in angles.enumerated() {
      guard let number = angle.constant else { return nil }
      switch index {
      case 0: numbers.0 = number
      case 1: numbers.1 = number
      default: numbers.2 = number
      }
    }
    guard let gate = form.gate(numbers) else { return nil }
    self = gate
  }

  package var action: PlainAction {
    guard let action = form.record.plainAction(parameters.0, parameters.1, parameters.2) else {
      preconditionFailure("a plain gate without a plain action")
    }
    return action
  }
}
