import Circuits

/// How a row of features becomes a quantum state: one qubit a feature.
public enum Encoding: Hashable, Sendable, Codable {
  /// A rotation by each feature about an axis, X, Y or Z; about Z after a Hadamard gate, without which it
  /// would change nothing.
  case angle(Axis)
  /// Instantaneous quantum polynomial: Hadamard gates, then phases by each feature and by the product of
  /// every two, `repetitions` times (V. Havlíček et al., "Supervised learning with quantum-enhanced
  /// feature spaces" (2019), doi:10.1038/s41586-019-0980-2, with the products as in PennyLane).
  case iqp(repetitions: Int)
  /// The ZZ feature map of the same paper: phases `2x_i` and `2(π − x_i)(π − x_j)` between neighbours in
  /// a full graph, `repetitions` times.
  case zzFeatureMap(repetitions: Int)
  /// A rotation about Y by `2(q + 1) arccos x_q`: Chebyshev polynomials of the features, which must lie
  /// in [−1, 1] (O. Kyriienko, A. Paine, V. Elfving (2021), doi:10.1103/PhysRevA.103.052416).
  case chebyshev

  /// The axis of a rotation.
  public enum Axis: String, Sendable, Codable, CaseIterable { case x, y, z }

  /// Appends the gates for these features, one a qubit.
  func append(_ features: [Angle], to circuit: inout Circuit) {
    switch self {
    case .angle(let axis):
      for (qubit, feature) in features.enumerated() {
        switch axis {
        case .x: circuit.rx(feature, qubit)
        case .y: circuit.ry(feature, qubit)
        case .z:
          circuit.h(qubit)
          circuit.rz(feature, qubit)
        }
      }
    case .iqp(let repetitions):
      for _ in 0..<repetitions {
        for (qubit, feature) in features.enumerated() {
          circuit.h(qubit)
          circuit.rz(feature, qubit)
        }
        for i in features.indices {
          for j in features.indices where j > i { circuit.rzz(features[i] * features[j], i, j) }
        }
      }
    case .zzFeatureMap(let repetitions):
      for _ in 0..<repetitions {
        for (qubit, feature) in features.enumerated() {
          circuit.h(qubit)
          circuit.p(2 * feature, qubit)
        }
        for i in features.indices {
          for j in features.indices where j > i {
            circuit.cx(i, j)
            circuit.p(2 * (.pi - features[i]) * (.pi - features[j]), j)
            circuit.cx(i, j)
          }
        }
      }
    case .chebyshev:
      for (qubit, feature) in features.enumerated() {
        circuit.ry(Angle(2 * Double(qubit + 1)) * Angle.Function.acos.of(feature), qubit)
      }
    }
  }

  /// - Throws: ``DataError`` for a number of repetitions below 1.
  func validate() throws(DataError) {
    switch self {
    case .iqp(let repetitions), .zzFeatureMap(let repetitions):
      guard repetitions >= 1 else {
        throw DataError(
          .setting(
            name: "repetitions of the encoding", value: "\(repetitions)", allowed: "1 or more"))
      }
    case .angle, .chebyshev: break
    }
  }
}
