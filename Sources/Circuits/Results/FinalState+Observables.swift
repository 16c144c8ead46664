internal import Gates

/// Observables in a product of group states: the value of a Pauli string is the product of the values
/// of its parts in the groups.
extension FinalState {
  /// A string on each group's own qubits, and the qubits that it flips while they are |0⟩. Z of such a
  /// qubit is 1.
  private struct Parts {
    var strings: [(factor: Int, string: PauliString)] = []
    var idleFlips: [Int] = []
  }

  /// For each qubit of the circuit its group and its number there.
  private var owners: [Int: (factor: Int, place: Int)] {
    var owners: [Int: (factor: Int, place: Int)] = [:]
    for (number, factor) in factors.enumerated() {
      for (place, qubit) in factor.qubits.enumerated() { owners[qubit] = (number, place) }
    }
    return owners
  }

  private func parts(
    of string: PauliString, _ owners: [Int: (factor: Int, place: Int)]
  ) -> Parts {
    var parts = Parts()
    var masks: [Int: (flips: QubitMask, signs: QubitMask)] = [:]
    for qubit in string.support.qubits {
      guard let owner = owners[qubit] else {
        if string.flips.contains(qubit) { parts.idleFlips.append(qubit) }
        continue
      }
      var mask = masks[owner.factor] ?? (QubitMask(), QubitMask())
      if string.flips.contains(qubit) { mask.flips.insert(owner.place) }
      if string.signs.contains(qubit) { mask.signs.insert(owner.place) }
      masks[owner.factor] = mask
    }
    parts.strings = masks.sorted { $0.key < $1.key }.map {
      ($0.key, PauliString(flips: $0.value.flips, signs: $0.value.signs))
    }
    return parts
  }

  /// ⟨P⟩ of each string.
  private func values(of strings: [PauliString]) throws(QuantumError) -> [Double] {
    let owners = owners
    let split = strings.map { parts(of: $0, owners) }
    // Each part once a group.
    var wanted = factors.map { _ in Set<PauliString>() }
    for part in split.flatMap(\.strings) { wanted[part.factor].insert(part.string) }
    var known: [[PauliString: Double]] = []
    for (factor, strings) in zip(factors, wanted) {
      let list = strings.sorted()
      let sums = list.map { PauliSum($0) }
      let found: [Double]
      switch factor.amplitudes {
      case .double(let state): found = try state.expectations(of: sums)
      case .single(let state): found = try state.expectations(of: sums)
      }
      known.append(Dictionary(uniqueKeysWithValues: zip(list, found)))
    }
    return split.map { parts in
      guard parts.idleFlips.isEmpty else { return 0 }
      return parts.strings.reduce(1) { $0 * (known[$1.factor][$1.string] ?? 0) }
    }
  }

  /// ⟨O⟩ of each observable.
  func groupedExpectations(of observables: [PauliSum]) throws(QuantumError) -> [Double] {
    let strings = Set(observables.flatMap { $0.terms.map(\.string) }).sorted()
    let values = Dictionary(uniqueKeysWithValues: zip(strings, try values(of: strings)))
    return observables.map { sum in
      sum.terms.reduce(0) { $0 + $1.coefficient.real * (values[$1.string] ?? 0) }
    }
  }

  /// `½⟨AB + BA⟩ - ⟨A⟩⟨B⟩` of all pairs of observables, from the products of their strings. Strings that
  /// share no group are independent and add nothing.
  ///
  /// Cost: the square of the number of terms.
  func groupedCovariances(of observables: [PauliSum]) throws(QuantumError) -> [[Double]] {
    let strings = Set(observables.flatMap { $0.terms.map(\.string) }).sorted()
    let owners = owners
    let reach = strings.map { string in
      QubitMask(string.support.qubits.map { owners[$0]?.factor ?? factors.count + $0 })
    }
    /// A pair of strings, and the product's string and sign where the two commute.
    struct Pair {
      let first: Int
      let second: Int
      let product: (string: PauliString, sign: Double)?
    }
    var pairs: [Pair] = []
    for first in strings.indices {
      for second in first..<strings.count where !(reach[first] & reach[second]).isEmpty {
        guard strings[first].commutes(with: strings[second]) else {
          pairs.append(Pair(first: first, second: second, product: nil))
          continue
        }
        let (string, power) = strings[first].multiplied(by: strings[second])
        pairs.append(
          Pair(first: first, second: second, product: (string, power == 0 ? 1 : -1)))
      }
    }
    let products = Set(pairs.compactMap { $0.product?.string }).sorted()
    let means = try values(of: strings)
    let known = Dictionary(uniqueKeysWithValues: zip(products, try values(of: products)))
    let coefficients = observables.map { sum in strings.map { sum[$0].real } }
    var result = observables.map { _ in observables.map { _ in 0.0 } }
    for pair in pairs {
      var covariance = -means[pair.first] * means[pair.second]
      if let product = pair.product { covariance += product.sign * (known[product.string] ?? 0) }
      for (i, a) in coefficients.enumerated() {
        for (j, b) in coefficients.enumerated() {
          let mixed =
            pair.first == pair.second
            ? a[pair.first] * b[pair.second]
            : a[pair.first] * b[pair.second] + a[pair.second] * b[pair.first]
          result[i][j] += mixed * covariance
        }
      }
    }
    return result
  }

