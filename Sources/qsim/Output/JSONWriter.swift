/// Writes JSON straight to a sink, keys in the order of the calls.
///
/// Numbers are written so that reading them back gives the same bits. Only objects with named
/// members and arrays of numbers occur in this program's output, so nothing else is offered.
struct JSONWriter {
  private let sink: ByteSink
  /// Whether the innermost object or array already has an element.
  private var needsComma = false

  init(_ sink: ByteSink) { self.sink = sink }

  mutating func object(
    _ key: String? = nil, _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try start(key)
    try sink.write(UInt8(ascii: "{"))
    needsComma = false
    try members(&self)
    try sink.write(UInt8(ascii: "}"))
    needsComma = true
  }

  mutating func array(
    _ key: String? = nil, _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    try start(key)
    try sink.write(UInt8(ascii: "["))
    needsComma = false
    try elements(&self)
    try sink.write(UInt8(ascii: "]"))
    needsComma = true
  }

  mutating func string(_ key: String? = nil, _ value: String) throws(Failure) {
    try start(key)
    try quoted(value)
  }

  mutating func number(_ key: String? = nil, _ value: some BinaryInteger) throws(Failure) {
    try start(key)
    try sink.write(String(value))
  }

  /// JSON has no infinities and no NaN: they become `null`.
  mutating func number(_ key: String? = nil, _ value: Double) throws(Failure) {
    try start(key)
    try sink.write(value.isFinite ? value.description : "null")
  }

  mutating func bool(_ key: String? = nil, _ value: Bool) throws(Failure) {
    try start(key)
    try sink.write(value ? "true" : "false")
  }

  mutating func null(_ key: String? = nil) throws(Failure) {
    try start(key)
    try sink.write("null")
  }

  private mutating func start(_ key: String?) throws(Failure) {
    if needsComma { try sink.write(UInt8(ascii: ",")) }
    needsComma = true
    if let key {
      try quoted(key)
      try sink.write(UInt8(ascii: ":"))
    }
  }

  private func quoted(_ text: String) throws(Failure) {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    try sink.write(bytes)
  }
}
