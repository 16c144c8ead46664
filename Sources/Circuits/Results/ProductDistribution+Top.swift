extension ProductDistribution {
  /// The `count` most probable outcomes, best first.
  ///
  /// An outcome among the best of a product has among the best of each factor: groups are joined one
  /// after the other, and of the pairs of two sorted lists the best come first out of a heap.
  func top(_ count: Int) -> [Distribution.Outcome] {
    guard count > 0 else { return [] }
    var best = [Distribution.Outcome(bits: BitString(zeros: bitCount), probability: 1)]
    for factor in factors {
      let list = factor.distribution.top(count).map { outcome in
        var bits = BitString(zeros: bitCount)
        for (bit, position) in factor.positions.enumerated() where outcome.bits[bit] {
          bits[position] = true
        }
        return Distribution.Outcome(bits: bits, probability: outcome.probability)
      }
      best = Self.top(count, of: best, and: list)
    }
    let threshold = threshold(listedCount: listedCount)
    return best.filter { $0.probability >= threshold }
  }

  /// The best products of an outcome of each list; both are sorted, the best first.
  private static func top(
    _ count: Int, of first: [Distribution.Outcome], and second: [Distribution.Outcome]
  ) -> [Distribution.Outcome] {
    guard !first.isEmpty, !second.isEmpty else { return [] }
    struct Candidate {
      let outcome: Distribution.Outcome
      let row: Int
      let column: Int
    }
    func candidate(_ row: Int, _ column: Int) -> Candidate {
      Candidate(
        outcome: Distribution.Outcome(
          bits: first[row].bits.union(second[column].bits),
          probability: first[row].probability * second[column].probability),
        row: row, column: column)
    }
    var heap = Heap<Candidate> { Distribution.precedes($0.outcome, $1.outcome) }
    heap.insert(candidate(0, 0))
    var result: [Distribution.Outcome] = []
    while result.count < count, let next = heap.removeFirst() {
      result.append(next.outcome)
      // Each pair has one predecessor: the one to its left or, in the first column, the one above.
      if next.column + 1 < second.count { heap.insert(candidate(next.row, next.column + 1)) }
      if next.column == 0, next.row + 1 < first.count { heap.insert(candidate(next.row + 1, 0)) }
    }
    return result
  }
}

/// A binary heap: the element that precedes all others is at hand (J. W. J. Williams, "Algorithm 232:
/// Heapsort", 1964, doi:10.1145/512274.512284).
private struct Heap<Element> {
  private var elements: [Element] = []
  private let precedes: (Element, Element) -> Bool

  init(_ precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var index = elements.count - 1
    while index > 0, precedes(elements[index], elements[(index - 1) / 2]) {
      elements.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func removeFirst() -> Element? {
    guard let first = elements.first else { return nil }
    let last = elements.removeLast()
    guard !elements.isEmpty else { return first }
    elements[0] = last
    var index = 0
    while true {
      var best = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < elements.count && precedes(elements[child], elements[best]) { best = child }
      if best == index { return first }
      elements.swapAt(index, best)
      index = best
    }
  }
}
