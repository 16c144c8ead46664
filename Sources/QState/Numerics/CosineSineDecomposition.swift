import ComplexModule
import RealModule

/// A unitary matrix of even size 2h taken apart along its most significant qubit:
///
///     U = | L0  0  |  | C  −S |  | R0  0  |
///         | 0   L1 |  | S   C |  | 0   R1 |
///
/// with L0, L1, R0, R1 unitary of size h, C = diag(cos angles) and S = diag(sin angles). The middle
/// factor is, for each value j of the lower qubits, the rotation RY(2 angles[j]) of the highest
/// qubit; the outer ones act on the lower qubits as that qubit chooses.
///
/// C. C. Paige and M. Wei, "History and generality of the CS decomposition", Linear Algebra Appl.
/// 208/209, 303–326 (1994), doi:10.1016/0024-3795(94)90446-4.
public struct CosineSineDecomposition: Sendable {
  /// L0 and L1, the factors that act last.
  public internal(set) var left: (ComplexMatrix, ComplexMatrix)
  /// h angles in [0, π/2].
  public internal(set) var angles: [Double]
  /// R0 and R1, the factors that act first (not their adjoints).
  public internal(set) var right: (ComplexMatrix, ComplexMatrix)
}

extension ComplexMatrix {
  /// The cosine–sine decomposition of a unitary matrix in two halves of equal size, by LAPACK in
  /// O(n³).
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` when the size is odd,
  ///   ``QuantumError/notUnitary(what:deviation:)`` when U†U − 1 exceeds 10⁻⁸,
  ///   ``QuantumError/notConverged(what:)``
  public func cosineSineDecomposition() throws(QuantumError) -> CosineSineDecomposition {
    let deviation = unitarityDeviation
    guard deviation <= 1e-8 else {
      throw .notUnitary(what: "a \(rows)×\(columns) matrix", deviation: deviation)
    }
    guard rows.isMultiple(of: 2) else {
      throw .outOfRange(
        what: "the size of a matrix to take apart in halves", value: Double(rows),
        range: "the even numbers")
    }
    let half = rows / 2
    return try LAPACK.cosineSine(
      upperLeft: block(row: 0, column: 0, size: half),
      upperRight: block(row: 0, column: half, size: half),
      lowerLeft: block(row: half, column: 0, size: half),
      lowerRight: block(row: half, column: half, size: half))
  }

  /// The square block whose first element is at `row`, `column`.
  private func block(row: Int, column: Int, size: Int) -> ComplexMatrix {
    var elements: [Complex<Double>] = []
    elements.reserveCapacity(size * size)
    for offset in 0..<size {
      let start = (row + offset) * columns + column
      elements += self.elements[start..<start + size]
    }
    return ComplexMatrix(rows: size, columns: size, uncheckedElements: elements)
  }
}