  /// Estimates as ``StateVector/estimates(of:shots:seed:)`` makes them, each group of qubits measured by
  /// itself and its outcomes put beside the others' in random order.
  func groupedEstimates(
    of observables: [PauliSum], shots: Int, seed: UInt64
  ) throws(QuantumError) -> [ObservableEstimate] {
    guard shots >= 2 else {
      throw .outOfRange(what: "the number of shots", value: Double(shots), range: "2…")
    }
    let owners = owners
    var values = observables.map { $0[.identity].real }
    var variances = observables.map { _ in 0.0 }
    for (number, strings) in PauliSum.measurementGroups(of: observables).enumerated() {
      var random = RandomStream(seed: seed, stream: UInt64(number))
      let signs = try sampledSigns(of: strings, owners, shots: shots, using: &random)
      for (index, observable) in observables.enumerated() {
        var sums = Array(repeating: 0.0, count: shots)
        for (string, signs) in zip(strings, signs) {
          let coefficient = observable[string].real
          if coefficient == 0 { continue }
          for shot in sums.indices { sums[shot] += coefficient * Double(signs[shot]) }
        }
        let mean = sums.reduce(0, +) / Double(shots)
        let spread = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        values[index] += mean
        variances[index] += spread / Double(shots - 1) / Double(shots)
      }
    }
    return zip(values, variances).map {
      ObservableEstimate(value: $0, standardError: $1.squareRoot())
    }
  }

  /// For each string the sign that each shot measured, `[strings][shots]`.
  private func sampledSigns(
    of strings: [PauliString], _ owners: [Int: (factor: Int, place: Int)], shots: Int,
    using random: inout RandomStream
  ) throws(QuantumError) -> [[Int8]] {
    var signs = strings.map { _ in Array(repeating: Int8(1), count: shots) }
    var idle: [Int: [Int]] = [:]
    var local = factors.map { _ in [(row: Int, string: PauliString)]() }
    for (row, string) in strings.enumerated() {
      let parts = parts(of: string, owners)
      // X and Y of |0⟩ are a fair coin, the same one for all strings that flip this qubit.
      for qubit in parts.idleFlips { idle[qubit, default: []].append(row) }
      for part in parts.strings { local[part.factor].append((row, part.string)) }
    }
    for (_, rows) in idle.sorted(by: { $0.key < $1.key }) {
      for shot in 0..<shots where random.next() >> 63 == 1 {
        for row in rows { signs[row][shot] = -signs[row][shot] }
      }
    }
    for (factor, rows) in zip(factors, local) where !rows.isEmpty {
      let counts: [(qubits: [Int], outcome: Int, count: Int)]
      switch factor.amplitudes {
      case .double(let state):
        counts = try state.measured(rows.map(\.string), shots: shots, using: &random)
      case .single(let state):
        counts = try state.measured(rows.map(\.string), shots: shots, using: &random)
      }
      var order = JointSamples.order(of: counts.map(\.count))
      JointSamples.shuffle(&order, using: &random)
      for (row, string) in rows {
        let flips = counts.map { qubits, outcome, _ in
          let mask = qubits.indices.reduce(0) {
            $0 | (string.support.contains(qubits[$1]) ? 1 << $1 : 0)
          }
          return !(outcome & mask).nonzeroBitCount.isMultiple(of: 2)
        }
        for shot in 0..<shots where flips[Int(order[shot])] { signs[row][shot] = -signs[row][shot] }
      }
    }
    return signs
  }
}

extension StateVector {
  /// Outcomes of measuring some strings that commute qubit by qubit, and the qubits that an outcome's
  /// bits are.
  fileprivate func measured(
    _ strings: [PauliString], shots: Int, using random: inout RandomStream
  ) throws(QuantumError) -> [(qubits: [Int], outcome: Int, count: Int)] {
    var rotated = self
    let qubits = try rotated.rotateToMeasure(strings)
    return try rotated.sample(shots: shots, qubits: qubits, using: &random)
      .map { (qubits, $0.outcome, $0.count) }
  }
}
