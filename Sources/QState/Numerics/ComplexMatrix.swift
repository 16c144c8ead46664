/// A dense complex matrix in row-major order, for operators on a few qubits.
public struct ComplexMatrix: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// `rows × columns` elements, row by row.
  public var elements: [Complex<Double>]

  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``
  public init(rows: Int, columns: Int, elements: [Complex<Double>]) throws(QuantumError) {
    guard elements.count == rows * columns else {
      throw .wrongElementCount(
        what: "a \(rows)×\(columns) matrix", expected: rows * columns, got: elements.count)
    }
    self.init(rows: rows, columns: columns, uncheckedElements: elements)
  }

  /// A square matrix from its rows.
  ///
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)`` when a row's length is not the
  ///   number of rows.
  public init(_ rows: [[Complex<Double>]]) throws(QuantumError) {
    for row in rows where row.count != rows.count {
      throw .wrongElementCount(
        what: "a row of a \(rows.count)×\(rows.count) matrix", expected: rows.count, got: row.count)
    }
    self.init(rows: rows.count, columns: rows.count, uncheckedElements: rows.flatMap { $0 })
  }

  package init(rows: Int, columns: Int, uncheckedElements: [Complex<Double>]) {
    self.rows = rows
    self.columns = columns
    self.elements = uncheckedElements
  }

  public static func identity(_ size: Int) -> ComplexMatrix {
    var result = zeros(rows: size, columns: size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }

  public static func zeros(rows: Int, columns: Int) -> ComplexMatrix {
    ComplexMatrix(
      rows: rows, columns: columns, uncheckedElements: Array(repeating: 0, count: rows * columns))
  }

  public subscript(row: Int, column: Int) -> Complex<Double> {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The conjugate transpose.
  public var adjoint: ComplexMatrix {
    var result = ComplexMatrix.zeros(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column].conjugate }
    }
    return result
  }
}
