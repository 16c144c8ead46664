internal import Gates

/// The distribution of bits in independent groups: an outcome's probability is the product of the
/// groups' probabilities.
///
/// There may be far more outcomes than can be listed, 2^40 of ten groups of four bits: what is asked
/// for is found without listing them.
struct ProductDistribution: Sendable {
  struct Factor: Sendable {
    let distribution: Distribution
    /// The bit of the whole outcome that each bit of the group is, ascending.
    let positions: [Int]

    /// Bits that are 1 in every outcome.
    static func constant(_ positions: [Int]) -> Factor {
      var ones = BitString(zeros: positions.count)
      for bit in positions.indices { ones[bit] = true }
      return Factor(
        distribution: Distribution(bitCount: positions.count, outcomes: [ones: 1]),
        positions: positions)
    }
  }

  let bitCount: Int
  let factors: [Factor]

  /// Up to so many outcomes, those below ``Distribution/threshold`` are left out, as in any other
  /// distribution. Of more, even the likeliest may be that unlikely.
  static let exhaustiveLimit = 1 << 20

  /// What the factors' outcomes multiply to; `Int.max` from there on. Cost: one reading of the factors.
  var listedCount: Int {
    factors.reduce(1) { count, factor in
      let (product, overflow) = count.multipliedReportingOverflow(
        by: factor.distribution.outcomeCount)
      return overflow ? .max : product
    }
  }

  /// Of an outcome that is listed, where the factors list so many.
  func threshold(listedCount: Int) -> Double {
    listedCount <= Self.exhaustiveLimit ? Distribution.threshold : 0
  }

  /// Exact up to ``exhaustiveLimit``; beyond it all outcomes that are possible in each group count.
  var outcomeCount: Int {
    let listedCount = listedCount
    guard listedCount <= Self.exhaustiveLimit else { return listedCount }
    var count = 0
    forEachOutcome(listedCount: listedCount) { _ in count += 1 }
    return count
  }

  subscript(bits: BitString) -> Double {
    guard bits.count == bitCount else { return 0 }
    var rest = bits
    var probability = 1.0
    for factor in factors {
      var own = BitString(zeros: factor.positions.count)
      for (bit, position) in factor.positions.enumerated() where bits[position] {
        own[bit] = true
        rest[position] = false
      }
      probability *= factor.distribution[own]
      if probability == 0 { return 0 }
    }
    return rest == BitString(zeros: bitCount) ? probability : 0
  }

  // MARK: Listing

  /// Calls `body` for every outcome in order of bits, holding no more than the groups' outcomes.
  func forEachOutcome<E: Error>(
    _ body: (Distribution.Outcome) throws(E) -> Void
  ) throws(E) {
    try forEachOutcome(listedCount: listedCount, body)
  }

  private func forEachOutcome<E: Error>(
    listedCount: Int, _ body: (Distribution.Outcome) throws(E) -> Void
  ) throws(E) {
    let threshold = threshold(listedCount: listedCount)
    var listing = Listing(self)
    while let outcome = listing.next() {
      if outcome.probability >= threshold { try body(outcome) }
    }
  }

  /// Walks through the outcomes by deciding one bit after the other, from the highest down. The bits
  /// decided so far leave a range of each group's outcomes.
  private struct Listing {
    /// A bit, and the range of its group's outcomes before it was decided.
    struct Level {
      let factor: Int
      let bit: Int
      var whole = 0..<0
      /// Where the outcomes begin that have the bit.
      var ones = 0
      /// Which parts have been visited: nothing, the zeros, both.
      var visited = 0
    }

    private var levels: [Level] = []
    private var depth = 0
    private let lists: [[Distribution.Outcome]]
    private let positions: [[Int]]
    private var ranges: [Range<Int>]
    /// What the groups of a single outcome contribute to all.
    private var base: Distribution.Outcome

    init(_ product: ProductDistribution) {
      var bits = BitString(zeros: product.bitCount)
      var probability = 1.0
      var lists: [[Distribution.Outcome]] = []
      var positions: [[Int]] = []
      for factor in product.factors {
        let list = factor.distribution.outcomes
        if list.count == 1 {
          for bit in list[0].bits.ones { bits[factor.positions[bit]] = true }
          probability *= list[0].probability
        } else {
          lists.append(list)
          positions.append(factor.positions)
        }
      }
      base = Distribution.Outcome(bits: bits, probability: probability)
      self.lists = lists
      self.positions = positions
      ranges = lists.map(\.indices)
      let owned = positions.enumerated().flatMap { factor, own in
        own.enumerated().map {
          (position: $0.element, level: Level(factor: factor, bit: $0.offset))
        }
      }
      levels = owned.sorted { $0.position > $1.position }.map(\.level)
      if lists.contains(where: \.isEmpty) { depth = -1 }
    }

    mutating func next() -> Distribution.Outcome? {
      while depth >= 0, depth < levels.count { step() }
      if depth < 0 { return nil }
      let outcome = current
      depth -= 1
      return outcome
    }

    /// Goes one bit down, or back up.
    private mutating func step() {
      let (factor, bit) = (levels[depth].factor, levels[depth].bit)
      switch levels[depth].visited {
      case 0:
        let whole = ranges[factor]
        // In order of bits, the zeros come before the ones.
        var (low, high) = (whole.lowerBound, whole.upperBound)
        while low < high {
          let middle = (low + high) / 2
          if lists[factor][middle].bits[bit] { high = middle } else { low = middle + 1 }
        }
        levels[depth].whole = whole
        levels[depth].ones = low
        descend(to: whole.lowerBound..<low, of: factor)
      case 1: descend(to: levels[depth].ones..<levels[depth].whole.upperBound, of: factor)
      default:
        ranges[factor] = levels[depth].whole
        depth -= 1
      }
    }

    private mutating func descend(to range: Range<Int>, of factor: Int) {
      levels[depth].visited += 1
      if range.isEmpty { return }
      ranges[factor] = range
      depth += 1
      if depth < levels.count { levels[depth].visited = 0 }
    }

    /// The outcome when every range has one left.
    private var current: Distribution.Outcome {
      var bits = base.bits
      var probability = base.probability
      for (factor, list) in lists.enumerated() {
        let part = list[ranges[factor].lowerBound]
        probability *= part.probability
        for bit in part.bits.ones { bits[positions[factor][bit]] = true }
      }
      return Distribution.Outcome(bits: bits, probability: probability)
    }
  }
}
