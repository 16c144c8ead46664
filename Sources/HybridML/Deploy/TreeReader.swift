/// Reads JSON (RFC 8259) from bytes that nobody vouches for: depth is limited, names may not come twice,
/// text must be UTF-8, and memory grows only with what has been read.
struct TreeReader {
  /// What is wrong, and at which byte.
  struct Fault: Error {
    let what: String
    let place: Int
  }

  static let depthLimit = 64

  private let bytes: ArraySlice<UInt8>
  private var place: Int

  private init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  /// The value that all the bytes are; blanks may follow.
  static func value(of bytes: ArraySlice<UInt8>) throws(Fault) -> TreeValue {
    var reader = TreeReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.place == bytes.endIndex else { throw reader.fault("something after the end") }
    return value
  }

  private func fault(_ what: String) -> Fault {
    Fault(what: what, place: place - bytes.startIndex)
  }

  private var next: UInt8? { place < bytes.endIndex ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func value(depth: Int) throws(Fault) -> TreeValue {
    guard depth < Self.depthLimit else { throw fault("more than \(Self.depthLimit) levels") }
    skipBlanks()
    guard let first = next else { throw fault("the end before a value") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault("no value")
    }
  }

  private mutating func word(_ word: String, _ value: TreeValue) throws(Fault) -> TreeValue {
    guard bytes[place...].starts(with: word.utf8) else { throw fault("no value") }
    place += word.utf8.count
    return value
  }

  private mutating func array(_ depth: Int) throws(Fault) -> TreeValue {
    place += 1
    var elements: [TreeValue] = []
    skipBlanks()
    if next == UInt8(ascii: "]") {
      place += 1
      return .array([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      if try !isFollowed(closing: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  private mutating func object(_ depth: Int) throws(Fault) -> TreeValue {
    place += 1
    var members: [String: TreeValue] = [:]
    skipBlanks()
    if next == UInt8(ascii: "}") {
      place += 1
      return .object([:])
    }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault("no name of a member") }
      let name = try string()
      skipBlanks()
      guard next == UInt8(ascii: ":") else { throw fault("no colon after a name") }
      place += 1
      guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
        throw fault("a name that comes twice")
      }
      if try !isFollowed(closing: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  /// Whether a comma is next rather than the end.
  private mutating func isFollowed(closing: UInt8) throws(Fault) -> Bool {
    skipBlanks()
    guard let byte = next, byte == closing || byte == UInt8(ascii: ",") else {
      throw fault("neither a comma nor the end of a list")
    }
    place += 1
    return byte != closing
  }

  private mutating func number() throws(Fault) -> TreeValue {
    let start = place
    func digits(_ reader: inout TreeReader) -> Int {
      let first = reader.place
      while let byte = reader.next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte {
        reader.place += 1
      }
      return reader.place - first
    }
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { place += 1 }
    let first = place
    let count = digits(&self)
    guard count == 1 || (count > 1 && bytes[first] != UInt8(ascii: "0")) else {
      throw fault("no number")
    }
    var isWhole = true
    if next == UInt8(ascii: ".") {
      isWhole = false
      place += 1
      guard digits(&self) > 0 else { throw fault("no digit after a decimal point") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isWhole = false
      place += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
      guard digits(&self) > 0 else { throw fault("no digit in an exponent") }
    }
    guard place - start <= 400 else { throw fault("a number of over 400 characters") }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole {
      guard let magnitude = UInt64(text.drop { $0 == "-" }),
        !isNegative || magnitude <= 1 << 63
      else { throw fault("a whole number beyond 64 bits") }
      return .integer(isNegative: isNegative, magnitude)
    }
    guard let value = Double(text), value.isFinite else {
      throw fault("a number beyond all doubles")
    }
    return .double(value)
  }

  private mutating func string() throws(Fault) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validating: text, as: UTF8.self) else {
          throw fault("a text that is no UTF-8")
        }
        return result
      case UInt8(ascii: "\\"): try escape(&text)
      case 0..<32: throw fault("a control character in a text")
      default: text.append(byte)
      }
    }
    throw fault("a text without an end")
  }

  private mutating func escape(_ text: inout [UInt8]) throws(Fault) {
    guard let byte = next else { throw fault("a text without an end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      let code = try hexadecimal()
      var scalar = code
      if 0xD800..<0xDC00 ~= code {
        guard next == UInt8(ascii: "\\") else { throw fault("half a character") }
        place += 1
        guard next == UInt8(ascii: "u") else { throw fault("half a character") }
        place += 1
        let low = try hexadecimal()
        guard 0xDC00..<0xE000 ~= low else { throw fault("half a character") }
        scalar = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let character = Unicode.Scalar(scalar) else { throw fault("half a character") }
      text += Character(character).utf8
    default: throw fault("an escape that JSON does not have")
    }
  }

  private mutating func hexadecimal() throws(Fault) -> UInt32 {
    guard place + 4 <= bytes.endIndex else { throw fault("a text without an end") }
    var code: UInt32 = 0
    for byte in bytes[place..<place + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("no hexadecimal digit")
      }
      code = code << 4 | UInt32(digit)
    }
    place += 4
    return code
  }
}
