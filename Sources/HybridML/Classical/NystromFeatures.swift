/// Features whose products approximate a kernel, from its values at some landmark rows: φ(x) = L⁻¹ k(x)
/// with L the root of the landmarks' own matrix (C. Williams and M. Seeger, "Using the Nyström method to
/// speed up kernel machines" (2000)).
///
/// A kernel matrix grows with the square of the rows; here n rows cost n · landmarks similarities, and any
/// linear model can follow.
///
/// ```swift
/// var features = NystromFeatures(kernel: .quantum(QuantumKernel(bandwidth: 0.25)), landmarks: 100)
/// try features.fit(angles)
/// var model = LogisticRegression()
/// try model.fit(data.replacing(features: features.transform(angles)))
/// ```
public struct NystromFeatures: Codable, Hashable, Sendable {
  public internal(set) var kernel: Kernel
  /// How many rows are compared with; all of fewer training rows.
  public let landmarks: Int
  /// Draws the landmarks from the training rows.
  public let seed: UInt64
  private var support: KernelSupport?
  /// The inverse root of the landmarks' matrix, `[landmarks, outputCount]`.
  private var root = RealMatrix(rows: 0, columns: 0)

  public init(kernel: Kernel, landmarks: Int = 100, seed: UInt64 = 0) {
    self.kernel = kernel
    self.landmarks = landmarks
    self.seed = seed
  }

  /// How many features a row has; 0 before fitting.
  public var inputCount: Int { support?.featureCount ?? 0 }

  /// The rank of the landmarks' matrix; 0 before fitting.
  public var outputCount: Int { root.columns }

  /// The kernel with γ settled; nil before fitting.
  public var fittedKernel: Kernel? { support?.kernel }

  /// Rows whose similarities are in memory at once.
  private static let blockRows = 2048

  /// Draws the landmarks; what was learnt before is forgotten. Cost: O(landmarks³).
  ///
  /// - Throws: ``DataError`` for settings out of range, no rows, a precomputed kernel, or features that
  ///   the kernel does not take.
  public mutating func fit(_ features: RealMatrix) throws(DataError) {
    guard landmarks >= 1 else {
      throw DataError(
        .setting(name: "the number of landmarks", value: "\(landmarks)", allowed: "1 or more"))
    }
    guard kernel != .precomputed else {
      throw DataError(
        .setting(
          name: "the kernel of landmarks", value: "a given matrix", allowed: "one of features"))
    }
    try Checks.rows("a choice of landmarks", features, atLeast: 1)
    var random = RandomStream(seed: seed)
    var order = Array(0..<features.rows)
    order.shuffle(using: &random)
    let chosen = features.selecting(rows: order.prefix(landmarks).sorted())
    let rows = try KernelRows(kernel, chosen)
    let (values, vectors) = try rows.matrix.kernelEigen()
    // Directions that rounding alone gives a length say nothing.
    let smallest = Double(chosen.rows) * Double.ulpOfOne * (values.last ?? 0)
    let kept = values.indices.filter { values[$0] > max(smallest, 0) }
    var root = RealMatrix(rows: chosen.rows, columns: kept.count)
    for row in 0..<chosen.rows {
      for (column, index) in kept.enumerated() {
        root[row, column] = vectors[row * chosen.rows + index] / values[index].squareRoot()
      }
    }
    support = rows.support(Array(0..<chosen.rows))
    self.root = root
  }

  /// `[rows, features]` to `[rows, outputCount]`.
  ///
  /// - Throws: ``DataError`` before fitting, for rows of another length, or features that the kernel does
  ///   not take.
  public func transform(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    guard let support else { throw DataError(.notFitted("the Nyström features")) }
    var elements: [Double] = []
    elements.reserveCapacity(features.rows * root.columns)
    for start in stride(from: 0, to: features.rows, by: Self.blockRows) {
      let block = start..<min(start + Self.blockRows, features.rows)
      let rows = block.count == features.rows ? features : features.selecting(rows: Array(block))
      let similarities = try support.similarities(rows)
      elements += RealAlgebra.multiply(
        rows: rows.rows, inner: root.rows, columns: root.columns, similarities.elements,
        root.elements)
    }
    return RealMatrix(rows: features.rows, columns: root.columns, elements: elements)
  }
}

extension NystromFeatures {
  private enum CodingKeys: String, CodingKey { case kernel, landmarks, seed, support, root }

  /// Refuses a file whose numbers do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try container.decode(Kernel.self, forKey: .kernel)
    landmarks = try container.decode(Int.self, forKey: .landmarks)
    seed = try container.decode(UInt64.self, forKey: .seed)
    support = try container.decodeIfPresent(KernelSupport.self, forKey: .support)
    root = try container.decode(RealMatrix.self, forKey: .root)
    guard root.rows == support?.rows.count ?? 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .root, in: container,
        debugDescription: "the landmarks of Nyström features do not fit together")
    }
  }
}
