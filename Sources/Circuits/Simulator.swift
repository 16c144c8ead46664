public import Gates

/// Runs circuits.
///
/// ```swift
/// let result = try Simulator().run(circuit, shots: 1_000, seed: 7)
/// ```
///
/// A circuit that measures nothing has outcomes over all its qubits; any other has outcomes over its
/// classical bits, those never written being 0.
public struct Simulator: Sendable {
  public enum Method: String, CaseIterable, Sendable {
    /// The engine that suits the circuit.
    case automatic
    /// All amplitudes of the state.
    case statevector
  }

  public enum Precision: String, CaseIterable, Sendable {
    /// 16 bytes an amplitude.
    case double
    /// 8 bytes an amplitude; rounding errors near 1e-6.
    case single
  }

  /// The most threads that may be asked for.
  public static var threadLimit: Int { WorkerPool.threadLimit }

  public struct Configuration: Sendable {
    public var method = Method.automatic
    public var precision = Precision.double
    /// Threads to use; `nil` means as many as the machine has processors, or `QSIM_THREADS`.
    public var threads: Int?
    /// Kernels to use; `nil` means the fastest, or `QSIM_KERNELS`.
    public var kernels: KernelSet?
    /// The most bytes that states may take; `nil` means what the system has available.
    public var memoryLimit: UInt64?
    /// When to give up with ``QuantumError/timeLimitExceeded(seconds:)``; checked between gates.
    public var timeLimit: Duration?
    /// Whether the result has to hold the state at the end. Without it a run leaves out what changes
    /// no outcome's probability: phases before a final measurement, and gates and whole qubits from
    /// which no measured qubit is reached. The exact result of one group of qubits is read from
    /// its state and takes the same memory either way.
    public var keepsFinalState = true
    /// Whether groups of qubits that nothing ties together have states of their own, and the result is
    /// their product. Without it, and up to 10 qubits, one state holds all qubits that gates touch.
    public var separatesGroups = true
    /// How far circuits are rearranged before they run.
    public var optimization = OptimizationLevel.full
    /// States of at most so many qubits are worked on by lists of operations instead of passes; `nil`
    /// is what was measured to be faster. Tests make it small.
    package var listQubits: Int?
    /// The most histories of mid-circuit outcomes that an exact run follows.
    public var branchLimit = 1 << 16
    /// Called between gates with the fraction done.
    public var progress: (@Sendable (Double) -> Void)?
    /// Asked between gates; `true` ends the run with ``QuantumError/cancelled``.
    public var isCancelled: (@Sendable () -> Bool)?

    /// The most qubits that conditions on measured bits may tie together to one state. Beyond, such a
    /// measurement splits the run instead. Not the machine's memory decides, as samples would depend on
    /// it.
    package var deferralLimit = 28

    public init() {}
  }

  public var configuration: Configuration
  private let plans = PlanCache()

  public init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
  }

  /// Simulates a circuit.
  ///
  /// - Parameters:
  ///   - shots: samples to draw; 0 asks for the exact distribution.
  ///   - seed: makes samples repeatable: the same seed gives the same counts at any thread count.
  ///     Drawn from the system, and reported in the result, when `nil` and needed.
  ///   - parameters: values of the circuit's named parameters.
  /// - Throws: building mistakes, parameters without a value, gates that are not unitary,
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` before anything is
  ///   allocated, ``QuantumError/tooManyBranches(limit:)``,
  ///   ``QuantumError/timeLimitExceeded(seconds:)``, ``QuantumError/cancelled``.
  /// - Complexity: O(gates · 2^qubits) time and 2^qubits amplitudes for a circuit whose measurements
  ///   can wait for the end; that much for every branch otherwise. Qubits that no gate touches do not
  ///   count, nor do those that outcomes cannot depend on where
  ///   ``Configuration/keepsFinalState`` is false. Groups of qubits that nothing ties together count
  ///   each for itself. An exact result of one group and one history is read from the state, without a
  ///   second array beside it; ``Distribution`` says what that costs.
  public func run(
    _ circuit: Circuit, shots: Int = 0, seed: UInt64? = nil, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> SimulationResult {
    guard shots >= 0 else {
      throw .outOfRange(what: "the number of shots", value: Double(shots), range: "0…")
    }
    return try scoped { () throws(QuantumError) in
      switch configuration.precision {
      case .double:
        return try run(circuit, shots, seed, parameters) { FinalState.Amplitudes.double($0) }
      case .single:
        return try run(circuit, shots, seed, parameters) { FinalState.Amplitudes.single($0) }
      }
    }
  }

  /// Runs `body` with the configured threads and kernels.
  func scoped<Result>(
    _ body: () throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    try WorkerPool.withThreads(configuration.threads) { () throws(QuantumError) in
      try KernelSet.withSet(configuration.kernels, body)
    }
  }

  private func run<Scalar: StateScalar>(
    _ circuit: Circuit, _ shots: Int, _ seed: UInt64?, _ parameters: [String: Double],
    wrap: (StateVector<Scalar>) -> FinalState.Amplitudes
  ) throws(QuantumError) -> SimulationResult {
    let start = MonotonicTime.now
    let deadline = configuration.timeLimit.map { start.after(seconds: $0.seconds) }
    let options = try KernelOptions.current()
    let settings = PlanCache.Settings(
      precision: configuration.precision, options: options, level: configuration.optimization,
      keepsState: configuration.keepsFinalState, separatesGroups: configuration.separatesGroups,
      deferralLimit: configuration.deferralLimit)
    let compiled = try plans.compiled(circuit, parameters, settings) {
      earlier throws(QuantumError) -> CompiledCircuit in
      try CompiledCircuit(
        circuit, Scalar.precision, values: parameters,
        bound: plans.boundGates(of: circuit, parameters), like: earlier,
        configuration: configuration, options: options
      ) { qubits throws(QuantumError) in
        try StateVector<Scalar>.checkMemory(qubits: qubits, limit: configuration.memoryLimit)
      }
    }
    try compiled.checkMemory(limit: configuration.memoryLimit)
    let engine = GroupedEngine<Scalar>(
      compiled: compiled, configuration: configuration, options: options,
      deadline: deadline)
    let compileSeconds = start.seconds()

    let usedSeed = shots > 0 ? seed ?? UInt64.random(in: 0..<(1 << 53)) : nil
    var outcome: GroupedEngine<Scalar>.Outcome
    if let usedSeed {
      outcome = try engine.sampled(shots: shots, seed: usedSeed)
    } else {
      outcome = try engine.exact()
    }
    outcome.seconds.compile = compileSeconds

    let finalState =
      compiled.hasFinalState
      ? outcome.states.map { states in
        FinalState(
          factors: states.map { .init(amplitudes: wrap($0.state), qubits: $0.qubits) },
          qubitCount: circuit.qubitCount)
      } : nil
    return SimulationResult(
      qubitCount: circuit.qubitCount, bitCount: circuit.bitCount, gateCount: compiled.gateCount,
      method: .statevector, size: compiled.size,
      precision: configuration.precision, threads: WorkerPool.threads, seed: usedSeed, shots: shots,
      probabilities: outcome.distribution, counts: outcome.counts, finalState: finalState,
      seconds: outcome.seconds)
  }
}
