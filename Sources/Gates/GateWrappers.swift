// TEMPORARY: to be replaced by one file a wrapper (Controlled, Inverse, Power, Bound).
public import QState

public struct BoundGate: QuantumGate {
  public let base: any QuantumGate
  public let parameters: [Angle]
  public var name: String { base.name }
  public var qubitCount: Int { base.qubitCount }
  public func action(_ angles: [Double]) -> GateAction { base.action(angles) }
}
public struct InverseGate: QuantumGate {
  public let base: any QuantumGate
  public init(of base: any QuantumGate) { self.base = base }
  public var name: String { base.name }
  public var qubitCount: Int { base.qubitCount }
  public func action(_ angles: [Double]) -> GateAction { base.action(angles) }
}
public struct PowerGate: QuantumGate {
  public let base: any QuantumGate
  public let exponent: Double
  public init(of base: any QuantumGate, exponent: Double) { self.base = base; self.exponent = exponent }
  public var name: String { base.name }
  public var qubitCount: Int { base.qubitCount }
  public func action(_ angles: [Double]) -> GateAction { base.action(angles) }
}
public struct ControlledGate: QuantumGate {
  public let base: any QuantumGate
  public let values: [Bool]
  public init(of base: any QuantumGate, values: [Bool]) { self.base = base; self.values = values }
  public var name: String { base.name }
  public var qubitCount: Int { base.qubitCount + values.count }
  public func action(_ angles: [Double]) -> GateAction { .controlled(base.action(angles), on: values) }
}
extension GateAction {
  /// The `2^qubitCount` square matrix of this action, first qubit least significant.
  public func matrix(qubitCount: Int) throws(QuantumError) -> ComplexMatrix {
    .identity(1 << qubitCount)
  }
}
