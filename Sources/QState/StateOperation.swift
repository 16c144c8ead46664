/// What an operation does to a state, as bits and numbers: the closed set of shapes that every engine
/// implements and that every gate lowers to.
///
/// An operation acts on an ordered list of target qubits. **Bit order:** the first target is the
/// least significant bit of every matrix, diagonal or permutation index.
public enum StateOperation: Equatable, Sendable {
  /// Multiplies by one complex number (a global phase, or a relative one when controlled). No target.
  case scale(Complex<Double>)
  /// Multiplies basis state i by element i. `2^k` elements for k targets.
  case diagonal([Complex<Double>])
  /// `[[0, upper], [lower, 0]]` on one target.
  case antidiagonal(upper: Complex<Double>, lower: Complex<Double>)
  /// Pauli X on every target, one or more.
  case flip
  /// Exchanges the two targets.
  case swap
  /// Any matrix of `2^k` rows for k targets.
  case dense(ComplexMatrix)
  /// Basis state i becomes basis state `image[i]`. A permutation of `0..<2^k` for k targets.
  case permutation([Int])
  /// `exp(-i angle/2 P)` with P the tensor product of one Pauli matrix a target.
  case pauliRotation([Pauli], angle: Double)
}

/// A Pauli matrix.
public enum Pauli: UInt8, CaseIterable, Hashable, Sendable {
  case i, x, y, z
}
