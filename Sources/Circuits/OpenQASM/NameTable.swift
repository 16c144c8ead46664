/// A name of a source file, as a number that stands for its spelling.
struct Name: Hashable {
  let index: Int32
}

/// Every name that occurs in a program, each spelled once.
///
/// Open addressing over the bytes: a name that occurs a million times costs one string.
struct NameTable {
  private var bytes: [UInt8] = []
  /// Name i is `bytes[ends[i - 1]..<ends[i]]`.
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  /// The name in each slot, or -1. A power of two in number.
  private var slots: [Int32]

  /// The start value of the hash that ``hash(_:_:)`` continues.
  static let hashStart: UInt32 = 2_166_136_261

  init() {
    slots = Array(repeating: -1, count: 256)
    for spelling in FixedName.allCases.map(\.rawValue) { intern(spelling) }
  }

  var count: Int { ends.count }

  /// Fowler–Noll–Vo 1a, one byte further.
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

  /// The name spelled by `source[range]`, whose hash the caller has computed.
  mutating func intern(_ source: [UInt8], _ range: Range<Int>, hash: UInt32) -> Name {
    var slot = Int(Self.mixed(hash)) & (slots.count - 1)
    while slots[slot] >= 0 {
      let candidate = Int(slots[slot])
      if hashes[candidate] == hash, spells(candidate, source, range) {
        return Name(index: slots[slot])
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let name = Int32(ends.count)
    bytes.append(contentsOf: source[range])
    ends.append(bytes.count)
    hashes.append(hash)
    slots[slot] = name
    if 2 * ends.count > slots.count { grow() }
    return Name(index: name)
  }

  @discardableResult
  mutating func intern(_ spelling: String) -> Name {
    let spelled = Array(spelling.utf8)
    return intern(spelled, 0..<spelled.count, hash: spelled.reduce(Self.hashStart, Self.hash))
  }

  func spelling(of name: Name) -> String {
    String(decoding: bytes[range(Int(name.index))], as: UTF8.self)
  }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  private func spells(_ index: Int, _ source: [UInt8], _ range: Range<Int>) -> Bool {
    let own = self.range(index)
    guard own.count == range.count else { return false }
    for offset in 0..<own.count
    where bytes[own.lowerBound + offset] != source[range.lowerBound + offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(Self.mixed(hash)) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }

  /// FNV's low bits are its weak ones.
  private static func mixed(_ hash: UInt32) -> UInt32 { hash ^ (hash >> 15) }
}

/// The names that the front end itself knows, first in every ``NameTable`` and in this order.
enum FixedName: String, CaseIterable {
  // Keywords, in the order of their token kinds.
  case openQASM = "OPENQASM"
  case include, qreg, creg, gate, opaque
  case `if`, measure, reset, barrier, pi
  // Functions.
  case sin, cos, tan, exp, ln, sqrt
  case asin, acos, atan, arcsin, arccos, arctan
  // Gates of the language itself.
  case universal = "U"
  case controlledNot = "CX"

  /// How many of the names, the first ones, can name nothing else.
  static let reservedCount = 17

  private static let keywords = 11
  static var keywordCount: Int { keywords }
}
