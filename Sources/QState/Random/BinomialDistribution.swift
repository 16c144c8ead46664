import RealModule

/// The binomial distribution for a success probability in (0, 1/2].
struct BinomialDistribution {
  let trials: Int
  let probability: Double

  /// The natural logarithm of the probability of `successes`, to about 10⁻¹⁴ however many trials.
  ///
  /// The saddle-point form of C. Loader, "Fast and accurate computation of binomial probabilities"
  /// (2000): log n! of the plain formula would cancel to 10⁻⁶ at 10⁹ trials.
  func logProbability(_ successes: Int) -> Double {
    let n = Double(trials)
    let k = Double(successes)
    let q = 1 - probability
    if successes == 0 { return n * .log(onePlus: -probability) }
    if successes == trials { return n * .log(probability) }
    return Self.stirlingError(n) - Self.stirlingError(k) - Self.stirlingError(n - k)
      - Self.deviance(k, mean: n * probability) - Self.deviance(n - k, mean: n * q)
      + 0.5 * .log(n / (2 * .pi * k * (n - k)))
  }

  /// Adds probabilities from 0 successes upwards until they exceed a uniform number.
  func invert(using random: inout RandomStream) -> Int {
    let odds = probability / (1 - probability)
    // At least exp(-14) where this is used, so that it never underflows.
    let none = Double.exp(Double(trials) * .log(onePlus: -probability))
    while true {
      var remaining = random.uniform()
      var mass = none
      for successes in 0...trials {
        if remaining < mass { return successes }
        remaining -= mass
        mass *= odds * Double(trials - successes) / Double(successes + 1)
        if mass == 0 { break }
      }
      // Rounding left a sliver of the unit interval without an outcome: draw again.
    }
  }

  /// Transformed rejection with squeeze (BTRS), for ten expected successes or more.
  ///
  /// W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46, 101–110
  /// (1993), doi:10.1080/00949659308811496; constants from there. The acceptance test uses
  /// ``logProbability(_:)`` instead of log-factorials.
  func reject(using random: inout RandomStream) -> Int {
    let n = Double(trials)
    let deviation = (n * probability * (1 - probability)).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * probability
    let center = n * probability + 0.5
    let alpha = (2.83 + 5.1 / b) * deviation
    let squeeze = 0.92 - 4.2 / b
    let mode = Int((n + 1) * probability)
    let logPeak = logProbability(mode)
    while true {
      let u = random.uniform() - 0.5
      let v = 1 - random.uniform()
      let us = 0.5 - abs(u)
      let candidate = ((2 * a / us + b) * u + center).rounded(.down)
      // Also refuses the infinity or NaN of us = 0.
      guard candidate >= 0, candidate <= n else { continue }
      let successes = Int(candidate)
      if us >= 0.07, v <= squeeze { return successes }
      let height = Double.log(v * alpha / (a / (us * us) + b))
      if height <= logProbability(successes) - logPeak { return successes }
    }
  }

  /// log n! − log(√(2πn) (n/e)^n).
  private static func stirlingError(_ n: Double) -> Double {
    if n < 16 { return smallStirlingErrors[Int(n)] }
    let inverseSquare = 1 / (n * n)
    // Stirling's series; the first term left out is below 2·10⁻¹⁶ from n = 16 on.
    var sum = 1.0 / 1188
    for coefficient in [1.0 / 1680, 1.0 / 1260, 1.0 / 360, 1.0 / 12] {
      sum = coefficient - sum * inverseSquare
    }
    return sum / n
  }

  private static let smallStirlingErrors: [Double] = {
    var factorial = 1.0
    return [0]
      + (1..<16).map { integer in
        let n = Double(integer)
        factorial *= n
        return .log(factorial / ((2 * .pi * n).squareRoot() * .pow(n / .exp(1), n)))
      }
  }()

  /// x log(x / mean) + mean − x, without cancellation where x is near the mean.
  private static func deviance(_ x: Double, mean: Double) -> Double {
    let difference = x - mean
    guard abs(difference) < 0.1 * (x + mean) else { return x * .log(x / mean) - difference }
    // With v = (x − mean)/(x + mean): log(x/mean) = 2 (v + v³/3 + v⁵/5 + …).
    let v = difference / (x + mean)
    var sum = difference * v
    var term = 2 * x * v
    var odd = 1.0
    while true {
      term *= v * v
      odd += 2
      let next = sum + term / odd
      if next == sum { return sum }
      sum = next
    }
  }
}
