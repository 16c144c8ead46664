/// The bytes of one source file under the name that diagnostics give it.
struct SourceText {
  let name: String
  let bytes: [UInt8]
  /// Whether diagnostics may show lines of this file: a file reached by `include` may be none that
  /// its user meant to show.
  let showsLines: Bool

  init(name: String, bytes: [UInt8], showsLines: Bool = true) {
    self.name = name
    self.bytes = bytes
    self.showsLines = showsLines
  }

  /// Where the text begins: behind a byte order mark, if there is one.
  var start: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// The text between two byte offsets.
  func text(_ range: SourceRange) -> String {
    let count = bytes.count
    let start = min(Int(range.start), count)
    return String(decoding: bytes[start..<max(start, min(Int(range.end), count))], as: UTF8.self)
  }
}

/// A stretch of one source file, in byte offsets.
struct SourceRange: Hashable {
  var start: UInt32
  var end: UInt32

  init(_ start: UInt32, _ end: UInt32) {
    self.start = start
    self.end = end
  }

  /// From the start of this range to the end of another one that follows it.
  func to(_ other: SourceRange) -> SourceRange { SourceRange(start, max(end, other.end)) }
}

extension SourceText {
  /// The first thing that makes the bytes no text at all: a NUL byte, or bytes that are not UTF-8.
  func firstEncodingProblem() -> (problem: Problem, range: SourceRange)? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return (.utf16, SourceRange(0, 2))
    }
    return bytes.withUnsafeBytes { buffer in
      var index = 0
      while index < buffer.count {
        // Eight bytes at a time while they are ASCII without NUL.
        while index + 8 <= buffer.count {
          let word = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          let hasNUL = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
          if hasNUL | (word & 0x8080_8080_8080_8080) != 0 { break }
          index += 8
        }
        if index == buffer.count { return nil }
        let byte = buffer[index]
        let place = SourceRange(UInt32(index), UInt32(index + 1))
        if byte == 0 { return (.nulByte, place) }
        let length = Self.scalarLength(in: buffer, at: index)
        if length == 0 { return (.invalidUTF8(byte), place) }
        index += length
      }
      return nil
    }
  }

  /// How many bytes the well-formed UTF-8 sequence at `index` has, 0 where there is none
  /// (the Unicode Standard, table 3-7).
  private static func scalarLength(in bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let first = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
