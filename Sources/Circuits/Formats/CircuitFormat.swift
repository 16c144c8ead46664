/// A language that circuit files are written in.
public enum CircuitFormat: String, CaseIterable, Sendable {
  case openQASM2 = "qasm2"
  case openQASM3 = "qasm3"
  /// Google's qsim text format.
  case qsim
  case stim

  /// The name of the language.
  public var title: String {
    switch self {
    case .openQASM2: "OpenQASM 2"
    case .openQASM3: "OpenQASM 3"
    case .qsim: "Google's qsim text format"
    case .stim: "the stim format"
    }
  }

  /// The format of a file, and where its content says so.
  struct Detection {
    let format: CircuitFormat
    /// In bytes; empty where the name alone decides.
    let evidence: SourceRange
  }

  /// Tells a file's format by its content, and by its name where the content leaves it open.
  ///
  /// A version line decides; a first line that is a number alone is qsim's; words that only one
  /// version of OpenQASM has tell the two apart; stim's instructions are capital words without `;`.
  public static func detect(_ bytes: [UInt8], fileName: String = "") -> CircuitFormat {
    detection(bytes, fileName: fileName).format
  }

  static func detection(_ bytes: [UInt8], fileName: String) -> Detection {
    var scanner = FormatScanner(bytes)
    if let found = scanner.decisiveContent() { return found }
    let none = SourceRange(UInt32(scanner.textStart), UInt32(scanner.textStart))
    if fileName.hasSuffix(".stim") { return Detection(format: .stim, evidence: none) }
    return Detection(format: .openQASM2, evidence: none)
  }
}

/// Looks for the words that only one format has.
private struct FormatScanner {
  private let bytes: [UInt8]
  private var position: Int
  let textStart: Int

  /// How much of a file without a version line is looked at.
  private static let reach = 1 << 20

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    textStart = SourceText(name: "", bytes: bytes).start
    position = textStart
  }

  mutating func decisiveContent() -> CircuitFormat.Detection? {
    skipBlank(hashComments: true)
    let first = word()
    if first.text == "OPENQASM" {
      skipBlank(hashComments: false)
      let version = word()
      return CircuitFormat.Detection(
        format: version.text.hasPrefix("3") ? .openQASM3 : .openQASM2,
        evidence: SourceRange(first.range.start, version.range.end))
    }
    if !first.text.isEmpty, first.text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), endsLine() {
      return CircuitFormat.Detection(format: .qsim, evidence: first.range)
    }
    if Self.stimWords.contains(first.text), !lineHas(UInt8(ascii: ";")) {
      return CircuitFormat.Detection(format: .stim, evidence: first.range)
    }
    position = textStart
    return firstTellingStatement()
  }

  /// The first statement that only one version of OpenQASM has.
  private mutating func firstTellingStatement() -> CircuitFormat.Detection? {
    var beginsStatement = true
    let end = min(bytes.count, textStart + Self.reach)
    while true {
      skipBlank(hashComments: false)
      guard position < end else { return nil }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        skipString(byte)
        beginsStatement = false
      } else if byte.isWordOrPoint {
        let word = word()
        if beginsStatement {
          switch word.text {
          case "qreg", "creg", "opaque":
            return CircuitFormat.Detection(format: .openQASM2, evidence: word.range)
          case let text where NewerLanguage.startsStatement(text):
            return CircuitFormat.Detection(format: .openQASM3, evidence: word.range)
          default: break
          }
        }
        beginsStatement = false
      } else {
        if beginsStatement,
          byte == UInt8(ascii: "@") || bytes[position...].starts(with: Self.pragma)
        {
          let range = SourceRange(UInt32(position), UInt32(position + 1))
          return CircuitFormat.Detection(format: .openQASM3, evidence: range)
        }
        beginsStatement = [UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}")].contains(byte)
        position += 1
      }
    }
  }

  private static let pragma = Array("#pragma".utf8)

  private static let stimWords: Set<String> = [
    "CNOT", "CX", "CY", "CZ", "DEPOLARIZE1", "DEPOLARIZE2", "DETECTOR", "H", "I", "M", "MPAD",
    "MPP", "MR", "MRX", "MRZ", "MX", "MY", "MZ", "OBSERVABLE_INCLUDE", "QUBIT_COORDS", "R",
    "REPEAT",
    "RX", "RY", "RZ", "S", "SHIFT_COORDS", "SQRT_X", "SQRT_Y", "SQRT_Z", "SWAP", "S_DAG", "TICK",
    "X", "X_ERROR", "Y", "Y_ERROR", "Z", "Z_ERROR", "ISWAP", "XCX", "XCZ", "C_XYZ", "H_XZ", "T",
    "T_DAG",
  ]

  /// Skips white space and comments.
  private mutating func skipBlank(hashComments: Bool) {
    while position < bytes.count {
      let byte = bytes[position]
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        position += 1
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "/") {
        skipLine()
      } else if hashComments, byte == UInt8(ascii: "#"),
        next == UInt8(ascii: " ") || next == UInt8(ascii: "!")
      {
        skipLine()
      } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        position += 2
        while position < bytes.count {
          if bytes[position] == UInt8(ascii: "/"), bytes[position - 1] == UInt8(ascii: "*") {
            break
          }
          position += 1
        }
        position = min(position + 1, bytes.count)
      } else {
        return
      }
    }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
  }

  private mutating func skipString(_ quote: UInt8) {
    position += 1
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != quote {
      position += 1
    }
    position = min(position + 1, bytes.count)
  }

  /// The letters, digits, underscores and points from here on; the first 64 of them as text.
  private mutating func word() -> (text: String, range: SourceRange) {
    let start = position
    while position < bytes.count, bytes[position].isWordOrPoint { position += 1 }
    let text = String(decoding: bytes[start..<min(position, start + 64)], as: UTF8.self)
    return (text, SourceRange(UInt32(start), UInt32(position)))
  }

  /// Whether only blanks follow on the line.
  private func endsLine() -> Bool {
    var index = position
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index == bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D
  }

  private func lineHas(_ wanted: UInt8) -> Bool {
    for byte in bytes[position...] {
      if byte == 0x0A || byte == 0x0D { return false }
      if byte == wanted { return true }
    }
    return false
  }
}

extension UInt8 {
  fileprivate var isWordOrPoint: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
      || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
  }
}
