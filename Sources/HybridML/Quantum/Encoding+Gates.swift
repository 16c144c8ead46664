import Circuits

extension Encoding {
  /// How many numbers of a circuit come from so many features.
  func inputCount(features: Int) -> Int {
    self == .amplitude ? (1 << qubitCount(features: features)) - 1 : features
  }

  /// No fewer gates than one upload has; those of a custom encoding are not known.
  func gateBound(features: Int) -> Double {
    let count = Double(features)
    return switch self {
    case .angle, .basis, .chebyshev, .custom: 2 * count
    case .amplitude: 4 * count
    case .iqp(let repetitions), .zzFeatureMap(let repetitions):
      Double(repetitions) * count * (count + 3) / 2
    case .zFeatureMap(let repetitions): Double(repetitions) * 2 * count
    case .pauliFeatureMap(let words, let repetitions):
      Double(repetitions)
        * words.reduce(count) { sum, word in
          // How many choices of qubits.
          sum
            + word.indices.enumerated().reduce(1) { $0 * (count - Double($1.0)) / Double($1.0 + 1) }
        }
    }
  }

  /// Appends the gates for one row's inputs: features, or what ``inputs(_:)`` makes of them.
  func append(_ inputs: [Angle], to circuit: inout Circuit) {
    switch self {
    case .angle(let axis):
      for (qubit, feature) in inputs.enumerated() {
        switch axis {
        case .x: circuit.rx(feature, qubit)
        case .y: circuit.ry(feature, qubit)
        case .z:
          circuit.h(qubit)
          circuit.rz(feature, qubit)
        }
      }
    case .amplitude: AmplitudeAngles.append(inputs, to: &circuit)
    case .basis:
      for (qubit, angle) in inputs.enumerated() { circuit.rx(angle, qubit) }
    case .iqp(let repetitions):
      for _ in 0..<repetitions {
        for (qubit, feature) in inputs.enumerated() {
          circuit.h(qubit)
          circuit.rz(feature, qubit)
        }
        for i in inputs.indices {
          for j in inputs.indices where j > i { circuit.rzz(inputs[i] * inputs[j], i, j) }
        }
      }
    case .zFeatureMap(let repetitions):
      Self.appendPauliMap(["Z"], repetitions, inputs, to: &circuit)
    case .zzFeatureMap(let repetitions):
      Self.appendPauliMap(["Z", "ZZ"], repetitions, inputs, to: &circuit)
    case .pauliFeatureMap(let words, let repetitions):
      Self.appendPauliMap(words, repetitions, inputs, to: &circuit)
    case .chebyshev:
      for (qubit, feature) in inputs.enumerated() {
        circuit.ry(Angle(2 * Double(qubit + 1)) * Angle.Function.acos.of(feature), qubit)
      }
    case .custom(let custom): custom.gates(inputs, &circuit)
    }
  }

  private static func appendPauliMap(
    _ words: [String], _ repetitions: Int, _ features: [Angle], to circuit: inout Circuit
  ) {
    for _ in 0..<repetitions {
      for qubit in features.indices { circuit.h(qubit) }
      for word in words {
        let paulis: [Pauli] = word.map { $0 == "X" ? .x : $0 == "Y" ? .y : .z }
        forEachChoice(of: paulis.count, from: features.count) { qubits in
          let angle =
            qubits.count == 1
            ? features[qubits[0]]
            : qubits.dropFirst().reduce(.pi - features[qubits[0]]) { $0 * (.pi - features[$1]) }
          if paulis == [.z] {
            circuit.rz(2 * angle, qubits[0])
          } else if paulis == [.z, .z] {
            circuit.rzz(2 * angle, qubits[0], qubits[1])
          } else {
            circuit.append(PauliRotation(paulis, 2 * angle), to: qubits)
          }
        }
      }
    }
  }

  /// Every ascending choice of `count` numbers below `limit`, in lexicographic order.
  private static func forEachChoice(
    of count: Int, from limit: Int, _ body: ([Int]) -> Void
  ) {
    guard count >= 1, count <= limit else { return }
    var choice = Array(0..<count)
    while true {
      body(choice)
      var place = count - 1
      while place >= 0, choice[place] == limit - count + place { place -= 1 }
      if place < 0 { return }
      choice[place] += 1
      for later in (place + 1)..<max(count, place + 1) { choice[later] = choice[later - 1] + 1 }
    }
  }

  /// What the circuit's parameters are for these features: `[rows, features]` to `[rows, inputs]`.
  ///
  /// - Throws: ``DataError`` for features that the encoding does not take, with their row.
  public func inputs(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    try features.checkFinite()
    let count = inputCount(features: features.columns)
    var result = RealMatrix(rows: features.rows, columns: count)
    if self != .amplitude { result = features }
    for row in 0..<features.rows {
      try features.elements.withUnsafeBufferPointer { (all) throws(DataError) in
        let source = UnsafeBufferPointer(
          rebasing: all[row * features.columns..<(row + 1) * features.columns])
        try result.elements.withUnsafeMutableBufferPointer { (out) throws(DataError) in
          try fillInputs(
            source, UnsafeMutableBufferPointer(rebasing: out[row * count..<(row + 1) * count]),
            row: row)
        }
      }
    }
    return result
  }

  /// Does so for one row, without allocation.
  func fillInputs(
    _ features: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>, row: Int
  ) throws(DataError) {
    switch self {
    case .amplitude:
      guard features.contains(where: { $0 != 0 }) else {
        throw DataError(
          .setting(
            name: "every feature of row \(row)", value: "0",
            allowed: "other than 0 for one of them, as amplitudes are divided by their norm"))
      }
      AmplitudeAngles.fill(features, result)
    case .basis:
      for (column, x) in features.enumerated() {
        guard x == 0 || x == 1 else {
          throw DataError(
            .setting(
              name: "feature \(column) of row \(row)", value: "\(x)",
              allowed: "0 or 1 for the basis encoding"))
        }
        result[column] = x * .pi
      }
    case .chebyshev:
      for (column, x) in features.enumerated() {
        guard abs(x) <= 1 else {
          throw DataError(
            .setting(
              name: "feature \(column) of row \(row)", value: "\(x)",
              allowed: "in -1...1 for the Chebyshev encoding: scale the features first"))
        }
        result[column] = x
      }
    case .angle, .iqp, .zFeatureMap, .zzFeatureMap, .pauliFeatureMap, .custom:
      for (column, x) in features.enumerated() { result[column] = x }
    }
  }
}
