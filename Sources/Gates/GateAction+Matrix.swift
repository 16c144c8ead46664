public import QState

extension GateAction {
  /// The `2^qubitCount` square matrix of the action, first qubit least significant.
  ///
  /// Costs `4^qubitCount` a single operation. The action must fit the number of qubits
  /// (``validate(qubitCount:name:)``).
  ///
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` above 12 qubits (256 MiB),
  ///   ``QuantumError/outOfRange(what:value:range:)`` for more than 10⁷ operations, and the errors of
  ///   ``QuantumGate/angles(_:)`` and ``QuantumGate/action(_:)`` for the gates of a sequence.
  public func matrix(qubitCount: Int) throws(QuantumError) -> ComplexMatrix {
    guard qubitCount <= 12 else { throw .tooManyQubits(requested: qubitCount, limit: 12) }
    if case .sequence(let steps) = self {
      let operations = GateExpansion(body: steps).operations
      guard operations <= 10_000_000 else {
        throw .outOfRange(
          what: "the number of operations to multiply into a matrix", value: Double(operations),
          range: "0...10000000")
      }
    }
    // In row-major order the matrix is a state of twice as many qubits whose upper half are the bits
    // of the row, so an operation on the left acts on those.
    let size = 1 << qubitCount
    var matrix = try StateVector<Double>(qubits: 2 * qubitCount)
    try matrix.withUnsafeMutableAmplitudes { elements in
      for index in 0..<size { elements[index * (size + 1)] = 1 }
    }
    let options = try KernelOptions.current()
    try forEachOperation(on: Array(qubitCount..<(2 * qubitCount))) {
      operation, targets, controls throws(QuantumError) in
      try matrix.applyUnchecked(operation, to: targets, controls: controls, using: options)
    }
    return ComplexMatrix(rows: size, columns: size, uncheckedElements: matrix.amplitudes)
  }
}
