import ComplexModule
import QState
import RealModule

extension RandomStream {
  /// A standard normal number, by the method of Box and Muller.
  mutating func normal() -> Double {
    (2 * exponential()).squareRoot() * .cos(2 * .pi * uniform())
  }

  mutating func complexNormal() -> Complex<Double> { Complex(normal(), normal()) }

  mutating func matrix(rows: Int, columns: Int) -> ComplexMatrix {
    var matrix = ComplexMatrix.zeros(rows: rows, columns: columns)
    for index in matrix.elements.indices { matrix.elements[index] = complexNormal() }
    return matrix
  }

  /// A unitary matrix of Haar measure: normal columns made orthonormal, twice for accuracy.
  mutating func unitary(_ size: Int) -> ComplexMatrix {
    var matrix = self.matrix(rows: size, columns: size)
    for column in 0..<size {
      for _ in 0..<2 {
        for earlier in 0..<column {
          var overlap = Complex<Double>.zero
          for row in 0..<size { overlap += matrix[row, earlier].conjugate * matrix[row, column] }
          for row in 0..<size { matrix[row, column] -= overlap * matrix[row, earlier] }
        }
      }
      var square = 0.0
      for row in 0..<size { square += matrix[row, column].lengthSquared }
      for row in 0..<size { matrix[row, column] /= Complex(square.squareRoot()) }
    }
    return matrix
  }

  mutating func hermitian(_ size: Int) -> ComplexMatrix {
    let matrix = self.matrix(rows: size, columns: size)
    return Complex(0.5) * (matrix + matrix.adjoint)
  }
}

/// The largest magnitude among the elements of a − b.
func distance(_ a: ComplexMatrix, _ b: ComplexMatrix) -> Double { (a - b).largestMagnitude }

/// A square matrix with these numbers on the diagonal.
func diagonal(_ values: [Complex<Double>]) -> ComplexMatrix {
  var matrix = ComplexMatrix.zeros(rows: values.count, columns: values.count)
  for (index, value) in values.enumerated() { matrix[index, index] = value }
  return matrix
}
