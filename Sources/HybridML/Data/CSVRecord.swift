/// The fields of one record of a CSV file, without quotes.
public struct CSVRecord: Sendable {
  /// All fields, one after the other.
  var bytes: [UInt8] = []
  /// Where each field ends in ``bytes``.
  private(set) var ends: [Int] = []
  /// The line and the column, from 1, on which each field starts.
  private(set) var lines: [Int] = []
  private(set) var columns: [Int] = []

  public init() {}

  /// The number of fields.
  public var count: Int { ends.count }
  /// Whether the record is one empty field, as an empty line gives.
  var isBlank: Bool { ends.count == 1 && bytes.isEmpty }

  func range(_ field: Int) -> Range<Int> { (field == 0 ? 0 : ends[field - 1])..<ends[field] }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
  }

  mutating func begin(line: Int, column: Int) {
    lines.append(line)
    columns.append(column)
  }

  mutating func end() { ends.append(bytes.count) }

  /// Ends a field that had no quotes, without the blanks around it.
  mutating func endTrimmed() {
    let start = ends.last ?? 0
    while bytes.count > start, bytes[bytes.count - 1].isBlank { bytes.removeLast() }
    let blanks = bytes[start...].prefix { $0.isBlank }.count
    if blanks > 0 {
      bytes.removeSubrange(start..<start + blanks)
      columns[columns.count - 1] += blanks
    }
    end()
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

/// Spellings of "there is no value".
enum MissingValue {
  static func isSpelled(by text: String) -> Bool {
    text.isEmpty || text == "?" || ["na", "n/a", "null"].contains(text.lowercased())
  }
}

/// Decimal numbers, correctly rounded.
enum DecimalNumber {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that some bytes spell; nil where they spell none.
  ///
  /// A sign, digits and a point are read here: where the digits are below 2^53 and the power of ten
  /// is below 10^22, both are exact and one division rounds once (W. D. Clinger, "How to read
  /// floating point numbers accurately", PLDI 1990, doi:10.1145/93542.93557). The rest goes to the
  /// standard library. Hexadecimal spellings are no numbers here.
  static func parse(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    var index = range.lowerBound
    guard index < range.upperBound else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    var digits: UInt64 = 0
    var (digitCount, decimals) = (0, 0)
    var hasPoint = false
    while index < range.upperBound {
      let byte = bytes[index]
      if byte >= 0x30, byte <= 0x39 {
        guard digitCount < 15 else { return slow(bytes, range) }
        digits = digits * 10 + UInt64(byte - 0x30)
        digitCount += 1
        if hasPoint { decimals += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        return slow(bytes, range)
      }
      index += 1
    }
    guard digitCount > 0 else { return nil }
    let value = Double(digits) / powers[decimals]
    return isNegative ? -value : value
  }

  private static func slow(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
    // The library reads hexadecimal digits, and stops at a zero byte.
    guard
      !bytes[range].contains(where: { [0, UInt8(ascii: "x"), UInt8(ascii: "X")].contains($0) }),
      let text = String(validating: bytes[range], as: UTF8.self)
    else { return nil }
    return Double(text)
  }
}
