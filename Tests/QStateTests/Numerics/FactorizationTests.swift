import ComplexModule
import QState
import RealModule
import Testing

/// LAPACK's backward errors are a small multiple of size · 2^-53 · (largest element): 10⁻¹³ leaves
/// room for the sizes here.
private let tolerance = 1e-13

@Suite struct FactorizationTests {
  @Test("A Hermitian matrix is V diag(values) V† with ascending values", arguments: 0...9)
  func hermitian(size: Int) throws {
    var random = RandomStream(seed: 11, stream: UInt64(size))
    let h = random.hermitian(size)
    let (values, vectors) = try h.hermitianEigendecomposition()
    #expect(values == values.sorted())
    #expect(vectors.unitarityDeviation < tolerance)
    let middle = diagonal(values.map { Complex($0) })
    #expect(distance(vectors * middle * vectors.adjoint, h) < tolerance * 10)
  }

  @Test("Any square matrix is Z T Z† with T upper triangular", arguments: 0...9)
  func schur(size: Int) throws {
    var random = RandomStream(seed: 12, stream: UInt64(size))
    let a = random.matrix(rows: size, columns: size)
    let (triangle, vectors) = try a.schurDecomposition()
    #expect(vectors.unitarityDeviation < tolerance)
    #expect(distance(vectors * triangle * vectors.adjoint, a) < tolerance * 10)
    for row in 0..<size {
      for column in 0..<row { #expect(triangle[row, column] == 0) }
    }
  }

  @Test("A unitary matrix is V diag(exp(i phases)) V†", arguments: 0...9)
  func unitary(size: Int) throws {
    var random = RandomStream(seed: 13, stream: UInt64(size))
    let u = random.unitary(size)
    let (phases, vectors) = try u.unitaryEigendecomposition()
    #expect(phases.allSatisfy { $0 > -.pi && $0 <= .pi })
    #expect(vectors.unitarityDeviation < tolerance)
    let middle = diagonal(phases.map { Complex(length: 1, phase: $0) })
    #expect(distance(vectors * middle * vectors.adjoint, u) < tolerance)
  }

  @Test("Eigenvectors of coinciding eigenvalues are orthonormal too")
  func degenerate() throws {
    var random = RandomStream(seed: 14)
    let v = random.unitary(6)
    let u = v * diagonal([1, 1, -1, -1, -1, Complex(0, 1)]) * v.adjoint
    let (phases, vectors) = try u.unitaryEigendecomposition()
    #expect(vectors.unitarityDeviation < tolerance)
    // Every −1 is on the same side of the cut, whichever way it was rounded.
    #expect(phases.filter { abs($0 - .pi) < 1e-12 }.count == 3)
  }

  @Test(
    "A matrix is U diag(values) V† with descending values and orthonormal factors",
    arguments: [(1, 1), (4, 4), (7, 3), (3, 7), (20, 20), (0, 3)])
  func singularValues(rows: Int, columns: Int) throws {
    var random = RandomStream(seed: 15)
    let a = random.matrix(rows: rows, columns: columns)
    let (u, values, vAdjoint) = try a.singularValueDecomposition()
    let rank = min(rows, columns)
    #expect((u.rows, u.columns) == (rows, rank))
    #expect((vAdjoint.rows, vAdjoint.columns) == (rank, columns))
    #expect(values.allSatisfy { $0 >= 0 })
    #expect(values == values.sorted(by: >))
    #expect(u.unitarityDefect < tolerance)
    #expect(vAdjoint.adjoint.unitarityDefect < tolerance)
    #expect(distance(u * diagonal(values.map { Complex($0) }) * vAdjoint, a) < tolerance * 10)
  }

  @Test("A matrix is Q R", arguments: [(1, 1), (4, 4), (7, 3), (3, 7), (20, 20), (3, 0)])
  func qr(rows: Int, columns: Int) throws {
    var random = RandomStream(seed: 16)
    let a = random.matrix(rows: rows, columns: columns)
    let (q, r) = try a.qrDecomposition()
    let rank = min(rows, columns)
    #expect((q.rows, q.columns) == (rows, rank))
    #expect((r.rows, r.columns) == (rank, columns))
    #expect(q.unitarityDefect < tolerance)
    #expect(distance(q * r, a) < tolerance * 10)
    for row in 0..<rank {
      for column in 0..<min(row, columns) { #expect(r[row, column] == 0) }
    }
  }

  @Test("Matrices that a factorization cannot take are refused")
  func misuse() throws {
    let wide = ComplexMatrix.zeros(rows: 2, columns: 3)
    #expect(throws: QuantumError.notSquare(rows: 2, columns: 3)) {
      try wide.hermitianEigendecomposition()
    }
    #expect(throws: QuantumError.notSquare(rows: 2, columns: 3)) { try wide.schurDecomposition() }
    let step = try ComplexMatrix([[0, 1], [0, 0]])
    #expect(throws: QuantumError.notHermitian(what: "a 2×2 matrix", deviation: 1)) {
      try step.hermitianEigendecomposition()
    }
    #expect(throws: QuantumError.notUnitary(what: "a 2×2 matrix", deviation: 1)) {
      try step.unitaryEigendecomposition()
    }
    var infinite = ComplexMatrix.identity(2)
    infinite[1, 1] = Complex(0, .infinity)
    let error = QuantumError.notFinite(what: "an element of a 2×2 matrix", value: .infinity)
    #expect(throws: error) { try infinite.singularValueDecomposition() }
    #expect(throws: error) { try infinite.qrDecomposition() }
    #expect(throws: error) { try infinite.schurDecomposition() }
    #expect(throws: error) { try infinite.determinant() }
  }
}

extension ComplexMatrix {
  /// How far the columns are from orthonormal, for matrices with fewer columns than rows too.
  fileprivate var unitarityDefect: Double {
    distance(adjoint * self, .identity(columns))
  }
}

@Suite struct LargeMatrixTests {
  @Test("the memory past a large Hermitian matrix is not needed to factor it")
  func large() async throws {
    // Memory past the matrix was read here, which ended the program on an AVX-512 machine.
    try await Task.detached {
      let size = 320
      let rows = (0..<size * size).map { Complex(Double(($0 * 37) % 101), Double(($0 * 17) % 29)) }
      let matrix = try ComplexMatrix(rows: size, columns: size, elements: rows)
      let hermitian = matrix + matrix.adjoint
      let (values, vectors) = try hermitian.hermitianEigendecomposition()
      let product = hermitian * vectors
      for column in [0, size / 2, size - 1] {
        for row in 0..<size {
          let expected = vectors[row, column] * Complex(values[column])
          #expect((product[row, column] - expected).length < 1e-7)
        }
      }
    }.value
  }
}
