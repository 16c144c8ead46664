import Circuits
import RealModule

extension QuantumKernel {
  /// How a kernel is trained to agree with what is to be predicted.
  public struct Alignment: Hashable, Sendable, Codable {
    public var steps: Int
    /// The learning rate of Adam, of the logarithm of each factor.
    public var rate: Double
    /// Rows of a step, drawn anew each time; all of fewer.
    public var rowsPerStep: Int
    public var seed: UInt64

    public init(steps: Int = 50, rate: Double = 0.1, rowsPerStep: Int = 100, seed: UInt64 = 0) {
      self.steps = steps
      self.rate = rate
      self.rowsPerStep = rowsPerStep
      self.seed = seed
    }

    func validate() throws(DataError) {
      guard (0...100_000).contains(steps) else {
        throw DataError(
          .setting(name: "the steps of alignment", value: "\(steps)", allowed: "0 to 100000"))
      }
      try Checks.positive("the rate of alignment", rate)
      guard rowsPerStep >= 2 else {
        throw DataError(
          .setting(
            name: "the rows of a step of alignment", value: "\(rowsPerStep)", allowed: "2 or more"))
      }
    }
  }

  /// This kernel with a factor for each feature, beside the bandwidth, that makes its matrix agree better
  /// with classes or numbers: ascent along the exact gradient of the centred alignment (see
  /// ``RealMatrix/alignment(withClasses:)``; for quantum kernels T. Hubregtsen et al., "Training quantum
  /// embedding kernels on near-term quantum computers" (2022), doi:10.1103/PhysRevA.106.042431).
  ///
  /// Cost of a step on n rows: about four runs of the encoding a row, and n² · 2^qubits multiplications.
  ///
  /// - Parameter data: angles, as the kernel takes them.
  /// - Returns: the trained kernel, and the alignment before each step, on the rows of that step.
  /// - Throws: ``DataError`` for settings out of range, the projected kernel, an encoding whose features
  ///   cannot be scaled, fewer than two rows, or what ``matrix(_:)`` throws.
  public func aligned(
    with data: Dataset, _ training: Alignment = Alignment()
  ) throws(DataError) -> (kernel: QuantumKernel, alignments: [Double]) {
    try training.validate()
    try validate()
    guard comparison == .fidelity, encoding.takesScaledFeatures else {
      throw DataError(
        .setting(
          name: "the kernel to align", value: comparison == .fidelity ? "\(encoding)" : "projected",
          allowed: "the fidelity of an encoding whose features can be scaled"))
    }
    try Checks.rows("alignment", data.features, atLeast: 2)
    var kernel = self
    kernel.scales = scales ?? Array(repeating: 1, count: data.features.columns)
    let gradient = try AlignmentGradient(encoding, features: data.features.columns)
    var logarithms = Array(repeating: 0.0, count: data.features.columns)
    let start = kernel.scales ?? []
    var optimizer = Adam(learningRate: training.rate)
    var alignments: [Double] = []
    for step in 0..<training.steps {
      var rows = Array(0..<data.rows)
      if data.rows > training.rowsPerStep {
        var random = RandomStream(seed: training.seed, stream: UInt64(step))
        rows.shuffle(using: &random)
        rows.removeLast(data.rows - training.rowsPerStep)
      }
      let part = data.selecting(rows: rows)
      let (alignment, derivatives) = try gradient.value(of: kernel, part)
      alignments.append(alignment)
      // Down the negative of the alignment, in logarithms so that factors stay positive.
      optimizer.update(
        &logarithms, along: zip(derivatives, kernel.scales ?? []).map { -$0 * $1 })
      kernel.scales = zip(start, logarithms).map { $0 * Double.exp($1) }
    }
    return (kernel, alignments)
  }
}

/// The centred alignment of a fidelity kernel with a target, and its derivatives with respect to the factor of
/// each feature.
///
/// With Gᵢⱼ the derivative with respect to the kernel's element and φᵢ = Σⱼ Gᵢⱼ ⟨ψⱼ|ψᵢ⟩ ψⱼ the derivative with
/// respect to row i's angles is 4 Re ⟨φᵢ|∂ψᵢ⟩, one backward pass a row.
struct AlignmentGradient {
  private let circuit: DifferentiableCircuit
  private let qubits: Int

  init(_ encoding: Encoding, features: Int) throws(DataError) {
    let circuit = try encoding.circuit(features: features)
    qubits = circuit.qubitCount
    self.circuit = try DataError.quantum { () throws(QuantumError) in
      try DifferentiableCircuit(
        circuit, parameters: (0..<features).map { Parameter("x[\($0)]") })
    }
  }

  /// The alignment on some rows, and its derivatives with respect to the kernel's scales.
  func value(
    of kernel: QuantumKernel, _ data: Dataset
  ) throws(DataError) -> (alignment: Double, derivatives: [Double]) {
    let (rows, columns) = (data.rows, data.features.columns)
    let states = try kernel.embed(data.features)
    let similarities = kernel.matrix(embedded: states)
    let (alignment, slopes) = similarities.alignmentAndSlopes(with: data.target)
    let turned = states.timesImaginaryUnit
    func overlaps(_ right: RealMatrix) -> [Double] {
      RealAlgebra.multiply(
        rows: rows, inner: states.columns, columns: rows, states.elements, right.elements,
        transposingSecond: true)
    }
    func combined(_ overlaps: [Double], _ right: RealMatrix) -> [Double] {
      RealAlgebra.multiply(
        rows: rows, inner: rows, columns: states.columns,
        zip(slopes.elements, overlaps).map { $0 * $1 }, right.elements)
    }
    let real = combined(overlaps(states), states)
    let imaginary = combined(overlaps(turned), turned)
    let angles = kernel.scaled(data.features)
    var derivatives = Array(repeating: 0.0, count: columns)
    for row in 0..<rows {
      // Part of the state itself changes no derivative, and makes the overlap with it 1.
      let own = (0..<rows).reduce(0) { $0 + slopes[row, $1] * similarities[row, $1] }
      let range = row * states.columns..<(row + 1) * states.columns
      let gradient = try DataError.quantum { () throws(QuantumError) in
        var target = try StateVector<Double>(qubits: qubits)
        try target.withUnsafeMutableAmplitudes { amplitudes in
          for index in amplitudes.indices {
            let place = range.lowerBound + 2 * index
            func part(_ offset: Int) -> Double {
              real[place + offset] + imaginary[place + offset]
                + (1 - own) * states.elements[place + offset]
            }
            amplitudes[index] = Complex(part(0), part(1))
          }
        }
        return try circuit.fidelityAndGradient(with: target, at: Array(angles.row(row))).gradient
      }
      for column in 0..<columns {
        derivatives[column] +=
          2 * gradient[column] * data.features[row, column] * kernel.bandwidth
      }
    }
    return (alignment, derivatives)
  }
}

extension RealMatrix {
  /// Rows of complex numbers, real and imaginary parts in turn, times i.
  fileprivate var timesImaginaryUnit: RealMatrix {
    var result = self
    for index in stride(from: 0, to: elements.count, by: 2) {
      (result.elements[index], result.elements[index + 1]) = (
        -elements[index + 1], elements[index]
      )
    }
    return result
  }
}
