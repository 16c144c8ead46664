import QState
import RealModule
import Testing

@testable import QState

@Suite struct RandomStreamTests {
  @Test("Philox4x32-10 gives the published answers of its authors' Random123")
  func knownAnswers() {
    let zero = Philox.scramble((0, 0, 0, 0), key: (0, 0))
    #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox.scramble(
      (0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff), key: (0xffff_ffff, 0xffff_ffff))
    #expect(ones == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = Philox.scramble(
      (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
    #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("Seed, stream and position are the key and counter words")
  func layout() {
    var random = RandomStream(seed: 0x299f_31d0_a409_3822, stream: 0x0370_7344_1319_8a2e)
    random.position = 0x85a3_08d3_243f_6a88 &* 2
    // Twice this block number wraps, so check the words that the wrapped position names.
    let block = (0x85a3_08d3_243f_6a88 as UInt64) & 0x7fff_ffff_ffff_ffff
    let words = Philox.scramble(
      (UInt32(truncatingIfNeeded: block), UInt32(block >> 32), 0x1319_8a2e, 0x0370_7344),
      key: (0xa409_3822, 0x299f_31d0))
    #expect(random.next() == UInt64(words.0) | UInt64(words.1) << 32)
    #expect(random.next() == UInt64(words.2) | UInt64(words.3) << 32)
  }

  @Test("The same names give the same numbers and any position is reached at once")
  func randomAccess() {
    var random = RandomStream(seed: 42, stream: 3)
    let words = (0..<100).map { _ in random.next() }
    #expect(random.position == 100)
    for position in (0..<100).reversed() {
      var jumped = RandomStream(seed: 42, stream: 3)
      jumped.position = UInt64(position)
      #expect(jumped.next() == words[position])
      #expect(jumped.position == UInt64(position) + 1)
      if position < 99 { #expect(jumped.next() == words[position + 1]) }
    }
  }

  @Test("Seeds and streams differ from the first word on")
  func streamsDiffer() {
    var seen: Set<UInt64> = []
    for seed in 0..<30 {
      for stream in 0..<30 {
        var random = RandomStream(seed: UInt64(seed), stream: UInt64(stream))
        seen.insert(random.next())
      }
    }
    #expect(seen.count == 900)
  }

  @Test("A fork's parts are streams of their own and reproducible")
  func fork() {
    var (a, b) = (RandomStream(seed: 5), RandomStream(seed: 5))
    let (first, second) = (a.fork(), b.fork())
    for part in 0..<10 {
      var (x, y) = (first(part), second(part))
      #expect(x.next() == y.next())
    }
    var (part0, part1, next) = (first(0), first(1), a.fork()(0))
    #expect(Set([part0.next(), part1.next(), next.next(), a.next()]).count == 4)
  }

  @Test("Every bit is set half of the time")
  func bits() {
    var random = RandomStream(seed: 1)
    let draws = 100_000
    var counts = [Int](repeating: 0, count: 64)
    for _ in 0..<draws {
      let word = random.next()
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
    }
    // Five standard deviations of a binomial with p = 1/2.
    for count in counts { #expect(abs(Double(count) - 5e4) < 5 * (25_000.0).squareRoot()) }
  }

  @Test("Uniform numbers fill [0, 1) evenly and neighbours do not depend on each other")
  func uniform() {
    var random = RandomStream(seed: 2)
    let draws = 200_000
    var singles = [Int](repeating: 0, count: 100)
    var pairs = [Int](repeating: 0, count: 400)
    for _ in 0..<draws / 2 {
      let (x, y) = (random.uniform(), random.uniform())
      #expect(x >= 0 && x < 1 && y >= 0 && y < 1)
      singles[Int(100 * x)] += 1
      singles[Int(100 * y)] += 1
      pairs[20 * Int(20 * x) + Int(20 * y)] += 1
    }
    let flat = [Double](repeating: Double(draws) / 100, count: 100)
    #expect(chiSquareDeviate(observed: singles, expected: flat) < 4)
    let square = [Double](repeating: Double(draws) / 800, count: 400)
    #expect(chiSquareDeviate(observed: pairs, expected: square) < 4)
  }

  @Test("Exponential numbers have the distribution 1 − exp(−x)")
  func exponential() {
    var random = RandomStream(seed: 3)
    let draws = 100_000
    var counts = [Int](repeating: 0, count: 50)
    for _ in 0..<draws {
      let x = random.exponential()
      #expect(x >= 0 && x.isFinite)
      counts[min(Int(10 * x), 49)] += 1
    }
    let expected = (0..<50).map { cell in
      let upper = cell == 49 ? 0 : Double.exp(-Double(cell + 1) / 10)
      return Double(draws) * (.exp(-Double(cell) / 10) - upper)
    }
    #expect(chiSquareDeviate(observed: counts, expected: expected) < 4)
  }
}
