import RealModule

extension RandomStream {
  /// A number in [0, 1), each multiple of 2^-53 there with the same probability.
  @inline(__always)
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in [0, ∞) with density exp(−x).
  @inline(__always)
  public mutating func exponential() -> Double { -Double.log(onePlus: -uniform()) }

  /// How many of `trials` independent trials succeed when each does so with `probability`.
  ///
  /// Exact for any number of trials up to 2^53: inversion where fewer than ten successes (or
  /// failures) are expected, else transformed rejection; a constant expected number of uniforms.
  /// Probabilities beyond 0 or 1, as rounding makes them, count as 0 or 1.
  package mutating func binomial(trials: Int, probability: Double) -> Int {
    if trials <= 0 || !(probability > 0) { return 0 }
    if probability >= 1 { return trials }
    if probability > 0.5 {
      return trials - binomial(trials: trials, probability: 1 - probability)
    }
    let distribution = BinomialDistribution(trials: trials, probability: probability)
    return Double(trials) * probability < 10
      ? distribution.invert(using: &self) : distribution.reject(using: &self)
  }
}
