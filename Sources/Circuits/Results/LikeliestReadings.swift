internal import Gates
internal import Synchronization

/// Finds the most probable readings, the first in the order of ``Distribution/top(_:)``.
///
/// Blocks of readings come in any order and from several threads. Of each, those go to a pool that may be
/// among the best; whenever the pool holds twice as many as wanted, the worse half is dropped, and the
/// worst that is left bounds what may come in. What is found depends on the probabilities alone.
enum LikeliestReadings {
  struct Candidate {
    let reading: Int
    let probability: Double
    /// What decides the order, see ``Distribution/rounded(_:)``.
    let rounded: Double

    init(_ reading: Int, _ probability: Double) {
      self.reading = reading
      self.probability = probability
      rounded = Distribution.rounded(probability)
    }

    /// Ascending readings are ascending bit strings.
    func precedes(_ other: Candidate) -> Bool {
      rounded != other.rounded ? rounded > other.rounded : reading < other.reading
    }
  }

  /// The `count` best at or above ``Distribution/threshold``, the best first.
  ///
  /// Cost: one reading of all probabilities, in which most blocks are only searched for their largest.
  static func find(_ count: Int, of readings: any Readings) -> [Candidate] {
    let pool = Pool(count: min(count, 1 << readings.bitCount))
    readings.forEachBlock { block in
      let largest = block.largest
      guard largest >= Distribution.threshold else { return }
      let worst = pool.worst
      // Below this no probability comes in: rounding moves one by a part in 2^41 at most.
      var limit = Distribution.threshold
      if let worst {
        // The block's first reading is its smallest: no other is better placed among equals.
        guard Candidate(block.first, largest).precedes(worst) else { return }
        limit = max(limit, worst.rounded * (1 - 0x1p-40))
      }
      var found: [Candidate] = []
      for (element, probability) in block.probabilities.enumerated() where probability >= limit {
        let candidate = Candidate(block.reading(at: element), probability)
        if worst.map(candidate.precedes) ?? true { found.append(candidate) }
      }
      if !found.isEmpty { pool.add(found) }
    }
    return pool.sorted
  }

  /// The best so far, shared by all threads.
  private final class Pool: Sendable {
    private struct Contents {
      var candidates: [Candidate] = []
      /// The worst of the best, once there are enough.
      var worst: Candidate?
    }

    private let count: Int
    private let contents = Mutex(Contents())

    init(count: Int) { self.count = count }

    var worst: Candidate? { contents.withLock { $0.worst } }

    func add(_ found: [Candidate]) {
      contents.withLock { contents in
        contents.candidates += found
        guard contents.candidates.count >= 2 * count else { return }
        contents.candidates.moveFirst(count) { $0.precedes($1) }
        contents.candidates.removeLast(contents.candidates.count - count)
        // The last of the first is the one that no other of them follows.
        contents.worst = contents.candidates.max { $0.precedes($1) }
      }
    }

    var sorted: [Candidate] {
      contents.withLock { contents in
        contents.candidates.sort { $0.precedes($1) }
        return Array(contents.candidates.prefix(count))
      }
    }
  }
}

extension Array {
  /// Moves the elements that come first in an order to the front, in any order themselves (C. A. R.
  /// Hoare, "Algorithm 65: Find", 1961, doi:10.1145/366622.366647).
  ///
  /// Takes time in proportion to the count, or sorts where pivots keep failing to part the elements.
  ///
  /// - Parameter precedes: a strict order in which no two elements are equal.
  mutating func moveFirst(_ wanted: Int, _ precedes: (Element, Element) -> Bool) {
    var (low, high) = (0, count)
    var roundsLeft = 2 * (Int.bitWidth - count.leadingZeroBitCount)
    while low < wanted, wanted < high {
      if roundsLeft == 0 { return self[low..<high].sort(by: precedes) }
      roundsLeft -= 1
      swapAt(low, middle(low, (low + high) / 2, high - 1, precedes))
      // The pivot waits in front of those that precede it.
      var end = low
      for index in low + 1..<high where precedes(self[index], self[low]) {
        end += 1
        swapAt(end, index)
      }
      swapAt(low, end)
      if wanted <= end { high = end } else { low = end + 1 }
    }
  }

  /// The index of the element between the two others.
  private func middle(
    _ a: Int, _ b: Int, _ c: Int, _ precedes: (Element, Element) -> Bool
  ) -> Int {
    let (first, last) = precedes(self[a], self[b]) ? (a, b) : (b, a)
    if precedes(self[c], self[first]) { return first }
    return precedes(self[last], self[c]) ? last : c
  }
}
