public import Gates

/// The state at the end of a circuit, in the precision of the run.
///
/// A product of the states of groups of qubits that nothing entangles with each other. Qubits that no
/// gate touches are |0⟩ and take no memory.
public struct FinalState: Sendable {
  public enum Amplitudes: Sendable {
    case single(StateVector<Float>)
    case double(StateVector<Double>)
  }

  /// The state of one group.
  public struct Factor: Sendable {
    public let amplitudes: Amplitudes
    /// The circuit's qubit that each qubit of ``amplitudes`` is, ascending.
    public let qubits: [Int]
  }

  /// The groups, each qubit that a gate touches in exactly one.
  public let factors: [Factor]
  /// The qubits that gates touch, ascending.
  public let qubits: [Int]
  /// Qubits of the whole circuit.
  public let qubitCount: Int

  init(factors: [Factor], qubitCount: Int) {
    self.factors = factors
    self.qubitCount = qubitCount
    qubits = factors.count == 1 ? factors[0].qubits : factors.flatMap(\.qubits).sorted()
  }

  /// The amplitude of a basis state of all the circuit's qubits.
  ///
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` when `bits` has not one bit a
  ///   qubit.
  public func amplitude(of bits: BitString) throws(QuantumError) -> Complex<Double> {
    guard bits.count == qubitCount else {
      throw .wrongElementCount(what: "basis state '\(bits)'", expected: qubitCount, got: bits.count)
    }
    var rest = bits
    var amplitude = Complex<Double>(1)
    for (number, factor) in factors.enumerated() {
      var index = 0
      for (position, qubit) in factor.qubits.enumerated() where bits[qubit] {
        index |= 1 << position
        rest[qubit] = false
      }
      amplitude = number == 0 ? factor.amplitudes[index] : amplitude * factor.amplitudes[index]
    }
    guard rest == BitString(zeros: qubitCount) else { return 0 }
    return amplitude
  }

  /// The amplitude of basis state `index` of the qubits that gates touch: its bit k is the value of
  /// `qubits[k]`.
  public subscript(index: Int) -> Complex<Double> {
    if factors.count == 1 { return factors[0].amplitudes[index] }
    var amplitude = Complex<Double>(1)
    for factor in factors {
      var own = 0
      for (bit, qubit) in factor.qubits.enumerated() {
        // `qubits` is sorted and has every qubit of the factors.
        let place = qubits.partitioningIndex { $0 >= qubit }
        own |= (index >> place & 1) << bit
      }
      amplitude = amplitude * factor.amplitudes[own]
    }
    return amplitude
  }

  /// The same state as one factor on ``qubits``: the tensor product, unless it is one already.
  ///
  /// - Parameter memoryLimit: the most bytes that its amplitudes may take; nil leaves it to the machine.
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``,
  ///   ``QuantumError/tooManyQubits(requested:limit:)``
  public func joined(memoryLimit: UInt64? = nil) throws(QuantumError) -> Factor {
    if factors.count == 1 { return factors[0] }
    guard qubits.count <= StateVector<Double>.maximumQubits else {
      throw .tooManyQubits(requested: qubits.count, limit: StateVector<Double>.maximumQubits)
    }
    let joined: Amplitudes
    if let product = product(of: Double.self, on: qubits) {
      joined = .double(try StateVector(product, memoryLimit: memoryLimit))
    } else if let product = product(of: Float.self, on: qubits) {
      joined = .single(try StateVector(product, memoryLimit: memoryLimit))
    } else {
      preconditionFailure("the groups of a state have one precision")
    }
    return Factor(amplitudes: joined, qubits: qubits)
  }

  /// The amplitudes of some of the circuit's qubits, among them all that gates touch; nil where the
  /// states have another precision.
  ///
  /// - Parameter qubits: at most 62, ascending; bit k of an index is the value of `qubits[k]`.
  package func product<Scalar: StateScalar>(
    of _: Scalar.Type, on qubits: [Int]
  ) -> ProductAmplitudes<Scalar>? {
    var parts: [ProductAmplitudes<Scalar>.Factor] = []
    for factor in factors {
      let state: StateVector<Scalar>?
      switch factor.amplitudes {
      case .double(let amplitudes): state = amplitudes as? StateVector<Scalar>
      case .single(let amplitudes): state = amplitudes as? StateVector<Scalar>
      }
      guard let state else { return nil }
      let places = factor.qubits.map { qubit in qubits.partitioningIndex { $0 >= qubit } }
      parts.append(.init(state, qubits: places))
    }
    return ProductAmplitudes(parts, qubitCount: qubits.count)
  }
}

extension FinalState.Amplitudes {
  /// The amplitude of a basis state, in double precision.
  public subscript(index: Int) -> Complex<Double> {
    switch self {
    case .single(let state):
      let value = state[index]
      return Complex(Double(value.real), Double(value.imaginary))
    case .double(let state): return state[index]
    }
  }
}

extension Array {
  /// The first index whose element and all after it belong to the second part of an array that is
  /// sorted so that they come last.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
