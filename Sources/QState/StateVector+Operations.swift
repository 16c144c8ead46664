extension StateVector {
  /// Applies an operation to target qubits, where the control qubits have their values.
  ///
  /// Whether matrices are unitary is not asked: gates that check come from the layer above.
  /// Cost: one pass over the `2^(n - controls)` amplitudes that the controls select; the work of a
  /// dense operation on k targets is 2^k multiplications an amplitude.
  ///
  /// - Parameters:
  ///   - targets: the first is the least significant bit of matrix, diagonal and permutation indices.
  ///   - controls: must not contain a target.
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/duplicateQubit(_:)``,
  ///   ``QuantumError/wrongQubitCount(operation:expected:got:)``,
  ///   ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/notFinite(what:value:)`` or ``QuantumError/outOfRange(what:value:range:)`` (an
  ///   image that is no permutation) for a wrong operation;
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when the amplitudes are
  ///   shared and a copy does not fit; ``QuantumError/unsupported(what:remedy:)`` for a wrong
  ///   `QSIM_KERNELS`, ``QuantumError/missingLibrary(name:cause:package:)`` where it is `blas` without
  ///   OpenBLAS.
  public mutating func apply(
    _ operation: StateOperation, to targets: [Int], controls: Controls = .none
  ) throws(QuantumError) {
    try operation.validate(targets: targets, controls: controls, qubitCount: qubitCount)
    try applyUnchecked(operation, to: targets, controls: controls, using: .current())
  }

  /// Applies an operation that has been checked, with chosen kernels.
  package mutating func applyUnchecked(
    _ operation: StateOperation, to targets: [Int], controls: Controls = .none,
    using options: KernelOptions
  ) throws(QuantumError) {
    let qubits = qubitCount
    try withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return }
      if options.set == .blas {
        BLASBackend.apply(
          operation, targets: targets, controls: controls, to: base, qubitCount: qubits)
      } else {
        VectorKernels.apply(
          operation, targets: targets, controls: controls, to: base, qubitCount: qubits,
          options: options)
      }
    }
  }
}
