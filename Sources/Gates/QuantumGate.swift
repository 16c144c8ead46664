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
/// A gate of one's own is checked when it is lowered: an action of the wrong size, or one that is not
/// unitary, is thrown then, with the gate's name.
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
  func action(_ angles: [Double]) throws(QuantumError) -> GateAction
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
  /// The Hermitian operator G of a gate with one parameter that is `exp(-iθ/2 G)`, on the gate's qubits
  /// 0, 1, …; derivatives follow from it. Default: nil, not known.
  var generator: PauliSum? { get }
  /// For each parameter the Hermitian operator G with `∂U/∂θ = -i/2 G U` at these values of the
  /// parameters, on the gate's qubits 0, 1, …; derivatives of gates with several parameters follow from
  /// them. Default: ``generator``, or nil, not known, for a gate with several parameters.
  ///
  /// A matrix becomes such an operator by ``PauliSum/init(hermitian:on:)``.
  func generators(_ angles: [Double]) throws(QuantumError) -> [PauliSum]?
  /// How large the gate is once written out in single operations. Default: one operation.
  var expansion: GateExpansion { get }
}

extension QuantumGate {
  public var parameters: [Angle] { [] }

  public func replacingParameters(_ parameters: [Angle]) -> any QuantumGate {
    parameters == self.parameters ? self : BoundGate(of: self, parameters: parameters)
  }

  public var inverse: any QuantumGate { InverseGate(of: self) }

  public func power(_ exponent: Double) -> any QuantumGate {
    exponent == 1 ? self : PowerGate(of: self, exponent: exponent)
  }

  public func controlled(on values: [Bool]) -> any QuantumGate {
    values.isEmpty ? self : ControlledGate(of: self, values: values)
  }

  /// This gate controlled by `count` further qubits, which come first and must all be 1.
  ///
  /// A negative count adds no control.
  public func controlled(_ count: Int = 1) -> any QuantumGate {
    controlled(on: Array(repeating: true, count: max(count, 0)))
  }

  public var symbols: [GateSymbol] { Array(repeating: .box(name), count: qubitCount) }

  public var expansion: GateExpansion { .single }

  public var generator: PauliSum? { nil }

  public func generators(_ angles: [Double]) throws(QuantumError) -> [PauliSum]? {
    parameters.count == 1 ? generator.map { [$0] } : nil
  }

  /// The gate's `2^qubitCount` square matrix, first qubit least significant.
  ///
  /// - Parameter lookup: values for named parameters.
  /// - Throws: ``QuantumError/unboundParameter(_:)``, ``QuantumError/notFinite(what:value:)``, what
  ///   ``GateAction/validate(qubitCount:name:)`` and ``GateAction/matrix(qubitCount:)`` throw.
  public func matrix(_ lookup: (Parameter) -> Double? = { _ in nil }) throws(QuantumError)
    -> ComplexMatrix
  {
    try checkedAction(angles(lookup)).matrix(qubitCount: qubitCount)
  }

  /// The values of ``parameters``.
  ///
  /// - Throws: ``QuantumError/unboundParameter(_:)``; ``QuantumError/notFinite(what:value:)`` for a
  ///   value that is infinite or not a number.
  public func angles(_ lookup: (Parameter) -> Double? = { _ in nil }) throws(QuantumError)
    -> [Double]
  {
    let parameters = parameters
    if parameters.isEmpty { return [] }
    var values: [Double] = []
    values.reserveCapacity(parameters.count)
    for parameter in parameters {
      let value = try parameter.value(lookup)
      guard value.isFinite else {
        throw .notFinite(what: "parameter \(values.count + 1) of \(name)", value: value)
      }
      values.append(value)
    }
    return values
  }
}
