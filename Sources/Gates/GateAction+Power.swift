import QState
import RealModule

extension GateAction {
  /// The principal power of the action of a gate on `qubitCount` qubits.
  ///
  /// The shape is kept where the power has the same shape; else a whole power of a long sequence stays
  /// a sequence, and what is left goes through the matrix.
  ///
  /// - Throws: ``QuantumError/notFinite(what:value:)`` for the exponent,
  ///   ``QuantumError/unsupported(what:remedy:)`` for a fractional power on too many qubits, and what
  ///   ``matrix(qubitCount:)`` and `principalPower` throw.
  func power(_ exponent: Double, qubitCount: Int) throws(QuantumError) -> GateAction {
    guard exponent.isFinite else { throw .notFinite(what: "an exponent", value: exponent) }
    if exponent == 0 { return .identity }
    if exponent == 1 { return self }
    if exponent == -1 { return adjoint }
    switch self {
    case .identity:
      return .identity
    case .controlled(let inner, on: let values):
      return .controlled(
        try inner.power(exponent, qubitCount: qubitCount - values.count), on: values)
    case .operation(let operation):
      if let power = operation.power(exponent) { return power }
    case .sequence(let steps):
      if exponent.isWhole, qubitCount > Self.largestDensePower {
        return Self.repeated(steps, exponent, qubitCount: qubitCount)
      }
    }
    guard qubitCount <= Self.largestFractionalPower else {
      throw .unsupported(
        what: "the power \(exponent) of a gate on \(qubitCount) qubits",
        remedy: "use a whole exponent, or at most \(Self.largestFractionalPower) qubits")
    }
    return .operation(.dense(try matrix(qubitCount: qubitCount).principalPower(exponent)))
  }

  /// Up to here a whole power of a sequence becomes one matrix, which is cheaper to apply than two
  /// copies of a short sequence.
  private static var largestDensePower: Int { 2 }

  /// The Schur form of 2^8 rows takes about a second.
  private static var largestFractionalPower: Int { 8 }

  /// A whole power by halves, so that a huge exponent costs nothing before it is expanded.
  private static func repeated(
    _ steps: [GateStep], _ exponent: Double, qubitCount: Int
  ) -> GateAction {
    let base = SequenceGate(qubitCount: qubitCount, steps: exponent < 0 ? steps.inverted : steps)
    let all = Array(0..<qubitCount)
    let count = abs(exponent)
    let half = GateStep(PowerGate(of: base, exponent: (count / 2).rounded(.down)), all)
    let rest = count.isOdd ? [GateStep(base, all)] : []
    return .sequence([half, half] + rest)
  }
}

/// The steps of a sequence as a gate, to be repeated.
private struct SequenceGate: QuantumGate {
  let name = "sequence"
  let qubitCount: Int
  let steps: [GateStep]

  var expansion: GateExpansion { GateExpansion(body: steps) }

  func action(_ angles: [Double]) -> GateAction { .sequence(steps) }
}

extension StateOperation {
  /// The principal power where it keeps a cheap shape; nil where only a matrix can express it.
  fileprivate func power(_ exponent: Double) -> GateAction? {
    switch self {
    case .scale(let factor):
      return .scale(factor.principalPower(exponent))
    case .diagonal(let elements):
      return .diagonal(elements.map { $0.principalPower(exponent) })
    case .antidiagonal(let upper, let lower):
      guard exponent.isWhole else { return nil }
      let pairs = ((exponent - (exponent.isOdd ? 1 : 0)) / 2)
      let factor = (upper * lower).principalPower(pairs)
      return exponent.isOdd
        ? .antidiagonal(upper: factor * upper, lower: factor * lower) : .scale(factor)
    case .flip, .swap:
      guard exponent.isWhole else { return nil }
      return exponent.isOdd ? .operation(self) : .identity
    case .permutation(let image):
      return exponent.isWhole ? .permutation(Self.power(of: image, exponent)) : nil
    case .pauliRotation(let paulis, let angle):
      if exponent.isWhole { return .pauliRotation(paulis, angle: angle * exponent) }
      // The eigenphases are ∓angle/2; both count as π where they meet at -1.
      let half = (angle / 2).remainder(dividingBy: 2 * .pi)
      return abs(half) < .pi - principalPhaseTolerance
        ? .pauliRotation(paulis, angle: 2 * half * exponent) : .scale(.unit(.pi * exponent))
    case .dense:
      return nil
    }
  }

  /// Each cycle of the permutation turned `exponent` places.
  private static func power(of image: [Int], _ exponent: Double) -> [Int] {
    var result = image
    var isDone = [Bool](repeating: false, count: image.count)
    for start in image.indices where !isDone[start] {
      var cycle: [Int] = []
      var index = start
      while !isDone[index] {
        isDone[index] = true
        cycle.append(index)
        index = image[index]
      }
      let turn = Int(exponent.truncatingRemainder(dividingBy: Double(cycle.count)))
      for (place, index) in cycle.enumerated() {
        result[index] = cycle[(place + turn + cycle.count) % cycle.count]
      }
    }
    return result
  }
}

/// A phase this close to -π counts as +π, as in `ComplexMatrix.unitaryEigendecomposition`.
private let principalPhaseTolerance = 1e-12

extension Complex<Double> {
  /// `exp(iφ·exponent)` for a number `exp(iφ)`, φ in (-π, π]. Small whole exponents are products, so
  /// that powers of 1, i and -1 are exact.
  fileprivate func principalPower(_ exponent: Double) -> Complex {
    if exponent.isWhole, abs(exponent) <= 64 {
      let base = exponent < 0 ? conjugate : self
      return (0..<Int(abs(exponent))).reduce(.one) { product, _ in product * base }
    }
    return .unit((phase < principalPhaseTolerance - .pi ? .pi : phase) * exponent)
  }
}

extension Double {
  var isWhole: Bool { self == rounded() }
  fileprivate var isOdd: Bool { truncatingRemainder(dividingBy: 2).magnitude == 1 }
}
