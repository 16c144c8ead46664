import Circuits
import Testing

@Suite struct BitStringTests {
  @Test(
    "A bit string prints bit 0 rightmost and reads back", arguments: [0, 1, 2, 63, 64, 65, 130])
  func roundTrip(count: Int) throws {
    var bits = BitString(zeros: count)
    for bit in stride(from: 0, to: count, by: 3) { bits[bit] = true }
    let text = bits.description
    #expect(text.count == count)
    for (position, character) in text.reversed().enumerated() {
      #expect(character == (position % 3 == 0 ? "1" : "0"))
    }
    #expect(try #require(BitString(text)) == bits)
  }

  @Test("Setting and clearing one bit leaves the others", arguments: [5, 64, 100])
  func setting(count: Int) {
    for bit in 0..<count {
      var bits = BitString(zeros: count)
      bits[bit] = true
      for other in 0..<count { #expect(bits[other] == (other == bit)) }
      bits[bit] = false
      #expect(bits == BitString(zeros: count))
    }
  }

  @Test("Bit strings order as unsigned numbers, also beyond 64 bits")
  func order() {
    var previous = BitString(zeros: 70)
    for bit in 0..<70 {
      var next = BitString(zeros: 70)
      next[bit] = true
      #expect(previous < next)
      #expect(!(next < previous))
      previous = next
    }
  }

  @Test("Characters other than 0 and 1 are refused", arguments: ["2", "0b1", "01 0", "é"])
  func refusal(text: String) {
    #expect(BitString(text) == nil)
  }

  @Test("A number is cut to the width asked for")
  func numbers() {
    #expect(BitString(6, count: 3).description == "110")
    #expect(BitString(6, count: 2).description == "10")
    #expect(BitString(.max, count: 64).unsignedValue == .max)
    #expect(BitString(1, count: 65).unsignedValue == nil)
  }
}
