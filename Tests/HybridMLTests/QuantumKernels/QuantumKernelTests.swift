import Foundation
import TestSupport
import Testing

@testable import HybridML

@Suite("Quantum kernels") struct QuantumKernelTests {
  static func irisAngles(fold: Int) throws -> (train: Dataset, test: Dataset) {
    let (train, test) = ReferenceFolds.split(try .iris(), ReferenceFolds.iris, fold)
    var pipeline = Pipeline.angles(features: 4, qubits: 4)
    try pipeline.fit(train)
    return (try pipeline.transform(train), try pipeline.transform(test))
  }

  static let encodings: [Encoding] =
    Encoding.Axis.allCases.map { .angle($0) } + [
      .iqp(repetitions: 1), .iqp(repetitions: 2), .zzFeatureMap(repetitions: 1),
      .zzFeatureMap(repetitions: 2),
    ]

  @Test("The ZZ kernel of iris is the reference's")
  func reference() throws {
    // Qiskit Machine Learning 0.9.1: the first training rows of fold 0, two repetitions.
    let expected = [
      [1.0, 0.11563695268803934, 0.08031505780523866],
      [0.11563695268803934, 1.0, 0.23083176861396087],
      [0.08031505780523866, 0.23083176861396087, 1.0],
    ]
    let rows = try Self.irisAngles(fold: 0).train.features
    let kernel = QuantumKernel(.zzFeatureMap(repetitions: 2))
    let matrix = try kernel.matrix(rows)
    #expect(matrix.rows == 120 && matrix.columns == 120)
    for i in 0..<3 { for j in 0..<3 { #expect(abs(matrix[i, j] - expected[i][j]) < 1e-13) } }
  }

  /// The state of one row by full matrices.
  private static func state(_ encoding: Encoding, _ row: [Double]) throws -> [Complex<Double>] {
    let circuit = try encoding.circuit(features: row.count)
    let inputs = try encoding.inputs(RealMatrix(rows: 1, columns: row.count, elements: row))
    var values: [Parameter: Double] = [:]
    for (index, value) in inputs.elements.enumerated() { values[Parameter("x[\(index)]")] = value }
    return try ReferenceSimulator.state(after: circuit, values)
  }

  @Test("Fidelities are those of states by full matrices, for every encoding", arguments: encodings)
  func fidelities(encoding: Encoding) throws {
    for features in 1...4 {
      var rows = RealMatrix(rows: 5, columns: features)
      for i in 0..<5 { for j in 0..<features { rows[i, j] = 0.43 * Double((3 * i + 2 * j) % 7) } }
      let bandwidth = 0.7
      let states = try (0..<5).map { i in
        try Self.state(encoding, rows.row(i).map { $0 * bandwidth })
      }
      let kernel = QuantumKernel(encoding, bandwidth: bandwidth)
      let matrix = try kernel.matrix(rows)
      let first = rows.selecting(rows: [0, 1])
      let cross = try kernel.matrix(first, rows)
      for i in 0..<5 {
        for j in 0..<5 {
          var overlap = Complex<Double>.zero
          for (x, y) in zip(states[i], states[j]) { overlap += x.conjugate * y }
          #expect(abs(matrix[i, j] - overlap.lengthSquared) < 1e-13)
          if i < 2 { #expect(abs(cross[i, j] - overlap.lengthSquared) < 1e-13) }
        }
      }
    }
  }

  @Test("The projected kernel is that of reduced density matrices", arguments: encodings)
  func projected(encoding: Encoding) throws {
    let rows = try Self.irisAngles(fold: 0).train.features.selecting(rows: [0, 40, 80, 119])
    let kernel = QuantumKernel(encoding, comparison: .projected(gamma: 0.8), bandwidth: 0.5)
    let matrix = try kernel.matrix(rows)
    // ρ[a][b] of a qubit: the sum over the others of ψ*(…b…) ψ(…a…).
    let reduced = try (0..<4).map { i in
      let state = try Self.state(encoding, rows.row(i).map { $0 / 2 })
      return (0..<4).flatMap { qubit in
        (0..<4).map { entry in
          (0..<16).reduce(Complex<Double>.zero) { sum, index in
            guard index >> qubit & 1 == entry >> 1 else { return sum }
            let other = index & ~(1 << qubit) | (entry & 1) << qubit
            return sum + state[index] * state[other].conjugate
          }
        }
      }
    }
    for i in 0..<4 {
      for j in 0..<4 {
        let distance = zip(reduced[i], reduced[j]).reduce(0.0) {
          $0 + ($1.0 - $1.1).lengthSquared
        }
        #expect(abs(matrix[i, j] - exp(-0.8 * distance)) < 1e-13)
      }
    }
  }

  @Test("γ of the projected kernel is settled by the variance in training")
  func scale() throws {
    // numpy: ZZ map of the first training rows of iris, fold 0, in [0, π/4].
    let rows = try Self.irisAngles(fold: 0).train.features
    let kernel = QuantumKernel(comparison: .projected(gamma: nil), bandwidth: 0.25)
    let matrix = try kernel.matrix(rows)
    for (index, expected) in [(1, 0.1095955833309159), (2, 0.18904979890203844)] {
      #expect(abs(matrix[0, index] - expected) < 1e-12)
    }
    #expect(abs(matrix[1, 2] - 0.5765966732910935) < 1e-12)
  }

  @Test("Many rows: symmetric, ones on the diagonal, no negative eigenvalue, the same by blocks")
  func large() throws {
    let digits = try Dataset.digits().selecting(rows: Array(0..<300))
    var pipeline = Pipeline.angles(features: 64, qubits: 5)
    try pipeline.fit(digits)
    let rows = try pipeline.transform(digits.features)
    for encoding in [Encoding.angle(.y), .zzFeatureMap(repetitions: 1)] {
      let kernel = QuantumKernel(encoding, bandwidth: 0.5)
      let matrix = try kernel.matrix(rows)
      #expect(matrix.transposed == matrix)
      #expect((0..<300).allSatisfy { matrix[$0, $0] == 1 })
      #expect(matrix.elements.allSatisfy { (0...1 + 1e-14).contains($0) })
      let repaired = try matrix.nearestPositiveSemidefinite()
      for (x, y) in zip(matrix.elements, repaired.elements) { #expect(abs(x - y) < 1e-12) }
      let cross = try kernel.matrix(rows, rows)
      for (x, y) in zip(matrix.elements, cross.elements) { #expect(abs(x - y) < 1e-13) }
    }
  }

  @Test("Real states take the real product and give the closed form of the angle kernel")
  func closedForm() throws {
    let rows = try Self.irisAngles(fold: 0).train.features
    let matrix = try QuantumKernel(.angle(.y), bandwidth: 0.3).matrix(rows)
    for i in 0..<120 {
      for j in 0..<120 {
        let product = (0..<4).reduce(1.0) {
          $0 * cos(0.15 * (rows[i, $1] - rows[j, $1]))
        }
        #expect(abs(matrix[i, j] - product * product) < 1e-13)
      }
    }
  }

  @Test("The number of threads does not matter", arguments: [1, 2, 5])
  func threads(count: Int) throws {
    let rows = try Self.irisAngles(fold: 0).train.features
    for comparison in [QuantumKernel.Comparison.fidelity, .projected(gamma: 1)] {
      let kernel = QuantumKernel(comparison: comparison)
      func matrix(threads: Int) throws -> RealMatrix {
        var result: RealMatrix?
        try WorkerPool.withThreads(threads) { () throws(QuantumError) in
          result = try? kernel.matrix(rows)
        }
        return try #require(result)
      }
      #expect(try matrix(threads: count) == matrix(threads: 1))
    }
  }

  @Test("Estimates from shots tend to the kernel, and their repair has no negative eigenvalue")
  func shots() throws {
    let rows = try Self.irisAngles(fold: 0).train.features
    let kernel = QuantumKernel(bandwidth: 0.25)
    let exact = try kernel.matrix(rows)
    let shots = 400
    let estimate = try kernel.estimatedMatrix(rows, shots: shots, seed: 3)
    #expect(estimate == (try kernel.estimatedMatrix(rows, shots: shots, seed: 3)))
    #expect(estimate != (try kernel.estimatedMatrix(rows, shots: shots, seed: 4)))
    var (squares, expected) = (0.0, 0.0)
    for i in 0..<120 {
      for j in 0..<i {
        squares += (estimate[i, j] - exact[i, j]) * (estimate[i, j] - exact[i, j])
        expected += exact[i, j] * (1 - exact[i, j]) / Double(shots)
      }
    }
    // 7140 pairs: the mean square is within a few hundredths of its expectation.
    #expect(abs(squares / expected - 1) < 0.1)
    func smallest(_ matrix: RealMatrix) throws -> Double {
      try RealAlgebra.symmetricEigen(size: matrix.rows, matrix.elements).values[0]
    }
    #expect(try smallest(estimate) < -0.01)
    let repaired = try estimate.nearestPositiveSemidefinite()
    #expect(try smallest(repaired) > -1e-12)
    #expect(repaired.transposed == repaired)
    // The distance is that of the negative eigenvalues, and so the least there is.
    let negative = try RealAlgebra.symmetricEigen(size: 120, estimate.elements).values
      .reduce(0.0) { $0 + min($1, 0) * min($1, 0) }
    let distance = zip(repaired.elements, estimate.elements).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    #expect(abs(distance - negative) < 1e-10)
  }

  @Test("Misuse is said in a sentence")
  func misuse() throws {
    let rows = try Self.irisAngles(fold: 0).train.features
    func message(_ kernel: QuantumKernel, _ rows: RealMatrix) -> String {
      do {
        _ = try kernel.matrix(rows)
        return "nothing"
      } catch { return "\(error)" }
    }
    for bandwidth in [0, -1, .nan, .infinity] as [Double] {
      #expect(
        message(QuantumKernel(bandwidth: bandwidth), rows)
          == "the bandwidth is \(bandwidth): it must be a positive number")
    }
    #expect(
      message(QuantumKernel(.chebyshev, bandwidth: 0.5), rows)
        == "the bandwidth is 0.5: it must be 1 for this encoding, whose features cannot be scaled")
    #expect(
      message(QuantumKernel(comparison: .projected(gamma: 0)), rows)
        == "gamma is 0.0: it must be a positive number")
    #expect(
      message(QuantumKernel(.zzFeatureMap(repetitions: 0)), rows)
        .hasPrefix("repetitions of the encoding is 0: it must be 1"))
    #expect(
      message(QuantumKernel(), RealMatrix(rows: 1, columns: 2, elements: [1, .nan]))
        == "feature 1 of row 0 is nan: a finite number is needed")
    #expect(
      message(QuantumKernel(.angle(.y)), RealMatrix(rows: 2, columns: 33, repeating: 1))
        .contains("memory"))
    #expect(throws: DataError(.shape(what: "the number of features", expected: 4, got: 1))) {
      try QuantumKernel().matrix(RealMatrix(rows: 1, columns: 1), rows)
    }
    #expect(throws: DataError.self) {
      try QuantumKernel().estimatedMatrix(rows, shots: 0, seed: 1)
    }
    #expect(throws: DataError.self) {
      try QuantumKernel(comparison: .projected(gamma: 1)).estimatedMatrix(rows, shots: 9, seed: 1)
    }
    #expect(throws: DataError(.shape(what: "the width of a kernel matrix", expected: 120, got: 4)))
    {
      try rows.nearestPositiveSemidefinite()
    }
  }
}
