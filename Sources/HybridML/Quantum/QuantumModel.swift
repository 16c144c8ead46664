public import Circuits
import RealModule

/// A quantum circuit between features and outputs: features are encoded, trained gates follow, a
/// readout takes expectation values, and a linear head makes outputs of them.
///
/// ``QuantumClassifier`` and ``QuantumRegressor`` are made of it; use it by itself to train with a loop
/// of one's own.
///
/// ```swift
/// var model = try QuantumModel(.init(features: 4, outputs: 3), seed: 1)
/// let (loss, gradient) = try model.lossAndGradient(rows, target, loss: .crossEntropy)
/// ```
///
/// Results are the same bits at every number of threads.
public struct QuantumModel: Sendable {
  /// What a model is made of.
  public struct Architecture: Hashable, Sendable, Codable {
    /// How many features a row has.
    public var features: Int
    /// How many outputs: one a class, or one number.
    public var outputs: Int
    public var encoding: Encoding
    public var ansatz: Ansatz
    /// Whether every layer encodes the features again (A. Pérez-Salinas et al., "Data re-uploading for a
    /// universal quantum classifier" (2020), doi:10.22331/q-2020-02-06-226).
    public var reuploads: Bool
    /// Whether each upload multiplies each feature by a trained number, 1 at the start.
    public var scalesInputs: Bool
    public var readout: Readout
    public var head: Head

    public init(
      features: Int, outputs: Int, encoding: Encoding = .angle(.y),
      ansatz: Ansatz = .stronglyEntangling(layers: 3), reuploads: Bool = false,
      scalesInputs: Bool = false, readout: Readout = .z, head: Head = .linear
    ) {
      self.features = features
      self.outputs = outputs
      self.encoding = encoding
      self.ansatz = ansatz
      self.reuploads = reuploads
      self.scalesInputs = scalesInputs
      self.readout = readout
      self.head = head
    }
  }

  /// How expectation values become outputs.
  public enum Head: String, Hashable, Sendable, Codable, CaseIterable {
    /// W z + b with a trained matrix and vector.
    case linear
    /// The first expectation values as they are.
    case direct
  }

  public let architecture: Architecture
  /// Where each kind of trained number is among ``parameters``.
  public let layout: ParameterLayout
  /// The trained numbers: weights of the circuit, scales of inputs, then the head's matrix, `[outputs,
  /// observables]` row by row, then its vector.
  public var parameters: [Double] {
    didSet { precondition(parameters.count == layout.count, "parameters keep their number") }
  }
  /// The circuit; its inputs are named `x[i]`, weights `w[i]`, and scales `s[i]`.
  public let circuit: Circuit
  public let observables: [PauliSum]
  let batch: BatchedCircuit

  /// A model at its start: weights of the circuit uniform in [−π/2, π/2), the head's matrix normal, its
  /// vector 0, scales 1.
  ///
  /// - Throws: ``DataError`` for an impossible architecture, or one too large for this machine.
  public init(_ architecture: Architecture, seed: UInt64) throws(DataError) {
    try self.init(architecture) { layout in layout.initialParameters(seed: seed) }
  }

  /// A model with these parameters.
  ///
  /// - Throws: as ``init(_:seed:)``; ``DataError`` for another number of parameters, or one that is not
  ///   finite.
  public init(_ architecture: Architecture, parameters: [Double]) throws(DataError) {
    try self.init(architecture) { _ in parameters }
  }

  private init(
    _ architecture: Architecture, _ makeParameters: (ParameterLayout) -> [Double]
  ) throws(DataError) {
    let layout = try ParameterLayout(architecture)
    let parameters = makeParameters(layout)
    guard parameters.count == layout.count else {
      throw DataError(
        .shape(what: "the number of parameters", expected: layout.count, got: parameters.count))
    }
    if let index = parameters.firstIndex(where: { !$0.isFinite }) {
      throw DataError(
        .setting(name: "parameter \(index)", value: "\(parameters[index])", allowed: "finite"))
    }
    self.architecture = architecture
    self.layout = layout
    self.parameters = parameters

    let encoding = architecture.encoding
    let ansatz = architecture.ansatz
    let inputCount = encoding.inputCount(features: architecture.features)
    var circuit = Circuit(qubits: layout.qubits)
    let inputs = circuit.parameters(count: inputCount, named: "x")
    let weights = circuit.parameters(count: layout.weights.count, named: "w")
    let scales = circuit.parameters(count: layout.scales.count, named: "s")
    var next = 0
    for layer in 0..<ansatz.layers {
      if layer == 0 || architecture.reuploads {
        let scaled =
          architecture.scalesInputs
          ? inputs.indices.map { scales[layer * inputs.count + $0] * inputs[$0] } : inputs
        encoding.append(scaled, to: &circuit)
      }
      let count = ansatz.weightCount(qubits: layout.qubits, layer: layer)
      ansatz.append(Array(weights[next..<next + count]), layer: layer, to: &circuit)
      next += count
    }
    self.circuit = circuit
    let observables = architecture.readout.observables(qubits: layout.qubits)
    self.observables = observables
    batch = try DataError.quantum { () throws(QuantumError) in
      try BatchedCircuit(
        circuit, inputs: inputs.indices.map { Parameter("x[\($0)]") },
        weights: weights.indices.map { Parameter("w[\($0)]") }
          + scales.indices.map { Parameter("s[\($0)]") },
        observables: observables)
    }
  }
}

