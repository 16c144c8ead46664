public import QState

/// `exp(-iθ/2 P)`, P the tensor product of one Pauli matrix a qubit.
///
/// Costs one sweep over the state at any weight.
public struct PauliRotation: QuantumGate {
  /// The Pauli matrix of each qubit, the gate's first qubit first.
  public let paulis: [Pauli]
  public let angle: Angle

  public init(_ paulis: [Pauli], _ angle: Angle) {
    self.paulis = paulis
    self.angle = angle
  }

  /// `r` and the Pauli matrices: `rxyz`. The one- and two-letter names that are standard gates are
  /// the same gates.
  public var name: String { "r" + paulis.map { "\($0)" }.joined() }
  public var qubitCount: Int { paulis.count }
  public var parameters: [Angle] { [angle] }
  public var symbols: [GateSymbol] { paulis.map { .box("R\($0)") } }
  public var inverse: any QuantumGate { PauliRotation(paulis, -angle) }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    guard angles.count == 1 else {
      throw .wrongParameterCount(gate: name, expected: 1, got: angles.count)
    }
    return paulis.allSatisfy { $0 == .i }
      ? .scale(.unit(-angles[0] / 2)) : .pauliRotation(paulis, angle: angles[0])
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    parameters.count == 1
      ? PauliRotation(paulis, parameters[0]) : BoundGate(of: self, parameters: parameters)
  }

  /// Whole powers are rotations by a multiple of the angle.
  public func power(_ exponent: Double) -> any QuantumGate {
    exponent.isWhole
      ? PauliRotation(paulis, .value(exponent) * angle) : PowerGate(of: self, exponent: exponent)
  }
}
