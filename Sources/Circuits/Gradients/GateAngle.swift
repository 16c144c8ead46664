public import Gates

/// A number among the parameters of a circuit's gates, with a parameter that can stand in its place.
public struct GateAngle: Hashable, Sendable {
  /// What stands for the number in the circuit that ``Circuit/freeingAngles()`` returns.
  public let parameter: Parameter
  public let value: Double
  /// The place of the gate among ``Circuit/instructions``.
  public let instruction: Int
  /// The gate's name.
  public let gate: String
  /// The name of the gate's parameter: `theta`.
  public let name: String
  /// The qubits that the gate acts on, in its order.
  public let qubits: [Int]
}

extension Circuit {
  /// This circuit with a new parameter in place of every number that is a parameter of a gate, so that
  /// derivatives with respect to these numbers can be asked for.
  ///
  /// Numbers inside expressions, in matrices and in the definition of a gate stay.
  ///
  /// ```swift
  /// let (free, angles) = circuit.freeingAngles()
  /// let slope = try free.valueAndGradient(of: Z(0), at: angles.map(\.value)).gradient
  /// ```
  public func freeingAngles() -> (circuit: Circuit, angles: [GateAngle]) {
    let taken = Set(parameters.map(\.name))
    var angles: [GateAngle] = []
    var prefix = "angle"
    while taken.contains(where: { $0.hasPrefix(prefix + "[") }) { prefix += "_" }
    var result = self
    var number = -1
    result.mapInstructions { instruction in
      number += 1
      guard case .gate(let gate) = instruction.operation, !gate.parameters.isEmpty else { return }
      let names = gate.parameterNames
      var parameters = gate.parameters
      for (index, angle) in parameters.enumerated() {
        guard let value = angle.constant else { continue }
        let parameter = Parameter("\(prefix)[\(angles.count)]")
        parameters[index] = .parameter(parameter)
        angles.append(
          GateAngle(
            parameter: parameter, value: value, instruction: number, gate: gate.name,
            name: names.indices.contains(index) ? names[index] : "parameter \(index + 1)",
            qubits: instruction.qubits))
      }
      instruction.operation = .gate(gate.replacingParameters(parameters))
    }
    return (result, angles)
  }
}

extension QuantumGate {
  /// The names of the gate's parameters, where it has any.
  fileprivate var parameterNames: [String] {
    switch self {
    case let gate as StandardGate: gate.record.parameterNames
    case let gate as CompositeGate: gate.definition.parameters.map(\.name)
    case let gate as ControlledGate: gate.base.parameterNames
    case let gate as InverseGate: gate.base.parameterNames
    case let gate as PowerGate: gate.base.parameterNames
    case let gate as BoundGate: gate.base.parameterNames
    case is PauliRotation: ["theta"]
    default: []
    }
  }
}
