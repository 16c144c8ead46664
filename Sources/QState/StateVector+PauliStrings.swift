/// Pauli strings as masks; observables by name come from the layer above.
extension StateVector {
  /// ⟨ψ|P|ψ⟩ of each string, in double precision, the same bits at every number of threads.
  ///
  /// Cost: strings that flip the same qubits share one reading, those that also flip the same
  /// qubits above the lowest 14 (single precision: 15) one pass through main memory.
  ///
  /// - Parameter strings: on this state's qubits only; anything else is a broken promise.
  package func expectations(
    of strings: [PauliMasks], using options: KernelOptions? = nil
  ) throws(QuantumError) -> [Double] {
    let options = if let options { options } else { try KernelOptions.current() }
    let kernel = PauliExpectations<Scalar>(strings, qubitCount: qubitCount, options: options)
    return withUnsafeAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return [] }
      return kernel.values(base)
    }
  }

  /// Σ coefficient · P|ψ⟩, in new memory. Strings share passes as in ``expectations(of:using:)``.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  package func applying(
    _ terms: [PauliTerm], using options: KernelOptions? = nil
  ) throws(QuantumError) -> StateVector {
    let options = if let options { options } else { try KernelOptions.current() }
    let kernel = PauliApplication<Scalar>(terms, qubitCount: qubitCount, options: options)
    var result = try StateVector(zeros: qubitCount)
    try result.withUnsafeMutableAmplitudes { out in
      withUnsafeAmplitudes { amplitudes in
        guard let out = out.baseAddress, let base = amplitudes.baseAddress else { return }
        kernel.add(base, to: out)
      }
    }
    return result
  }
}

extension StateVector {
  /// Adds the amplitudes of another vector on as many qubits.
  package mutating func add(_ other: StateVector) throws(QuantumError) {
    _ = try OpenBLAS.loaded.get()
    let count = count
    try withUnsafeMutableAmplitudes { own in
      other.withUnsafeAmplitudes { other in
        guard let own = own.baseAddress, let other = other.baseAddress else { return }
        BLAS.add(count, Complex<Scalar>(1), other, 1, to: own, 1)
      }
    }
  }
}
