import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Pauli strings") struct PauliStringTests {
  @Test("The product of any two strings on two qubits is the product of their matrices")
  func products() {
    let powers: [Complex<Double>] = [1, .i, -1, -.i]
    for a in PauliReference.words(2) {
      for b in PauliReference.words(2) {
        let (string, power) = PauliString(a).multiplied(by: PauliString(b))
        let matrix = powers[power] * PauliReference.matrix([string[0], string[1]])
        let expected = PauliReference.matrix(a) * PauliReference.matrix(b)
        #expect(matrix.distance(to: expected) == 0)
        let reversed = PauliReference.matrix(b) * PauliReference.matrix(a)
        #expect(
          PauliString(a).commutes(with: PauliString(b)) == (expected.distance(to: reversed) == 0))
      }
    }
  }

  @Test("The matrix of every word on up to three qubits is the Kronecker product")
  func matrices() throws {
    for qubits in 1...3 {
      for word in PauliReference.words(qubits) {
        let matrix = try PauliSum(PauliString(word)).matrix(qubits: qubits)
        #expect(ReferenceMatrix(matrix).distance(to: PauliReference.matrix(word)) == 0)
      }
    }
  }

  @Test("Strings commute qubit by qubit when each pair of matrices is equal or has an identity")
  func qubitwise() {
    for a in PauliReference.words(3) {
      for b in PauliReference.words(3) {
        let expected = zip(a, b).allSatisfy { $0 == $1 || $0 == .i || $1 == .i }
        #expect(PauliString(a).commutesQubitwise(with: PauliString(b)) == expected)
      }
    }
  }

  @Test("A string tells its matrices, weight, qubits and word, also beyond 64 qubits")
  func properties() {
    let string = PauliString([.x, .y, .z], on: [2, 130, 64])
    #expect(string[2] == .x)
    #expect(string[130] == .y)
    #expect(string[64] == .z)
    #expect(string[3] == .i)
    #expect(string.weight == 3)
    #expect(string.yCount == 1)
    #expect(string.qubitCount == 131)
    #expect(string.support.qubits == [2, 64, 130])
    #expect(string.description == "X2*Z64*Y130")
    #expect(!string.isDiagonal)
    #expect(string.multiplied(by: string).string == .identity)
    #expect(string.multiplied(by: string).power == 0)
    #expect(PauliString([.x, .i, .y, .z]).word(qubits: 5) == "IZYIX")
    #expect(PauliString.identity.qubitCount == 0)
    #expect(PauliString([.i, .z]).isDiagonal)
  }

  @Test("A mask has the laws of sets of numbers, within and beyond 64 qubits")
  func masks() {
    var random = RandomStream(seed: 3)
    for _ in 0..<200 {
      let (a, b) = (
        Set((0..<5).map { _ in Int(random.next() % 200) }),
        Set((0..<5).map { _ in Int(random.next() % 70) })
      )
      let (x, y) = (QubitMask(a), QubitMask(b))
      #expect((x ^ y) == QubitMask(a.symmetricDifference(b)))
      #expect((x & y) == QubitMask(a.intersection(b)))
      #expect((x | y) == QubitMask(a.union(b)))
      #expect((x ^ x).isEmpty)
      #expect(x.qubits == a.sorted())
      #expect(x.count == a.count)
      #expect(x.highest == a.max())
      #expect((0..<200).allSatisfy { x.contains($0) == a.contains($0) })
      let (high, low) = (a.sorted(by: >), b.sorted(by: >))
      #expect((y < x) == low.lexicographicallyPrecedes(high))
    }
  }

  @Test("The rotation by a string is exp(-iθ/2 P)")
  func rotation() throws {
    let string = PauliString([.y, .i, .x])
    let gate = string.rotation(0.7)
    let matrix = try ReferenceMatrix(gate.matrix()).placed(on: string.support.qubits, of: 3)
    let pauli = PauliReference.matrix([.y, .i, .x])
    let expected =
      Complex(Double.cos(0.35)) * .identity(8) - Complex(0, Double.sin(0.35)) * pauli
    #expect(matrix.distance(to: expected) < 1e-15)
  }
}
