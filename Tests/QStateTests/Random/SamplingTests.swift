import Testing

@testable import QState

@Suite struct SamplingTests {
  /// Observed counts of every outcome, after checking what must hold for any draw.
  func draw(_ weights: [Double], shots: Int, seed: UInt64) throws -> [Int] {
    var random = RandomStream(seed: seed)
    let counts = try Sampling.counts(probabilities: weights, shots: shots, using: &random)
    var result = [Int](repeating: 0, count: weights.count)
    var previous = -1
    for (outcome, count) in counts {
      #expect(outcome > previous, "ascending, each once")
      #expect(count > 0)
      #expect(weights[outcome] > 0, "outcome \(outcome) is impossible")
      result[outcome] = count
      previous = outcome
    }
    #expect(counts.reduce(0) { $0 + $1.count } == shots)
    return result
  }

  /// Random weights, a third of them zero.
  func weights(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in
      let x = random.uniform()
      return x < 1 / 3 ? 0 : x * x
    }
  }

  @Test(
    "Counts follow the weights with few and many shots an outcome, in one block and in many",
    arguments: [2, 3, 100, 8191, 8192, 8193, 40_000], [1000, 100_000, 3_000_000])
  func distribution(outcomes: Int, shots: Int) throws {
    let weights = weights(outcomes, seed: UInt64(outcomes))
    let observed = try draw(weights, shots: shots, seed: UInt64(shots))
    let sum = weights.reduce(0, +)
    let expected = weights.map { Double(shots) * $0 / sum }
    #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
  }

  @Test("A billion shots of a few outcomes take no longer than a few")
  func billion() throws {
    let shots = 1_000_000_000
    let weights = [0.1, 0, 0.2, 0.3, 0.4]
    let observed = try draw(weights, shots: shots, seed: 5)
    let expected = weights.map { Double(shots) * $0 }
    #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
  }

  @Test("Repeated draws of a few shots are independent: every pair of outcomes is as likely")
  func repeated() throws {
    var random = RandomStream(seed: 6)
    var observed = [Int](repeating: 0, count: 16)
    for _ in 0..<8000 {
      let first = try Sampling.counts(probabilities: [1, 2, 3, 4], shots: 1, using: &random)
      let second = try Sampling.counts(probabilities: [1, 2, 3, 4], shots: 1, using: &random)
      observed[4 * first[0].outcome + second[0].outcome] += 1
    }
    let expected = (0..<16).map { (pair: Int) -> Double in
      80 * Double((pair / 4 + 1) * (pair % 4 + 1))
    }
    #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
  }

  @Test("Tiny and huge weights, and weights beside zeros, keep to their share")
  func extremes() throws {
    #expect(try draw([0, 1e-300, 0], shots: 100, seed: 1) == [0, 100, 0])
    #expect(try draw([0, 1e300, 0], shots: 3, seed: 1) == [0, 3, 0])
    #expect(try draw([1, 1e-300], shots: 1_000_000, seed: 1) == [1_000_000, 0])
    #expect(try draw([1e-300, 1], shots: 5, seed: 1) == [0, 5])
    #expect(try draw([-1e-12, 1, -1e-17], shots: 5, seed: 1) == [0, 5, 0])
    var sparse = [Double](repeating: 0, count: 100_000)
    sparse[77_777] = 0.25
    #expect(try draw(sparse, shots: 10, seed: 1)[77_777] == 10)
  }

  @Test("No shots give no outcome")
  func noShots() throws {
    #expect(try draw([0.5, 0.5], shots: 0, seed: 1) == [0, 0])
  }

  @Test("The seed alone decides the counts")
  func reproducible() throws {
    let weights = weights(20_000, seed: 3)
    #expect(try draw(weights, shots: 5000, seed: 8) == draw(weights, shots: 5000, seed: 8))
    #expect(try draw(weights, shots: 5000, seed: 8) != draw(weights, shots: 5000, seed: 9))
  }

  @Test("Negative shots and weights that are no distribution are refused")
  func misuse() {
    var random = RandomStream(seed: 1)
    #expect(
      throws: QuantumError.outOfRange(what: "the number of shots", value: -1, range: "0...")
    ) { try Sampling.counts(probabilities: [1], shots: -1, using: &random) }
    #expect(
      throws: QuantumError.outOfRange(what: "a probability", value: -0.5, range: "0...1")
    ) { try Sampling.counts(probabilities: [1, -0.5], shots: 1, using: &random) }
    for weights: [Double] in [[], [0, 0]] {
      #expect(throws: QuantumError.notNormalizable(norm: 0)) {
        try Sampling.counts(probabilities: weights, shots: 1, using: &random)
      }
    }
    #expect(throws: QuantumError.notNormalizable(norm: .infinity)) {
      try Sampling.counts(probabilities: [.infinity], shots: 1, using: &random)
    }
    #expect(throws: QuantumError.self) {
      try Sampling.counts(probabilities: [.nan, 1], shots: 1, using: &random)
    }
  }
}
