import HybridML

/// Times matrices of quantum kernels.
struct LearningBenchmarks {
  var stopwatch: Stopwatch
  var threads: Int

  /// Milliseconds by rows and qubits: Qiskit takes 250 ms for the first.
  static let kernelGoals: [String: Double] = ["120 4": 2, "1437 8": 300]

  /// The fidelities of all pairs of rows, from features to the matrix.
  func kernel(rows: Int, qubits: Int, into report: inout Report) throws {
    let features = RealMatrix(
      rows: rows, columns: qubits,
      elements: (0..<rows * qubits).map { 0.01 * Double($0 * 7 % 311) })
    for (name, encoding) in [
      ("ZZ map, 2 repetitions", Encoding.zzFeatureMap(repetitions: 2)), ("RY", .angle(.y)),
    ] {
      for (kind, comparison) in [
        ("fidelity", QuantumKernel.Comparison.fidelity), ("projected", .projected(gamma: 1)),
      ] {
        let kernel = QuantumKernel(encoding, comparison: comparison, bandwidth: 0.25)
        let seconds = try stopwatch.samples {
          let start = ContinuousClock.now
          _ = try kernel.matrix(features)
          let (seconds, attoseconds) = (ContinuousClock.now - start).components
          return Double(seconds) + Double(attoseconds) * 1e-18
        }.median
        report.add(
          Row(
            group: "Quantum kernel, \(rows) rows", name: "\(kind), \(name)", precision: "double",
            qubits: qubits, threads: threads, value: seconds * 1000, unit: "ms",
            goal: Self.kernelGoals["\(rows) \(qubits)"]))
      }
    }
  }
}
