/// CRC-32C (Castagnoli), as in RFC 3720, appendix B.4: it finds every error of up to 32 bits in a row, and
/// all of three bits or fewer in files below 2 GiB.
struct Checksum {
  private var register: UInt32 = .max

  var value: UInt32 { ~register }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    var crc = register
    for byte in bytes { crc = Self.table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8) }
    register = crc
  }

  mutating func add(_ numbers: [Double]) {
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { add($0) }
    }
  }

  /// The remainder of each byte, by the reflected polynomial 0x1EDC6F41.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0x82F6_3B78 ^ (crc >> 1) : crc >> 1 }
  }
}
