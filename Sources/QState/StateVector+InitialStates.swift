extension StateVector {
  /// The basis state whose qubit k is bit k of `basisState`.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for an index outside `0..<2^qubits`, and
  ///   what ``init(qubits:memoryLimit:)`` throws.
  public init(qubits: Int, basisState: Int, memoryLimit: UInt64? = nil) throws(QuantumError) {
    if qubits >= 0, qubits <= StatePrecision.maximumQubits, !(0..<1 << qubits).contains(basisState)
    {
      throw .outOfRange(
        what: "the basis state", value: Double(basisState), range: "0..<\(1 << qubits)")
    }
    let precision = Scalar.precision
    storage = try .zeros(precision, qubits: qubits, memoryLimit: memoryLimit)
    qubitCount = qubits
    storage.setOne(basisState, precision)
  }

  /// The state with these amplitudes, `[2^n]`.
  ///
  /// - Parameters:
  ///   - amplitudes: element i belongs to basis state i.
  ///   - normalize: divides by the norm. Otherwise the norm must be 1 within the rounding of adding so
  ///     many squares; it is left as it is.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` for a count that is no power of
  ///   two, ``QuantumError/notFinite(what:value:)``, ``QuantumError/notNormalizable(norm:)``, and what
  ///   ``init(qubits:memoryLimit:)`` throws.
  public init(
    amplitudes: [Complex<Scalar>], normalize: Bool = false, memoryLimit: UInt64? = nil
  ) throws(QuantumError) {
    let count = amplitudes.count
    guard count.nonzeroBitCount == 1 else {
      let above = count == 0 ? 1 : 1 << (Int.bitWidth - count.leadingZeroBitCount)
      throw .wrongElementCount(
        what: "a state vector (the next power of two)", expected: above, got: count)
    }
    let norm = try Self.norm(of: amplitudes)
    guard norm > 0 else { throw .notNormalizable(norm: norm) }
    if !normalize {
      guard abs(norm - 1) <= Self.normTolerance else {
        throw .outOfRange(
          what: "the norm of the amplitudes (pass normalize: true to divide by it)", value: norm,
          range: "1 ± \(Self.normTolerance)")
      }
    }
    try self.init(zeros: count.trailingZeroBitCount, memoryLimit: memoryLimit)
    let pointer = self.pointer
    amplitudes.withUnsafeBufferPointer { source in
      for index in 0..<count {
        pointer[index] = source[index]
      }
      guard normalize, norm != 1 else { return }
      for index in 0..<count {
        let real = Double(source[index].real) / norm
        let imaginary = Double(source[index].imaginary) / norm
        pointer[index] = Complex(Scalar(real), Scalar(imaginary))
      }
    }
  }

  /// Amplitudes printed with seven (single) or twelve (double) digits pass, mistakes do not.
  private static var normTolerance: Double { Scalar.precision == .double ? 1e-9 : 1e-4 }

  /// The norm, by way of the largest part so that squares neither overflow nor vanish.
  private static func norm(of amplitudes: [Complex<Scalar>]) throws(QuantumError) -> Double {
    var largest = 0.0
    for (index, amplitude) in amplitudes.enumerated() {
      guard amplitude.isFinite else {
        let parts = amplitude.rawStorage
        let wrong = parts.x.isFinite ? parts.y : parts.x
        throw .notFinite(what: "amplitude \(index)", value: Double(wrong))
      }
      largest = max(largest, Double(abs(amplitude.real)), Double(abs(amplitude.imaginary)))
    }
    guard largest > 0 else { return 0 }
    var sum = 0.0
    for amplitude in amplitudes {
      let real = Double(amplitude.real) / largest
      let imaginary = Double(amplitude.imaginary) / largest
      sum += real * real + imaginary * imaginary
    }
    return largest * sum.squareRoot()
  }

  /// The product of one-qubit states: qubit k is `α|0⟩ + β|1⟩` with `(α, β) = factors[k]`, each divided
  /// by its norm.
  ///
  /// Cost: two multiplications an amplitude.
  ///
  /// - Throws: ``QuantumError/notFinite(what:value:)``, ``QuantumError/notNormalizable(norm:)``, and
  ///   what ``init(qubits:memoryLimit:)`` throws.
  public init(
    product factors: [(zero: Complex<Scalar>, one: Complex<Scalar>)], memoryLimit: UInt64? = nil
  ) throws(QuantumError) {
    var normalized: [(zero: Complex<Double>, one: Complex<Double>)] = []
    for factor in factors {
      let norm = try Self.norm(of: [factor.zero, factor.one])
      guard norm > 0 else { throw .notNormalizable(norm: norm) }
      let widen = { (number: Complex<Scalar>) in
        Complex(Double(number.real) / norm, Double(number.imaginary) / norm)
      }
      normalized.append((widen(factor.zero), widen(factor.one)))
    }
    try self.init(zeros: factors.count, memoryLimit: memoryLimit)
    let amplitudes = pointer
    amplitudes[0] = 1
    // Each qubit doubles the part that is filled, from the highest filled amplitude down.
    for (qubit, factor) in normalized.enumerated() {
      let filled = 1 << qubit
      let zero = Complex(Scalar(factor.zero.real), Scalar(factor.zero.imaginary))
      let one = Complex(Scalar(factor.one.real), Scalar(factor.one.imaginary))
      for index in 0..<filled {
        let amplitude = amplitudes[index]
        amplitudes[index | filled] = amplitude * one
        amplitudes[index] = amplitude * zero
      }
    }
  }

  /// The state with all amplitudes equal, `2^(-n/2)`.
  ///
  /// - Throws: what ``init(qubits:memoryLimit:)`` throws.
  public static func uniform(
    qubits: Int, memoryLimit: UInt64? = nil
  ) throws(QuantumError) -> StateVector {
    let state = try StateVector(zeros: qubits, memoryLimit: memoryLimit)
    let amplitude = Complex(Scalar(1 / Double(state.count).squareRoot()))
    nonisolated(unsafe) let amplitudes = state.pointer
    WorkerPool.shared.forEachRange(of: state.count) { range in
      (amplitudes + range.lowerBound).update(repeating: amplitude, count: range.count)
    }
    return state
  }
}
