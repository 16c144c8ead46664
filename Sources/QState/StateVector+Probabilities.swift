extension StateVector {
  /// The probability of every basis state, `[2^n]`.
  ///
  /// Takes 8 · 2^n bytes beside the state. Cost: one reading of the amplitudes.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  public func probabilities() throws(QuantumError) -> [Double] {
    try probabilities(of: Array(0..<qubitCount))
  }

  /// The joint probabilities of the outcomes of some qubits, `[2^m]` for m of them: a marginal of the
  /// distribution over basis states.
  ///
  /// Cost: one reading of the amplitudes, whatever the qubits.
  ///
  /// - Parameter qubits: the first is the least significant bit of an outcome; none gives the one
  ///   number Σ|a_i|².
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/duplicateQubit(_:)``,
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when 8 · 2^m bytes are
  ///   not there.
  public func probabilities(of qubits: [Int]) throws(QuantumError) -> [Double] {
    try check(qubits)
    let bytes = UInt64(8) << UInt64(qubits.count)
    if bytes > 16 << 20 {
      let available = MachineMemory.available
      guard bytes <= available else {
        throw .insufficientMemory(
          qubits: qubits.count, bytesNeeded: bytes, bytesAvailable: available)
      }
    }
    let blocks = MarginalBlocks<Scalar>(of: qubits, qubitCount: qubitCount)
    return withUnsafeAmplitudes { blocks.probabilities($0) }
  }

  func check(_ qubits: [Int]) throws(QuantumError) {
    var seen: UInt64 = 0
    for qubit in qubits {
      try check(qubit)
      guard seen >> UInt64(qubit) & 1 == 0 else { throw .duplicateQubit(qubit) }
      seen |= 1 << UInt64(qubit)
    }
  }
}
