public import QState

/// A gate under the control of further qubits, which come first.
public struct ControlledGate: QuantumGate {
  public let base: any QuantumGate
  /// The value each control must have for the gate to act.
  public let values: [Bool]

  /// Controls of a controlled gate join the new ones, so that nesting stays flat.
  public init(of base: any QuantumGate, values: [Bool]) {
    if let inner = base as? ControlledGate {
      self.base = inner.base
      self.values = values + inner.values
    } else {
      self.base = base
      self.values = values
    }
  }

  /// `c` and the base's name, `c3` for three controls; `_o` and the values as a binary number, first
  /// control least significant, where some control must be 0. Many-controlled `x` and `p` are `mcx`
  /// and `mcp`.
  public var name: String {
    let isOpen = values.contains(false)
    let suffix = isOpen ? "_o" + String(values.reversed().map { $0 ? "1" : "0" }) : ""
    if values.count > 1, base.name == "x" || base.name == "p" { return "mc\(base.name)\(suffix)" }
    return "c\(values.count == 1 ? "" : "\(values.count)")\(base.name)\(suffix)"
  }

  public var qubitCount: Int { values.count + base.qubitCount }
  public var parameters: [Angle] { base.parameters }
  public var expansion: GateExpansion { base.expansion }

  public var symbols: [GateSymbol] {
    values.map { .control(on: $0) }
      + ((base as? StandardGate)?.record.symbolsUnderControl ?? base.symbols)
  }

  public var inverse: any QuantumGate { base.inverse.controlled(on: values) }

  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    .controlled(try base.checkedAction(angles), on: values)
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    ControlledGate(of: base.replacingParameters(parameters), values: values)
  }

  /// Controlled powers are powers under control.
  public func power(_ exponent: Double) -> any QuantumGate {
    base.power(exponent).controlled(on: values)
  }

  public func controlled(on values: [Bool]) -> any QuantumGate {
    base.controlled(on: values + self.values)
  }
}
