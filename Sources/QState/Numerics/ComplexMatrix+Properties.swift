public import ComplexModule
import RealModule

extension ComplexMatrix {
  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rows == columns }

  /// The largest magnitude among the elements, 0 for a matrix without elements; not a number when an
  /// element is not finite.
  public var largestMagnitude: Double {
    var largest = 0.0
    for element in elements {
      guard element.isFinite else { return .nan }
      largest = Swift.max(largest, element.length)
    }
    return largest
  }

  /// How far the matrix is from a unitary one: the largest magnitude among the elements of U†U − 1.
  ///
  /// Infinite for a matrix that is not square or has elements that are not finite.
  public var unitarityDeviation: Double {
    guard isSquare else { return .infinity }
    let deviation = (adjoint * self - .identity(columns)).largestMagnitude
    return deviation.isNaN ? .infinity : deviation
  }

  /// Whether U†U is the identity up to `tolerance` in every element.
  public func isUnitary(tolerance: Double = 1e-10) -> Bool { unitarityDeviation <= tolerance }

  /// How far the matrix is from a Hermitian one: the largest magnitude among the elements of A − A†.
  ///
  /// Infinite for a matrix that is not square or has elements that are not finite.
  public var hermiticityDeviation: Double {
    guard isSquare else { return .infinity }
    let deviation = (self - adjoint).largestMagnitude
    return deviation.isNaN ? .infinity : deviation
  }

  /// Whether the matrix equals its adjoint up to `tolerance` in every element.
  public func isHermitian(tolerance: Double = 1e-10) -> Bool { hermiticityDeviation <= tolerance }

  /// The sum of the diagonal elements.
  public var trace: Complex<Double> {
    var sum = Complex<Double>.zero
    for index in 0..<min(rows, columns) { sum += self[index, index] }
    return sum
  }

  /// The determinant of a square matrix, by LU factorization with row exchanges.
  ///
  /// - Throws: ``QuantumError/notSquare(rows:columns:)``, ``QuantumError/notFinite(what:value:)``
  public func determinant() throws(QuantumError) -> Complex<Double> {
    try checkSquareAndFinite()
    let (factors, pivots) = try LAPACK.lu(self)
    var product = Complex<Double>.one
    for (step, row) in pivots.enumerated() {
      product *= row == step ? factors[step, step] : -factors[step, step]
    }
    return product
  }

  func checkSquareAndFinite() throws(QuantumError) {
    guard isSquare else { throw .notSquare(rows: rows, columns: columns) }
    try checkFinite()
  }

  func checkFinite() throws(QuantumError) {
    for element in elements where !element.isFinite {
      // `real` and `imaginary` hide which of the two is infinite.
      let (real, imaginary) = element.rawStorage
      let value = real.isFinite ? imaginary : real
      throw .notFinite(what: "an element of a \(rows)×\(columns) matrix", value: value)
    }
  }
}
