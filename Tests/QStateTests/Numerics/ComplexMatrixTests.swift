import ComplexModule
import QState
import RealModule
import Testing

@Suite struct ComplexMatrixTests {
  /// The definition, one element at a time.
  func product(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var result = ComplexMatrix.zeros(rows: a.rows, columns: b.columns)
    for row in 0..<a.rows {
      for column in 0..<b.columns {
        for k in 0..<a.columns { result[row, column] += a[row, k] * b[k, column] }
      }
    }
    return result
  }

  @Test(
    "The product is the sum over the inner index, by loops and by OpenBLAS",
    arguments: [(1, 1, 1), (2, 2, 2), (3, 5, 2), (8, 8, 8), (7, 30, 9), (64, 64, 64), (33, 1, 70)])
  func product(rows: Int, inner: Int, columns: Int) {
    var random = RandomStream(seed: 1)
    let a = random.matrix(rows: rows, columns: inner)
    let b = random.matrix(rows: inner, columns: columns)
    // Elements of a few units, `inner` of them summed.
    #expect(distance(a * b, product(a, b)) < 1e-14 * Double(inner + 4))
  }

  @Test("A matrix without rows or columns multiplies to an empty or zero matrix")
  func emptyProduct() {
    let tall = ComplexMatrix.zeros(rows: 3, columns: 0)
    let wide = ComplexMatrix.zeros(rows: 0, columns: 2)
    #expect(tall * wide == .zeros(rows: 3, columns: 2))
    #expect((wide * ComplexMatrix.zeros(rows: 2, columns: 4)).elements.isEmpty)
  }

  @Test("A matrix times a vector is the product with a column", arguments: [1, 2, 4, 16, 32])
  func vectorProduct(size: Int) {
    var random = RandomStream(seed: 2)
    let a = random.matrix(rows: size + 1, columns: size)
    let x = (0..<size).map { _ in random.complexNormal() }
    let y = a * x
    #expect(y.count == size + 1)
    for row in 0..<a.rows {
      let expected = (0..<size).reduce(Complex<Double>.zero) { $0 + a[row, $1] * x[$1] }
      #expect((y[row] - expected).length < 1e-14 * Double(size + 4))
    }
  }

  @Test("(A ⊗ B)(C ⊗ D) = AC ⊗ BD, and B's index is the less significant one")
  func kronecker() throws {
    var random = RandomStream(seed: 3)
    let a = random.matrix(rows: 2, columns: 3)
    let b = random.matrix(rows: 4, columns: 2)
    let c = random.matrix(rows: 3, columns: 2)
    let d = random.matrix(rows: 2, columns: 5)
    #expect(distance(a.kronecker(b) * c.kronecker(d), (a * c).kronecker(b * d)) < 1e-13)
    #expect(a.kronecker(b)[1 * 4 + 3, 2 * 2 + 1] == a[1, 2] * b[3, 1])
  }

  @Test("Sum, difference and scaling act on each element")
  func linear() {
    var random = RandomStream(seed: 4)
    let a = random.matrix(rows: 3, columns: 4)
    let b = random.matrix(rows: 3, columns: 4)
    for index in a.elements.indices {
      #expect((a + b).elements[index] == a.elements[index] + b.elements[index])
      #expect((a - b).elements[index] == a.elements[index] - b.elements[index])
      #expect((.i * a).elements[index] == .i * a.elements[index])
    }
  }

  @Test("Unitary matrices are recognised and others measured", arguments: [1, 2, 3, 8, 50])
  func unitarity(size: Int) {
    var random = RandomStream(seed: 5)
    let u = random.unitary(size)
    #expect(u.unitarityDeviation < 1e-14)
    #expect(u.isUnitary())
    #expect(abs((2 * u).unitarityDeviation - 3) < 1e-13)
    #expect(!(2 * u).isUnitary())
    #expect(u.isUnitary(tolerance: 0) == (u.unitarityDeviation == 0))
  }

  @Test("What is no square matrix of finite numbers is infinitely far from unitary and Hermitian")
  func deviationOfOddities() {
    #expect(ComplexMatrix.zeros(rows: 2, columns: 3).unitarityDeviation == .infinity)
    #expect(ComplexMatrix.zeros(rows: 2, columns: 3).hermiticityDeviation == .infinity)
    var matrix = ComplexMatrix.identity(2)
    matrix[0, 1] = Complex(.nan, 0)
    #expect(matrix.unitarityDeviation == .infinity)
    #expect(!matrix.isUnitary(tolerance: 1e9))
    #expect(matrix.hermiticityDeviation == .infinity)
    #expect(!matrix.isHermitian())
  }

  @Test("Hermitian matrices are recognised and others measured")
  func hermiticity() {
    var random = RandomStream(seed: 6)
    let h = random.hermitian(6)
    #expect(h.isHermitian(tolerance: 0))
    #expect((Complex<Double>.i * h).hermiticityDeviation == 2 * h.largestMagnitude)
    #expect(!(Complex<Double>.i * h).isHermitian())
  }

  @Test("The trace does not depend on the order of a product")
  func trace() {
    var random = RandomStream(seed: 7)
    let a = random.matrix(rows: 3, columns: 7)
    let b = random.matrix(rows: 7, columns: 3)
    #expect(((a * b).trace - (b * a).trace).length < 1e-13)
    #expect(ComplexMatrix.identity(5).trace == 5)
  }

  @Test("The determinant is that of small closed forms, and multiplies")
  func determinant() throws {
    let swap = try ComplexMatrix([[0, 1], [1, 0]])
    #expect(try swap.determinant() == -1)
    #expect(try ComplexMatrix.zeros(rows: 3, columns: 3).determinant() == 0)
    #expect(try ComplexMatrix.zeros(rows: 0, columns: 0).determinant() == 1)
    var random = RandomStream(seed: 8)
    let a = random.matrix(rows: 2, columns: 2)
    let closed = a[0, 0] * a[1, 1] - a[0, 1] * a[1, 0]
    #expect(try (a.determinant() - closed).length < 1e-14 * 10)
    let u = random.unitary(6)
    let v = random.unitary(6)
    let both = try u.determinant() * v.determinant()
    #expect(try ((u * v).determinant() - both).length < 1e-13)
    #expect(throws: QuantumError.notSquare(rows: 2, columns: 3)) {
      try ComplexMatrix.zeros(rows: 2, columns: 3).determinant()
    }
  }
}
