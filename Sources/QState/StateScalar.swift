/// The real number type of a state's amplitudes: `Float` (8 bytes an amplitude) or `Double` (16).
public protocol StateScalar: Real, BinaryFloatingPoint, Sendable {
}

extension Float: StateScalar {}
extension Double: StateScalar {}
