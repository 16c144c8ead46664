import Circuits
import TestSupport
import Testing

@Suite("Whole numbers")
struct WholeNumberTests {
  /// The decimal digits of 2^exponent by doubling them one after the other.
  private func powerOfTwo(_ exponent: Int) -> String {
    var digits = [1]
    for _ in 0..<exponent {
      var carry = 0
      for index in digits.indices {
        let doubled = 2 * digits[index] + carry
        (carry, digits[index]) = doubled.quotientAndRemainder(dividingBy: 10)
      }
      if carry > 0 { digits.append(carry) }
    }
    return digits.reversed().map(String.init).joined()
  }

  @Test("Powers of two have one bit and their decimal digits", arguments: 0...400)
  func powersOfTwo(_ exponent: Int) throws {
    let digits = powerOfTwo(exponent)
    let number = try #require(WholeNumber(digits: digits.utf8))
    #expect(number.description == digits)
    #expect(number.bitWidth == exponent + 1)
    #expect((0...500).filter(number.hasBit) == [exponent])
  }

  @Test("Random digits read back, leading zeros dropped", arguments: 1...60)
  func roundTrips(_ count: Int) throws {
    var random = TestRandom(seed: UInt64(count))
    let digits = (0..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    let number = try #require(WholeNumber(digits: digits.utf8))
    let plain = String(digits.drop { $0 == "0" })
    #expect(number.description == (plain.isEmpty ? "0" : plain))
    if let value = UInt64(digits) {
      #expect(number == WholeNumber(value))
      #expect(number.bitWidth == 64 - value.leadingZeroBitCount)
    }
  }

  @Test("Zero has no bits")
  func zero() {
    #expect(WholeNumber(0).bitWidth == 0)
    #expect(WholeNumber(digits: "000".utf8) == WholeNumber(0))
  }

  @Test("What is no number of at most 1300 digits is refused")
  func refused() {
    for text in ["", "-1", "1a", "1 2", String(repeating: "9", count: 1_301)] {
      #expect(WholeNumber(digits: text.utf8) == nil, "\(text.prefix(20))")
    }
    #expect(WholeNumber(digits: String(repeating: "9", count: 1_300).utf8)?.bitWidth == 4_319)
  }
}
