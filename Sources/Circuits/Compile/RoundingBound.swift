internal import Gates
import RealModule

/// How far rounding can take a simulated state from the exact one.
///
/// An operation on k qubits forms each amplitude as a sum of m = 2^k products of complex numbers. Its
/// result differs from the exact one by at most √2·(m + 2)·u·‖|A|‖ in norm (N. J. Higham, "Accuracy
/// and Stability of Numerical Algorithms", 2nd ed. 2002, sections 3.5 and 3.6), ‖|A|‖ ≤ √m for a
/// unitary A, and the elements of A carry 4u of their own. Unitary operations carry earlier errors on
/// without growth, so that the errors of all operations add up. Terms of order u² are left out.
enum RoundingBound {
  /// - Parameter unit: the unit roundoff u, half the distance from 1 to the next number.
  static func error(of steps: [Program.Step], unit: Double) -> Double {
    var sum = 0.0
    for step in steps {
      guard case .apply(let operation) = step.action else {
        // A collapse divides by a norm that is a sum with one rounding an element of a tree.
        sum += 64
        continue
      }
      let terms = operation.structure.operation.termsOfASum
      sum += terms.squareRoot() * (Double.sqrt(2) * (terms + 2) + 4)
    }
    return sum * unit
  }
}

extension StateOperation {
  /// How many products a new amplitude is the sum of.
  fileprivate var termsOfASum: Double {
    switch self {
    case .scale, .diagonal, .antidiagonal, .flip, .swap, .permutation: 1
    case .pauliRotation: 2
    case .dense(let matrix): Double(matrix.columns)
    }
  }
}
