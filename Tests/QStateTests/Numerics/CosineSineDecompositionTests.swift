import ComplexModule
import QState
import RealModule
import Testing

@Suite struct CosineSineDecompositionTests {
  /// Two blocks on the diagonal.
  func blocks(_ a: ComplexMatrix, _ b: ComplexMatrix) -> ComplexMatrix {
    var result = ComplexMatrix.zeros(rows: a.rows + b.rows, columns: a.columns + b.columns)
    for row in 0..<a.rows {
      for column in 0..<a.columns { result[row, column] = a[row, column] }
    }
    for row in 0..<b.rows {
      for column in 0..<b.columns { result[a.rows + row, a.columns + column] = b[row, column] }
    }
    return result
  }

  func expectRecomposition(of u: ComplexMatrix) throws {
    let factors = try u.cosineSineDecomposition()
    let half = u.rows / 2
    var middle = ComplexMatrix.zeros(rows: u.rows, columns: u.rows)
    for (index, angle) in factors.angles.enumerated() {
      #expect(angle >= 0 && angle <= .pi / 2 + 1e-15)
      middle[index, index] = Complex(.cos(angle))
      middle[index, half + index] = Complex(-.sin(angle))
      middle[half + index, index] = Complex(.sin(angle))
      middle[half + index, half + index] = Complex(.cos(angle))
    }
    for factor in [factors.left.0, factors.left.1, factors.right.0, factors.right.1] {
      #expect((factor.rows, factor.columns) == (half, half))
      #expect(factor.unitarityDeviation < 1e-13)
    }
    let product =
      blocks(factors.left.0, factors.left.1) * middle * blocks(factors.right.0, factors.right.1)
    // zuncsd is backward stable: a small multiple of size · 2^-53.
    #expect(distance(product, u) < 1e-14 * Double(u.rows + 8))
  }

  @Test("A random unitary is the product of its factors", arguments: [0, 2, 4, 6, 8, 16, 32, 64])
  func random(size: Int) throws {
    var random = RandomStream(seed: 21, stream: UInt64(size))
    for _ in 0..<4 { try expectRecomposition(of: random.unitary(size)) }
  }

  @Test("Matrices with angles 0 and π/2, or all angles equal, come apart as well")
  func special() throws {
    var random = RandomStream(seed: 22)
    for half in [1, 2, 4, 8] {
      let size = 2 * half
      try expectRecomposition(of: .identity(size))
      try expectRecomposition(of: -1 * .identity(size))
      let (a, b) = (random.unitary(half), random.unitary(half))
      try expectRecomposition(of: blocks(a, b))
      let flip = try ComplexMatrix([[0, 1], [1, 0]])
      try expectRecomposition(of: flip.kronecker(.identity(half)))
      try expectRecomposition(of: flip.kronecker(.identity(half)) * blocks(a, b))
      let root = Complex<Double>(0.5.squareRoot())
      let hadamard = try ComplexMatrix([[root, root], [root, -root]])
      try expectRecomposition(of: hadamard.kronecker(a))
      try expectRecomposition(of: b.kronecker(hadamard))
      var permutation = ComplexMatrix.zeros(rows: size, columns: size)
      for (row, column) in (0..<size).shuffled(using: &random).enumerated() {
        permutation[row, column] = 1
      }
      try expectRecomposition(of: permutation)
    }
  }

  @Test("Odd sizes and matrices that are not unitary are refused")
  func misuse() throws {
    #expect(
      throws: QuantumError.outOfRange(
        what: "the size of a matrix to take apart in halves", value: 3, range: "the even numbers")
    ) { try ComplexMatrix.identity(3).cosineSineDecomposition() }
    #expect(throws: QuantumError.notUnitary(what: "a 2×2 matrix", deviation: 3)) {
      try (2 * ComplexMatrix.identity(2)).cosineSineDecomposition()
    }
  }
}
