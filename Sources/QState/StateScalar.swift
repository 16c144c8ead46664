/// The real number type of a state's amplitudes: `Float` (8 bytes an amplitude) or `Double` (16).
///
/// No other type may conform: the kernels exist for these two.
public protocol StateScalar: Real, BinaryFloatingPoint, Sendable {
  /// Which of the two this is.
  static var precision: StatePrecision { get }
}

/// The precision of a state's amplitudes.
public enum StatePrecision: String, CaseIterable, Sendable {
  case single, double
}

extension Float: StateScalar {
  public static var precision: StatePrecision { .single }
}

extension Double: StateScalar {
  public static var precision: StatePrecision { .double }
}
