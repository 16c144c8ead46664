extension QuantumKernel {
  /// An estimate of the fidelity kernel as a machine would give it: each pair's fidelity is the share of
  /// `shots` runs that end in |0…0⟩, drawn with the distribution that the runs would have.
  ///
  /// Such a matrix may have negative eigenvalues: see ``RealMatrix/nearestPositiveSemidefinite()``.
  ///
  /// - Throws: as ``matrix(_:)``; ``DataError`` for fewer than one shot, or the projected kernel.
  public func estimatedMatrix(
    _ features: RealMatrix, shots: Int, seed: UInt64
  ) throws(DataError) -> RealMatrix {
    guard shots >= 1 else {
      throw DataError(
        .setting(name: "the number of shots", value: "\(shots)", allowed: "1 or more"))
    }
    guard comparison == .fidelity else {
      throw DataError(
        .setting(
          name: "the kernel to estimate from shots", value: "projected", allowed: "the fidelity"))
    }
    var matrix = try matrix(features)
    for row in 0..<matrix.rows {
      // A stream a row, so that more rows leave these as they are.
      var random = RandomStream(seed: seed, stream: UInt64(row))
      for column in 0..<row {
        let probability = min(matrix[row, column], 1)
        let share = Double(random.binomial(trials: shots, probability: probability)) / Double(shots)
        (matrix[row, column], matrix[column, row]) = (share, share)
      }
    }
    return matrix
  }
}
