public import Circuits

/// The trained part of a circuit: layers of rotations by weights, and gates that entangle.
///
/// ```swift
/// let ansatz = Ansatz.stronglyEntangling(layers: 3)
/// print(ansatz.weightCount(qubits: 4))   // 36
/// ```
public struct Ansatz: Hashable, Sendable, Codable {
  /// The designs that have a name; ``summary`` says what they are made of, and their sources.
  public enum Family: String, Hashable, Sendable, Codable, CaseIterable {
    case stronglyEntangling = "strongly-entangling"
    case basicEntangler = "basic-entangler"
    case realAmplitudes = "real-amplitudes"
    case efficientSU2 = "efficient-su2"
    case twoLocal = "two-local"
    case simplifiedTwoDesign = "simplified-two-design"
    case matrixProductState = "mps"
    case treeTensorNetwork = "ttn"
    case mera
    case convolutional
    case particleConserving = "particle-conserving"
  }

  enum Design: Hashable, Sendable, Codable {
    case stronglyEntangling
    case simplifiedTwoDesign
    case twoLocal(TwoLocal)
    case network(TensorNetwork)
    case convolutional
    case particleConserving
    case custom(CustomAnsatz)
  }

  let design: Design
  public let layers: Int

  /// A design by its name.
  public init(_ family: Family, layers: Int) {
    self.layers = layers
    design =
      switch family {
      case .stronglyEntangling: .stronglyEntangling
      case .basicEntangler: .twoLocal(.basicEntangler)
      case .realAmplitudes: .twoLocal(.realAmplitudes)
      case .efficientSU2: .twoLocal(.efficientSU2)
      case .twoLocal: .twoLocal(TwoLocal())
      case .simplifiedTwoDesign: .simplifiedTwoDesign
      case .matrixProductState: .network(.matrixProductState)
      case .treeTensorNetwork: .network(.tree)
      case .mera: .network(.mera)
      case .convolutional: .convolutional
      case .particleConserving: .particleConserving
      }
  }

  private init(_ design: Design, _ layers: Int) {
    self.design = design
    self.layers = layers
  }

  /// ``Family/stronglyEntangling``
  public static func stronglyEntangling(layers: Int) -> Ansatz {
    Ansatz(.stronglyEntangling, layers: layers)
  }
  /// ``Family/basicEntangler``
  public static func basicEntangler(layers: Int) -> Ansatz {
    Ansatz(.basicEntangler, layers: layers)
  }
  /// ``Family/realAmplitudes``
  public static func realAmplitudes(layers: Int) -> Ansatz {
    Ansatz(.realAmplitudes, layers: layers)
  }
  /// ``Family/efficientSU2``
  public static func efficientSU2(layers: Int) -> Ansatz { Ansatz(.efficientSU2, layers: layers) }
  /// Layers of one's own rotations and entangling gates.
  public static func twoLocal(_ gates: TwoLocal, layers: Int) -> Ansatz {
    Ansatz(.twoLocal(gates), layers)
  }
  /// ``Family/simplifiedTwoDesign``
  public static func simplifiedTwoDesign(layers: Int) -> Ansatz {
    Ansatz(.simplifiedTwoDesign, layers: layers)
  }
  /// ``Family/matrixProductState``
  public static func matrixProductState(layers: Int = 1) -> Ansatz {
    Ansatz(.matrixProductState, layers: layers)
  }
  /// ``Family/treeTensorNetwork``
  public static func treeTensorNetwork(layers: Int = 1) -> Ansatz {
    Ansatz(.treeTensorNetwork, layers: layers)
  }
  /// ``Family/mera``
  public static func mera(layers: Int = 1) -> Ansatz { Ansatz(.mera, layers: layers) }
  /// ``Family/convolutional``
  public static func convolutional(layers: Int = 1) -> Ansatz {
    Ansatz(.convolutional, layers: layers)
  }
  /// ``Family/particleConserving``
  public static func particleConserving(layers: Int) -> Ansatz {
    Ansatz(.particleConserving, layers: layers)
  }

