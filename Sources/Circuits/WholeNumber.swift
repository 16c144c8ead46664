/// A whole number of any size, such as the one that a wide classical register is compared with.
///
/// It is made to be read, compared bit by bit and written; it does not calculate.
public struct WholeNumber: Hashable, Sendable {
  /// Bits 0…63.
  public let low: UInt64
  /// Bits 64…, 64 a word, the last word not 0; empty below 2⁶⁴, so that usual numbers own no memory.
  public let high: [UInt64]

  public init(_ value: UInt64) {
    low = value
    high = []
  }

  /// The number of these words, the least significant first.
  private init(words: [UInt64]) {
    low = words.first ?? 0
    var high = Array(words.dropFirst())
    while high.last == 0 { high.removeLast() }
    self.high = high
  }

  /// How many digits ``init(digits:)`` reads: numbers of some 4 300 bits.
  public static let digitLimit = 1_300

  /// The number that decimal digits spell; nil for any other character, for none, and for more digits
  /// than ``digitLimit``.
  ///
  /// - Complexity: O(digits²)
  public init?(digits: some Sequence<UInt8>) {
    var words: [UInt64] = [0]
    var count = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit), count < Self.digitLimit else {
        return nil
      }
      count += 1
      var carry = UInt64(digit - UInt8(ascii: "0"))
      for index in words.indices {
        let product = words[index].multipliedFullWidth(by: 10)
        let (sum, overflow) = product.low.addingReportingOverflow(carry)
        words[index] = sum
        carry = product.high + (overflow ? 1 : 0)
      }
      if carry > 0 { words.append(carry) }
    }
    guard count > 0 else { return nil }
    self.init(words: words)
  }

  /// Whether the number has this bit, bit 0 being the least significant.
  public func hasBit(_ bit: Int) -> Bool {
    let word = bit / 64
    if word == 0 { return low >> UInt64(bit) & 1 == 1 }
    return word <= high.count && high[word - 1] >> UInt64(bit % 64) & 1 == 1
  }

  /// How many bits the number takes, 0 for 0.
  public var bitWidth: Int {
    if let last = high.last { return 64 * (high.count + 1) - last.leadingZeroBitCount }
    return 64 - low.leadingZeroBitCount
  }
}

extension WholeNumber: CustomStringConvertible {
  /// In decimal digits.
  public var description: String {
    if high.isEmpty { return "\(low)" }
    // Groups of 19 digits, the least significant first: 10^19 is the largest power within 64 bits.
    var groups: [UInt64] = []
    var words = [low] + high
    while !words.isEmpty {
      var remainder: UInt64 = 0
      for index in words.indices.reversed() {
        (words[index], remainder) = UInt64(10_000_000_000_000_000_000)
          .dividingFullWidth((remainder, words[index]))
      }
      while words.last == 0 { words.removeLast() }
      groups.append(remainder)
    }
    return groups.reversed().enumerated().reduce(into: "") { text, group in
      let digits = "\(group.element)"
      if group.offset > 0 { text += String(repeating: "0", count: 19 - digits.count) }
      text += digits
    }
  }
}
