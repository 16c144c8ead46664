public import QState

extension StateVector {
  /// ⟨ψ|O|ψ⟩, in double precision, the same bits at every number of threads.
  ///
  /// Cost: all diagonal terms share one reading of the amplitudes, as do terms that flip the same
  /// qubits; terms that flip the same qubits above the lowest 14 share one pass through memory.
  ///
  /// - Throws: ``QuantumError/notHermitian(what:deviation:)`` for complex coefficients,
  ///   ``QuantumError/notFinite(what:value:)``, ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``
  ///   for an observable on qubits that the state does not have.
  public func expectation(of observable: PauliSum) throws(QuantumError) -> Double {
    try expectations(of: [observable])[0]
  }

  /// ⟨ψ|O|ψ⟩ of several observables in the readings that their terms need together.
  ///
  /// - Throws: as ``expectation(of:)``.
  public func expectations(of observables: [PauliSum]) throws(QuantumError) -> [Double] {
    for observable in observables { try observable.validate(qubitCount: qubitCount) }
    let strings = StringTable(observables)
    let values = try expectations(of: strings.masks)
    return strings.sums(of: values)
  }

  /// The variance `⟨O²⟩ - ⟨O⟩²` of measuring an observable, as `‖(O - ⟨O⟩) ψ‖²`: never negative, and
  /// near 0 accurate to the square of rounding. A standard deviation of less than 16 roundings of the
  /// sum of all coefficients' sizes, 3.6e-15 of it in double precision, cannot be told from that of an
  /// eigenstate and is 0.
  ///
  /// Cost: that of ``expectation(of:)`` and one application of the terms; memory of one more state.
  ///
  /// - Throws: as ``expectation(of:)``, and
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  public func variance(of observable: PauliSum) throws(QuantumError) -> Double {
    let norm = try deviation(of: observable, from: expectation(of: observable)).norm()
    return norm <= Self.noise(of: observable) ? 0 : norm * norm
  }

  /// The symmetrised covariances `½⟨AB + BA⟩ - ⟨A⟩⟨B⟩` of all pairs of observables,
  /// `[observables][observables]`; the diagonal has the variances. Those with an observable whose variance
  /// is 0 are 0.
  ///
  /// Memory of one more state an observable.
  ///
  /// - Throws: as ``variance(of:)``.
  public func covariance(of observables: [PauliSum]) throws(QuantumError) -> [[Double]] {
    let means = try expectations(of: observables)
    var deviations: [StateVector] = []
    for (observable, mean) in zip(observables, means) {
      deviations.append(try deviation(of: observable, from: mean))
    }
    var result = means.map { _ in means }
    let isNoise = zip(deviations, observables).map { $0.norm() <= Self.noise(of: $1) }
    for i in means.indices {
      for j in i..<means.count {
        result[i][j] =
          isNoise[i] || isNoise[j] ? 0 : try deviations[i].innerProduct(with: deviations[j]).real
        result[j][i] = result[i][j]
      }
    }
    return result
  }

  /// `O|ψ⟩` in new memory, whatever the coefficients: the result is in general no state of norm 1.
  ///
  /// - Throws: as ``variance(of:)``, except that complex coefficients are allowed.
  public func applying(_ operation: PauliSum) throws(QuantumError) -> StateVector {
    try operation.validate(qubitCount: qubitCount, needsHermitian: false)
    var result = try applying(operation.terms.map { PauliTerm($0.coefficient.real, $0.masks) })
    guard !operation.isHermitian else { return result }
    // The imaginary parts: i times another Hermitian operator.
    var imaginary = try applying(
      operation.terms.map { PauliTerm($0.coefficient.imaginary, $0.masks) })
    try imaginary.apply(.scale(Complex.i), to: [])
    try result.add(imaginary)
    return result
  }

  /// `(O - mean)|ψ⟩`.
  private func deviation(
    of observable: PauliSum, from mean: Double
  ) throws(QuantumError) -> StateVector {
    try observable.validate(qubitCount: qubitCount)
    let centred = observable - mean
    return try applying(centred.terms.map { PauliTerm($0.coefficient.real, $0.masks) })
  }

  /// What rounding may make of a standard deviation of 0. An amplitude of `(O - ⟨O⟩) ψ` is a sum over the
  /// terms, each rounded once, of amplitudes that the circuit before has rounded.
  private static func noise(of observable: PauliSum) -> Double {
    16 * Double(Scalar.ulpOfOne) * observable.terms.reduce(0) { $0 + $1.coefficient.length }
  }
}

extension PauliSum {
  /// Whether a state of so many qubits can have this operator.
  package func validate(qubitCount: Int, needsHermitian: Bool = true) throws(QuantumError) {
    guard self.qubitCount <= qubitCount else {
      throw .qubitOutOfRange(qubit: self.qubitCount - 1, qubitCount: qubitCount)
    }
    for term in terms where !term.coefficient.isFinite {
      throw .notFinite(what: "the coefficient of \(term.string)", value: term.coefficient.real)
    }
    if needsHermitian, !isHermitian {
      throw .notHermitian(
        what: "the observable \(description.prefix(60))",
        deviation: terms.reduce(0) { max($0, 2 * abs($1.coefficient.imaginary)) })
    }
  }
}

extension PauliSum.Term {
  /// The string on at most 64 qubits.
  var masks: PauliMasks { string.masks }
}

extension PauliString {
  /// The string on at most 64 qubits.
  var masks: PauliMasks { PauliMasks(flip: flips.low, sign: signs.low) }
}

/// The strings of several observables, each once.
private struct StringTable {
  private(set) var masks: [PauliMasks] = []
  /// For each observable its coefficients and the places of its strings.
  private var rows: [[(coefficient: Double, place: Int)]] = []

  init(_ observables: [PauliSum]) {
    var places: [PauliMasks: Int] = [:]
    for observable in observables {
      rows.append(
        observable.terms.map { term in
          let mask = term.masks
          let place = places[mask, default: masks.count]
          if place == masks.count {
            places[mask] = place
            masks.append(mask)
          }
          return (term.coefficient.real, place)
        })
    }
  }

  func sums(of values: [Double]) -> [Double] {
    rows.map { row in row.reduce(0) { $0 + $1.coefficient * values[$1.place] } }
  }
}
