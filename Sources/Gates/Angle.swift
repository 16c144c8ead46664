public import QState
import RealModule

/// A named parameter whose value is bound later. Two parameters of the same name are the same one.
public struct Parameter: Hashable, Sendable, CustomStringConvertible {
  public let name: String

  public init(_ name: String) { self.name = name }

  public var description: String { name }
}

/// A gate parameter, mostly an angle in radians: a number, a named parameter, or an expression of them.
///
/// ```swift
/// let θ = Angle.parameter(Parameter("θ"))
/// circuit.ry(0.5 * θ + .pi, 0)
/// ```
public enum Angle: Hashable, Sendable {
  case value(Double)
  case parameter(Parameter)
  indirect case negation(Angle)
  indirect case sum(Angle, Angle)
  indirect case difference(Angle, Angle)
  indirect case product(Angle, Angle)
  indirect case quotient(Angle, Angle)
  indirect case power(Angle, Angle)
  indirect case function(Function, Angle)

  /// The functions of one real argument that circuit files use.
  public enum Function: String, CaseIterable, Sendable {
    case sin, cos, tan
    case asin = "arcsin"
    case acos = "arccos"
    case atan = "arctan"
    case exp, ln, sqrt

    public func callAsFunction(_ x: Double) -> Double {
      switch self {
      case .sin: Double.sin(x)
      case .cos: Double.cos(x)
      case .tan: Double.tan(x)
      case .asin: Double.asin(x)
      case .acos: Double.acos(x)
      case .atan: Double.atan(x)
      case .exp: Double.exp(x)
      case .ln: Double.log(x)
      case .sqrt: x.squareRoot()
      }
    }
  }

  public static let pi = Angle.value(.pi)

  /// The number this is, when no parameter occurs in it.
  public var constant: Double? {
    switch self {
    case .value(let value): value
    case .parameter: nil
    default: try? value()
    }
  }

  /// The value once every parameter has one.
  ///
  /// - Throws: ``QuantumError/unboundParameter(_:)``
  public func value(_ lookup: (Parameter) -> Double? = { _ in nil }) throws(QuantumError) -> Double
  {
    switch self {
    case .value(let value): return value
    case .parameter(let parameter):
      guard let value = lookup(parameter) else { throw .unboundParameter(parameter.name) }
      return value
    case .negation(let a): return -(try a.value(lookup))
    case .sum(let a, let b): return try a.value(lookup) + b.value(lookup)
    case .difference(let a, let b): return try a.value(lookup) - b.value(lookup)
    case .product(let a, let b): return try a.value(lookup) * b.value(lookup)
    case .quotient(let a, let b): return try a.value(lookup) / b.value(lookup)
    case .power(let a, let b): return Self.realPower(try a.value(lookup), try b.value(lookup))
    case .function(let function, let a): return function(try a.value(lookup))
    }
  }

  /// This expression with some parameters replaced, folded to a number where none is left.
  public func substituting(_ replacement: (Parameter) -> Angle?) -> Angle {
    switch self {
    case .value: self
    case .parameter(let parameter): replacement(parameter) ?? self
    case .negation(let a): -a.substituting(replacement)
    case .sum(let a, let b): a.substituting(replacement) + b.substituting(replacement)
    case .difference(let a, let b): a.substituting(replacement) - b.substituting(replacement)
    case .product(let a, let b): a.substituting(replacement) * b.substituting(replacement)
    case .quotient(let a, let b): a.substituting(replacement) / b.substituting(replacement)
    case .power(let a, let b): .pow(a.substituting(replacement), b.substituting(replacement))
    case .function(let function, let a): function.of(a.substituting(replacement))
    }
  }

  /// Every parameter that occurs, in order of first occurrence, each once.
  public var parameters: [Parameter] {
    var found: [Parameter] = []
    collect(into: &found)
    return found
  }

  private func collect(into found: inout [Parameter]) {
    switch self {
    case .value: break
    case .parameter(let parameter):
      if !found.contains(parameter) { found.append(parameter) }
    case .negation(let a), .function(_, let a): a.collect(into: &found)
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b),
      .quotient(let a, let b), .power(let a, let b):
      a.collect(into: &found)
      b.collect(into: &found)
    }
  }

}

extension Angle: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .value(value) }
  public init(integerLiteral value: Int) { self = .value(Double(value)) }
  public init(_ value: Double) { self = .value(value) }
  public init(_ parameter: Parameter) { self = .parameter(parameter) }
}
