import TestSupport
import Testing

@testable import Circuits

@Suite("The most probable readings")
struct LikeliestReadingsTests {
  /// Numbers in an order that pivots may find hard.
  private static func sequences(_ count: Int, _ random: inout TestRandom) -> [[Int]] {
    let ascending = Array(0..<count)
    let organ = ascending.filter { $0 % 2 == 0 } + ascending.filter { $0 % 2 == 1 }.reversed()
    return [ascending, ascending.reversed(), organ, ascending.shuffled(using: &random)]
  }

  @Test("The first of an order are moved to the front, whatever the order was")
  func moving() {
    var random = TestRandom(seed: 3)
    for count in [0, 1, 2, 3, 4, 5, 8, 33, 200] {
      for wanted in 0...count {
        for var numbers in Self.sequences(count, &random) {
          numbers.moveFirst(wanted, <)
          #expect(numbers[..<wanted].sorted() == Array(0..<wanted))
          #expect(numbers.sorted() == Array(0..<count))
        }
      }
    }
    for var numbers in Self.sequences(20_000, &random) {
      numbers.moveFirst(16, <)
      #expect(numbers[..<16].sorted() == Array(0..<16))
    }
  }

  @Test("Of many readings, most of them equal, those are found that a sort puts first")
  func equals() {
    var random = TestRandom(seed: 4)
    for kinds in [1, 2, 5, 1 << 14] {
      let weights = (0..<(1 << 14)).map { _ in Double(Int.random(in: 0..<kinds, using: &random)) }
      let sum = max(1, weights.reduce(0, +))
      let probabilities = weights.map { $0 / sum }
      let sorted = probabilities.indices.filter { probabilities[$0] > 0 }
        .sorted { (-probabilities[$0], $0) < (-probabilities[$1], $1) }
      for count in [1, 2, 16, 1_000, 9_000, 1 << 14, .max] {
        let found = LikeliestReadings.find(count, of: ListedReadings(probabilities))
        #expect(found.map(\.reading) == Array(sorted.prefix(count)))
      }
    }
  }

  @Test("Rising and falling probabilities")
  func monotone() {
    let rising = (0..<(1 << 13)).map { Double($0 + 1) * 0x1p-26 }
    for count in [1, 16, 5_000] {
      let last = LikeliestReadings.find(count, of: ListedReadings(rising))
      #expect(last.map(\.reading) == Array((0..<(1 << 13)).reversed().prefix(count)))
      let first = LikeliestReadings.find(count, of: ListedReadings(rising.reversed()))
      #expect(first.map(\.reading) == Array(0..<count))
    }
  }
}
