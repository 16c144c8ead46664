import QState

/// Something that gates can be appended to. Each standard gate's method (`h`, `cx`, `rz` …) is an
/// extension of this protocol that stands beside the gate's record.
public protocol CircuitBuilder {
  /// Appends a gate on `qubits`, in the gate's order.
  ///
  /// A mistake (a qubit out of range or named twice, a wrong count) is kept with the place of the
  /// call and thrown when the circuit is used.
  mutating func append(
    _ gate: any QuantumGate, to qubits: [Int], fileID: StaticString, line: UInt)
}
