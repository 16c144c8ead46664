extension StateVector {
  /// This state on some qubits of a larger register whose other qubits are |0⟩.
  ///
  /// - Parameters:
  ///   - qubits: the place of each of this state's qubits, ascending.
  ///   - count: qubits of the larger register.
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  package func spread(to qubits: [Int], of count: Int) throws(QuantumError) -> StateVector {
    if count == qubitCount { return self }
    var result = try StateVector(zeros: count)
    try result.withUnsafeMutableAmplitudes { larger in
      withUnsafeAmplitudes { own in
        // Counting with the other qubits' bits set lets the carry run across them.
        let idle = qubits.reduce((1 << count) - 1) { $0 & ~(1 << $1) }
        var index = 0
        for amplitude in own {
          larger[index] = amplitude
          index = ((index | idle) + 1) & ~idle
        }
      }
    }
    return result
  }
}
