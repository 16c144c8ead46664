/// Cuts the bytes of a source file into tokens, one at a time.
///
/// The bytes are well-formed UTF-8 without NUL: ``SourceText/firstEncodingProblem()`` has said so.
struct Lexer {
  var names: NameTable
  private let bytes: [UInt8]
  private var position: Int
  /// What is wrong with the last ``Token/Kind/invalid`` token.
  private(set) var problem: (problem: Problem, range: SourceRange)?

  init(_ source: SourceText, names: NameTable) {
    bytes = source.bytes
    position = source.start
    self.names = names
  }

  /// The next token; ``Token/Kind/end`` for ever once the text is used up.
  mutating func next() -> Token {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0B,
        0x0C:
        position += 1
      case UInt8(ascii: "/"):
        if peek(1) == UInt8(ascii: "/") {
          skipLine()
        } else if peek(1) == UInt8(ascii: "*") {
          if !skipBlockComment() { return token(.invalid, from: bytes.count) }
        } else {
          return sign(.slash)
        }
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        return word()
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
        return number()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        return string(until: byte)
      default:
        return punctuation(byte)
      }
    }
    return token(.end, from: position)
  }

  /// Goes back to a token that was read before: the next one is that which follows it.
  mutating func moveBack(to token: Token) { position = Int(token.range.end) }

  private func peek(_ distance: Int) -> UInt8 {
    position + distance < bytes.count ? bytes[position + distance] : 0
  }

  private func token(_ kind: Token.Kind, from start: Int) -> Token {
    Token(kind: kind, range: SourceRange(UInt32(start), UInt32(position)))
  }

  private mutating func sign(_ kind: Token.Kind, length: Int = 1) -> Token {
    position += length
    return token(kind, from: position - length)
  }

  private mutating func punctuation(_ byte: UInt8) -> Token {
    switch byte {
    case UInt8(ascii: ";"): return sign(.semicolon)
    case UInt8(ascii: ","): return sign(.comma)
    case UInt8(ascii: "("): return sign(.leftParenthesis)
    case UInt8(ascii: ")"): return sign(.rightParenthesis)
    case UInt8(ascii: "["): return sign(.leftBracket)
    case UInt8(ascii: "]"): return sign(.rightBracket)
    case UInt8(ascii: "{"): return sign(.leftBrace)
    case UInt8(ascii: "}"): return sign(.rightBrace)
    case UInt8(ascii: "+"): return sign(.plus)
    case UInt8(ascii: "^"): return sign(.caret)
    case UInt8(ascii: "-"):
      return peek(1) == UInt8(ascii: ">") ? sign(.arrow, length: 2) : sign(.minus)
    case UInt8(ascii: "="):
      return peek(1) == UInt8(ascii: "=") ? sign(.equality, length: 2) : sign(.assignment)
    case UInt8(ascii: "*"):
      return peek(1) == UInt8(ascii: "*") ? sign(.doubleStar, length: 2) : sign(.star)
    case 0x21...0x7E: return sign(.other)
    default: return strangeCharacter()
    }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
  }

  private mutating func skipBlockComment() -> Bool {
    let start = position
    position += 2
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        position += 2
        return true
      }
      position += 1
    }
    problem = (.unterminatedComment, SourceRange(UInt32(start), UInt32(start + 2)))
    return false
  }

  private mutating func word() -> Token {
    let start = position
    var hash = NameTable.hashStart
    while position < bytes.count, bytes[position].isWord {
      hash = NameTable.hash(hash, bytes[position])
      position += 1
    }
    let name = names.intern(bytes, start..<position, hash: hash)
    var token = token(.identifier, from: start)
    token.name = name
    if name.index < FixedName.keywordCount {
      token.kind = Token.Kind(rawValue: UInt8(name.index)) ?? .identifier
    }
    return token
  }

  /// `12`, `1.5`, `.5`, `5.`, `1e-3`, `1.e3`.
  private mutating func number() -> Token {
    let start = position
    var kind = Token.Kind.integer
    let wholeDigits = skipDigits()
    if peek(0) == UInt8(ascii: ".") {
      position += 1
      if skipDigits() + wholeDigits == 0 { return malformed(from: start, .strayPoint) }
      kind = .real
    }
    if peek(0) | 0x20 == UInt8(ascii: "e") {
      let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      position += hasSign ? 2 : 1
      if skipDigits() == 0 { return malformed(from: start, .exponentWithoutDigits) }
      kind = .real
    }
    if peek(0).isWord { return malformed(from: start, .lettersInNumber) }
    if peek(0) == UInt8(ascii: "."), kind == .real {
      return malformed(from: start, .secondPoint)
    }
    if kind == .integer, bytes[start] == UInt8(ascii: "0"), wholeDigits > 1 {
      return malformed(from: start, .leadingZero)
    }
    return token(kind, from: start)
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, bytes[position].isDigit { position += 1 }
    return position - start
  }

  private mutating func malformed(from start: Int, _ reason: Problem.MalformedNumber) -> Token {
    while peek(0).isWord || peek(0) == UInt8(ascii: ".") { position += 1 }
    let token = token(.invalid, from: start)
    let text = String(decoding: bytes[start..<min(position, start + 200)], as: UTF8.self)
    problem = (.malformedNumber(text, reason), token.range)
    return token
  }

  private mutating func string(until quote: UInt8) -> Token {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
      position += 1
      if bytes[position - 1] == quote { return token(.string, from: start) }
    }
    let token = token(.invalid, from: start)
    problem = (.unterminatedString, SourceRange(UInt32(start), UInt32(start + 1)))
    return token
  }

  /// A control character, or a run of characters beyond ASCII.
  private mutating func strangeCharacter() -> Token {
    let start = position
    position += 1
    while peek(0) & 0xC0 == 0x80 { position += 1 }
    let character = String(decoding: bytes[start..<position], as: UTF8.self)
    while peek(0) >= 0x80 { position += 1 }
    let token = token(.invalid, from: start)
    problem = (.unexpectedCharacter(character), token.range)
    return token
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// Whether a name can contain this byte.
  fileprivate var isWord: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || isDigit || self == UInt8(ascii: "_")
  }
}
