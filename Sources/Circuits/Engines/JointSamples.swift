internal import Gates

/// Samples of independent groups put together to samples of all bits.
///
/// Every group has an outcome for each shot. How often each came is known; which came with which is
/// drawn: the outcomes of the second group on are brought into random order.
struct JointSamples {
  private var samples: [BitString]
  private var isFirst = true

  /// - Parameter known: the bits of every shot so far.
  init(shots: Int, known: BitString) {
    samples = Array(repeating: known, count: shots)
  }

  /// Adds a group's outcomes, of as many shots.
  ///
  /// - Parameter outcomes: the bits that are 1 in each, and how often it came.
  mutating func join(
    _ outcomes: [(ones: [Int], count: Int)], using random: inout RandomStream
  ) {
    if outcomes.count == 1 {
      for bit in outcomes[0].ones {
        for shot in samples.indices { samples[shot][bit] = true }
      }
      return
    }
    var order = Self.order(of: outcomes.map(\.count))
    // The first group whose outcomes differ may have them in any order.
    if isFirst { isFirst = false } else { Self.shuffle(&order, using: &random) }
    for shot in samples.indices {
      for bit in outcomes[Int(order[shot])].ones { samples[shot][bit] = true }
    }
  }

  /// The number of each shot's outcome, when outcome i came `counts[i]` times.
  static func order(of counts: [Int]) -> [Int32] {
    counts.enumerated().flatMap { repeatElement(Int32($0.offset), count: $0.element) }
  }

  /// Each order with the same probability (R. Durstenfeld, "Algorithm 235: Random permutation", 1964,
  /// doi:10.1145/364520.364540), up to a bias of 2^-64 times the number of elements.
  static func shuffle(_ order: inout [Int32], using random: inout RandomStream) {
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      let chosen = Int(random.next().multipliedFullWidth(by: UInt64(last + 1)).high)
      order.swapAt(last, chosen)
    }
  }

  /// Counts the outcomes.
  func add(to totals: inout [BitString: Int]) {
    for sample in samples { totals[sample, default: 0] += 1 }
  }
}
