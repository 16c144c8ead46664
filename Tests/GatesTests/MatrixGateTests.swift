import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Gates given by a matrix")
struct MatrixGateTests {
  @Test("A unitary matrix is kept as it is", arguments: 0...5)
  func matrix(_ qubits: Int) throws {
    var random = TestRandom(seed: 3)
    let matrix = try randomUnitary(qubits: qubits, &random)
    let gate = try MatrixGate(matrix, name: "mine")
    #expect(gate.qubitCount == qubits)
    #expect(gate.name == "mine")
    #expect(try gate.matrix() == matrix)
    let inverse = ReferenceMatrix(try gate.inverse.matrix())
    #expect(inverse.distance(to: ReferenceMatrix(matrix).adjoint) < 1e-15)
  }

  @Test("A matrix that is not unitary is refused with its deviation")
  func notUnitary() throws {
    let matrix = try ComplexMatrix([[1, 0], [0, Complex(1.5)]])
    #expect(throws: QuantumError.notUnitary(what: "mine", deviation: 1.25)) {
      try MatrixGate(matrix, name: "mine")
    }
    #expect(throws: Never.self) { try MatrixGate(matrix, tolerance: 2) }
    let broken = try ComplexMatrix([[1, 0], [0, Complex(.nan, 0)]])
    #expect(throws: QuantumError.notUnitary(what: "unitary", deviation: .infinity)) {
      try MatrixGate(broken)
    }
  }

  @Test(
    "A matrix that is no square of a power of two is refused with its size",
    arguments: [(3, 3), (2, 4), (4, 2), (0, 0), (6, 6)])
  func wrongSize(_ rows: Int, _ columns: Int) throws {
    let matrix = ComplexMatrix.zeros(rows: rows, columns: columns)
    do {
      _ = try MatrixGate(matrix)
      Issue.record("accepted")
    } catch .wrongElementCount(_, _, let got) {
      #expect(got == rows * columns)
    }
  }
}
