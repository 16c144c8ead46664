internal import Gates

/// A row of classical bits, or of qubits read in the computational basis.
///
/// **Bit order:** bit 0 is the rightmost character of ``description``, as in Qiskit.
public struct BitString: Hashable, Sendable {
  /// Number of bits.
  public let count: Int
  /// Bits 0…63.
  private var low: UInt64
  /// Bits 64…, 64 a word; empty up to 64 bits, so that short strings own no memory.
  private var high: [UInt64]

  /// All bits 0.
  public init(zeros count: Int) {
    self.count = count
    low = 0
    high = count > 64 ? Array(repeating: 0, count: (count - 1) / 64) : []
  }

  /// The bits of an unsigned number, bit 0 the least significant.
  public init(_ value: UInt64, count: Int) {
    self.init(zeros: count)
    low = count >= 64 ? value : value & ((1 << UInt64(count)) - 1)
  }

  /// The bits of a text of `0` and `1`, the rightmost being bit 0; `nil` for any other character.
  public init?(_ text: some StringProtocol) {
    let characters = Array(text.utf8)
    self.init(zeros: characters.count)
    for (position, character) in characters.reversed().enumerated() {
      switch character {
      case UInt8(ascii: "0"): break
      case UInt8(ascii: "1"): self[position] = true
      default: return nil
      }
    }
  }

  public subscript(bit: Int) -> Bool {
    get {
      bit < 64
        ? low >> UInt64(bit) & 1 == 1
        : high[bit / 64 - 1] >> UInt64(bit % 64) & 1 == 1
    }
    set {
      let flag: UInt64 = 1 << UInt64(bit % 64)
      if bit < 64 {
        low = newValue ? low | flag : low & ~flag
      } else {
        let word = bit / 64 - 1
        high[word] = newValue ? high[word] | flag : high[word] & ~flag
      }
    }
  }

  /// The numbers of the bits that are 1, ascending.
  var ones: [Int] {
    var result = Array(BitIndices(low))
    for (index, word) in high.enumerated() {
      for bit in BitIndices(word) { result.append(64 * (index + 1) + bit) }
    }
    return result
  }

  /// The bits that are 1 in either of two strings of the same length.
  func union(_ other: BitString) -> BitString {
    var result = self
    result.low |= other.low
    for word in result.high.indices { result.high[word] |= other.high[word] }
    return result
  }

  /// The bits as an unsigned number, when there are at most 64.
  public var unsignedValue: UInt64? { count <= 64 ? low : nil }
}

extension BitString: Comparable {
  /// Shorter strings first, then as unsigned numbers.
  public static func < (a: BitString, b: BitString) -> Bool {
    if a.count != b.count { return a.count < b.count }
    for word in a.high.indices.reversed() where a.high[word] != b.high[word] {
      return a.high[word] < b.high[word]
    }
    return a.low < b.low
  }
}

extension BitString: CustomStringConvertible {
  /// One character a bit, bit 0 rightmost, nothing between registers.
  public var description: String {
    String(unsafeUninitializedCapacity: count) { buffer in
      for bit in 0..<count {
        buffer[count - 1 - bit] = self[bit] ? UInt8(ascii: "1") : UInt8(ascii: "0")
      }
      return count
    }
  }
}
