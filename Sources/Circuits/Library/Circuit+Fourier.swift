public import Gates

extension Circuit {
  /// The quantum Fourier transform: |j⟩ becomes Σₖ exp(2πi jk/N)|k⟩/√N for N = 2^qubits.
  ///
  /// D. Coppersmith, "An approximate Fourier transform useful in quantum factoring" (1994),
  /// arXiv:quant-ph/0201067; Nielsen and Chuang, section 5.1.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more. The circuit has qubits·(qubits + 1)/2 gates and the swaps.
  ///   - inverse: whether exp(−2πi jk/N) stands in place of exp(2πi jk/N).
  ///   - swaps: whether the qubits are put back in order. Without swaps bit b of k is on qubit
  ///     `qubits - 1 - b` in the forward transform, and the inverse expects its input so.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func quantumFourierTransform(
    qubits: Int, inverse: Bool = false, swaps: Bool = true
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    var circuit = Circuit(qubits: qubits)
    for target in (0..<qubits).reversed() {
      circuit.h(target)
      for control in (0..<target).reversed() {
        // Exact: a power of two scales π without rounding.
        circuit.cp(
          .value(Double(sign: .plus, exponent: control - target, significand: .pi)), control, target
        )
      }
    }
    if swaps {
      for qubit in 0..<qubits / 2 { circuit.swap(qubit, qubits - 1 - qubit) }
    }
    return inverse ? try circuit.inverse() : circuit
  }

  /// Phase estimation: reads φ of an eigenvalue exp(2πi φ) of a gate as a binary fraction.
  ///
  /// Register `count` has `bits` qubits and comes first, register `state` holds the eigenstate. At the
  /// end `count` holds the nearest whole number to 2^bits·φ with probability at least 4/π²; exactly
  /// that number where it is whole. Its bit 0 is the least significant.
  ///
  /// A. Yu. Kitaev, arXiv:quant-ph/9511026; R. Cleve, A. Ekert, C. Macchiavello, M. Mosca, "Quantum
  /// algorithms revisited" (1998), doi:10.1098/rspa.1998.0164.
  ///
  /// - Parameters:
  ///   - gate: any gate; its powers 2^k are applied as one gate each.
  ///   - bits: 1 or more.
  ///   - preparation: makes the eigenstate out of |0…0⟩, with as many qubits as the gate; nothing by
  ///     default.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``;
  ///   ``QuantumError/wrongQubitCount(operation:expected:got:)`` for a preparation of another width;
  ///   the mistakes of `preparation`.
  public static func phaseEstimation(
    of gate: any QuantumGate, bits: Int, preparation: Circuit? = nil
  ) throws(QuantumError) -> Circuit {
    try check(bits, atLeast: 1, "the number of bits")
    var circuit = Circuit()
    let count = Array(circuit.addQubits(bits, named: "count"))
    let state = Array(circuit.addQubits(gate.qubitCount, named: "state"))
    if let preparation {
      guard preparation.qubitCount == state.count else {
        throw .wrongQubitCount(
          operation: "the preparation", expected: state.count, got: preparation.qubitCount)
      }
      try preparation.validate()
      circuit.append(preparation, qubits: state, bits: [])
    }
    for qubit in count { circuit.h(qubit) }
    for qubit in count {
      let power = gate.power(Double(sign: .plus, exponent: qubit, significand: 1))
      circuit.append(power.controlled(), to: [qubit] + state)
    }
    circuit.append(try quantumFourierTransform(qubits: bits, inverse: true), qubits: count)
    try circuit.validate()
    return circuit
  }
}
