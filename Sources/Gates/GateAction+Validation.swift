public import QState

extension GateAction {
  /// How far the elements of U†U may lie from the identity's for U to count as unitary: 10⁻⁸, enough
  /// for matrices that were printed with nine digits, and far above rounding.
  public static let unitarityTolerance = 1e-8

  /// Checks that the action fits a gate on `qubitCount` qubits: element counts, unitarity, and the
  /// qubits of each step. Gates inside a sequence are not entered; they are checked when expanded.
  ///
  /// - Parameter name: the gate's name, for the error.
  /// - Throws: ``QuantumError/wrongQubitCount(operation:expected:got:)``,
  ///   ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/notUnitary(what:deviation:)``, ``QuantumError/notFinite(what:value:)``,
  ///   ``QuantumError/outOfRange(what:value:range:)`` for an image that is no permutation,
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``, ``QuantumError/duplicateQubit(_:)``.
  public func validate(qubitCount: Int, name: String) throws(QuantumError) {
    switch self {
    case .identity:
      break
    case .operation(let operation):
      try operation.validate(targetCount: qubitCount, name: name)
    case .controlled(let inner, on: let values):
      guard values.count <= qubitCount else {
        throw .wrongQubitCount(operation: name, expected: values.count, got: qubitCount)
      }
      try inner.validate(qubitCount: qubitCount - values.count, name: name)
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
  fileprivate func validate(targetCount: Int, name: String) throws(QuantumError) {
    switch self {
    case .scale(let factor):
      try checkMagnitudes([factor], name: name)
    case .diagonal(let elements):
      try checkCount(elements.count, for: targetCount, "the diagonal of \(name)")
      try checkMagnitudes(elements, name: name)
    case .antidiagonal(let upper, let lower):
      try checkTargets(targetCount, expected: 1, name: name)
      try checkMagnitudes([upper, lower], name: name)
    case .flip:
      guard targetCount > 0 else {
        throw .wrongQubitCount(operation: "the flip of \(name)", expected: 1, got: 0)
      }
    case .swap:
      try checkTargets(targetCount, expected: 2, name: name)
    case .dense(let matrix):
      try checkCount(matrix.rows, for: targetCount, "each column of the matrix of \(name)")
      try checkCount(matrix.columns, for: targetCount, "each row of the matrix of \(name)")
      guard matrix.elements.count == matrix.rows * matrix.columns else {
        throw .wrongElementCount(
          what: "the matrix of \(name)", expected: matrix.rows * matrix.columns,
          got: matrix.elements.count)
      }
      let deviation = matrix.unitarityDeviation
      guard deviation <= GateAction.unitarityTolerance else {
        throw .notUnitary(what: name, deviation: deviation)
      }
    case .permutation(let image):
      try checkCount(image.count, for: targetCount, "the permutation of \(name)")
      var isHit = [Bool](repeating: false, count: image.count)
      for index in image {
        guard image.indices.contains(index), !isHit[index] else {
          throw .outOfRange(
            what: "an image in the permutation of \(name)", value: Double(index),
            range: "0..<\(image.count), each once")
        }
        isHit[index] = true
      }
    case .pauliRotation(let paulis, let angle):
      try checkTargets(targetCount, expected: paulis.count, name: name)
      guard angle.isFinite else { throw .notFinite(what: "the angle of \(name)", value: angle) }
    }
  }

  private func checkTargets(
    _ count: Int, expected: Int, name: String
  ) throws(QuantumError) {
    guard count == expected else {
      throw .wrongQubitCount(operation: "the action of \(name)", expected: expected, got: count)
    }
  }

  /// Checks for `2^targetCount` elements.
  private func checkCount(
    _ count: Int, for targetCount: Int, _ what: String
  ) throws(QuantumError) {
    let expected = targetCount < Int.bitWidth - 2 ? 1 << targetCount : Int.max
    guard count == expected else {
      throw .wrongElementCount(what: what, expected: expected, got: count)
    }
  }

  /// Checks that every number has magnitude 1, as the elements of a unitary diagonal do.
  private func checkMagnitudes(
    _ elements: [Complex<Double>], name: String
  ) throws(QuantumError) {
    for element in elements {
      let deviation = abs(element.lengthSquared - 1)
      guard deviation <= GateAction.unitarityTolerance else {
        throw .notUnitary(what: name, deviation: deviation)
      }
    }
  }
}
