/// The exact probabilities of a circuit's outcomes.
///
/// Outcomes are bit strings over the classical bits, or over the qubits of a circuit that measures
/// nothing. Outcomes with a probability below ``threshold`` are left out of every listing.
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
    case dense([Double], Readout)
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

  /// - Parameter probabilities: element i is the probability that the qubits of `readout` read i.
  init(probabilities: [Double], readout: Readout) {
    bitCount = readout.base.count
    storage = .dense(probabilities, readout)
  }

  init(_ product: ProductDistribution) {
    bitCount = product.bitCount
    storage = .product(product)
  }

  /// Number of outcomes at or above the threshold; `Int.max` where there are that many or more.
  public var outcomeCount: Int {
    switch storage {
    case .listed(let outcomes): outcomes.count
    case .dense(let probabilities, _):
      probabilities.reduce(0) { $0 + ($1 >= Self.threshold ? 1 : 0) }
    case .product(let product): product.outcomeCount
    }
  }

  /// Calls `body` for every outcome, in order of bits read as unsigned numbers.
  public func forEachOutcome<E: Error>(_ body: (Outcome) throws(E) -> Void) throws(E) {
    switch storage {
    case .listed(let outcomes):
      for outcome in outcomes { try body(outcome) }
    case .dense(let probabilities, let readout):
      for index in probabilities.indices where probabilities[index] >= Self.threshold {
        try body(
          Outcome(bits: readout.bits(reading: index), probability: probabilities[index]))
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
  /// One pass over the outcomes with memory for `count` of them; over those of each group where groups
  /// of bits are independent.
  public func top(_ count: Int) -> [Outcome] {
    guard count > 0 else { return [] }
    if case .product(let product) = storage { return product.top(count) }
    var best: [Outcome] = []
    var floor = -1.0
    forEachOutcome { outcome in
      // Outcomes come in order of bits: an equal one comes too late.
      guard Self.rounded(outcome.probability) > floor || best.count < count else { return }
      best.append(outcome)
      // Sorting only when the list has doubled keeps the whole pass O(outcomes · log count).
      if best.count >= 2 * count {
        best.sort(by: Self.precedes)
        best.removeLast(best.count - count)
        floor = Self.rounded(best[count - 1].probability)
      }
    }
    best.sort(by: Self.precedes)
    return Array(best.prefix(count))
  }

  /// Whether an outcome is listed before another by ``top(_:)``.
  static func precedes(_ a: Outcome, _ b: Outcome) -> Bool {
    let (p, q) = (rounded(a.probability), rounded(b.probability))
    return p != q ? p > q : a.bits < b.bits
  }

  /// To 40 significant bits, so that rounding errors do not decide the order of equal outcomes.
  private static func rounded(_ probability: Double) -> Double {
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
    case .dense(let probabilities, let readout):
      guard let index = readout.reading(of: bits) else { return 0 }
      return probabilities[index]
    case .product(let product): return product[bits]
    }
  }
}

/// How the reading of some state qubits fills the bits of an outcome.
struct Readout: Sendable {
  /// The bits that do not depend on the qubits; the others are 0.
  private(set) var base: BitString
  /// State qubits, each once; position k in this list is bit k of a reading. Ordered by the highest
  /// bit that each fills, so that ascending readings are ascending bit strings.
  let qubits: [Int]
  /// For each of ``qubits``, the outcome bits that it fills.
  private let filled: [[Int]]

  /// - Parameters:
  ///   - base: the outcome's bits; those with a source are overwritten.
  ///   - sources: outcome bits and the state qubit that each takes its value from.
  init(base: BitString, sources: [(bit: Int, qubit: Int)]) {
    self.base = base
    var bits: [Int: [Int]] = [:]
    for (bit, qubit) in sources {
      bits[qubit, default: []].append(bit)
      self.base[bit] = false
    }
    let ordered = bits.sorted { ($0.value.max() ?? 0) < ($1.value.max() ?? 0) }
    qubits = ordered.map(\.key)
    filled = ordered.map(\.value)
  }

  /// The outcome when the qubits read `reading`.
  func bits(reading: Int) -> BitString {
    var result = base
    for position in filled.indices where reading >> position & 1 == 1 {
      for bit in filled[position] { result[bit] = true }
    }
    return result
  }

  /// The reading that gives this outcome, if one does.
  func reading(of bits: BitString) -> Int? {
    guard bits.count == base.count else { return nil }
    var reading = 0
    for position in filled.indices where bits[filled[position][0]] { reading |= 1 << position }
    return self.bits(reading: reading) == bits ? reading : nil
  }
}
