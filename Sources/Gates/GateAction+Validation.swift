public import QState

extension GateAction {
  /// How far the elements of U†U may lie from the identity's for U to count as unitary: 10⁻⁸, enough
  /// for matrices that were printed with nine digits, and far above rounding.
  public static let unitarityTolerance = 1e-8

  /// Checks that the action fits a gate on `qubitCount` qubits: element counts, finite numbers,
  /// unitarity, and the qubits of each step. Gates inside a sequence are not entered; they are checked
  /// when expanded.
  ///
  /// - Parameter name: the gate's name, for the error.
  /// - Throws: with the gate's name as the place: what `StateVector.apply` throws for an operation that
  ///   does not fit, ``QuantumError/notUnitary(what:deviation:)`` beyond ``unitarityTolerance``,
  ///   ``QuantumError/wrongQubitCount(operation:expected:got:)``,
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``, ``QuantumError/duplicateQubit(_:)``.
  public func validate(qubitCount: Int, name: String) throws(QuantumError) {
    do throws(QuantumError) {
      try validate(qubitCount: qubitCount)
    } catch {
      throw .located(error, place: "gate \(name)")
    }
  }

  private func validate(qubitCount: Int) throws(QuantumError) {
    switch self {
    case .identity:
      break
    case .operation(let operation):
      var targets = Array(0..<qubitCount)
      if case .scale = operation { targets = [] }
      try operation.validate(targets: targets, controls: .none, qubitCount: qubitCount)
      let deviation = operation.unitarityDeviation
      guard deviation <= Self.unitarityTolerance else {
        throw .notUnitary(what: "the action", deviation: deviation)
      }
    case .controlled(let inner, on: let values):
      guard values.count <= qubitCount else {
        throw .wrongQubitCount(operation: "the control", expected: values.count, got: qubitCount)
      }
      try inner.validate(qubitCount: qubitCount - values.count)
    case .sequence(let steps):
      for step in steps { try step.validate(qubitCount: qubitCount) }
    }
  }
}

extension GateStep {
  /// Checks that the step's qubits are as many as its gate's, distinct, and among `qubitCount`.
  func validate(qubitCount: Int) throws(QuantumError) {
    guard qubits.count == gate.qubitCount else {
      throw .wrongQubitCount(
        operation: gate.name, expected: gate.qubitCount, got: qubits.count)
    }
    var seen = Set<Int>(minimumCapacity: qubits.count)
    for qubit in qubits {
      guard (0..<qubitCount).contains(qubit) else {
        throw .qubitOutOfRange(qubit: qubit, qubitCount: qubitCount)
      }
      guard seen.insert(qubit).inserted else { throw .duplicateQubit(qubit) }
    }
  }
}

extension StateOperation {
  /// The largest magnitude among the elements of U†U − 1.
  fileprivate var unitarityDeviation: Double {
    switch self {
    case .scale(let factor): Self.deviation([factor])
    case .diagonal(let elements): Self.deviation(elements)
    case .antidiagonal(let upper, let lower): Self.deviation([upper, lower])
    case .dense(let matrix): matrix.unitarityDeviation
    case .flip, .swap, .permutation, .pauliRotation: 0
    }
  }

  private static func deviation(_ elements: [Complex<Double>]) -> Double {
    elements.reduce(0) { max($0, abs($1.lengthSquared - 1)) }
  }
}