  /// Layers of one's own gates, standard ones or one's own.
  ///
  /// ```swift
  /// let ansatz = Ansatz.custom("chain", layers: 2, weights: { $0 }) { weights, layer, circuit in
  ///   for (qubit, weight) in weights.enumerated() { circuit.ry(weight, qubit) }
  ///   for qubit in 1..<circuit.qubitCount { circuit.cz(qubit - 1, qubit) }
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - weights: how many weights a layer has on so many qubits.
  ///   - gates: appends layer number `layer`, from 0.
  public static func custom(
    _ name: String, layers: Int = 1, weights: @escaping @Sendable (_ qubits: Int) -> Int,
    gates: @escaping @Sendable (_ weights: [Angle], _ layer: Int, _ circuit: inout Circuit) -> Void
  ) -> Ansatz {
    Ansatz(.custom(CustomAnsatz(name: name, weights: weights, gates: gates)), layers)
  }

  /// How many weights all layers have.
  public func weightCount(qubits: Int) -> Int {
    guard layers >= 1 else { return 0 }
    return (0..<layers).reduce(0) { $0 + weightCount(qubits: qubits, layer: $1) }
  }

  /// The circuit of this ansatz alone; its parameters are `w[0]`, `w[1]`, ….
  ///
  /// - Throws: ``DataError`` for impossible settings.
  public func circuit(qubits: Int) throws(DataError) -> Circuit {
    try validate(qubits: qubits)
    var circuit = Circuit(qubits: qubits)
    let weights = circuit.parameters(count: weightCount(qubits: qubits), named: "w")
    var next = 0
    for layer in 0..<layers {
      let count = weightCount(qubits: qubits, layer: layer)
      append(Array(weights[next..<next + count]), layer: layer, to: &circuit)
      next += count
    }
    return circuit
  }

  func validate(qubits: Int) throws(DataError) {
    func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(DataError) {
      guard range.contains(value) else {
        throw DataError(
          .setting(
            name: name, value: "\(value)", allowed: "\(range.lowerBound) to \(range.upperBound)"))
      }
    }
    try check("the number of qubits", qubits, 1...62)
    try check("the number of layers", layers, 1...10_000)
    if case .custom(let custom) = design {
      try check("the weights of a layer of '\(custom.name)'", custom.weights(qubits), 0...1_000_000)
    }
  }
}

extension Ansatz.Family {
  /// What it is made of, and where that is from.
  public var summary: String {
    switch self {
    case .stronglyEntangling:
      "rz, ry, rz on every qubit, then cx from each to the one r further, r growing by one a layer "
        + "(M. Schuld, A. Bocharov, K. Svore, N. Wiebe 2020, doi:10.1103/PhysRevA.101.032308)"
    case .basicEntangler:
      "rx on every qubit, then a ring of cx (as BasicEntanglerLayers of PennyLane)"
    case .realAmplitudes:
      "ry on every qubit, then a chain of cx; ry again at the end (as RealAmplitudes of Qiskit)"
    case .efficientSU2:
      "ry, rz on every qubit, then a chain of cx; ry, rz again at the end (as EfficientSU2 of Qiskit; "
        + "A. Kandala et al. 2017, doi:10.1038/nature23879)"
    case .twoLocal:
      "ry on every qubit, then cz between every two; ry again at the end (as TwoLocal of Qiskit)"
    case .simplifiedTwoDesign:
      "ry at the start; in a layer cz and ry on pairs of neighbours, even ones and then odd ones "
        + "(M. Cerezo et al. 2021, doi:10.1038/s41467-021-21728-w)"
    case .matrixProductState:
      "ry, ry, cx on neighbours, one pair after another "
        + "(W. Huggins et al. 2019, doi:10.1088/2058-9565/aaea94)"
    case .treeTensorNetwork:
      "ry, ry, cx on pairs, then on pairs of their second qubits, and so on to one "
        + "(E. Grant et al. 2018, doi:10.1038/s41534-018-0116-9)"
    case .mera:
      "the tree, with ry, ry, cx across its pairs before each level "
        + "(E. Grant et al. 2018, doi:10.1038/s41534-018-0116-9)"
    case .convolutional:
      "at each level the same ry, ry, rxx, ryy, rzz on all neighbours and the same controlled rz and rx "
        + "that pool every pair into its second qubit (I. Cong, S. Choi, M. Lukin 2019, "
        + "doi:10.1038/s41567-019-0648-8)"
    case .particleConserving:
      "Givens rotations on neighbours, even ones and then odd ones, then rz on every qubit: keeps the "
        + "number of ones (G.-L. Anselmetti et al. 2021, doi:10.1088/1367-2630/ac2cb3)"
    }
  }
}
