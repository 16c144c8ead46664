/// TEMPORARY skeleton of the public shape.
public struct StateVector<Scalar: StateScalar>: Sendable {
  public let qubitCount: Int
  var amplitudes: [Complex<Scalar>]

  /// The state |0…0⟩.
  public init(qubits: Int) throws(QuantumError) {
    qubitCount = qubits
    amplitudes = Array(repeating: 0, count: 1 << qubits)
    amplitudes[0] = 1
  }
}
