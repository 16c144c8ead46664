import RealModule
import Testing

@testable import QState

@Suite struct BinomialDistributionTests {
  /// The probabilities of 0...n by the plain recurrence, for n small enough.
  func exactProbabilities(_ n: Int, _ p: Double) -> [Double] {
    var row = [1.0]
    for _ in 0..<n {
      var next = [Double](repeating: 0, count: row.count + 1)
      for (k, mass) in row.enumerated() {
        next[k] += mass * (1 - p)
        next[k + 1] += mass * p
      }
      row = next
    }
    return row
  }

  @Test(
    "The distribution is binomial whichever method serves it",
    arguments: [
      (1, 0.5), (2, 0.3), (7, 0.9), (20, 0.02), (20, 0.5), (30, 0.35), (100, 0.09), (100, 0.11),
      (100, 0.5), (100, 0.95), (700, 0.3), (1000, 0.002), (1000, 0.0101), (1000, 0.77),
    ])
  func distribution(trials: Int, probability: Double) {
    var random = RandomStream(seed: 9, stream: UInt64(trials))
    let draws = 100_000
    var counts = [Int](repeating: 0, count: trials + 1)
    for _ in 0..<draws {
      let successes = random.binomial(trials: trials, probability: probability)
      counts[successes] += 1
    }
    let expected = exactProbabilities(trials, probability).map { Double(draws) * $0 }
    #expect(chiSquareDeviate(observed: counts, expected: expected) < 4)
  }

  @Test(
    "The logarithm of the probability agrees with the recurrence",
    arguments: [(1, 0.5), (10, 0.2), (15, 0.4), (16, 0.4), (40, 0.01), (300, 0.31)])
  func logProbability(trials: Int, probability: Double) {
    let distribution = BinomialDistribution(trials: trials, probability: probability)
    for (successes, mass) in exactProbabilities(trials, probability).enumerated()
    where mass > 1e-280 {
      // The recurrence rounds once a trial.
      #expect(
        abs(distribution.logProbability(successes) - .log(mass)) < 1e-13 + 3e-16 * Double(trials))
    }
  }

  @Test("At 10⁹ trials probabilities still satisfy the ratio of neighbours")
  func manyTrials() {
    let n = 1_000_000_000
    for p in [0.5, 0.123, 1e-4] {
      let distribution = BinomialDistribution(trials: n, probability: p)
      let mean = Int(Double(n) * p)
      for k in [mean - 5000, mean, mean + 777] {
        let ratio = distribution.logProbability(k + 1) - distribution.logProbability(k)
        let expected = Double.log(Double(n - k) / Double(k + 1) * p / (1 - p))
        // n·p itself is known to n · 2^-53.
        #expect(abs(ratio - expected) < 1e-9)
      }
    }
  }

  @Test(
    "Mean and variance hold up to 10⁹ trials",
    arguments: [
      (1_000_000_000, 0.5), (1_000_000_000, 1e-9), (1_000_000_000, 3e-8), (123_456_789, 0.9),
    ])
  func moments(trials: Int, probability: Double) {
    var random = RandomStream(seed: 10)
    let draws = 20_000
    let mean = Double(trials) * probability
    let variance = mean * (1 - probability)
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<draws {
      let x = Double(random.binomial(trials: trials, probability: probability)) - mean
      sum += x
      squares += x * x
    }
    let count = Double(draws)
    #expect(abs(sum / count) < 5 * (variance / count).squareRoot())
    // The fourth moment of a binomial is 3 v² + v (1 − 6 p q) at most 3 v² + v.
    let spread = ((2 * variance * variance + variance) / count).squareRoot()
    #expect(abs(squares / count - variance) < 5 * spread)
  }

  @Test("Certain and impossible trials, and probabilities that rounding moved past them")
  func certain() {
    var random = RandomStream(seed: 11)
    for trials in [0, 1, 1000, 1_000_000_000] {
      for never: Double in [0, -1e-17, -.infinity] {
        #expect(random.binomial(trials: trials, probability: never) == 0)
      }
      for always: Double in [1, 1 + 1e-15, .infinity] {
        #expect(random.binomial(trials: trials, probability: always) == trials)
      }
    }
    #expect(random.binomial(trials: 5, probability: .nan) == 0)
    #expect(random.position == 0)
  }
}
