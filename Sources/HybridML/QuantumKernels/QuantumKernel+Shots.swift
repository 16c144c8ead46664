extension QuantumKernel {
  /// From how many shots similarities are estimated, as a machine would give them.
  public struct Estimation: Hashable, Sendable, Codable {
    public var shots: Int
    public var seed: UInt64

    public init(shots: Int, seed: UInt64 = 0) {
      self.shots = shots
      self.seed = seed
    }

    func validate(_ comparison: Comparison) throws(DataError) {
      guard (1...1_000_000_000).contains(shots) else {
        throw DataError(
          .setting(
            name: "the number of shots", value: "\(shots)", allowed: "1 to a thousand million"))
      }
      guard comparison == .fidelity else {
        throw DataError(
          .setting(
            name: "the kernel to estimate from shots", value: "projected", allowed: "the fidelity"))
      }
    }

    /// Exact fidelities of all pairs of rows, each replaced by an estimate.
    func estimates(of exact: RealMatrix) -> RealMatrix {
      var matrix = exact
      for row in 0..<matrix.rows {
        // A stream a row, so that more rows leave these as they are.
        var random = RandomStream(seed: seed, stream: UInt64(row))
        for column in 0..<row {
          let share =
            Double(random.binomial(trials: shots, probability: min(matrix[row, column], 1)))
            / Double(shots)
          (matrix[row, column], matrix[column, row]) = (share, share)
        }
      }
      return matrix
    }
  }

  /// An estimate of the fidelity kernel as a machine would give it: each pair's fidelity is the share of
  /// `shots` runs that end in |0…0⟩, drawn with the distribution that the runs would have.
  ///
  /// Such a matrix may have negative eigenvalues: see ``RealMatrix/nearestPositiveSemidefinite()``.
  ///
  /// - Throws: as ``matrix(_:)``; ``DataError`` for fewer than one shot, or the projected kernel.
  public func estimatedMatrix(
    _ features: RealMatrix, shots: Int, seed: UInt64
  ) throws(DataError) -> RealMatrix {
    let estimation = Estimation(shots: shots, seed: seed)
    try estimation.validate(comparison)
    return estimation.estimates(of: try matrix(features))
  }

  /// The similarities of all training rows: exact, or estimated and made positive semidefinite.
  func trainingMatrix(embedded: RealMatrix) throws(DataError) -> RealMatrix {
    let exact = matrix(embedded: embedded)
    guard let estimation else { return exact }
    return try estimation.estimates(of: exact).nearestPositiveSemidefinite()
  }
}
