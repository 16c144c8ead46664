public import QState

extension PauliSum {
  /// A matrix on some qubits as a sum of Pauli strings: the coefficient of P is `tr(P M) / 2^k`. A
  /// Hermitian matrix gives real coefficients, so that it is an observable.
  ///
  /// Cost: 8^k steps for k qubits, at most 4^k terms.
  ///
  /// - Parameters:
  ///   - matrix: `2^k` rows and columns, the first of `qubits` being the least significant bit.
  ///   - qubits: at most 6, none twice.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/tooManyQubits(requested:limit:)``, ``QuantumError/duplicateQubit(_:)``,
  ///   ``QuantumError/outOfRange(what:value:range:)`` for a negative qubit,
  ///   ``QuantumError/notHermitian(what:deviation:)`` where the matrix differs from its adjoint by
  ///   more than 1e-10; what is less is averaged away.
  public init(hermitian matrix: ComplexMatrix, on qubits: [Int]) throws(QuantumError) {
    try Self.check(qubits, limit: 6)
    let size = 1 << qubits.count
    guard matrix.rows == size, matrix.columns == size else {
      throw .wrongElementCount(
        what: "a matrix on \(qubits.count) qubits", expected: size * size,
        got: matrix.rows * matrix.columns)
    }
    func element(_ row: Int, _ column: Int) -> Complex<Double> {
      matrix.elements[row * size + column]
    }
    var deviation = 0.0
    for row in 0..<size {
      for column in 0...row {
        let value = element(row, column)
        guard value.isFinite else {
          throw .notFinite(what: "an element of the matrix", value: value.real)
        }
        deviation = max(deviation, (value - element(column, row).conjugate).length)
      }
    }
    guard deviation <= 1e-10 else {
      throw .notHermitian(what: "the matrix", deviation: deviation)
    }
    var terms: [Term] = []
    for flips in 0..<size {
      for signs in 0..<size {
        var trace = Complex<Double>.zero
        for column in 0..<size {
          let value = element(column, column ^ flips)
          trace += (column & signs).nonzeroBitCount.isMultiple(of: 2) ? value : -value
        }
        let coefficient = trace.timesI(toThe: (flips & signs).nonzeroBitCount).real / Double(size)
        let string = PauliString(
          flips: Self.mask(flips, on: qubits), signs: Self.mask(signs, on: qubits))
        terms.append(Term(Complex(coefficient), string))
      }
    }
    self.init(terms)
  }

  /// The projector onto a basis state of some qubits: 1 where each qubit has its bit, 0 elsewhere;
  /// the product of `(1 ± Z) / 2`, a sum of 2^k terms.
  ///
  /// - Parameters:
  ///   - bits: the value of the k-th of `qubits` is bit k.
  ///   - qubits: at most 16, none twice.
  /// - Throws: ``QuantumError/tooManyQubits(requested:limit:)``,
  ///   ``QuantumError/duplicateQubit(_:)``, ``QuantumError/outOfRange(what:value:range:)``
  public init(projectorOnto bits: Int, on qubits: [Int]) throws(QuantumError) {
    try Self.check(qubits, limit: 16)
    let size = 1 << qubits.count
    guard (0..<size).contains(bits) else {
      throw .outOfRange(what: "the basis state", value: Double(bits), range: "0..<\(size)")
    }
    self.init(
      (0..<size).map { signs in
        let isOdd = !(bits & signs).nonzeroBitCount.isMultiple(of: 2)
        return Term(
          Complex((isOdd ? -1 : 1) / Double(size)),
          PauliString(flips: QubitMask(), signs: Self.mask(signs, on: qubits)))
      })
  }

  private static func mask(_ bits: Int, on qubits: [Int]) -> QubitMask {
    QubitMask(qubits.indices.filter { bits >> $0 & 1 == 1 }.map { qubits[$0] })
  }

  private static func check(_ qubits: [Int], limit: Int) throws(QuantumError) {
    guard qubits.count <= limit else {
      throw .tooManyQubits(requested: qubits.count, limit: limit)
    }
    var seen = QubitMask()
    for qubit in qubits {
      guard qubit >= 0 else {
        throw .outOfRange(what: "the qubit", value: Double(qubit), range: "0…")
      }
      guard !seen.contains(qubit) else { throw .duplicateQubit(qubit) }
      seen.insert(qubit)
    }
  }
}
