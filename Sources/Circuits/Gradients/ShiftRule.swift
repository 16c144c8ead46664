import Gates
import RealModule

/// The derivative of a function from its values at shifted points: `f'(x) = Σ coefficient · f(x + shift)`,
/// exact for a constant and sines and cosines of a few known frequencies.
///
/// ⟨O⟩ is such a function of the angle θ of a gate `exp(-iθ G)`: its frequencies are the gaps between
/// the eigenvalues of G. A rotation has one, 1, and its rule has two terms; a controlled rotation has two,
/// 1/2 and 1, and its rule four. Equidistant frequencies have a rule in closed form, others the one of
/// a linear system (D. Wierichs, J. Izaac, C. Wang, C. Lin, "General parameter-shift rules for quantum
/// gradients" (2022), doi:10.22331/q-2022-03-30-677, equation 23 and section 3.1).
public struct ShiftRule: Hashable, Sendable {
  public struct Term: Hashable, Sendable {
    public let coefficient: Double
    public let shift: Double
  }

  /// Two terms a frequency, of opposite shifts and coefficients.
  public let terms: [Term]

  /// - Parameter frequencies: positive; those that differ by rounding count once.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for a frequency that is not positive and
  ///   finite; ``QuantumError/unsupported(what:remedy:)`` where so many frequencies lie so close that
  ///   rounding would spoil the rule.
  public init(frequencies: [Double]) throws(QuantumError) {
    for frequency in frequencies where !(frequency > 0 && frequency.isFinite) {
      throw .outOfRange(what: "a frequency", value: frequency, range: "more than 0")
    }
    let distinct = Self.distinct(frequencies)
    guard let highest = distinct.last else {
      terms = []
      return
    }
    let count = Double(distinct.count)
    let unit = highest / count
    let isEquidistant = distinct.enumerated().allSatisfy {
      abs($0.element - Double($0.offset + 1) * unit) <= 1e-12 * highest
    }
    let halves: [Term]
    if isEquidistant {
      halves = distinct.indices.map { index in
        let angle = Double(2 * index + 1) * .pi / (2 * count)
        let sine = Double.sin(angle / 2)
        let sign: Double = index.isMultiple(of: 2) ? 1 : -1
        return Term(
          coefficient: sign * unit / (4 * count * sine * sine), shift: angle / unit)
      }
    } else {
      halves = try Self.solved(distinct)
    }
    terms = halves.flatMap { [$0, Term(coefficient: -$0.coefficient, shift: -$0.shift)] }
  }

  /// f'(x).
  ///
  /// - Throws: what the function throws.
  public func derivative(
    of function: (Double) throws(QuantumError) -> Double, at x: Double
  ) throws(QuantumError) -> Double {
    var sum = 0.0
    for term in terms { sum += term.coefficient * (try function(x + term.shift)) }
    return sum
  }

  /// Ascending, each once.
  private static func distinct(_ frequencies: [Double]) -> [Double] {
    var result: [Double] = []
    for frequency in frequencies.sorted() {
      if let last = result.last, frequency - last <= 1e-9 * frequency { continue }
      result.append(frequency)
    }
    return result
  }

  /// The rule of frequencies that are not equidistant: coefficients cₘ with `Σ 2 cₘ sin(Ωₖ xₘ) = Ωₖ` for
  /// every k. Of several sets of shifts the one with the smallest `Σ |cₘ|` is taken, which errs the
  /// least where values come from shots.
  private static func solved(_ frequencies: [Double]) throws(QuantumError) -> [Term] {
    let count = frequencies.count
    var best: (size: Double, terms: [Term])?
    for candidate in 1...64 {
      // Shifts spread evenly over half a turn of some frequency between the lowest and twice the highest.
      let scale =
        frequencies[0]
        * Double.pow(2 * frequencies[count - 1] / frequencies[0], Double(candidate) / 64)
        / Double(count)
      let shifts = (0..<count).map { Double(2 * $0 + 1) * .pi / (2 * Double(count) * scale) }
      let matrix = frequencies.flatMap { frequency in
        shifts.map { 2 * Double.sin(frequency * $0) }
      }
      let (r, pivots, projected) = try RealAlgebra.pivotedQR(
        rows: count, columns: count, matrix, rightSide: frequencies)
      guard abs(r[count * count - 1]) > 1e-8 * abs(r[0]),
        let inverse = try RealAlgebra.triangularInverse(size: count, r)
      else { continue }
      var coefficients = Array(repeating: 0.0, count: count)
      for row in 0..<count {
        for column in row..<count {
          coefficients[pivots[row]] += inverse[row * count + column] * projected[column]
        }
      }
      let size = coefficients.reduce(0) { $0 + abs($1) }
      if size < best?.size ?? .infinity {
        best = (size, zip(coefficients, shifts).map { Term(coefficient: $0, shift: $1) })
      }
    }
    guard let best, best.size < 1e6 * frequencies[count - 1] else {
      throw .unsupported(
        what: "a parameter-shift rule with \(count) frequencies so close to each other",
        remedy: "use the adjoint gradient, or define the gate by gates with fewer eigenvalues")
    }
    return best.terms
  }
}
