public import QState

/// A tensor product of Pauli matrices, one a qubit, without a phase: `X₀ Y₂ Z₅`. Qubits that are
/// not mentioned have the identity.
///
/// Two bits a qubit say which matrix it has: X and Y flip the qubit (``flips``), Y and Z give a
/// sign where it is 1 (``signs``), so
///
///     P |i⟩ = iʸ (-1)^|i ∧ signs| |i ⊕ flips⟩,   y = the number of Y.
///
/// Every string is Hermitian and is its own inverse.
public struct PauliString: Hashable, Sendable {
  /// Qubits with X or Y.
  public let flips: QubitMask
  /// Qubits with Y or Z.
  public let signs: QubitMask

  public init(flips: QubitMask, signs: QubitMask) {
    self.flips = flips
    self.signs = signs
  }

  /// The identity.
  public static let identity = PauliString(flips: QubitMask(), signs: QubitMask())

  /// One Pauli matrix on each of some qubits, the others having the identity.
  ///
  /// - Parameter qubits: which qubit each matrix acts on; nil for 0, 1, 2, … in order. As many as
  ///   there are matrices, none twice, none negative: anything else is a broken promise and traps.
  public init(_ paulis: [Pauli], on qubits: [Int]? = nil) {
    precondition(
      qubits == nil || qubits?.count == paulis.count,
      "\(paulis.count) Pauli matrices need as many qubits")
    var flips = QubitMask()
    var signs = QubitMask()
    var seen = QubitMask()
    for (place, pauli) in paulis.enumerated() {
      let qubit = qubits?[place] ?? place
      precondition(!seen.contains(qubit), "qubit \(qubit) is named twice by one Pauli string")
      seen.insert(qubit)
      if pauli == .x || pauli == .y { flips.insert(qubit) }
      if pauli == .y || pauli == .z { signs.insert(qubit) }
    }
    self.init(flips: flips, signs: signs)
  }

  /// The matrix of one qubit.
  public subscript(qubit: Int) -> Pauli {
    switch (flips.contains(qubit), signs.contains(qubit)) {
    case (false, false): .i
    case (true, false): .x
    case (true, true): .y
    case (false, true): .z
    }
  }

  /// The qubits whose matrix is not the identity.
  public var support: QubitMask { flips | signs }

  /// How many qubits have another matrix than the identity.
  public var weight: Int { support.count }

  /// How many qubits a state must have: one more than the highest in the ``support``.
  public var qubitCount: Int { max(flips.highest ?? -1, signs.highest ?? -1) + 1 }

  public var isIdentity: Bool { flips.isEmpty && signs.isEmpty }

  /// Whether only I and Z occur: the matrix is then diagonal.
  public var isDiagonal: Bool { flips.isEmpty }

  /// How many qubits have Y.
  public var yCount: Int { (flips & signs).count }

  /// The product of two strings: this one times `other` is `i^power` times the string returned.
  ///
  /// From `P = iʸ X^flips Z^signs`, and `Z X = -X Z` on the same qubit.
  ///
  /// - Returns: the string, and the power of i in 0…3.
  public func multiplied(by other: PauliString) -> (string: PauliString, power: Int) {
    let product = PauliString(flips: flips ^ other.flips, signs: signs ^ other.signs)
    let exchanged = (signs & other.flips).count
    let power = yCount + other.yCount - product.yCount + 2 * exchanged
    return (product, ((power % 4) + 4) % 4)
  }

  /// Whether the order of the factors in a product does not matter.
  public func commutes(with other: PauliString) -> Bool {
    ((flips & other.signs).count + (signs & other.flips).count).isMultiple(of: 2)
  }

  /// Whether on each qubit alone the matrices are equal or one is the identity: such strings can be
  /// measured together after one-qubit rotations.
  public func commutesQubitwise(with other: PauliString) -> Bool {
    let both = support & other.support
    return (flips & both) == (other.flips & both) && (signs & both) == (other.signs & both)
  }

  /// The matrices of qubits `count - 1` … 0 as letters: qubit 0 rightmost, as in bit strings.
  ///
  /// - Parameter count: at least ``qubitCount``; letters beyond it are left out.
  public func word(qubits count: Int) -> String {
    String((0..<max(count, 0)).reversed().map { self[$0].letter })
  }

  /// `exp(-iθ/2 P)` as a gate on the ``support``, whose qubits are to be taken in ascending order.
  public func rotation(_ angle: Angle) -> PauliRotation {
    PauliRotation(support.qubits.map { self[$0] }, angle)
  }
}

extension PauliString: Comparable {
  /// By ``flips``, then by ``signs``, as unsigned numbers: diagonal strings first.
  public static func < (a: PauliString, b: PauliString) -> Bool {
    a.flips != b.flips ? a.flips < b.flips : a.signs < b.signs
  }
}

extension PauliString: CustomStringConvertible {
  /// The matrices and their qubits, ascending, as text that can be read again: `X0*Y2`; `I` for the
  /// identity.
  public var description: String {
    isIdentity ? "I" : support.qubits.map { "\(self[$0].letter)\($0)" }.joined(separator: "*")
  }
}

extension Pauli {
  /// The capital that stands for the matrix.
  public var letter: Character {
    switch self {
    case .i: "I"
    case .x: "X"
    case .y: "Y"
    case .z: "Z"
    }
  }
}
