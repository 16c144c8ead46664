public import Gates

extension Circuit {
  /// Prepares (|0…0⟩ + |1…1⟩)/√2 with one Hadamard gate and a chain of `cx`.
  ///
  /// D. M. Greenberger, M. A. Horne, A. Zeilinger, "Going beyond Bell's theorem" (1989),
  /// arXiv:0712.0921.
  ///
  /// - Parameter qubits: 1 or more. The circuit has as many gates.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func ghz(qubits: Int) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    var circuit = Circuit(qubits: qubits)
    circuit.h(0)
    for qubit in 0..<qubits - 1 { circuit.cx(qubit, qubit + 1) }
    return circuit
  }
}
