import Circuits

/// The similarity of two rows as that of the quantum states that encode them.
///
/// ```swift
/// let kernel = QuantumKernel(.zzFeatureMap(repetitions: 2), bandwidth: 0.25)
/// let similarities = try kernel.matrix(angles)                          // [rows, rows]
/// var machine = KernelSVM(kernel: .quantum(kernel))
/// ```
///
/// Features are angles, mostly in [0, π]; they are multiplied by the bandwidth before they are encoded.
/// Without a small one the states of most rows are nearly orthogonal, and nothing is learnt (R. Shaydulin
/// and S. Wild, "Importance of kernel bandwidth in quantum machine learning" (2022),
/// doi:10.1103/PhysRevA.106.042407): ``QuantumKernelClassifier`` searches for it.
public struct QuantumKernel: Hashable, Sendable, Codable {
  /// What of the states is compared.
  public enum Comparison: Hashable, Sendable, Codable {
    /// |⟨x|y⟩|² (V. Havlíček et al., "Supervised learning with quantum-enhanced feature spaces" (2019),
    /// doi:10.1038/s41586-019-0980-2).
    case fidelity
    /// exp(−γ Σ |ρₖ(x) − ρₖ(y)|²) over the density matrices of single qubits, in the Frobenius norm
    /// (H.-Y. Huang et al., "Power of data in quantum machine learning" (2021),
    /// doi:10.1038/s41467-021-22539-9); nil takes γ from the variance in training, as ``Kernel/rbf(gamma:)``.
    case projected(gamma: Double?)
  }

  public var encoding: Encoding
  public var comparison: Comparison
  /// The factor of all features.
  public var bandwidth: Double
  /// A factor for each feature besides, as ``aligned(with:_:)`` finds them; nil is 1 for all.
  public var scales: [Double]?
  /// How models that are trained with the kernel come to the similarities of their training rows; nil takes
  /// them exactly. Predictions are exact in any case.
  public var estimation: Estimation?

  public init(
    _ encoding: Encoding = .zzFeatureMap(repetitions: 2), comparison: Comparison = .fidelity,
    bandwidth: Double = 1, estimation: Estimation? = nil
  ) {
    self.encoding = encoding
    self.comparison = comparison
    self.bandwidth = bandwidth
    self.estimation = estimation
  }

  /// The similarities of all rows to each other, `[rows, rows]`: symmetric, ones on the diagonal.
  ///
  /// Cost: a run of the encoding a row; for the fidelity rows² · 2^qubits multiplications, as matrix
  /// products on all threads. Memory: `rows · 2^qubits · 16` bytes.
  ///
  /// - Parameter features: `[rows, features]`.
  /// - Throws: ``DataError`` for settings out of range, features that are not finite or that the encoding
  ///   does not take, and states that do not fit in memory.
  public func matrix(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    let kernel = Kernel.quantum(self)
    try kernel.validate()
    let embedded = try kernel.embed(features)
    return kernel.settled(for: embedded).matrix(of: embedded)
  }

  /// The similarities of the rows of a to those of b, `[a.rows, b.rows]`. γ is settled for the rows of b.
  ///
  /// - Throws: as ``matrix(_:)``; ``DataError`` for rows of different lengths.
  public func matrix(_ a: RealMatrix, _ b: RealMatrix) throws(DataError) -> RealMatrix {
    try Checks.features(a, b.columns)
    let kernel = Kernel.quantum(self)
    try kernel.validate()
    let embedded = try kernel.embed(b)
    return kernel.settled(for: embedded).matrix(try kernel.embed(a), embedded)
  }

  func validate() throws(DataError) {
    guard bandwidth > 0, bandwidth.isFinite else {
      throw DataError(
        .setting(name: "the bandwidth", value: "\(bandwidth)", allowed: "a positive number"))
    }
    if bandwidth != 1, !encoding.takesScaledFeatures {
      throw DataError(
        .setting(
          name: "the bandwidth", value: "\(bandwidth)",
          allowed: "1 for this encoding, whose features cannot be scaled"))
    }
    if case .projected(let gamma?) = comparison { try Checks.positive("gamma", gamma) }
    try estimation?.validate(comparison)
    if let scales {
      if let index = scales.firstIndex(where: { !$0.isFinite }) {
        throw DataError(
          .setting(name: "scale \(index)", value: "\(scales[index])", allowed: "a finite number"))
      }
      if !encoding.takesScaledFeatures {
        throw DataError(
          .setting(
            name: "the list of scales", value: "there",
            allowed: "left out for this encoding, whose features cannot be scaled"))
      }
    }
  }

  /// For the fidelity the amplitudes of each row's state, real and imaginary parts in turn; for the
  /// projected kernel ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of every qubit over √2, whose distances are those of density matrices.
  func embed(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    try features.checkFinite()
    if case .fidelity = comparison {
      try DataError.quantum { () throws(QuantumError) in try RealAlgebra.checkLibraries() }
    }
    if let scales, scales.count != features.columns {
      throw DataError(
        .shape(
          what: "the number of scales of a kernel", expected: features.columns, got: scales.count))
    }
    let scaled = scaled(features)
    let circuit = try encoding.circuit(features: features.columns)
    let inputs = try encoding.inputs(scaled)
    let names = (0..<inputs.columns).map { Parameter("x[\($0)]") }
    do {
      switch comparison {
      case .fidelity:
        let batch = try BatchedCircuit(circuit, inputs: names, weights: [], observables: [])
        let (states, dimension) = try batch.states(inputs: inputs.elements)
        return RealMatrix(
          rows: features.rows, columns: 2 * dimension,
          elements: states.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) })
      case .projected:
        let observables = (0..<circuit.qubitCount).flatMap { qubit -> [PauliSum] in
          [X(qubit), Y(qubit), Z(qubit)]
        }
        let batch = try BatchedCircuit(
          circuit, inputs: names, weights: [], observables: observables)
        let values = try batch.values(inputs: inputs.elements, weights: [])
        return RealMatrix(
          rows: features.rows, columns: observables.count,
          elements: values.map { $0 * Double(0.5).squareRoot() })
      }
    } catch {
      throw DataError(.quantum(error))
    }
  }

  /// What is encoded of features.
  ///
  /// - Precondition: there is a scale for each feature, where there are scales.
  func scaled(_ features: RealMatrix) -> RealMatrix {
    guard bandwidth != 1 || scales != nil else { return features }
    var result = features
    for index in result.elements.indices {
      result.elements[index] *= bandwidth * (scales?[index % features.columns] ?? 1)
    }
    return result
  }

  /// With γ settled for some embedded training rows.
  func settled(for embedded: RealMatrix) -> QuantumKernel {
    guard case .projected(nil) = comparison else { return self }
    var copy = self
    copy.comparison = .projected(gamma: Kernel.scale(embedded))
    return copy
  }

  /// The similarities of embedded rows; b nil compares those of a with each other.
  func matrix(embedded a: RealMatrix, _ b: RealMatrix? = nil) -> RealMatrix {
    let columns = b?.rows ?? a.rows
    switch comparison {
    case .fidelity:
      return RealMatrix(
        rows: a.rows, columns: columns,
        elements: RealAlgebra.squaredOverlaps(
          a.elements, rows: a.rows, b?.elements, columns: columns, dimension: a.columns / 2))
    case .projected(let gamma):
      return Kernel.rbf(gamma: gamma).matrix(a, b ?? a)
    }
  }
}
