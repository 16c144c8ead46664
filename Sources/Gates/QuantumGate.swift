public import QState

/// A unitary operation that describes itself; it never touches amplitudes.
///
/// Only ``name``, ``qubitCount`` and ``action(_:)`` are required, so a gate of one's own is five lines:
///
/// ```swift
/// struct SquareRootOfY: QuantumGate {
///   let name = "sy"
///   let qubitCount = 1
///   func action(_ angles: [Double]) -> GateAction { .matrix([[a, -a], [a, a]]) }
/// }
/// ```
///
/// **Bit order:** the gate's first qubit is the least significant bit of its matrix index.
public protocol QuantumGate: Sendable {
  /// The name in OpenQASM's spelling.
  var name: String { get }
  /// How many qubits the gate acts on.
  var qubitCount: Int { get }
  /// The gate's parameters, in the order of its name's parentheses. Default: none.
  var parameters: [Angle] { get }
  /// What the gate does, once its parameters are numbers: `angles[i]` is the value of `parameters[i]`.
  func action(_ angles: [Double]) -> GateAction
  /// This gate with other parameters, as many as it has.
  func replacingParameters(_ parameters: [Angle]) -> any QuantumGate
  /// The gate that undoes this one.
  var inverse: any QuantumGate { get }
  /// The principal power: every eigenvalue `exp(iφ)`, φ in `(-π, π]`, becomes `exp(iφ·exponent)`.
  func power(_ exponent: Double) -> any QuantumGate
  /// This gate controlled by `values.count` further qubits, which come first; control i acts on
  /// `values[i]`. A phase of this gate becomes a relative phase.
  func controlled(on values: [Bool]) -> any QuantumGate
  /// How the gate is drawn, one symbol a qubit.
  var symbols: [GateSymbol] { get }
}

/// What a circuit drawing shows on one of a gate's qubits.
public enum GateSymbol: Hashable, Sendable {
  /// A filled dot (acts on 1) or an open one (acts on 0).
  case control(on: Bool)
  /// The ⊕ of a controlled X.
  case target
  /// The × of a swap.
  case swap
  /// A labelled box; neighbouring qubits of one gate that have the same label share it.
  case box(String)
}

extension QuantumGate {
  public var parameters: [Angle] { [] }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    parameters == self.parameters ? self : BoundGate(base: self, parameters: parameters)
  }

  public var inverse: any QuantumGate { InverseGate(of: self) }

  public func power(_ exponent: Double) -> any QuantumGate { PowerGate(of: self, exponent: exponent) }

  public func controlled(on values: [Bool]) -> any QuantumGate {
    values.isEmpty ? self : ControlledGate(of: self, values: values)
  }

  public func controlled(_ count: Int = 1) -> any QuantumGate {
    controlled(on: Array(repeating: true, count: count))
  }

  public var symbols: [GateSymbol] { Array(repeating: .box(name), count: qubitCount) }

  /// The gate's `2^qubitCount` square matrix, first qubit least significant.
  ///
  /// - Parameter lookup: values for named parameters.
  /// - Throws: ``QuantumError/unboundParameter(_:)``, or what ``GateAction/matrix(qubitCount:)`` throws.
  public func matrix(_ lookup: (Parameter) -> Double? = { _ in nil }) throws(QuantumError)
    -> ComplexMatrix
  {
    try action(angles(lookup)).matrix(qubitCount: qubitCount)
  }

  /// The values of ``parameters``.
  public func angles(_ lookup: (Parameter) -> Double? = { _ in nil }) throws(QuantumError) -> [Double]
  {
    var values: [Double] = []
    values.reserveCapacity(parameters.count)
    for parameter in parameters { values.append(try parameter.value(lookup)) }
    return values
  }
}
