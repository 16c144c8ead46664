extension StateOperation {
  /// Checks that the operation fits its qubits, so that the kernels need not.
  ///
  /// - Throws: the errors that ``StateVector/apply(_:to:controls:)`` lists for a wrong operation.
  package func validate(
    targets: [Int], controls: Controls, qubitCount: Int
  ) throws(QuantumError) {
    try Self.validateQubits(targets: targets, controls: controls, qubitCount: qubitCount)
    switch self {
    case .scale(let factor):
      try expect(0, targets, "a global factor")
      try Self.expectFinite([factor], "the factor")
    case .diagonal(let elements):
      try Self.expectElements(elements.count, 1 << targets.count, "a diagonal", targets)
      try Self.expectFinite(elements, "the diagonal")
    case .antidiagonal(let upper, let lower):
      try expect(1, targets, "an antidiagonal")
      try Self.expectFinite([upper, lower], "the antidiagonal")
    case .flip:
      if targets.isEmpty { try expect(1, targets, "a flip") }
    case .swap:
      try expect(2, targets, "a swap")
    case .dense(let matrix):
      let size = 1 << targets.count
      try Self.expectElements(matrix.rows, size, "the rows of a matrix", targets)
      try Self.expectElements(matrix.columns, size, "the columns of a matrix", targets)
      try Self.expectElements(
        matrix.elements.count, size * size, "a \(size)×\(size) matrix", targets)
      try Self.expectFinite(matrix.elements, "the matrix")
    case .permutation(let image):
      try Self.expectElements(image.count, 1 << targets.count, "a permutation", targets)
      try Self.expectPermutation(image)
    case .pauliRotation(let paulis, let angle):
      try expect(paulis.count, targets, "a rotation about a Pauli string of length \(paulis.count)")
      guard angle.isFinite else { throw .notFinite(what: "the rotation angle", value: angle) }
    }
  }

  private static func validateQubits(
    targets: [Int], controls: Controls, qubitCount: Int
  ) throws(QuantumError) {
    let highest = UInt64.bitWidth - 1 - controls.mask.leadingZeroBitCount
    guard highest < qubitCount else {
      throw .qubitOutOfRange(qubit: highest, qubitCount: qubitCount)
    }
    var used = controls.mask
    for target in targets {
      guard target >= 0, target < qubitCount else {
        throw .qubitOutOfRange(qubit: target, qubitCount: qubitCount)
      }
      let bit: UInt64 = 1 << UInt64(target)
      guard used & bit == 0 else { throw .duplicateQubit(target) }
      used |= bit
    }
  }

  private func expect(
    _ count: Int, _ targets: [Int], _ name: String
  ) throws(QuantumError) {
    guard targets.count == count else {
      throw .wrongQubitCount(operation: name, expected: count, got: targets.count)
    }
  }

  private static func expectElements(
    _ got: Int, _ expected: Int, _ what: String, _ targets: [Int]
  ) throws(QuantumError) {
    guard got == expected else {
      let plural = targets.count == 1 ? "" : "s"
      throw .wrongElementCount(
        what: "\(what) on \(targets.count) target\(plural)", expected: expected, got: got)
    }
  }

  private static func expectFinite(
    _ numbers: [Complex<Double>], _ what: String
  ) throws(QuantumError) {
    for (index, number) in numbers.enumerated() where !number.isFinite {
      let parts = number.rawStorage
      let wrong = parts.x.isFinite ? parts.y : parts.x
      throw .notFinite(what: "element \(index) of \(what)", value: wrong)
    }
  }

  private static func expectPermutation(_ image: [Int]) throws(QuantumError) {
    var seen = [Bool](repeating: false, count: image.count)
    for (index, element) in image.enumerated() {
      guard image.indices.contains(element), !seen[element] else {
        throw .outOfRange(
          what: "element \(index) of a permutation", value: Double(element),
          range: "0..<\(image.count), each once")
      }
      seen[element] = true
    }
  }
}
