import TestSupport
import Testing

@testable import Circuits

@Suite("Distributions of independent groups of bits")
struct ProductDistributionTests {
  /// Random factors over disjoint bits of a string, some outcomes impossible, and the same distribution
  /// as one table.
  private static func random(
    seed: UInt64, bits: Int = 9
  ) -> (product: Distribution, table: [BitString: Double]) {
    var random = TestRandom(seed: seed)
    var rest = random.qubits(bits, among: bits + 1)
    var table = [BitString(zeros: bits + 1): 1.0]
    var factors: [ProductDistribution.Factor] = []
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...4, using: &random))
      let positions = rest.suffix(count).sorted()
      rest.removeLast(count)
      var weights = (0..<(1 << count)).map { _ in
        Int.random(in: 0..<3, using: &random) == 0 ? 0 : Double.random(in: 0...1, using: &random)
      }
      weights[0] += 0.1
      let sum = weights.reduce(0, +)
      let probabilities = weights.map { $0 / sum }
      let readout = Readout(
        base: BitString(zeros: count), sources: (0..<count).map { (bit: $0, qubit: $0) })
      factors.append(
        .init(
          distribution: Distribution(ListedReadings(probabilities), readout: readout),
          positions: positions))
      var next: [BitString: Double] = [:]
      for (bits, probability) in table {
        for index in probabilities.indices where probabilities[index] > 0 {
          var joined = bits
          for (bit, position) in positions.enumerated() where index >> bit & 1 == 1 {
            joined[position] = true
          }
          next[joined] = probability * probabilities[index]
        }
      }
      table = next
    }
    let product = ProductDistribution(bitCount: bits + 1, factors: factors)
    return (Distribution(product), table)
  }

  @Test("Outcomes, their number and single probabilities are those of the table", arguments: 0..<30)
  func listing(seed: Int) {
    let (product, table) = Self.random(seed: UInt64(seed))
    let listed = product.outcomes
    #expect(listed.map(\.bits) == table.keys.sorted())
    #expect(product.outcomeCount == table.count)
    for outcome in listed {
      #expect(abs(outcome.probability - (table[outcome.bits] ?? 0)) < 1e-15)
      #expect(abs(product[outcome.bits] - outcome.probability) < 1e-15)
    }
    for index in 0..<(UInt64(1) << 10) {
      let bits = BitString(index, count: 10)
      #expect(abs(product[bits] - (table[bits] ?? 0)) < 1e-15)
    }
    #expect(product[BitString(zeros: 9)] == 0, "another number of bits is no outcome")
  }

  @Test("The most probable outcomes are the table's", arguments: 0..<30)
  func top(seed: Int) {
    let (product, table) = Self.random(seed: UInt64(100 + seed))
    let sorted = table.sorted { $0.value > $1.value }
    for count in [0, 1, 2, 7, 50, 5_000] {
      let top = product.top(count)
      #expect(top.count == min(count, table.count))
      for (found, expected) in zip(top, sorted) {
        #expect(abs(found.probability - expected.value) < 1e-15)
        #expect(abs((table[found.bits] ?? 0) - found.probability) < 1e-15)
      }
      #expect(Set(top.map(\.bits)).count == top.count)
    }
  }

  @Test("Unlikely outcomes are left out where all can be listed, as in any distribution")
  func threshold() {
    let readout = Readout(base: BitString(zeros: 1), sources: [(bit: 0, qubit: 0)])
    let factors = (0..<2).map {
      ProductDistribution.Factor(
        distribution: Distribution(ListedReadings([1 - 1e-7, 1e-7]), readout: readout),
        positions: [$0])
    }
    let product = Distribution(ProductDistribution(bitCount: 2, factors: factors))
    #expect(product.outcomes.map(\.bits.description) == ["00", "01", "10"])
    #expect(product.outcomeCount == 3 && product.top(4).count == 3)
    #expect(product[BitString(3, count: 2)] > 0)
  }

  @Test("Without any group the one outcome is all zeros")
  func empty() {
    let product = Distribution(ProductDistribution(bitCount: 3, factors: []))
    #expect(product.outcomes == [.init(bits: BitString(zeros: 3), probability: 1)])
    #expect(product.top(2) == product.outcomes && product.outcomeCount == 1)
    let constant = Distribution(
      ProductDistribution(bitCount: 3, factors: [.constant([0, 2])]))
    #expect(constant.outcomes.map(\.bits.description) == ["101"])
  }

  @Test("More outcomes than a number counts are counted up to there")
  func countless() {
    let readout = Readout(base: BitString(zeros: 1), sources: [(bit: 0, qubit: 0)])
    let coin = Distribution(ListedReadings([0.75, 0.25]), readout: readout)
    let product = Distribution(
      ProductDistribution(
        bitCount: 100, factors: (0..<100).map { .init(distribution: coin, positions: [$0]) }))
    #expect(product.outcomeCount == .max)
    let top = product.top(101)
    // All zeros first, then each single one in order of bits.
    #expect(top[0].bits == BitString(zeros: 100))
    for bit in 0..<100 { #expect(top[1 + bit].bits.ones == [bit]) }
  }
}
