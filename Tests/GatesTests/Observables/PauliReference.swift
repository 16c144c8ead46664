import ComplexModule
import Gates
import RealModule
import TestSupport

/// Pauli words as Kronecker products of textbook matrices.
enum PauliReference {
  static let matrices: [Pauli: ReferenceMatrix] = [
    .i: ReferenceMatrix([[1, 0], [0, 1]]), .x: ReferenceMatrix([[0, 1], [1, 0]]),
    .y: ReferenceMatrix([[0, -Complex.i], [Complex.i, 0]]),
    .z: ReferenceMatrix([[1, 0], [0, -1]]),
  ]

  /// Element k is the matrix of qubit k.
  static func matrix(_ paulis: [Pauli]) -> ReferenceMatrix {
    paulis.reduce(ReferenceMatrix([[1]])) { .kron(matrices[$1]!, $0) }
  }

  static func matrix(_ sum: PauliSum, qubits: Int) -> ReferenceMatrix {
    sum.terms.reduce(0 * .identity(1 << qubits)) { total, term in
      total + term.coefficient * matrix((0..<qubits).map { term.string[$0] })
    }
  }

  /// Every word on so many qubits.
  static func words(_ qubits: Int) -> [[Pauli]] {
    qubits == 0 ? [[]] : words(qubits - 1).flatMap { word in Pauli.allCases.map { word + [$0] } }
  }
}

extension RandomStream {
  /// A sum with complex coefficients; some strings occur twice.
  mutating func pauliSum(qubits: Int, terms: Int) -> PauliSum {
    PauliSum(
      (0..<terms).map { _ in
        let word = (0..<qubits).map { _ in Pauli.allCases[Int(next() % 4)] }
        return PauliSum.Term(Complex(uniform() - 0.5, uniform() - 0.5), PauliString(word))
      })
  }
}
