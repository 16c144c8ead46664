import RealModule

/// The regularised incomplete beta and gamma functions, on which the tails of t, F and χ² stand.
///
/// Formulas: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, §8.17 and §8.9,
/// the continued fractions by Lentz's method (W. J. Lentz 1976, doi:10.1364/AO.15.000668). Relative
/// error about 10⁻¹³ up to parameters of 10⁴, in the tails as well.
enum IncompleteFunctions {
  private static let tiny = 1e-300

  /// I_x(a, b) for `y` = 1 − x, given apart so that neither loses its digits.
  static func beta(_ x: Double, complement y: Double, a: Double, b: Double) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    // The fraction converges fast below the mean of the distribution; the mirror image serves above.
    if x > (a + 1) / (a + b + 2) { return 1 - beta(y, complement: x, a: b, b: a) }
    let logBeta = Double.logGamma(a) + Double.logGamma(b) - Double.logGamma(a + b)
    let logX = x < 0.5 ? Double.log(x) : Double.log(onePlus: -y)
    let logY = y < 0.5 ? Double.log(y) : Double.log(onePlus: -x)
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
    return Double.exp(a * logX + b * logY - logBeta) * fraction / a
  }

  /// Q(a, x) = Γ(a, x) / Γ(a), the upper tail.
  static func upperGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 1 }
    let prefactor = Double.exp(a * Double.log(x) - x - Double.logGamma(a))
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

  private static func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
}
