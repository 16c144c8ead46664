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

  /// Bytes of a real number.
  package var realBytes: Int { self == .single ? 4 : 8 }

  static var maximumQubits: Int { 58 }

  /// Bytes that the amplitudes of so many qubits take; `UInt64.max` where the number has more bits.
  package func bytesNeeded(qubits: Int) -> UInt64 {
    guard qubits >= 0, qubits <= Self.maximumQubits else { return qubits < 0 ? 0 : .max }
    return UInt64(2 * realBytes) << UInt64(qubits)
  }
}

extension Float: StateScalar {
  public static var precision: StatePrecision { .single }
}

extension Double: StateScalar {
  public static var precision: StatePrecision { .double }
}
