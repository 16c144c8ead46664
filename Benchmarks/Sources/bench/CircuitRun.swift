import Circuits

/// One circuit made ready to be run again and again.
struct CircuitRun {
  enum Plan: String, CaseIterable {
    /// Compiling counts, as when a circuit is met once.
    case fresh
    /// The same simulator runs the circuit again, and finds its plan.
    case kept
  }

  let circuit: Circuit
  private let configuration: Simulator.Configuration
  private let simulator: Simulator

  init(_ circuit: Circuit, precision: Simulator.Precision, threads: Int) {
    var configuration = Simulator.Configuration()
    configuration.method = .statevector
    configuration.precision = precision
    configuration.threads = threads
    self.init(circuit, configuration)
  }

  private init(_ circuit: Circuit, _ configuration: Simulator.Configuration) {
    self.circuit = circuit
    self.configuration = configuration
    simulator = Simulator(configuration)
  }

  /// The same circuit without a plan.
  func renewed() -> CircuitRun { CircuitRun(circuit, configuration) }

  /// Seconds from |0…0⟩ to the final state. One sample is drawn, so that no distribution is made,
  /// and its time left out.
  func seconds(_ plan: Plan) throws -> Double {
    let simulator = plan == .kept ? simulator : Simulator(configuration)
    let seconds = try simulator.run(circuit, shots: 1, seed: 1).seconds
    return seconds.compile + seconds.simulate
  }

  /// The state that the timed run ends in.
  func finalState() throws -> FinalState {
    guard let state = try result().finalState else {
      throw UsageError("the circuit measures or resets before its end: it has no final state")
    }
    return state
  }

  private func result() throws -> SimulationResult {
    try simulator.run(circuit, shots: 1, seed: 1)
  }
}
