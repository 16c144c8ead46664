public import Gates

/// What a simulation found, and how.
public struct SimulationResult: Sendable {
  /// Qubits and classical bits of the circuit.
  public let qubitCount: Int
  public let bitCount: Int
  /// Gates of the circuit; measurements, resets and barriers do not count.
  public let gateCount: Int
  public let method: Simulator.Method
  /// Why this method was chosen, in one clause.
  public let why: String
  public let precision: Simulator.Precision
  public let threads: Int
  /// The seed that was used, when anything was random.
  public let seed: UInt64?
  /// Samples drawn; 0 for an exact result.
  public let shots: Int
  /// The exact distribution, when no shots were asked for.
  public let probabilities: Distribution?
  /// Outcomes that were sampled, in order of bits, when shots were asked for.
  public let counts: [Count]?
  /// The state at the end, before any final measurement; `nil` where there is no single one: after a
  /// reset or a measurement that something later depends on. `nil`, too, where
  /// ``Simulator/Configuration/keepsFinalState`` is false.
  public package(set) var finalState: FinalState?
  public let seconds: Seconds

  public struct Count: Hashable, Sendable {
    public let bits: BitString
    public let count: Int
  }

  /// Wall-clock seconds of each stage.
  public struct Seconds: Hashable, Sendable {
    public var compile = 0.0
    public var simulate = 0.0
    public var sample = 0.0
  }
}

/// The state at the end of a circuit, in the precision of the run.
///
/// Qubits that no gate touches are |0⟩ and take no memory.
public struct FinalState: Sendable {
  public enum Amplitudes: Sendable {
    case single(StateVector<Float>)
    case double(StateVector<Double>)
  }

  /// The state of the qubits that gates touch.
  public let amplitudes: Amplitudes
  /// The circuit's qubit that each qubit of ``amplitudes`` is, ascending.
  public let qubits: [Int]
  /// Qubits of the whole circuit.
  public let qubitCount: Int

  /// The amplitude of a basis state of all the circuit's qubits.
  ///
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` when `bits` has not one bit a
  ///   qubit.
  public func amplitude(of bits: BitString) throws(QuantumError) -> Complex<Double> {
    guard bits.count == qubitCount else {
      throw .wrongElementCount(what: "basis state '\(bits)'", expected: qubitCount, got: bits.count)
    }
    var index = 0
    var rest = bits
    for (position, qubit) in qubits.enumerated() where bits[qubit] {
      index |= 1 << position
      rest[qubit] = false
    }
    guard rest == BitString(zeros: qubitCount) else { return 0 }
    return self[index]
  }

  /// The amplitude of basis state `index` of the qubits that gates touch.
  public subscript(index: Int) -> Complex<Double> {
    switch amplitudes {
    case .single(let state):
      let value = state[index]
      return Complex(Double(value.real), Double(value.imaginary))
    case .double(let state): return state[index]
    }
  }
}
