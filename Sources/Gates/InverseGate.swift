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
  public var generator: PauliSum? { base.generator.map { -$0 } }

  public var symbols: [GateSymbol] {
    base.symbols.map { symbol in
      if case .box(let label) = symbol { return .box(label + "dg") }
      return symbol
    }
  }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    try base.checkedAction(angles).adjoint
  }

  /// −U†GU of each generator G of the gate that is undone.
  ///
  /// - Throws: the base gate's errors; ``QuantumError/unsupported(what:remedy:)`` for several parameters
  ///   on more qubits than a matrix of the gate can have.
  public func generators(_ angles: [Double]) throws(QuantumError) -> [PauliSum]? {
    if let generator { return [generator] }
    guard let generators = try base.generators(angles) else { return nil }
    let unitary = try base.checkedAction(angles).matrix(qubitCount: qubitCount)
    return try generators.map { (generator) throws(QuantumError) in
      let matrix = try generator.matrix(qubits: qubitCount)
      return
        -(try PauliSum(
          hermitian: unitary.adjoint * matrix * unitary, on: Array(0..<qubitCount)))
    }
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    InverseGate(of: base.replacingParameters(parameters))
  }
}
