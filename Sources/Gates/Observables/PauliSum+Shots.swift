public import QState

/// What measurements say about an expectation value.
public struct ObservableEstimate: Hashable, Sendable {
  public let value: Double
  /// The standard deviation that ``value`` has as a mean of so many shots, itself estimated from
  /// their spread.
  public let standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

extension PauliSum {
  /// Strings that can be measured together: on every qubit their matrices are equal or I. Each
  /// string of the sums occurs once, identities not at all.
  ///
  /// Strings are taken in order of falling coefficients, each into the first group that it fits.
  public static func measurementGroups(of sums: [PauliSum]) -> [[PauliString]] {
    var weights: [PauliString: Double] = [:]
    for sum in sums {
      for term in sum.terms where !term.string.isIdentity {
        weights[term.string, default: 0] += term.coefficient.length
      }
    }
    let strings = weights.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }.map(\.key)
    var groups: [(basis: PauliString, strings: [PauliString])] = []
    for string in strings {
      if let index = groups.firstIndex(where: { $0.basis.commutesQubitwise(with: string) }) {
        let basis = groups[index].basis
        groups[index].basis = PauliString(
          flips: basis.flips | string.flips, signs: basis.signs | string.signs)
        groups[index].strings.append(string)
      } else {
        groups.append((string, [string]))
      }
    }
    return groups.map(\.strings)
  }
}

extension StateVector {
  /// Estimates of ⟨O⟩ as an experiment would get them: strings that commute qubit by qubit are
  /// measured together, each group on `shots` copies of the state.
  ///
  /// - Parameters:
  ///   - shots: copies measured for each group, at least 2.
  ///   - seed: the same seed gives the same estimates at any number of threads.
  /// - Returns: an estimate for each observable. Estimates of several observables share the
  ///   measurements, so that their errors are not independent.
  /// - Throws: as ``expectation(of:)``; ``QuantumError/outOfRange(what:value:range:)`` for fewer than
  ///   2 shots; ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` where a
  ///   second state does not fit.
  public func estimates(
    of observables: [PauliSum], shots: Int, seed: UInt64
  ) throws(QuantumError) -> [ObservableEstimate] {
    for observable in observables { try observable.validate(qubitCount: qubitCount) }
    guard shots >= 2 else {
      throw .outOfRange(what: "the number of shots", value: Double(shots), range: "2…")
    }
    var values = observables.map { $0[.identity].real }
    var variances = observables.map { _ in 0.0 }
    for (number, group) in PauliSum.measurementGroups(of: observables).enumerated() {
      var random = RandomStream(seed: seed, stream: UInt64(number))
      var rotated = self
      let qubits = try rotated.rotateToMeasure(group)
      let counts = try rotated.sample(shots: shots, qubits: qubits, using: &random)
      for (index, observable) in observables.enumerated() {
        let terms = group.map { (observable[$0].real, Self.positions(of: $0, in: qubits)) }
          .filter { $0.0 != 0 }
        if terms.isEmpty { continue }
        let results = counts.map { outcome, count in
          let value = terms.reduce(0.0) { sum, term in
            (outcome & term.1).nonzeroBitCount.isMultiple(of: 2) ? sum + term.0 : sum - term.0
          }
          return (value, Double(count))
        }
        let mean = results.reduce(0) { $0 + $1.0 * $1.1 } / Double(shots)
        let spread = results.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
        values[index] += mean
        variances[index] += spread / Double(shots - 1) / Double(shots)
      }
    }
    return zip(values, variances).map {
      ObservableEstimate(value: $0, standardError: $1.squareRoot())
    }
  }

  /// Turns the common basis of some strings into the computational one: H after X, H S† after Y.
  ///
  /// - Returns: the qubits to measure.
  package mutating func rotateToMeasure(_ strings: [PauliString]) throws(QuantumError) -> [Int] {
    let flips = strings.reduce(QubitMask()) { $0 | $1.flips }
    let signs = strings.reduce(QubitMask()) { $0 | $1.signs }
    let h = 0.5.squareRoot()
    for qubit in flips.qubits {
      // The rows of the matrix are the conjugated eigenvectors for +1 and -1.
      let isY = signs.contains(qubit)
      let b = isY ? Complex(0, -h) : Complex(h)
      let matrix = ComplexMatrix(
        rows: 2, columns: 2, uncheckedElements: [Complex(h), b, Complex(h), -b])
      try apply(.dense(matrix), to: [qubit])
    }
    return (flips | signs).qubits
  }

  /// The string's qubits as bits of an outcome.
  private static func positions(of string: PauliString, in qubits: [Int]) -> Int {
    qubits.indices.reduce(0) { $0 | (string.support.contains(qubits[$1]) ? 1 << $1 : 0) }
  }
}
