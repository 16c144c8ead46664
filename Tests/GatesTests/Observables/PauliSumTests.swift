import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Pauli sums") struct PauliSumTests {
  static let tolerance = 1e-14

  @Test("Sums, differences, products, multiples and adjoints are those of the matrices")
  func algebra() {
    var random = RandomStream(seed: 1)
    for qubits in 1...3 {
      for terms in [0, 1, 3, 12] {
        let (a, b) = (
          random.pauliSum(qubits: qubits, terms: terms), random.pauliSum(qubits: qubits, terms: 7)
        )
        let (m, n) = (
          PauliReference.matrix(a, qubits: qubits), PauliReference.matrix(b, qubits: qubits)
        )
        func expect(_ sum: PauliSum, _ matrix: ReferenceMatrix) {
          let distance = PauliReference.matrix(sum, qubits: qubits).distance(to: matrix)
          #expect(distance < Self.tolerance * Double(1 + terms))
        }
        expect(a + b, m + n)
        expect(a - b, m - n)
        expect(-a, -1 * m)
        expect(a * b, m * n)
        expect(a.commutator(with: b), m * n - n * m)
        expect(a.anticommutator(with: b), m * n + n * m)
        expect(2.5 * a, Complex(2.5) * m)
        expect(a * 2.5, Complex(2.5) * m)
        expect(a / 4, Complex(0.25) * m)
        expect(Complex(0.5, -2) * a, Complex(0.5, -2) * m)
        expect(a + 3, m + Complex(3) * .identity(m.size))
        expect(3 - a, Complex(3) * .identity(m.size) - m)
        expect(a.adjoint, m.adjoint)
        expect(a.simplified(), m)
        var sum = a
        sum += b
        sum -= a
        expect(sum, n)
        sum *= b
        expect(sum, n * n)
      }
    }
  }

  @Test("The matrix of a sum is the sum of Kronecker products")
  func matrices() throws {
    var random = RandomStream(seed: 2)
    for qubits in 1...4 {
      let sum = random.pauliSum(qubits: qubits, terms: 9)
      let matrix = ReferenceMatrix(try sum.matrix(qubits: qubits))
      #expect(matrix.distance(to: PauliReference.matrix(sum, qubits: qubits)) < 1e-15)
    }
  }

  @Test("Like terms are one term, and terms that cancel vanish")
  func likeTerms() {
    #expect((X(0) + X(0)).terms == [PauliSum.Term(2, PauliString([.x]))])
    #expect((X(0) - X(0)).terms.isEmpty)
    #expect((X(0) * X(0)) == I)
    #expect((0 * X(0)).terms.isEmpty)
    #expect(X(0) * Y(0) == Complex.i * Z(0))
    #expect(Z(1).commutator(with: X(0)) == PauliSum())
    #expect(X(0).commutator(with: Y(0)) == Complex(0, 2) * Z(0))
    var sum = PauliSum()
    for qubit in 0..<40 { sum += Z(qubit) }
    #expect(sum.terms.count == 40)
    for qubit in stride(from: 0, to: 40, by: 2) { sum -= Z(qubit) }
    #expect(sum.terms.count == 20)
    #expect(sum[PauliString([.z], on: [7])] == 1)
    #expect(sum[PauliString([.z], on: [6])] == 0)
    #expect(sum == PauliSum(stride(from: 39, to: 0, by: -2).flatMap { Z($0).terms }))
  }

  @Test("Sums know whether they are Hermitian, diagonal and finite, and their qubits")
  func properties() {
    let sum = 0.5 * Z(0) * Z(1) - X(2)
    #expect(sum.isHermitian)
    #expect(!sum.isDiagonal)
    #expect((Z(0) * Z(3) + 2 * I).isDiagonal)
    #expect(!(X(0) * Z(0)).isHermitian)
    #expect((X(0) * Z(0) + Z(0) * X(0)).isHermitian)
    #expect(sum.qubitCount == 3)
    #expect(PauliSum().qubitCount == 0)
    #expect(sum.isFinite)
    #expect(!(1e308 * (10 * sum)).isFinite)
    #expect(sum.largestCoefficient == 1)
  }

  @Test("Simplifying drops what rounding leaves, and sorts")
  func simplified() {
    let sum = 0.1 * X(0) + 0.2 * X(0) - 0.3 * X(0) + Z(0)
    #expect(sum.terms.count == 2)
    #expect(sum.simplified() == Z(0))
    #expect((X(1) + Z(0)).simplified().terms.map(\.string.description) == ["Z0", "X1"])
    #expect((Complex(1, 1e-17) * X(0)).simplified().isHermitian)
  }

  @Test("A matrix of too many or too few qubits is refused")
  func matrixErrors() {
    #expect(throws: QuantumError.tooManyQubits(requested: 15, limit: 14)) {
      try Z(0).matrix(qubits: 15)
    }
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 2)) {
      try Z(3).matrix(qubits: 2)
    }
  }
}
