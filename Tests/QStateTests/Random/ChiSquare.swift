import RealModule
import Testing

/// Pearson's statistic of observed counts against expected ones, neighbours merged until at least ten
/// are expected in each cell, expressed as a standard normal deviate (Wilson and Hilferty 1931).
///
/// A correct sampler exceeds 4 once in 30 000 seeds; seeds are fixed, so that a test that passes
/// keeps passing.
func chiSquareDeviate(observed: [Int], expected: [Double]) -> Double {
  var statistic = 0.0
  var cells = 0
  var (count, mean) = (0.0, 0.0)
  var remaining = expected.reduce(0, +)
  for (o, e) in zip(observed, expected) {
    if e == 0, o > 0 { return .infinity }
    count += Double(o)
    mean += e
    remaining -= e
    if mean >= 10, remaining >= 10 || remaining < 1e-9 {
      statistic += (count - mean) * (count - mean) / mean
      cells += 1
      (count, mean) = (0, 0)
    }
  }
  if mean > 0 {
    statistic += (count - mean) * (count - mean) / mean
    cells += 1
  }
  let freedom = Double(cells - 1)
  guard freedom > 0 else { return 0 }
  let spread = 2 / (9 * freedom)
  return (Double.root(statistic / freedom, 3) - 1 + spread) / spread.squareRoot()
}
