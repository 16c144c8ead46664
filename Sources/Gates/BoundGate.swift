public import QState

/// A gate with other parameters in place of its own.
public struct BoundGate: QuantumGate {
  public let base: any QuantumGate
  public let parameters: [Angle]

  /// The number of parameters is checked when the gate is used.
  public init(of base: any QuantumGate, parameters: [Angle]) {
    let inner = base as? BoundGate
    self.base = inner?.base ?? base
    self.parameters = parameters
  }

  public var name: String { base.name }
  public var qubitCount: Int { base.qubitCount }
  public var symbols: [GateSymbol] { base.symbols }
  public var expansion: GateExpansion { base.expansion }
  public var generator: PauliSum? { base.generator }

  /// - Throws: ``QuantumError/wrongParameterCount(gate:expected:got:)``, the base gate's errors.
  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    guard angles.count == base.parameters.count else {
      throw .wrongParameterCount(
        gate: name, expected: base.parameters.count, got: angles.count)
    }
    return try base.checkedAction(angles)
  }

  public func generators(_ angles: [Double]) throws(QuantumError) -> [PauliSum]? {
    try base.generators(angles)
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    BoundGate(of: base, parameters: parameters)
  }
}
