import Circuits

/// The derivatives that `qsim expect --gradient` asks for: with respect to the inputs of a circuit, and to
/// the numbers among its gates' parameters.
struct Differentiation {
  /// What derivatives are with respect to, and what they are.
  struct Derivatives {
    let inputs: [(name: String, value: Double)]
    let angles: [GateAngle]
    /// The line that each of the angles comes from.
    let lines: [OpenQASM.Line?]
    /// Of each observable: those of the inputs, then those of the angles.
    let rows: [[ObservableEstimate]]
  }

  private let circuit: DifferentiableCircuit
  private let inputs: [(name: String, value: Double)]
  private let angles: [GateAngle]
  private let lines: [OpenQASM.Line?]

  /// - Throws: what keeps the circuit from having derivatives, before anything runs.
  init(
    _ file: CircuitFile, _ values: [String: Double], _ configuration: Simulator.Configuration
  ) throws(QuantumError) {
    // Values of parameters that do not exist are told by the run.
    let parameters = file.circuit.parameters
    var inputs: [(name: String, value: Double)] = []
    for parameter in parameters {
      guard let value = values[parameter.name] else { throw .unboundParameter(parameter.name) }
      inputs.append((parameter.name, value))
    }
    let (free, angles) = file.circuit.freeingAngles()
    circuit = try DifferentiableCircuit(
      free, parameters: parameters + angles.map(\.parameter), configuration: configuration)
    self.inputs = inputs
    self.angles = angles
    lines = file.lines(ofInstructions: angles.map(\.instruction))
  }

  /// - Parameter sampled: shots and seed of estimates; nil for exact derivatives, whose error is 0.
  func derivatives(
    of observables: [PauliSum], sampled: (shots: Int, seed: UInt64)?
  ) throws(QuantumError) -> Derivatives {
    let point = inputs.map(\.value) + angles.map(\.value)
    let rows: [[ObservableEstimate]]
    if let (shots, seed) = sampled {
      // Other random numbers than those of the values.
      rows = try circuit.estimatedJacobian(
        of: observables, at: point, shots: shots, seed: ~seed)
    } else {
      rows = try circuit.valuesAndJacobian(of: observables, at: point).jacobian.map { row in
        row.map { ObservableEstimate(value: $0, standardError: 0) }
      }
    }
    return Derivatives(inputs: inputs, angles: angles, lines: lines, rows: rows)
  }
}
