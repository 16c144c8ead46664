/// What a simulation found, and how.
public struct SimulationResult: Sendable {
  /// Qubits and classical bits of the circuit.
  public let qubitCount: Int
  public let bitCount: Int
  /// Gates of the circuit; measurements, resets and barriers do not count.
  public let gateCount: Int
  public let method: Simulator.Method
  /// Why this method was chosen, in one clause.
  public var why: String { size.clause }
  let size: SimulationSize
  public let precision: Simulator.Precision
  public let threads: Int
  /// The seed that was used, when anything was random.
  public let seed: UInt64?
  /// Samples drawn; 0 for an exact result.
  public let shots: Int
  /// The exact distribution, when no shots were asked for. It may hold the state that it is computed
  /// from, see ``Distribution``.
  public package(set) var probabilities: Distribution?
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
    /// From the first gate to the final state.
    public var simulate = 0.0
    /// Drawing samples, or preparing the probabilities of an exact result.
    public var sample = 0.0
  }
}
