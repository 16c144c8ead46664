import ComplexModule
import RealModule

extension Dataset {
  /// Points that a quantum kernel of the ZZ feature map separates by construction, with a gap.
  ///
  /// A point x of [0, 2π)^n is encoded as Φ(x) = U H^n U H^n |0…0⟩, U = exp(i Σ_S φ_S Π_{k∈S} Z_k)
  /// over single qubits (φ_k = x_k) and pairs (φ_kl = (π − x_k)(π − x_l)). Its label is the sign of
  /// ⟨Φ|V† Z…Z V|Φ⟩ for a random unitary V; points with |⟨…⟩| < `gap` are left out.
  ///
  /// V. Havlíček et al., "Supervised learning with quantum-enhanced feature spaces", Nature 567, 209
  /// (2019), doi:10.1038/s41586-019-0980-2.
  ///
  /// - Parameters:
  ///   - features: the number of qubits, 2 or 3.
  ///   - gap: 0.3 in the paper; with 3 qubits above 0.7 few points are left.
  public static func adHoc(
    rows: Int = 40, features: Int = 2, gap: Double = 0.3, seed: UInt64
  ) throws(DataError) -> Dataset {
    try check(rows >= 2, "the number of rows", Double(rows), "2 or more")
    try check(features == 2 || features == 3, "the number of features", Double(features), "2 or 3")
    try check(gap >= 0 && gap <= 0.7, "the gap", gap, "in 0…0.7")
    var random = RandomStream(seed: seed)
    let observable = randomParity(qubits: features, using: &random)
    var matrix = RealMatrix(rows: rows, columns: features)
    for row in 0..<rows {
      // Classes in turn.
      let wanted = row % 2 == 1 ? 1.0 : -1.0
      var expectation = 0.0
      repeat {
        let point = (0..<features).map { _ in 2 * .pi * random.uniform() }
        expectation = observable.expectation(in: zzFeatureState(point))
        for (column, value) in point.enumerated() { matrix[row, column] = value }
      } while expectation * wanted < max(gap, 1e-12)
    }
    return try binary("ad hoc", matrix, (0..<rows).map { $0 % 2 })
  }

  /// The amplitudes of Φ(x), qubit k in bit k of the index.
  static func zzFeatureState(_ x: [Double]) -> [Complex<Double>] {
    let size = 1 << x.count
    var state = Array(repeating: Complex<Double>.zero, count: size)
    state[0] = .one
    for _ in 0..<2 {
      for qubit in x.indices {
        for index in 0..<size where index >> qubit & 1 == 0 {
          let (a, b) = (state[index], state[index | 1 << qubit])
          state[index] = (a + b) * .init(0.5.squareRoot())
          state[index | 1 << qubit] = (a - b) * .init(0.5.squareRoot())
        }
      }
      for index in 0..<size {
        var phase = 0.0
        for k in x.indices {
          let zk = 1 - 2 * Double(index >> k & 1)
          phase += x[k] * zk
          for l in 0..<k {
            phase += (.pi - x[k]) * (.pi - x[l]) * zk * (1 - 2 * Double(index >> l & 1))
          }
        }
        state[index] *= Complex(length: 1, phase: phase)
      }
    }
    return state
  }

  /// V† Z…Z V as the rows of V: orthonormal vectors by Gram and Schmidt from normal ones, which is
  /// Haar's measure.
  private static func randomParity(
    qubits: Int, using random: inout RandomStream
  ) -> ParityInBasis {
    let size = 1 << qubits
    var rows: [[Complex<Double>]] = []
    while rows.count < size {
      var vector = (0..<size).map { _ in Complex(random.normal(), random.normal()) }
      // Twice, so that rounding does not spoil orthogonality.
      for other in rows + rows {
        let overlap = zip(other, vector).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
        for k in 0..<size { vector[k] -= overlap * other[k] }
      }
      let norm = vector.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
      guard norm > 1e-6 else { continue }
      rows.append(vector.map { $0 / Complex(norm) })
    }
    return ParityInBasis(rows: rows)
  }
}

private struct ParityInBasis {
  let rows: [[Complex<Double>]]

  func expectation(in state: [Complex<Double>]) -> Double {
    rows.enumerated().reduce(0) { sum, entry in
      let amplitude = zip(entry.element, state).reduce(Complex.zero) { $0 + $1.0 * $1.1 }
      let sign = entry.offset.nonzeroBitCount & 1 == 0 ? 1.0 : -1.0
      return sum + sign * amplitude.lengthSquared
    }
  }
}
