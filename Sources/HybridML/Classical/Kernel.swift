import RealModule

/// A similarity of two rows.
public enum Kernel: Hashable, Sendable, Codable {
  /// x · y
  case linear
  /// exp(−γ |x − y|²); nil takes γ = 1 / (features · variance of all training features).
  case rbf(gamma: Double?)
  /// Given as a matrix in place of features: `[rows, rows]` to fit, `[rows, training rows]` to predict.
  case precomputed
  /// That of the states that encode the rows.
  case quantum(QuantumKernel)

  func validate() throws(DataError) {
    switch self {
    case .rbf(let gamma?): try Checks.positive("gamma", gamma)
    case .quantum(let kernel): try kernel.validate()
    case .linear, .rbf(nil), .precomputed: break
    }
  }

  /// What is compared in place of the features.
  func embed(_ features: RealMatrix) throws(DataError) -> RealMatrix {
    if case .quantum(let kernel) = self { try kernel.embed(features) } else { features }
  }

  /// This kernel with γ settled for some embedded training rows.
  func settled(for embedded: RealMatrix) -> Kernel {
    switch self {
    case .rbf(nil): .rbf(gamma: Self.scale(embedded))
    case .quantum(let kernel): .quantum(kernel.settled(for: embedded))
    case .linear, .rbf, .precomputed: self
    }
  }

  /// 1 / (features · variance of all features), which makes distances of about 1; 1 without variance.
  static func scale(_ features: RealMatrix) -> Double {
    let values = features.elements
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return variance > 0 ? 1 / (Double(features.columns) * variance) : 1
  }

  /// The similarities of embedded rows to each other, `[rows, rows]`.
  func matrix(of embedded: RealMatrix) -> RealMatrix {
    if case .quantum(let kernel) = self { return kernel.matrix(embedded: embedded) }
    return matrix(embedded, embedded)
  }

  /// The similarities of embedded training rows to each other, as a model is to be fitted to them.
  func trainingMatrix(of embedded: RealMatrix) throws(DataError) -> RealMatrix {
    guard case .quantum(let kernel) = self else { return matrix(of: embedded) }
    return try kernel.trainingMatrix(embedded: embedded)
  }

  /// The similarities of the embedded rows of a and b, `[a.rows, b.rows]`.
  func matrix(_ a: RealMatrix, _ b: RealMatrix) -> RealMatrix {
    if self == .precomputed { return a }
    if case .quantum(let kernel) = self { return kernel.matrix(embedded: a, b) }
    let products = RealAlgebra.multiply(
      rows: a.rows, inner: a.columns, columns: b.rows, a.elements, b.elements,
      transposingSecond: true)
    guard case .rbf(let gamma) = self else {
      return RealMatrix(rows: a.rows, columns: b.rows, elements: products)
    }
    return Self.gaussian(products, a, b, gamma: gamma ?? 1)
  }

  /// exp(−γ |x − y|²) from the products x · y.
  static func gaussian(
    _ products: [Double], _ a: RealMatrix, _ b: RealMatrix, gamma: Double
  ) -> RealMatrix {
    var elements = products
    let (squaresA, squaresB) = (a.squaredNorms, b.squaredNorms)
    for i in 0..<a.rows {
      for j in 0..<b.rows {
        // Rounding can make the distance of equal rows negative.
        let distance = max(0, squaresA[i] + squaresB[j] - 2 * elements[i * b.rows + j])
        elements[i * b.rows + j] = Double.exp(-gamma * distance)
      }
    }
    return RealMatrix(rows: a.rows, columns: b.rows, elements: elements)
  }
}

extension RealMatrix {
  var squaredNorms: [Double] { (0..<rows).map { row($0).reduce(0) { $0 + $1 * $1 } } }
}
