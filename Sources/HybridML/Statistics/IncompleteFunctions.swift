import RealModule

/// The regularised incomplete beta and gamma functions, on which the tails of t, F and χ² stand.
///
/// Formulas: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, §8.17 and §8.9,
/// the continued fractions by Lentz's method (W. J. Lentz 1976, doi:10.1364/AO.15.000668). Relative
/// error about 10⁻¹³ up to parameters of 10⁴, in the tails as well: where logarithms of gamma functions
/// would cancel, their difference is taken from Stirling's series (after A. DiDonato and A. Morris,
/// "Algorithm 708" (1992), doi:10.1145/131766.131776).
enum IncompleteFunctions {
  private static let tiny = 1e-300

  /// I_x(a, b) for `y` = 1 − x, given apart so that neither loses its digits.
  static func beta(_ x: Double, complement y: Double, a: Double, b: Double) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    // The fraction converges fast below the mean of the distribution; the mirror image serves above.
    if x > (a + 1) / (a + b + 2) { return 1 - beta(y, complement: x, a: b, b: a) }
    // 8.17.22
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var fraction = d
    for m in 1...100_000 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      fraction *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return betaFactor(x, y, a, b) * fraction / a
  }

  /// xᵃ yᵇ / B(a, b).
  private static func betaFactor(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    if min(a, b) >= 10 {
      // x = a / (a + b) · (1 + δ / a) and y likewise: each power is near 1 at the mean.
      let change = b * x - a * y
      let powerX: Double = a * log(x * (a + b) / a, nearOne: change / a)
      let powerY: Double = b * log(y * (a + b) / b, nearOne: -change / b)
      let correction = stirling(a) + stirling(b) - stirling(a + b)
      let scale: Double = a * b / (2 * .pi * (a + b))
      return Double.exp(powerX + powerY - correction) * scale.squareRoot()
    }
    let logX = x < 0.5 ? Double.log(x) : Double.log(onePlus: -y)
    let logY = y < 0.5 ? Double.log(y) : Double.log(onePlus: -x)
    return Double.exp(a * logX + b * logY - logBeta(a, b))
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, large) = (min(a, b), max(a, b))
    guard large >= 10 else {
      return Double.logGamma(a) + Double.logGamma(b) - Double.logGamma(a + b)
    }
    // log Γ(large) − log Γ(large + small)
    let sum: Double = large + small
    let powers: Double = (sum - 0.5) * Double.log(onePlus: small / large)
    let difference: Double =
      small - powers - small * Double.log(large) + stirling(large) - stirling(sum)
    return Double.logGamma(small) + difference
  }

  /// log(value) for a value of 1 + change.
  private static func log(_ value: Double, nearOne change: Double) -> Double {
    abs(change) < 0.5 ? Double.log(onePlus: change) : Double.log(value)
  }

  /// log Γ(x) − (x − ½) log x + x − ½ log 2π for x of 10 or more, 5.11.1.
  private static func stirling(_ x: Double) -> Double {
    let square = 1 / (x * x)
    let series: [Double] = [-691 / 360_360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12]
    return series.reduce(0) { $0 * square + $1 } / x
  }

  /// Q(a, x) = Γ(a, x) / Γ(a), the upper tail.
  static func upperGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    let prefactor = gammaFactor(a, x)
    if x < a + 1 {
      // The series of the lower tail, 8.11.4.
      var term = 1 / a
      var sum = term
      var k = a
      while abs(term) > 1e-16 * abs(sum) {
        k += 1
        term *= x / k
        sum += term
      }
      return 1 - prefactor * sum
    }
    // 8.9.2
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for m in 1...100_000 {
      let k = Double(m)
      let factor = -k * (k - a)
      b += 2
      d = 1 / nonzero(factor * d + b)
      c = nonzero(b + factor / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return prefactor * fraction
  }

  /// xᵃ e⁻ˣ / Γ(a).
  private static func gammaFactor(_ a: Double, _ x: Double) -> Double {
    guard a >= 10 else { return Double.exp(a * Double.log(x) - x - Double.logGamma(a)) }
    let change = (x - a) / a
    let exponent = a * (log(x / a, nearOne: change) - change)
    return Double.exp(exponent - stirling(a)) * (a / (2 * .pi)).squareRoot()
  }

  private static func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
}
