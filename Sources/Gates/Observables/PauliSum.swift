public import QState

/// A weighted sum of Pauli strings: an observable, a Hamiltonian, or any other operator on qubits.
///
/// ```swift
/// let energy = 0.5 * Z(0) * Z(1) - X(2)
/// let same = try PauliSum("0.5*Z0*Z1 - X2")
/// ```
///
/// Coefficients are complex, so that sums are closed under products (`X(0) * Y(0)` is `i Z(0)`). An
/// observable has real coefficients (``isHermitian``); whatever needs one, an expectation value for
/// example, refuses any other sum rather than drop the imaginary part.
///
/// Every string occurs once: like terms are added up as the sum is built, and those that cancel to
/// exactly 0 vanish. Terms keep the order in which they first came.
public struct PauliSum: Sendable {
  public struct Term: Hashable, Sendable {
    public let string: PauliString
    public let coefficient: Complex<Double>

    public init(_ coefficient: Complex<Double>, _ string: PauliString) {
      self.coefficient = coefficient
      self.string = string
    }
  }

  /// The terms: each string once, no coefficient 0.
  public private(set) var terms: [Term] = []
  /// The place of each string in ``terms``; empty while these are few enough to look through.
  private var places: [PauliString: Int] = [:]

  private static let scannedTerms = 8

  /// The operator 0.
  public init() {}

  /// One term.
  public init(_ string: PauliString, times coefficient: Complex<Double> = 1) {
    if coefficient != .zero { terms = [Term(coefficient, string)] }
  }

  /// The sum of some terms; like ones are added up.
  public init(_ terms: some Sequence<Term>) {
    for term in terms { add(term) }
    removeZeros()
  }

  // MARK: Properties

  /// How many qubits a state must have: one more than the highest that occurs.
  public var qubitCount: Int { terms.reduce(0) { max($0, $1.string.qubitCount) } }

  /// The coefficient of a string; 0 where it does not occur.
  public subscript(string: PauliString) -> Complex<Double> {
    place(of: string).map { terms[$0].coefficient } ?? .zero
  }

  /// Whether the operator is its own adjoint: every coefficient is real.
  public var isHermitian: Bool { terms.allSatisfy { $0.coefficient.imaginary == 0 } }

  /// Whether only I and Z occur: the matrix is then diagonal, and phases of a state do not matter.
  public var isDiagonal: Bool { terms.allSatisfy(\.string.isDiagonal) }

  /// Whether every coefficient is a finite number.
  public var isFinite: Bool { terms.allSatisfy(\.coefficient.isFinite) }

  /// The operator with each coefficient conjugated: Pauli strings are their own adjoints.
  public var adjoint: PauliSum {
    var result = self
    for index in terms.indices {
      let term = terms[index]
      result.terms[index] = Term(term.coefficient.conjugate, term.string)
    }
    return result
  }

  /// The largest of the coefficients' magnitudes; 0 for the operator 0.
  public var largestCoefficient: Double { terms.reduce(0) { max($0, $1.coefficient.length) } }

  /// The terms in the order of their strings, without coefficients (or their imaginary or real
  /// parts) of at most `tolerance` times the largest one: what rounding leaves of parts that cancel.
  public func simplified(tolerance: Double = 1e-14) -> PauliSum {
    let limit = tolerance * largestCoefficient
    func part(_ x: Double) -> Double { abs(x) <= limit ? 0 : x }
    return PauliSum(
      terms.sorted { $0.string < $1.string }.map {
        Term(Complex(part($0.coefficient.real), part($0.coefficient.imaginary)), $0.string)
      })
  }

