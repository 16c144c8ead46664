public import QState

/// What a gate does to its qubits: a closed set of shapes, so that an engine is a switch.
public enum GateAction: Sendable {
  /// Nothing, on any number of qubits.
  case identity
  /// One structural operation on all the gate's qubits, in order; ``StateOperation/scale(_:)`` fits
  /// any number of qubits.
  case operation(StateOperation)
  /// The first `values.count` qubits control the action on the rest; control i acts on `values[i]`.
  indirect case controlled(GateAction, on: [Bool])
  /// Other gates one after the other, the first acting first.
  case sequence([GateStep])
}

/// One gate inside a composite gate.
public struct GateStep: Sendable {
  public var gate: any QuantumGate
  /// Positions among the qubits of the composite.
  public var qubits: [Int]

  public init(_ gate: any QuantumGate, _ qubits: [Int]) {
    self.gate = gate
    self.qubits = qubits
  }
}

extension GateAction {
  /// A matrix given by its rows: `2^k` rows of `2^k` elements for a gate on k qubits, the gate's first
  /// qubit being the least significant bit of row and column.
  ///
  /// Size and unitarity are checked when the gate is used.
  public static func matrix(_ rows: [[Complex<Double>]]) -> GateAction {
    let columns = rows.map(\.count).max() ?? 0
    return .operation(
      .dense(
        ComplexMatrix(
          rows: rows.count, columns: columns, uncheckedElements: rows.flatMap { $0 })))
  }

  /// The matrix `[[m00, m01], [m10, m11]]`, made without arrays of rows: one-qubit gates are made by
  /// the thousand.
  static func oneQubit(
    _ m00: Complex<Double>, _ m01: Complex<Double>, _ m10: Complex<Double>, _ m11: Complex<Double>
  ) -> GateAction {
    .operation(
      .dense(ComplexMatrix(rows: 2, columns: 2, uncheckedElements: [m00, m01, m10, m11])))
  }

  /// Multiplies basis state i by element i; `2^k` elements for a gate on k qubits.
  public static func diagonal(_ elements: [Complex<Double>]) -> GateAction {
    .operation(.diagonal(elements))
  }

  /// `[[0, upper], [lower, 0]]` on one qubit.
  public static func antidiagonal(
    upper: Complex<Double>, lower: Complex<Double>
  ) -> GateAction {
    .operation(.antidiagonal(upper: upper, lower: lower))
  }

  /// Multiplies every amplitude by one number of magnitude 1.
  public static func scale(_ factor: Complex<Double>) -> GateAction { .operation(.scale(factor)) }

  /// `diag(1, factor)` on one qubit. Touches half of the amplitudes only.
  public static func phase(_ factor: Complex<Double>) -> GateAction {
    .controlled(.operation(.scale(factor)), on: [true])
  }

  /// Pauli X on every qubit.
  public static var flip: GateAction { .operation(.flip) }

  /// Exchanges two qubits.
  public static var swap: GateAction { .operation(.swap) }

  /// Basis state i becomes basis state `image[i]`; `2^k` elements for a gate on k qubits.
  public static func permutation(_ image: [Int]) -> GateAction { .operation(.permutation(image)) }

  /// `exp(-i angle/2 P)`, P the tensor product of one Pauli matrix a qubit.
  public static func pauliRotation(_ paulis: [Pauli], angle: Double) -> GateAction {
    .operation(.pauliRotation(paulis, angle: angle))
  }
}

extension Complex<Double> {
  /// `exp(iθ)`.
  static func unit(_ θ: Double) -> Complex { Complex(.cos(θ), .sin(θ)) }
}
