internal import Gates

/// The exact probabilities of a circuit's outcomes.
///
/// Outcomes are bit strings over the classical bits, or over the qubits of a circuit that measures
/// nothing. Outcomes with a probability below ``threshold`` are left out of every listing.
///
/// Probabilities are not listed beforehand: where they would take much memory, the distribution holds the
/// final state and computes them whenever they are asked for. The state's memory is then in use as long as
/// any copy of the distribution is, and a state taken from the same result makes a copy of itself when it
/// is changed meanwhile.
///
/// Bits of qubits that nothing entangles are independent. Their distribution is kept as a product, in
/// which there may be more outcomes than can be listed: ask ``outcomeCount`` before listing them, or
/// for the most probable ones by ``top(_:)``.
public struct Distribution: Sendable {
  public struct Outcome: Hashable, Sendable {
    public let bits: BitString
    public let probability: Double
  }

  /// Probabilities below this are left out of listings: they are rounding errors of zero. In a product
  /// of more than 2^20 outcomes, of which even the likeliest may be that unlikely, those are left out
  /// that have such a probability in one of the independent groups.
  public static let threshold = 1e-12

  /// Number of bits of every outcome.
  public let bitCount: Int
  private let storage: Storage

  private enum Storage: Sendable {
    /// Each outcome once, in order of bits.
    case listed([Outcome])
    /// The probabilities of every reading of some qubits.
    case read(any Readings, Readout)
    /// Independent groups of bits.
    case product(ProductDistribution)
  }

  /// Listed outcomes, each bit string at most once, in any order.
  init(bitCount: Int, outcomes: some Sequence<(key: BitString, value: Double)>) {
    self.bitCount = bitCount
    storage = .listed(
      outcomes.filter { $0.value >= Self.threshold }
        .map { Outcome(bits: $0.key, probability: $0.value) }
        .sorted { $0.bits < $1.bits })
  }

  /// - Parameter readings: those of the qubits of `readout`.
  init(_ readings: any Readings, readout: Readout) {
    bitCount = readout.base.count
    storage = .read(readings, readout)
  }

  init(_ product: ProductDistribution) {
    bitCount = product.bitCount
    storage = .product(product)
  }

  /// Number of outcomes at or above the threshold; `Int.max` where there are that many or more.
  ///
  /// Cost: one reading of the probabilities; two where groups of bits are independent.
  public var outcomeCount: Int {
    switch storage {
    case .listed(let outcomes): outcomes.count
    case .read(let readings, _): readings.count(from: Self.threshold)
    case .product(let product): product.outcomeCount
    }
  }

  /// Calls `body` for every outcome, in order of bits read as unsigned numbers.
  ///
  /// Cost: one reading of the probabilities, in memory for a piece of them; in a product, for the
  /// outcomes of each group.
  public func forEachOutcome<E: Error>(_ body: (Outcome) throws(E) -> Void) throws(E) {
    switch storage {
    case .listed(let outcomes):
      for outcome in outcomes { try body(outcome) }
    case .read(let readings, let readout):
      try readings.forEachRun { first, probabilities throws(E) in
        for index in probabilities.indices where probabilities[index] >= Self.threshold {
          try body(
            Outcome(
              bits: readout.bits(reading: first + index), probability: probabilities[index]))
        }
      }
    case .product(let product): try product.forEachOutcome(body)
    }
  }

  /// Every outcome, in order of bits read as unsigned numbers.
  public var outcomes: [Outcome] {
    var result: [Outcome] = []
    forEachOutcome { result.append($0) }
    return result
  }

  /// The `count` most probable outcomes, the most probable first; equal ones in order of bits.
  ///
  /// One reading of the probabilities with memory for `count` outcomes; two of those of each group where
  /// groups of bits are independent.
  public func top(_ count: Int) -> [Outcome] {
    guard count > 0 else { return [] }
    switch storage {
    case .listed(let outcomes):
      return Array(outcomes.sorted(by: Self.precedes).prefix(count))
    case .read(let readings, let readout):
      return LikeliestReadings.find(count, of: readings).map {
        Outcome(bits: readout.bits(reading: $0.reading), probability: $0.probability)
      }
    case .product(let product): return product.top(count)
    }
  }

  /// Whether an outcome is listed before another by ``top(_:)``.
  static func precedes(_ a: Outcome, _ b: Outcome) -> Bool {
    let (p, q) = (rounded(a.probability), rounded(b.probability))
    return p != q ? p > q : a.bits < b.bits
  }

  /// To 40 significant bits, so that rounding errors do not decide the order of equal outcomes.
  static func rounded(_ probability: Double) -> Double {
    guard probability > 0 else { return 0 }
    let unit = Double(sign: .plus, exponent: probability.exponent - 40, significand: 1)
    guard unit > 0 else { return probability }
    return (probability / unit).rounded() * unit
  }

  /// The probability of one outcome; 0 for one that is not listed.
  public subscript(bits: BitString) -> Double {
    switch storage {
    case .listed(let outcomes):
      // Binary search: outcomes are in order of bits.
      var low = 0
      var high = outcomes.count
      while low < high {
        let middle = (low + high) / 2
        if outcomes[middle].bits < bits { low = middle + 1 } else { high = middle }
      }
      return low < outcomes.count && outcomes[low].bits == bits ? outcomes[low].probability : 0
    case .read(let readings, let readout):
      return readout.reading(of: bits).map { readings[$0] } ?? 0
    case .product(let product): return product[bits]
    }
  }
}
