public import QState

/// The gate that undoes another one: the adjoint of its matrix.
public struct InverseGate: QuantumGate {
  public let base: any QuantumGate

  public init(of base: any QuantumGate) { self.base = base }

  public var name: String { base.name + "_dg" }
  public var qubitCount: Int { base.qubitCount }
  public var parameters: [Angle] { base.parameters }
  public var inverse: any QuantumGate { base }
  public var expansion: GateExpansion { base.expansion }

  public var symbols: [GateSymbol] {
    base.symbols.map { symbol in
      if case .box(let label) = symbol { return .box(label + "dg") }
      return symbol
    }
  }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    try base.checkedAction(angles).adjoint
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    InverseGate(of: base.replacingParameters(parameters))
  }
}
