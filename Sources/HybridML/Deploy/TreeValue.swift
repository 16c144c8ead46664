/// A value of JSON, with whole numbers apart from doubles so that both are kept bit for bit.
indirect enum TreeValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// From −2^63 to 2^64 − 1, by sign and magnitude.
  case integer(isNegative: Bool, UInt64)
  case double(Double)
  case string(String)
  case array([TreeValue])
  case object([String: TreeValue])

  init(_ value: some BinaryInteger) {
    self = .integer(isNegative: value < 0, UInt64(value.magnitude))
  }

  /// What this is, for errors.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer: "a whole number"
    case .double: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  func integer<T: FixedWidthInteger>(_ type: T.Type) -> T? {
    guard case .integer(let isNegative, let magnitude) = self else { return nil }
    if !isNegative { return T(exactly: magnitude) }
    if magnitude <= UInt64(Int64.max) { return T(exactly: -Int64(magnitude)) }
    return magnitude == 1 << 63 ? T(exactly: Int64.min) : nil
  }

  var double: Double? {
    switch self {
    case .double(let value): value
    case .integer(let isNegative, let magnitude):
      isNegative ? -Double(magnitude) : Double(magnitude)
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    case .string("nan"): .nan
    default: nil
    }
  }
}

// MARK: Canonical JSON

extension TreeValue {
  /// The one text of this value: no blanks, members in the order of their names' bytes.
  var json: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let isNegative, let magnitude):
      bytes += (isNegative && magnitude != 0 ? "-" : "").utf8
      bytes += String(magnitude).utf8
    case .double(let value): bytes += value.description.utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<32:
        let digits = String(byte, radix: 16)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
