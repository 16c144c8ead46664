extension Int {
  /// So many of something in words: `1 qubit`, `2 qubits`.
  package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