/// Where each kind of trained number is among a model's parameters.
public struct ParameterLayout: Hashable, Sendable {
  public let qubits: Int
  public let observables: Int
  /// No fewer than the circuit has gates, those of one's own aside.
  let gates: Double
  /// Weights of the circuit.
  public let weights: Range<Int>
  /// Factors of features, `[uploads, features]`.
  public let scales: Range<Int>
  /// The head's matrix, `[outputs, observables]`; empty without one.
  public let matrix: Range<Int>
  /// The head's vector, `[outputs]`.
  public let offsets: Range<Int>

  public var count: Int { offsets.upperBound }
  /// The parameters of the circuit: weights and scales.
  public var circuit: Range<Int> { 0..<scales.upperBound }

  /// No circuit has more gates: what asks for them is a mistake, or a file made to exhaust memory.
  private static let gateLimit = 2e6

  /// - Throws: ``DataError`` for more gates than a circuit may have.
  static func check(gates: Double) throws(DataError) {
    guard gates <= gateLimit else {
      throw DataError(
        .setting(
          name: "the size of the circuit", value: "about \(gates) gates",
          allowed: "at most \(gateLimit): use fewer layers, repetitions or qubits"))
    }
  }

  /// - Throws: ``DataError`` for an impossible architecture.
  init(_ architecture: QuantumModel.Architecture) throws(DataError) {
    let (encoding, ansatz) = (architecture.encoding, architecture.ansatz)
    try encoding.validate(features: architecture.features)
    guard (1...1_000_000).contains(architecture.outputs) else {
      throw DataError(
        .setting(
          name: "the number of outputs", value: "\(architecture.outputs)", allowed: "1 to a million"
        ))
    }
    let qubits = encoding.qubitCount(features: architecture.features)
    self.qubits = qubits
    try ansatz.validate(qubits: qubits)
    if architecture.scalesInputs, !encoding.takesScaledFeatures {
      throw DataError(
        .setting(
          name: "a trained scale of inputs", value: "on",
          allowed: "off for the encodings amplitude, basis and chebyshev, which need features in a "
            + "range of their own"))
    }
    let uploads = architecture.reuploads ? ansatz.layers : 1
    gates =
      Double(uploads) * encoding.gateBound(features: architecture.features)
      + Double(ansatz.layers) * Double(3 * qubits * qubits + 8 * qubits)
    try Self.check(gates: gates)
    observables = architecture.readout.observables(qubits: qubits).count
    guard observables >= 1 else {
      throw DataError(
        .setting(name: "the list of observables", value: "empty", allowed: "one or more"))
    }
    guard architecture.head == .linear || observables >= architecture.outputs else {
      throw DataError(
        .setting(
          name: "the number of outputs of a direct head", value: "\(architecture.outputs)",
          allowed: "at most \(observables), the number of observables"))
    }
    weights = 0..<ansatz.weightCount(qubits: qubits)
    let scaleCount = architecture.scalesInputs ? uploads * architecture.features : 0
    scales = weights.upperBound..<weights.upperBound + scaleCount
    let isLinear = architecture.head == .linear
    let matrixCount = isLinear ? architecture.outputs * observables : 0
    matrix = scales.upperBound..<scales.upperBound + matrixCount
    offsets = matrix.upperBound..<matrix.upperBound + (isLinear ? architecture.outputs : 0)
  }

  func initialParameters(seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, stream: 0)
    var parameters: [Double] = []
    parameters.reserveCapacity(count)
    for _ in weights { parameters.append((random.uniform() - 0.5) * .pi) }
    for _ in scales { parameters.append(1) }
    for _ in matrix {
      // Box and Muller (1958), doi:10.1214/aoms/1177706645.
      let radius = (2 * random.exponential()).squareRoot()
      parameters.append(radius * Double.cos(2 * .pi * random.uniform()))
    }
    return parameters + Array(repeating: 0, count: offsets.count)
  }
}

extension DataError {
  /// What kept a numerical library from its result: that it is missing, or the numbers it got.
  ///
  /// - Parameter what: what was to be computed.
  init(_ error: QuantumError, in what: String) {
    if case .missingLibrary = error {
      self.init(.quantum(error))
    } else {
      self.init(.notConverged(what: what))
    }
  }

  /// Runs what throws errors of circuits.
  static func quantum<Result>(
    _ body: () throws(QuantumError) -> Result
  ) throws(DataError) -> Result {
    do throws(QuantumError) {
      return try body()
    } catch {
      throw DataError(.quantum(error))
    }
  }
}
