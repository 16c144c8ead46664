import HybridML
import RealModule
import TestSupport
import Testing

@Suite("Gaussian processes") struct GaussianProcessTests {
  private static func sine(_ count: Int, noise: Double, seed: UInt64) throws -> Dataset {
    var random = TestRandom(seed: seed)
    let rows = (0..<count).map { _ in Double.random(in: 0...6, using: &random) }
    return try Dataset(
      name: "sine", features: RealMatrix(rows: count, columns: 1, elements: rows),
      target: .values(
        rows.map { x in
          // The sum of twelve has variance 1.
          let normal = (0..<12).reduce(-6.0) { sum, _ in
            sum + Double.random(in: 0...1, using: &random)
          }
          return 100 + 10 * Double.sin(x) + noise * normal
        }))
  }

  /// K + σ² solved by elimination, without any shortcut.
  private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var (a, b) = (matrix, right)
    for column in b.indices {
      let pivot = (column..<b.count).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      b.swapAt(column, pivot)
      for row in (column + 1)..<max(b.count, column + 1) {
        let factor = a[row][column] / a[column][column]
        for k in column..<b.count { a[row][k] -= factor * a[column][k] }
        b[row] -= factor * b[column]
      }
    }
    for row in b.indices.reversed() {
      for k in (row + 1)..<max(b.count, row + 1) { b[row] -= a[row][k] * b[k] }
      b[row] /= a[row][row]
    }
    return b
  }

  @Test("means, deviations and likelihood are those of the formulas, by elimination")
  func formulas() throws {
    let data = try Self.sine(20, noise: 1, seed: 4)
    let (gamma, noise) = (0.5, 0.05)
    var process = GaussianProcess(kernel: .rbf(gamma: gamma), noises: [noise])
    try process.fit(data)
    let (x, values) = (data.features.elements, try data.values())
    let mean = values.reduce(0, +) / 20
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
    let y = values.map { ($0 - mean) / deviation }
    func kernel(_ a: Double, _ b: Double) -> Double { Double.exp(-gamma * (a - b) * (a - b)) }
    let matrix = x.indices.map { i in
      x.indices.map { j in kernel(x[i], x[j]) + (i == j ? noise : 0) }
    }
    let weights = Self.solve(matrix, y)
    let rows: [Double] = [0.1, 2, 7, 30]
    let (means, deviations) = try process.distributions(
      RealMatrix(rows: 4, columns: 1, elements: rows))
    for (index, row) in rows.enumerated() {
      let k = x.map { kernel($0, row) }
      let expected = mean + deviation * zip(k, weights).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(means[index] / expected - 1) < 1e-11)
      let solved = Self.solve(matrix, k)
      let variance = 1 + noise - zip(k, solved).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(deviations[index] / (variance.squareRoot() * deviation) - 1) < 1e-10)
    }
    // Far from all rows nothing is known but the targets' own mean and deviation.
    #expect(abs(means[3] - mean) < 1e-9)
    #expect(abs(deviations[3] / (deviation * (1 + noise).squareRoot()) - 1) < 1e-9)
    #expect(try process.predict(RealMatrix(rows: 4, columns: 1, elements: rows)) == means)
    // The determinant as the product of the pivots: each step of elimination with one row more.
    var logDeterminant = 0.0
    for size in 1...20 {
      let part = matrix.prefix(size).map { Array($0.prefix(size)) }
      let unit = (0..<size).map { $0 == size - 1 ? 1.0 : 0 }
      logDeterminant -= Double.log(Self.solve(part, unit)[size - 1])
    }
    let likelihood =
      -0.5 * zip(y, weights).reduce(0) { $0 + $1.0 * $1.1 } - 0.5 * logDeterminant
      - 10 * Double.log(2 * .pi)
    #expect(abs(process.logMarginalLikelihood - likelihood) < 1e-9)
  }

  @Test("the noise is found, and about two in three targets lie within a deviation")
  func calibration() throws {
    let train = try Self.sine(150, noise: 2, seed: 1)
    let test = try Self.sine(1000, noise: 2, seed: 2)
    var process = GaussianProcess(kernel: .rbf(gamma: 0.5))
    try process.fit(train)
    // Sine and noise have variances of 50 and 4.
    #expect([0.03, 0.1].contains(process.noise))
    let (means, deviations) = try process.distributions(test.features)
    let inside = try zip(zip(means, deviations), test.values()).count {
      abs($0.0 - $1) < $0.1
    }
    // 683 ± 15 of a thousand, and what the deviation itself is off by.
    #expect((600...760).contains(inside), "\(inside)")
    #expect(try process.score(test) > 0.85)
  }

  @Test("a quantum kernel gives deviations too, and a file keeps them bit for bit")
  func quantum() throws {
    let data = try Dataset.diabetes().selecting(rows: Array(0..<80))
    var model = QuantumKernelRegressor(
      features: .angles(features: 10, qubits: 4), kernel: QuantumKernel(.angle(.y)),
      method: .gaussianProcess)
    try model.fit(data)
    #expect(model.trials.count == 5)
    let (means, deviations) = try model.distributions(data.features)
    #expect(try model.predict(data.features) == means)
    #expect(deviations.allSatisfy { $0 > 0 && $0 < 200 })
    let saved = SavedModel(.quantumKernelRegressor(model), trainedOn: data)
    guard
      case .quantumKernelRegressor(let loaded) = try SavedModel(bytes: saved.bytes()).model
    else {
      Issue.record("another kind of model")
      return
    }
    #expect(try loaded.distributions(data.features).deviations == deviations)
    var ridge = QuantumKernelRegressor(bandwidth: .fixed(0.25))
    let angles = try model.features.transform(data.features)
    try ridge.fit(data.replacing(features: angles))
    #expect(throws: DataError.self) { try ridge.distributions(angles) }
  }

  @Test("equal targets, one row, wrong noises and kernels that are none have their messages")
  func extremes() throws {
    let one = try Dataset(
      name: "t", features: RealMatrix([[1, 2]]), target: .values([7]))
    var process = GaussianProcess()
    try process.fit(one)
    #expect(try process.predict(RealMatrix([[1, 2], [50, 60]])) == [7, 7])
    for (noises, text) in [([], "the list of noises"), ([-1.0], "the variance of the noise")] {
      var wrong = GaussianProcess(noises: noises)
      let error = #expect(throws: DataError.self) { try wrong.fit(one) }
      #expect(error.map { "\($0)".hasPrefix(text) } == true)
    }
    var indefinite = GaussianProcess(kernel: .precomputed)
    let matrix = try Dataset(
      name: "t", features: RealMatrix([[1, 2], [2, 1]]), target: .values([1, 2]))
    let error = #expect(throws: DataError.self) { try indefinite.fit(matrix) }
    #expect(error.map { "\($0)".hasPrefix("the smallest eigenvalue") } == true)
    #expect(throws: DataError(.notFitted("the Gaussian process"))) {
      try GaussianProcess().predict(RealMatrix([[1]]))
    }
    #expect(throws: DataError.self) { try process.fit(Dataset.iris()) }
  }
}
