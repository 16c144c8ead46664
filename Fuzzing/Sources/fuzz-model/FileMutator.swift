import FuzzLoop
import HybridML

/// Makes inputs by changing known files, and puts things right again that would be seen at once.
struct FileMutator: InputMaker {
  private let corpus: [[UInt8]]
  private var random: RandomStream
  private static let words = [
    "0", "-1", "9223372036854775807", "18446744073709551615", "1e308", "null", "true", "[]", "{}",
    "\"\"", "\"nan\"", "{\"f64\":0}", "{\"f64\":9}", "[[[[[[[[", "\"custom\"",
    "4611686018427387904",
  ].map { Array($0.utf8) }

  init(corpus: [[UInt8]], random: RandomStream) {
    self.corpus = corpus
    self.random = random
  }

  mutating func next() -> [UInt8] {
    var input = corpus[Int.random(in: 0..<corpus.count, using: &random)]
    let size = Self.read(input, at: 24)
    var header = Array(input[32..<32 + size])
    var body = Array(input[Self.aligned(32 + size)...])
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      // As it is damaged on the way.
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        input[Int.random(in: 0..<input.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      return Array(input.prefix(Int.random(in: 0...input.count, using: &random)))
    case 1:
      for _ in 0..<Int.random(in: 1...8, using: &random) where !body.isEmpty {
        body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
    default:
      for _ in 0..<Int.random(in: 1...3, using: &random) { change(&header) }
    }
    return Self.file(header, body)
  }

  private mutating func change(_ header: inout [UInt8]) {
    guard !header.isEmpty else { return }
    let place = Int.random(in: 0..<header.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: header[place] = UInt8.random(in: 32...126, using: &random)
    case 1:
      // Another value in place of a whole number or text.
      let end = header[place...].firstIndex { ",]}:".utf8.contains($0) } ?? header.count
      let start = header[..<place].lastIndex { ",[{:".utf8.contains($0) }.map { $0 + 1 } ?? 0
      header.replaceSubrange(start..<end, with: Self.words.randomElement(using: &random) ?? [])
    case 2:
      let end = min(header.count, place + Int.random(in: 1...30, using: &random))
      header.removeSubrange(place..<end)
    default:
      let end = min(header.count, place + Int.random(in: 1...60, using: &random))
      header.insert(contentsOf: header[place..<end], at: place)
    }
  }

  /// A file with the right sizes and checksum.
  private static func file(_ header: [UInt8], _ body: [UInt8]) -> [UInt8] {
    var bytes = Array("QML\r\n\u{1A}\n\0".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]
    let start = aligned(32 + header.count)
    for size in [start + body.count, header.count] {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: size >> (8 * shift))) }
    }
    bytes += header
    bytes += repeatElement(0, count: start - bytes.count)
    bytes += body
    var crc = UInt32.max
    for byte in bytes[..<12] + bytes[16...] {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0x82F6_3B78 ^ (crc >> 1) : crc >> 1 }
    }
    for shift in 0..<4 {
      bytes[12 + shift] = UInt8(truncatingIfNeeded: ~crc >> (8 * UInt32(shift)))
    }
    return bytes
  }

  private static func aligned(_ size: Int) -> Int { (size + 63) / 64 * 64 }

  private static func read(_ bytes: [UInt8], at place: Int) -> Int {
    bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
