/// Where the gradient of training comes from.
public enum GradientMethod: Hashable, Sendable, Codable {
  /// Exact values and derivatives of the state, by adjoint differentiation.
  case exact
  /// As on a machine: every Pauli term of every expectation value is estimated from so many shots, and
  /// derivatives follow from values at shifted angles (M. Schuld, V. Bergholm, C. Gogolin, J. Izaac,
  /// N. Killoran (2019), doi:10.1103/PhysRevA.99.032331). Two evaluations an angle, four for controlled
  /// rotations.
  case parameterShift(shots: Int)
  /// Two evaluations a gradient, whatever the number of parameters: all of them shifted at once by
  /// ±`perturbation`, with random signs (J. C. Spall (1998), doi:10.1109/7.705889). Values are exact
  /// where `shots` is nil.
  case simultaneousPerturbation(shots: Int?, perturbation: Double = 0.1)

  func validate() throws(DataError) {
    func check(_ shots: Int) throws(DataError) {
      guard (1...1_000_000_000).contains(shots) else {
        throw DataError(
          .setting(
            name: "the number of shots", value: "\(shots)", allowed: "1 to a thousand million"))
      }
    }
    switch self {
    case .exact: break
    case .parameterShift(let shots): try check(shots)
    case .simultaneousPerturbation(let shots, let perturbation):
      if let shots { try check(shots) }
      try Checks.positive("the perturbation", perturbation)
    }
  }
}
