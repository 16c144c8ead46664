extension StateVector {
  /// The quantum Fourier transform of the whole register, by FFTW and not gate by gate:
  ///
  ///     y_k = 2^(-n/2) Σ_j x_j exp(2πi jk / 2^n)
  ///
  /// with j and k the indices of basis states, so that the circuit's final swaps are included.
  ///
  /// Cost: O(n 2^n) in place.
  ///
  /// - Parameter inverse: the inverse transform, with −2πi in the exponent.
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` where the
  ///   amplitudes are shared and a copy does not fit, ``QuantumError/notConverged(what:)`` where FFTW
  ///   has no memory for a plan, ``QuantumError/missingLibrary(name:cause:package:)``.
  public mutating func applyFourierTransform(inverse: Bool = false) throws(QuantumError) {
    let isDone = try withUnsafeMutableAmplitudes { amplitudes throws(QuantumError) in
      guard let base = amplitudes.baseAddress else { return true }
      return try FFTW.transform(base, count: amplitudes.count, negative: inverse)
    }
    guard isDone else {
      throw .notConverged(what: "the Fourier transform of \(qubitCount) qubits")
    }
    try apply(.scale(Complex(1 / Double(count).squareRoot())), to: [])
  }
}