  /// The operator's `2^n` square matrix, `n = qubits`, qubit 0 the least significant bit of row and
  /// column. 16 · 4^n bytes; each term writes 2^n elements.
  ///
  /// - Parameter qubits: nil for ``qubitCount``.
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)`` for fewer qubits than occur;
  ///   ``QuantumError/tooManyQubits(requested:limit:)`` for more than 14.
  public func matrix(qubits: Int? = nil) throws(QuantumError) -> ComplexMatrix {
    let count = qubits ?? qubitCount
    guard qubitCount <= count else {
      throw .qubitOutOfRange(qubit: qubitCount - 1, qubitCount: count)
    }
    guard count <= 14 else { throw .tooManyQubits(requested: count, limit: 14) }
    let size = 1 << count
    var elements = [Complex<Double>](repeating: 0, count: size * size)
    for term in terms {
      let (flips, signs) = (Int(term.string.flips.low), Int(term.string.signs.low))
      let factor = term.coefficient * Complex.power(ofI: term.string.yCount)
      for column in 0..<size {
        let isOdd = !(column & signs).nonzeroBitCount.isMultiple(of: 2)
        elements[(column ^ flips) * size + column] += isOdd ? -factor : factor
      }
    }
    return ComplexMatrix(rows: size, columns: size, uncheckedElements: elements)
  }

  // MARK: Building

  private func place(of string: PauliString) -> Int? {
    terms.count <= Self.scannedTerms
      ? terms.firstIndex { $0.string == string } : places[string]
  }

  /// Adds a term; a coefficient that becomes 0 stays until ``removeZeros()``.
  private mutating func add(_ term: Term) {
    if let place = place(of: term.string) {
      terms[place] = Term(terms[place].coefficient + term.coefficient, term.string)
      return
    }
    terms.append(term)
    if terms.count == Self.scannedTerms + 1 {
      index()
    } else if terms.count > Self.scannedTerms {
      places[term.string] = terms.count - 1
    }
  }

  private mutating func index() {
    places = [:]
    if terms.count <= Self.scannedTerms { return }
    for (place, term) in terms.enumerated() { places[term.string] = place }
  }

  private mutating func removeZeros() {
    guard terms.contains(where: { $0.coefficient == .zero }) else { return }
    terms.removeAll { $0.coefficient == .zero }
    index()
  }

  /// Adds one term: O(1), except where it cancels another.
  public static func += (sum: inout PauliSum, term: Term) {
    if let place = sum.place(of: term.string),
      sum.terms[place].coefficient + term.coefficient == .zero
    {
      sum.terms.remove(at: place)
      sum.index()
    } else if term.coefficient != .zero {
      sum.add(term)
    }
  }

  public static func += (sum: inout PauliSum, other: PauliSum) {
    if other.terms.count == 1 { return sum += other.terms[0] }
    for term in other.terms { sum.add(term) }
    sum.removeZeros()
  }

  /// Each term with another coefficient; zeros vanish.
  func mapCoefficients(_ transform: (Complex<Double>) -> Complex<Double>) -> PauliSum {
    var result = self
    for (index, term) in terms.enumerated() {
      result.terms[index] = Term(transform(term.coefficient), term.string)
    }
    result.removeZeros()
    return result
  }

  /// The sum of products of every term of `a` with every term of `b`.
  static func product(_ a: PauliSum, _ b: PauliSum) -> PauliSum {
    var result = PauliSum()
    for left in a.terms {
      for right in b.terms {
        let (string, power) = left.string.multiplied(by: right.string)
        let coefficient = left.coefficient * right.coefficient
        result.add(Term(coefficient.timesI(toThe: power), string))
      }
    }
    result.removeZeros()
    return result
  }
}

extension PauliSum: Equatable {
  /// The same operator: the same terms in any order.
  public static func == (a: PauliSum, b: PauliSum) -> Bool {
    a.terms.count == b.terms.count && a.terms.allSatisfy { b[$0.string] == $0.coefficient }
  }
}

extension Complex<Double> {
  static func power(ofI power: Int) -> Complex { Complex(1).timesI(toThe: power) }

  /// The number times a power of i, without rounding.
  func timesI(toThe power: Int) -> Complex {
    switch power & 3 {
    case 0: self
    case 1: Complex(-imaginary, real)
    case 2: Complex(-real, -imaginary)
    default: Complex(imaginary, -real)
    }
  }
}
