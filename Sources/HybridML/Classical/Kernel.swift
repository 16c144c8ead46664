import RealModule

/// A similarity of two rows.
public enum Kernel: Hashable, Sendable, Codable {
  /// x · y
  case linear
  /// exp(−γ |x − y|²); nil takes γ = 1 / (features · variance of all training features).
  case rbf(gamma: Double?)
  /// Given as a matrix in place of features: `[rows, rows]` to fit, `[rows, training rows]` to predict.
  case precomputed

  /// This kernel with γ settled for some training rows.
  func settled(for features: RealMatrix) -> Kernel {
    guard case .rbf(nil) = self else { return self }
    let values = features.elements
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return .rbf(gamma: variance > 0 ? 1 / (Double(features.columns) * variance) : 1)
  }

  /// The similarities of the rows of a and b, `[a.rows, b.rows]`.
  func matrix(_ a: RealMatrix, _ b: RealMatrix) -> RealMatrix {
    if self == .precomputed { return a }
    var elements = RealAlgebra.multiply(
      rows: a.rows, inner: a.columns, columns: b.rows, a.elements, b.elements,
      transposingSecond: true)
    guard case .rbf(let gamma) = self else {
      return RealMatrix(rows: a.rows, columns: b.rows, elements: elements)
    }
    let (squaresA, squaresB) = (a.squaredNorms, b.squaredNorms)
    let factor = gamma ?? 1
    for i in 0..<a.rows {
      for j in 0..<b.rows {
        // Rounding can make the distance of equal rows negative.
        let distance = max(0, squaresA[i] + squaresB[j] - 2 * elements[i * b.rows + j])
        elements[i * b.rows + j] = Double.exp(-factor * distance)
      }
    }
    return RealMatrix(rows: a.rows, columns: b.rows, elements: elements)
  }
}

extension RealMatrix {
  var squaredNorms: [Double] { (0..<rows).map { row($0).reduce(0) { $0 + $1 * $1 } } }
}
