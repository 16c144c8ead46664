public import QState

/// What a gate does to its qubits: a closed set of shapes, so that an engine is a switch.
public enum GateAction: Sendable {
  /// Nothing, on any number of qubits.
  case identity
  /// One structural operation on all the gate's qubits, in order.
  case operation(StateOperation)
  /// The first `values.count` qubits control the action on the rest; control i acts on `values[i]`.
  indirect case controlled(GateAction, on: [Bool])
  /// Other gates one after the other, the first acting first.
  case sequence([GateStep])
}

/// One gate inside a composite gate.
public struct GateStep: Sendable {
  public var gate: any QuantumGate
  /// Positions among the qubits of the composite.
  public var qubits: [Int]

  public init(_ gate: any QuantumGate, _ qubits: [Int]) {
    self.gate = gate
    self.qubits = qubits
  }
}
