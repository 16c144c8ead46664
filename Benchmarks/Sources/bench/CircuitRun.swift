import Circuits

/// One circuit made ready to be run again and again.
struct CircuitRun {
  enum Plan: String, CaseIterable {
    /// Compiling counts, as when a circuit is met once.
    case fresh
    /// The same simulator runs the circuit again, and finds its plan.
    case kept
    /// It runs the circuit again with other numbers for its angles.
    case angles
  }

  let circuit: Circuit
  /// The circuit with names for its angles, and the angles.
  let named: (circuit: Circuit, values: [String: Double])
  private let turn = Turn()
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
    named = circuit.namingAngles()
    self.configuration = configuration
    simulator = Simulator(configuration)
  }

  /// The same circuit without a plan.
  func renewed() -> CircuitRun { CircuitRun(circuit, configuration) }

  /// Seconds from |0…0⟩ to the final state. One sample is drawn, so that no distribution is made,
  /// and its time left out.
  func seconds(_ plan: Plan) throws -> Double {
    let result =
      switch plan {
      case .fresh: try Simulator(configuration).run(circuit, shots: 1, seed: 1)
      case .kept: try simulator.run(circuit, shots: 1, seed: 1)
      case .angles:
        try simulator.run(
          named.circuit, shots: 1, seed: 1, parameters: turn.next(named.values))
      }
    return result.seconds.compile + result.seconds.simulate
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

/// Gives angles that differ from turn to turn.
private final class Turn {
  private var number = 0

  func next(_ values: [String: Double]) -> [String: Double] {
    number += 1
    let shift = 1e-3 * Double(number % 1_000)
    return values.mapValues { $0 + shift }
  }
}

extension Circuit {
  /// The circuit with names for all its angles, and the angles.
  fileprivate func namingAngles() -> (circuit: Circuit, values: [String: Double]) {
    var result = Circuit(qubits: qubitCount, bits: bitCount)
    var values: [String: Double] = [:]
    for var instruction in instructions {
      if case .gate(let gate) = instruction.operation, !gate.parameters.isEmpty {
        let names = gate.parameters.map { angle in
          guard let number = angle.constant else { return angle }
          let name = "a\(values.count)"
          values[name] = number
          return Angle.parameter(Parameter(name))
        }
        instruction.operation = .gate(gate.replacingParameters(names))
      }
      result.append(instruction)
    }
    return (result, values)
  }
}
