import QState

/// Any unitary matrix, by the quantum Shannon decomposition.
///
/// V. V. Shende, S. S. Bullock, I. L. Markov, "Synthesis of quantum-logic circuits", IEEE Trans.
/// Comput.-Aided Des. Integr. Circuits Syst. 25, 1000–1010 (2006), doi:10.1109/TCAD.2005.855930,
/// arXiv:quant-ph/0406176. Theorems are numbered as there.
extension ElementaryCircuit {
  /// The most qubits of a matrix without structure: about 10⁶ `cx`.
  static let unitaryLimit = 10

  /// Elements below this are rounding of zeros.
  private static let negligible = 0x1p-50

  /// Applies a unitary matrix to `qubits` (the first least significant) where all controls are 1.
  ///
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)`` above 10 qubits, and the errors of the
  ///   matrix decompositions.
  mutating func unitary(
    _ matrix: ComplexMatrix, qubits: [Int], controls: [Int] = []
  ) throws(QuantumError) {
    guard qubits.count <= Self.unitaryLimit else {
      throw .tooManyQubits(requested: qubits.count, limit: Self.unitaryLimit)
    }
    if qubits.isEmpty {
      controlledPhase(matrix[0, 0].phase, on: controls)
    } else if qubits.count == 1 {
      controlled(OneQubitMatrix(matrix), controls: controls, target: qubits[0])
    } else if let (phases, image) = matrix.phasedPermutation(negligible: Self.negligible) {
      diagonal(phases: phases, qubits: qubits, controls: controls)
      try permutation(image, qubits: qubits, controls: controls)
    } else if controls.isEmpty {
      try shannon(matrix, qubits: qubits)
    } else {
      // In its eigenbasis the matrix is diagonal; the change of basis needs no control.
      let (phases, vectors) = try matrix.unitaryEigendecomposition()
      var basis = ElementaryCircuit(qubitCount: qubitCount, keepsToffoli: keepsToffoli)
      try basis.unitary(vectors, qubits: qubits)
      appendInverse(of: basis)
      diagonal(phases: phases, qubits: qubits, controls: controls)
      append(basis)
    }
    try checkSize()
  }

  /// Theorem 13: a cosine–sine decomposition, and theorem 12 on both of its outer factors.
  private mutating func shannon(_ matrix: ComplexMatrix, qubits: [Int]) throws(QuantumError) {
    let parts = try matrix.cosineSineDecomposition()
    let lower = Array(qubits.dropLast())
    let top = qubits[qubits.count - 1]
    try multiplexed(parts.right.0, parts.right.1, qubits: lower, selecting: top)
    multiplexedRotation(.y, angles: parts.angles.map { 2 * $0 }, selecting: lower, target: top)
    try multiplexed(parts.left.0, parts.left.1, qubits: lower, selecting: top)
  }

  /// Theorem 12: matrices A and B, chosen by a qubit, are V D W and V D† W with D diagonal, where
  /// V D² V† is the eigendecomposition of A B†.
  private mutating func multiplexed(
    _ a: ComplexMatrix, _ b: ComplexMatrix, qubits: [Int], selecting: Int
  ) throws(QuantumError) {
    if (a - b).largestMagnitude <= Self.negligible {
      try unitary(a, qubits: qubits)
      return
    }
    let (phases, v) = try (a * b.adjoint).unitaryEigendecomposition()
    var w = v.adjoint * b
    for row in 0..<w.rows {
      let factor = Complex(length: 1, phase: phases[row] / 2)
      for column in 0..<w.columns { w[row, column] *= factor }
    }
    try unitary(w, qubits: qubits)
    multiplexedRotation(.z, angles: phases.map { -$0 }, selecting: qubits, target: selecting)
    try unitary(v, qubits: qubits)
  }
}

extension ComplexMatrix {
  /// Phases and images where each column has a single element: basis state x is multiplied by
  /// exp(i phases[x]) and becomes basis state image[x].
  fileprivate func phasedPermutation(negligible: Double) -> (phases: [Double], image: [Int])? {
    var phases: [Double] = []
    var image: [Int] = []
    for column in 0..<columns {
      var found: Int?
      for row in 0..<rows where self[row, column].length > negligible {
        guard found == nil else { return nil }
        found = row
      }
      guard let found else { return nil }
      phases.append(self[found, column].phase)
      image.append(found)
    }
    return (phases, image)
  }
}
