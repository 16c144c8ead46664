/// Finds lines and columns of byte offsets.
///
/// A line ends with LF, CR LF or CR. The index keeps one number for each 64 KiB of text, so that a
/// file of nothing but line ends costs no memory.
struct LineIndex {
  private let bytes: [UInt8]
  private let textStart: Int
  /// Element b is how many lines end before byte `b << blockBits`.
  private let linesBefore: [Int]

  private static let blockBits = 16

  init(_ source: SourceText) {
    bytes = source.bytes
    textStart = source.start
    var linesBefore: [Int] = []
    var lines = 0
    var block = 0
    while block < source.bytes.count {
      linesBefore.append(lines)
      let end = min(block + 1 << Self.blockBits, source.bytes.count)
      lines += Self.lineEnds(in: source.bytes, block..<end)
      block = end
    }
    self.linesBefore = linesBefore
  }

  /// The line that holds an offset: its number from 1, the column of the offset in Unicode code points
  /// from 1, and the bytes of the line without its end.
  func place(of offset: Int) -> (line: Int, column: Int, bytes: Range<Int>) {
    let offset = max(textStart, min(offset, bytes.count))
    var line = 1
    if !linesBefore.isEmpty {
      let block = min(offset >> Self.blockBits, linesBefore.count - 1)
      line += linesBefore[block]
      line += Self.lineEnds(in: bytes, block << Self.blockBits..<offset)
    }
    var start = offset
    while start > textStart, !endsLine(start - 1) { start -= 1 }
    var end = offset
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    // An offset between CR and LF belongs to the line before them.
    if end < start { end = start }
    var column = 1
    for index in start..<offset where bytes[index] & 0xC0 != 0x80 { column += 1 }
    return (line, column, start..<end)
  }

  /// Whether a line ends with the byte at `index`.
  private func endsLine(_ index: Int) -> Bool {
    switch bytes[index] {
    case 0x0A: true
    case 0x0D: index + 1 >= bytes.count || bytes[index + 1] != 0x0A
    default: false
    }
  }

  private static func lineEnds(in bytes: [UInt8], _ range: Range<Int>) -> Int {
    var count = 0
    for index in range {
      let byte = bytes[index]
      if byte == 0x0A {
        count += 1
      } else if byte == 0x0D, index + 1 >= bytes.count || bytes[index + 1] != 0x0A {
        count += 1
      }
    }
    return count
  }
}
