/// Numbers that a whole state adds up to. Every sum has one order of additions, whatever the number of
/// threads, so that results are the same bits on any of them.
extension StateVector {
  /// The norm, `√Σ|a_i|²`: 1 for a state, up to rounding.
  ///
  /// Cost: one reading of the amplitudes.
  public func norm() -> Double { normSquared().squareRoot() }

  /// Divides every amplitude by the norm.
  ///
  /// Cost: one reading and one pass.
  ///
  /// - Returns: the norm before.
  /// - Throws: ``QuantumError/notNormalizable(norm:)``, and what ``apply(_:to:controls:)`` throws for
  ///   lack of memory.
  @discardableResult
  public mutating func normalize() throws(QuantumError) -> Double {
    let norm = norm()
    guard norm > 0, (1 / norm).isFinite, norm.isFinite else { throw .notNormalizable(norm: norm) }
    try apply(.scale(Complex(1 / norm)), to: [])
    return norm
  }

  /// The inner product ⟨self|other⟩ = Σ conj(a_i) b_i, in double precision.
  ///
  /// Cost: one reading of both states.
  ///
  /// - Throws: ``QuantumError/wrongQubitCount(operation:expected:got:)`` for another number of qubits.
  public func innerProduct(with other: StateVector) throws(QuantumError) -> Complex<Double> {
    try checkSameSize(other, for: "an inner product")
    let kernels = Reductions<Scalar>()
    let sum = withUnsafeAmplitudes { bra in
      other.withUnsafeAmplitudes { ket in
        kernels.sum(bra, ket) { kernels.innerProduct($0, $1, count: $2) }
      }
    }
    return Complex(sum.x, sum.y)
  }

  /// The fidelity |⟨self|other⟩|²: 1 for states that differ by a global phase, 0 for orthogonal ones.
  ///
  /// Cost: one reading of both states.
  ///
  /// - Throws: ``QuantumError/wrongQubitCount(operation:expected:got:)`` for another number of qubits.
  public func fidelity(with other: StateVector) throws(QuantumError) -> Double {
    try innerProduct(with: other).lengthSquared
  }

  /// The least norm of `exp(iφ) self − other` over all global phases φ.
  ///
  /// Unlike the fidelity, which near 1 changes with the square of the difference, this tells states
  /// apart down to the rounding of their amplitudes. Cost: two readings of both states.
  ///
  /// - Throws: ``QuantumError/wrongQubitCount(operation:expected:got:)`` for another number of qubits,
  ///   ``QuantumError/missingLibrary(name:cause:package:)`` without OpenBLAS.
  public func distanceUpToPhase(to other: StateVector) throws(QuantumError) -> Double {
    _ = try OpenBLAS.loaded.get()
    let overlap = try innerProduct(with: other)
    let phase = overlap.length > 0 ? overlap / Complex(overlap.length) : 1
    let kernels = Reductions<Scalar>()
    let sum = withUnsafeAmplitudes { left in
      other.withUnsafeAmplitudes { right in
        kernels.sum(left, right) { left, right, count in
          SIMD2(kernels.distanceSquared(left, times: phase, right, count: count), 0)
        }
      }
    }
    return sum.x.squareRoot()
  }

  /// The probability |a|² of one basis state.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` outside `0..<2^n`.
  public func probability(of index: Int) throws(QuantumError) -> Double {
    guard (0..<count).contains(index) else {
      throw .outOfRange(what: "the basis state", value: Double(index), range: "0..<\(count)")
    }
    let amplitude = self[index]
    let (real, imaginary) = (Double(amplitude.real), Double(amplitude.imaginary))
    return real * real + imaginary * imaginary
  }

  /// The probability that a measurement of one qubit gives 1.
  ///
  /// Cost: one reading of the half of the amplitudes where the qubit is 1.
  ///
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``
  public func probability(ofOne qubit: Int) throws(QuantumError) -> Double {
    try check(qubit)
    return weight(of: qubit, at: 1)
  }

  // MARK: Parts

  /// Σ|a_i|².
  func normSquared() -> Double {
    let kernels = Reductions<Scalar>()
    return withUnsafeAmplitudes { amplitudes in
      kernels.sum(amplitudes, amplitudes) { start, _, count in
        SIMD2(kernels.normSquared(start, count: count), 0)
      }.x
    }
  }

  /// Σ|a_i|² over the basis states in which the qubit has this value.
  func weight(of qubit: Int, at value: Int) -> Double {
    let kernels = Reductions<Scalar>()
    let mask = UInt64(1) << UInt64(qubit)
    let wanted = value == 0 ? 0 : mask
    return withUnsafeAmplitudes { amplitudes in
      nonisolated(unsafe) let amplitudes = amplitudes
      return BlockSum.sum(count: amplitudes.count) { (range: Range<Int>) -> Double in
        kernels.normSquared(amplitudes, range: range, mask: mask, value: wanted)
      }
    }
  }

  func check(_ qubit: Int) throws(QuantumError) {
    guard (0..<qubitCount).contains(qubit) else {
      throw .qubitOutOfRange(qubit: qubit, qubitCount: qubitCount)
    }
  }

  private func checkSameSize(
    _ other: StateVector, for operation: String
  ) throws(QuantumError) {
    guard other.qubitCount == qubitCount else {
      throw .wrongQubitCount(
        operation: operation, expected: qubitCount, got: other.qubitCount)
    }
  }
}
