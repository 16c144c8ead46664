public import QState

/// Pauli X on one qubit. A negative one is a broken promise and traps.
public func X(_ qubit: Int) -> PauliSum { PauliSum(PauliString([.x], on: [qubit])) }

/// Pauli Y on one qubit. A negative one is a broken promise and traps.
public func Y(_ qubit: Int) -> PauliSum { PauliSum(PauliString([.y], on: [qubit])) }

/// Pauli Z on one qubit. A negative one is a broken promise and traps.
public func Z(_ qubit: Int) -> PauliSum { PauliSum(PauliString([.z], on: [qubit])) }

/// The identity operator: `0.5 * I + Z(0)`.
public let I = PauliSum(.identity)

extension PauliSum {
  // MARK: Sums

  public static func + (a: PauliSum, b: PauliSum) -> PauliSum {
    var sum = a
    sum += b
    return sum
  }

  public static func - (a: PauliSum, b: PauliSum) -> PauliSum { a + -b }

  public static func -= (a: inout PauliSum, b: PauliSum) { a += -b }

  public static prefix func - (a: PauliSum) -> PauliSum { a.mapCoefficients { -$0 } }

  /// Adds a multiple of the identity.
  public static func + (a: PauliSum, b: Double) -> PauliSum {
    a + PauliSum(.identity, times: Complex(b))
  }

  /// Adds a multiple of the identity.
  public static func + (a: Double, b: PauliSum) -> PauliSum {
    PauliSum(.identity, times: Complex(a)) + b
  }

  /// Subtracts a multiple of the identity.
  public static func - (a: PauliSum, b: Double) -> PauliSum { a + -b }

  /// A multiple of the identity less this operator.
  public static func - (a: Double, b: PauliSum) -> PauliSum { a + -b }

  // MARK: Multiples

  public static func * (factor: Double, a: PauliSum) -> PauliSum {
    a.mapCoefficients { Complex(factor * $0.real, factor * $0.imaginary) }
  }

  public static func * (a: PauliSum, factor: Double) -> PauliSum { factor * a }

  // A literal is a real number first.
  @_disfavoredOverload
  public static func * (factor: Complex<Double>, a: PauliSum) -> PauliSum {
    a.mapCoefficients { factor * $0 }
  }

  @_disfavoredOverload
  public static func * (a: PauliSum, factor: Complex<Double>) -> PauliSum {
    a.mapCoefficients { factor * $0 }
  }

  public static func / (a: PauliSum, divisor: Double) -> PauliSum {
    a.mapCoefficients { Complex($0.real / divisor, $0.imaginary / divisor) }
  }

  // MARK: Products

  /// The operator that applies `b` first, then `a`: as many products of strings as there are pairs
  /// of terms.
  public static func * (a: PauliSum, b: PauliSum) -> PauliSum { product(a, b) }

  public static func *= (a: inout PauliSum, b: PauliSum) { a = a * b }

  /// The commutator `[self, other] = self·other - other·self`.
  ///
  /// Only pairs of strings that anticommute contribute, each twice its product.
  public func commutator(with other: PauliSum) -> PauliSum {
    pairwise(with: other) { !$0.commutes(with: $1) }
  }

  /// The anticommutator `{self, other} = self·other + other·self`.
  ///
  /// Only pairs of strings that commute contribute, each twice its product.
  public func anticommutator(with other: PauliSum) -> PauliSum {
    pairwise(with: other) { $0.commutes(with: $1) }
  }

  /// Twice the products of those pairs of strings that are wanted.
  private func pairwise(
    with other: PauliSum, where isWanted: (PauliString, PauliString) -> Bool
  ) -> PauliSum {
    var products: [Term] = []
    for left in terms {
      for right in other.terms where isWanted(left.string, right.string) {
        let (string, power) = left.string.multiplied(by: right.string)
        let product = left.coefficient * right.coefficient
        products.append(Term((product + product).timesI(toThe: power), string))
      }
    }
    return PauliSum(products)
  }
}

extension PauliSum: CustomStringConvertible {
  /// The sum as text that can be read again: `0.5*Z0*Z1 - X2`; `0` for the operator 0.
  public var description: String {
    if terms.isEmpty { return "0" }
    var text = ""
    for (index, term) in terms.enumerated() {
      let coefficient = term.coefficient
      let isReal = coefficient.imaginary == 0
      let isNegative = isReal && coefficient.real < 0
      if index > 0 {
        text += isNegative ? " - " : " + "
      } else if isNegative {
        text += "-"
      }
      if !isReal {
        let sign = coefficient.imaginary < 0 ? "-" : "+"
        // Adding 0 makes -0 a 0.
        text += "(\(coefficient.real + 0) \(sign) \(abs(coefficient.imaginary))i)*"
      } else if abs(coefficient.real) != 1 {
        text += "\(abs(coefficient.real))*"
      }
      text += term.string.description
    }
    return text
  }
}
