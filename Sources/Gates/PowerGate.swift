public import QState

/// The principal power of a gate: every eigenvalue `exp(iφ)`, φ in (-π, π], becomes
/// `exp(iφ·exponent)`.
///
/// Whole exponents are products of the gate (of its inverse, below 0), exact as those.
public struct PowerGate: QuantumGate {
  public let base: any QuantumGate
  public let exponent: Double

  /// A whole power of a power is one power; other powers of powers are kept as they are, for their
  /// principal values differ.
  public init(of base: any QuantumGate, exponent: Double) {
    if let inner = base as? PowerGate, exponent.isWhole {
      self.base = inner.base
      self.exponent = inner.exponent * exponent
    } else {
      self.base = base
      self.exponent = exponent
    }
  }

  /// The base's name and the exponent: `h_pow_0.5`.
  public var name: String { "\(base.name)_pow_\(exponentText)" }
  public var qubitCount: Int { base.qubitCount }
  public var parameters: [Angle] { base.parameters }

  public var symbols: [GateSymbol] {
    base.symbols.map { symbol in
      if case .box(let label) = symbol { return .box("\(label)^\(exponentText)") }
      return .box("\(base.name)^\(exponentText)")
    }
  }

  public var expansion: GateExpansion {
    if base.expansion.operations == 1 { return base.expansion }
    let count = exponent.isWhole ? Int(exactly: abs(exponent)) ?? .max : 1
    return base.expansion.repeated(max(count, 1))
  }

  /// - Throws: the base gate's errors; ``QuantumError/notFinite(what:value:)`` for the exponent;
  ///   ``QuantumError/unsupported(what:remedy:)`` for a fractional power on more than 8 qubits.
  public func action(_ angles: [Double]) throws(QuantumError) -> GateAction {
    try base.checkedAction(angles).power(exponent, qubitCount: qubitCount)
  }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    PowerGate(of: base.replacingParameters(parameters), exponent: exponent)
  }

  public func power(_ exponent: Double) -> any QuantumGate {
    let power = PowerGate(of: self, exponent: exponent)
    return power.exponent == 1 ? power.base : power
  }

  private var exponentText: String {
    exponent.isWhole && abs(exponent) < 1e15 ? "\(Int(exponent))" : "\(exponent)"
  }
}
