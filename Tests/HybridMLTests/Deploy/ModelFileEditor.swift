import Testing

/// Changes model files as someone would who means harm: sizes and checksum are right again afterwards.
enum ModelFileEditor {
  /// The file with a text of its header replaced by another, which must be there.
  static func replacing(_ text: String, by other: String, in bytes: [UInt8]) throws -> [UInt8] {
    let start = 32
    let size = Int(bytes[24]) | Int(bytes[25]) << 8 | Int(bytes[26]) << 16
    let header = String(decoding: bytes[start..<start + size], as: UTF8.self)
    try #require(header.contains(text), "\(header)")
    let changed = Array(header.replacing(text, with: other).utf8)
    func aligned(_ count: Int) -> Int { (count + 63) / 64 * 64 }
    var result = Array(bytes[..<16])
    let end = aligned(start + changed.count)
    let body = bytes[aligned(start + size)...]
    for number in [end + body.count, changed.count] {
      for shift in 0..<8 { result.append(UInt8(truncatingIfNeeded: number >> (8 * shift))) }
    }
    result += changed + Array(repeating: 0, count: end - start - changed.count) + body
    sign(&result)
    return result
  }

  /// Puts the right checksum into changed bytes: CRC-32C, bit by bit.
  static func sign(_ bytes: inout [UInt8]) {
    var crc = UInt32.max
    for byte in bytes[..<12] + bytes[16...] {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0x82F6_3B78 ^ (crc >> 1) : crc >> 1 }
    }
    crc = ~crc
    for place in 0..<4 { bytes[12 + place] = UInt8(truncatingIfNeeded: crc >> (8 * UInt32(place))) }
  }
}
