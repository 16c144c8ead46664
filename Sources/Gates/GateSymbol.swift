/// What a circuit drawing shows on one of a gate's qubits.
public enum GateSymbol: Hashable, Sendable {
  /// A filled dot (acts on 1) or an open one (acts on 0).
  case control(on: Bool)
  /// The ⊕ of a controlled X.
  case target
  /// The × of a swap.
  case swap
  /// A labelled box; neighbouring qubits of one gate that have the same label share it.
  case box(String)
}
