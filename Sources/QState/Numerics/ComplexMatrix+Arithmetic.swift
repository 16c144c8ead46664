public import ComplexModule
import RealModule

extension ComplexMatrix {
  /// The matrix product, in rows · inner · columns multiplications.
  ///
  /// Small products are plain loops; from 5×5 on OpenBLAS computes them where it is installed. The left
  /// matrix must have as many columns as the right one has rows: other shapes are a broken promise and trap.
  public static func * (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    precondition(
      left.columns == right.rows,
      "product of a \(left.rows)×\(left.columns) with a \(right.rows)×\(right.columns) matrix")
    var product = zeros(rows: left.rows, columns: right.columns)
    let work = left.rows * left.columns * right.columns
    guard work > 0 else { return product }
    left.elements.withUnsafeBufferPointer { a in
      right.elements.withUnsafeBufferPointer { b in
        product.elements.withUnsafeMutableBufferPointer { c in
          if work >= blasThreshold, OpenBLAS.isInstalled, let a = a.baseAddress,
            let b = b.baseAddress, let c = c.baseAddress
          {
            BLAS<Double>.multiply(
              rows: left.rows, inner: left.columns, columns: right.columns, a, b, into: c)
          } else {
            multiplyByLoops(
              rows: left.rows, inner: left.columns, columns: right.columns, a, b, into: c)
          }
        }
      }
    }
    return product
  }

  /// Multiplications from which OpenBLAS is faster than the loops. On Zen 4, loops against OpenBLAS in
  /// nanoseconds: 2×2 21 and 117, 4×4 93 and 126, 6×6 280 and 169, 16×16 3970 and 1130.
  private static var blasThreshold: Int { 5 * 5 * 5 }

  /// c ← c + a b, the innermost loop along the rows of b and c.
  private static func multiplyByLoops(
    rows: Int, inner: Int, columns: Int, _ a: UnsafeBufferPointer<Complex<Double>>,
    _ b: UnsafeBufferPointer<Complex<Double>>, into c: UnsafeMutableBufferPointer<Complex<Double>>
  ) {
    for row in 0..<rows {
      for k in 0..<inner {
        let factor = a[row * inner + k]
        for column in 0..<columns { c[row * columns + column] += factor * b[k * columns + column] }
      }
    }
  }

  /// The product of the matrix with a column vector of as many elements as the matrix has columns;
  /// another length is a broken promise and traps.
  public static func * (matrix: ComplexMatrix, vector: [Complex<Double>]) -> [Complex<Double>] {
    let column = ComplexMatrix(rows: vector.count, columns: 1, uncheckedElements: vector)
    return (matrix * column).elements
  }

  /// Every element multiplied by one number.
  public static func * (factor: Complex<Double>, matrix: ComplexMatrix) -> ComplexMatrix {
    ComplexMatrix(
      rows: matrix.rows, columns: matrix.columns,
      uncheckedElements: matrix.elements.map { factor * $0 })
  }

  /// The sum of two matrices of the same shape; other shapes are a broken promise and trap.
  public static func + (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    combine(left, right, +)
  }

  /// The difference of two matrices of the same shape; other shapes are a broken promise and trap.
  public static func - (left: ComplexMatrix, right: ComplexMatrix) -> ComplexMatrix {
    combine(left, right, -)
  }

  private static func combine(
    _ left: ComplexMatrix, _ right: ComplexMatrix,
    _ operation: (Complex<Double>, Complex<Double>) -> Complex<Double>
  ) -> ComplexMatrix {
    precondition(
      left.rows == right.rows && left.columns == right.columns,
      "a \(left.rows)×\(left.columns) with a \(right.rows)×\(right.columns) matrix")
    return ComplexMatrix(
      rows: left.rows, columns: left.columns,
      uncheckedElements: zip(left.elements, right.elements).map { operation($0, $1) })
  }

  /// The Kronecker product `self ⊗ other`: every element of this matrix times the whole of `other`.
  ///
  /// The qubits of `other` become the least significant ones, so an operator A on qubit 0 and B on
  /// qubit 1 is `B.kronecker(A)`.
  public func kronecker(_ other: ComplexMatrix) -> ComplexMatrix {
    var elements: [Complex<Double>] = []
    elements.reserveCapacity(self.elements.count * other.elements.count)
    for row in 0..<rows {
      for otherRow in 0..<other.rows {
        for column in 0..<columns {
          let factor = self[row, column]
          for otherColumn in 0..<other.columns {
            elements.append(factor * other[otherRow, otherColumn])
          }
        }
      }
    }
    return ComplexMatrix(
      rows: rows * other.rows, columns: columns * other.columns, uncheckedElements: elements)
  }
}
