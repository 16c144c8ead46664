public import Circuits

/// How a row of features becomes a quantum state.
///
/// All but ``amplitude`` take one qubit a feature.
public enum Encoding: Hashable, Sendable, Codable {
  /// A rotation by each feature about an axis, X, Y or Z; about Z after a Hadamard gate, without which it
  /// would change nothing.
  case angle(Axis)
  /// The features, divided by their norm, are the amplitudes: d features on ⌈log₂ d⌉ qubits, the rest 0
  /// (M. Möttönen, J. Vartiainen, V. Bergholm, M. Salomaa, "Transformation of quantum states using
  /// uniformly controlled rotations" (2005), arXiv:quant-ph/0407010). Not differentiable with respect to
  /// features.
  case amplitude
  /// Features are bits, 0 or 1, and flip their qubit.
  case basis
  /// Instantaneous quantum polynomial: Hadamard gates, then phases by each feature and by the product of
  /// every two, `repetitions` times (V. Havlíček et al., "Supervised learning with quantum-enhanced
  /// feature spaces" (2019), doi:10.1038/s41586-019-0980-2, with the products as in PennyLane).
  case iqp(repetitions: Int)
  /// Hadamard gates, then phases `2x_i`: the first order of the map of the same paper.
  case zFeatureMap(repetitions: Int)
  /// The ZZ feature map of the same paper: phases `2x_i` and `2(π − x_i)(π − x_j)` of every two qubits.
  case zzFeatureMap(repetitions: Int)
  /// Hadamard gates, then `exp(−iφP)` for each word P of Pauli letters, such as `["Z", "YY"]`, on every
  /// choice of as many qubits, its first letter on the lowest: φ is the feature for one qubit, and else
  /// the product of π − x.
  case pauliFeatureMap([String], repetitions: Int)
  /// A rotation about Y by `2(q + 1) arccos x_q`: Chebyshev polynomials of the features, which must lie
  /// in [−1, 1] (O. Kyriienko, A. Paine, V. Elfving (2021), doi:10.1103/PhysRevA.103.052416).
  case chebyshev
  /// Gates of one's own.
  case custom(CustomEncoding)

  /// The axis of a rotation.
  public enum Axis: String, Sendable, Codable, CaseIterable { case x, y, z }

  /// An encoding of one's own: how many qubits features take, and their gates.
  ///
  /// ```swift
  /// let encoding = Encoding.custom("twice") { features, circuit in
  ///   for (qubit, x) in features.enumerated() { circuit.ry(2 * x, qubit) }
  /// }
  /// ```
  ///
  /// - Parameter qubits: of features; as many by default.
  public static func custom(
    _ name: String, qubits: @escaping @Sendable (_ features: Int) -> Int = { $0 },
    gates: @escaping @Sendable (_ features: [Angle], _ circuit: inout Circuit) -> Void
  ) -> Encoding {
    .custom(CustomEncoding(name: name, qubits: qubits, gates: gates))
  }

  /// How many qubits so many features take.
  public func qubitCount(features: Int) -> Int {
    switch self {
    case .amplitude:
      features <= 2 ? 1 : Int.bitWidth - (features - 1).leadingZeroBitCount
    case .custom(let custom): custom.qubits(features)
    case .angle, .basis, .iqp, .zFeatureMap, .zzFeatureMap, .pauliFeatureMap, .chebyshev: features
    }
  }

  /// Whether features may be multiplied by trained numbers before they are encoded.
  public var takesScaledFeatures: Bool {
    switch self {
    case .angle, .iqp, .zFeatureMap, .zzFeatureMap, .pauliFeatureMap, .custom: true
    case .amplitude, .basis, .chebyshev: false
    }
  }

  /// Whether values of a circuit have derivatives with respect to features.
  public var isDifferentiable: Bool {
    switch self {
    case .amplitude, .basis: false
    case .angle, .iqp, .zFeatureMap, .zzFeatureMap, .pauliFeatureMap, .chebyshev, .custom: true
    }
  }

  /// The circuit of this encoding alone; its parameters are `x[0]`, `x[1]`, …, the numbers that
  /// ``inputs(_:)`` makes of features.
  ///
  /// - Throws: ``DataError`` for impossible settings.
  public func circuit(features: Int) throws(DataError) -> Circuit {
    try validate(features: features)
    var circuit = Circuit(qubits: qubitCount(features: features))
    append(circuit.parameters(count: inputCount(features: features), named: "x"), to: &circuit)
    return circuit
  }

  /// - Throws: ``DataError`` for a number of repetitions below 1, words that are no Pauli strings, or more
  ///   gates than a circuit may have.
  func validate(features: Int) throws(DataError) {
    guard features >= 1 else {
      throw DataError(
        .setting(name: "the number of features", value: "\(features)", allowed: "1 or more"))
    }
    switch self {
    case .iqp(let repetitions), .zFeatureMap(let repetitions), .zzFeatureMap(let repetitions):
      try Self.check(repetitions)
    case .pauliFeatureMap(let words, let repetitions):
      try Self.check(repetitions)
      guard !words.isEmpty else {
        throw DataError(
          .setting(
            name: "the list of Pauli words", value: "empty", allowed: "such as [\"Z\", \"ZZ\"]"))
      }
      for word in words {
        guard !word.isEmpty, word.allSatisfy({ "XYZ".contains($0) }), word.count <= features
        else {
          throw DataError(
            .setting(
              name: "a Pauli word", value: "'\(word)'",
              allowed: "1 to \(features) letters X, Y and Z, no more than there are features"))
        }
      }
    case .custom(let custom):
      guard custom.qubits(features) >= 1 else {
        throw DataError(
          .setting(
            name: "the number of qubits of the encoding '\(custom.name)'",
            value: "\(custom.qubits(features))", allowed: "1 or more"))
      }
    case .angle, .amplitude, .basis, .chebyshev: break
    }
    try ParameterLayout.check(gates: gateBound(features: features))
  }

  private static func check(_ repetitions: Int) throws(DataError) {
    guard (1...10_000).contains(repetitions) else {
      throw DataError(
        .setting(
          name: "repetitions of the encoding", value: "\(repetitions)", allowed: "1 to 10000"))
    }
  }
}
