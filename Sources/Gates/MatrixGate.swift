public import QState

/// A gate given by its matrix.
public struct MatrixGate: QuantumGate {
  public let matrix: ComplexMatrix
  public let name: String
  public let qubitCount: Int

  /// - Parameters:
  ///   - matrix: `2^k` rows and columns for a gate on k qubits, the gate's first qubit being the
  ///     least significant bit of both.
  ///   - tolerance: how far the elements of U†U may lie from the identity's.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` when the number of rows is no
  ///   power of two or not the number of columns;
  ///   ``QuantumError/notUnitary(what:deviation:)`` with the largest deviation found.
  public init(
    _ matrix: ComplexMatrix, name: String = "unitary",
    tolerance: Double = GateAction.unitarityTolerance
  ) throws(QuantumError) {
    let rows = max(matrix.rows, 1)
    let qubitCount = Int.bitWidth - 1 - (rows.leadingZeroBitCount)
    guard matrix.rows == 1 << qubitCount, matrix.columns == matrix.rows,
      matrix.elements.count == matrix.rows * matrix.columns
    else {
      throw .wrongElementCount(
        what: "the square matrix of \(name), of a power of two rows,",
        expected: 1 << (2 * qubitCount), got: matrix.elements.count)
    }
    let deviation = matrix.unitarityDeviation
    guard deviation <= tolerance else { throw .notUnitary(what: name, deviation: deviation) }
    self.matrix = matrix
    self.name = name
    self.qubitCount = qubitCount
  }

  private init(unchecked matrix: ComplexMatrix, name: String, qubitCount: Int) {
    self.matrix = matrix
    self.name = name
    self.qubitCount = qubitCount
  }

  public func action(_ angles: [Double]) -> GateAction {
    qubitCount == 0 ? .scale(matrix.elements[0]) : .operation(.dense(matrix))
  }
}
