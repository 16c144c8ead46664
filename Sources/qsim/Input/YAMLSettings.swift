/// The part of YAML 1.2 that settings are written in: a line `key: value` for each, where a value is a
/// number, a text, true, false, null, or a list, as `[a, b]` or with a line `- a` for each element.
///
/// Comments, quotes of both kinds and the marks of a document are read. What else YAML has (mappings
/// inside mappings, anchors, tags, texts of several lines) is refused with its place.
struct YAMLSettings {
  /// What is wrong, and where; lines and columns count from 1, columns in characters.
  struct Fault: Error {
    let line: Int
    let column: Int
    let what: String
  }

  private(set) var members: [String: JSONValue] = [:]
  /// Whose list the next lines `- element` go on with.
  private var openList: String?
  private var line = 0

  init(_ text: String) throws(Fault) {
    for content in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      line += 1
      var scanner = Scanner(content, line: line)
      if content == "---" || content == "..." { continue }
      scanner.skipBlanks()
      if scanner.isAtEnd { continue }
      if scanner.take("- ") || scanner.rest == "-" {
        try readElement(&scanner)
      } else {
        try readMember(&scanner)
      }
    }
    closeList()
  }

  /// Ends a list that lines went on with; one without any line was nothing.
  private mutating func closeList() {
    if let key = openList, members[key] == .array([]) { members[key] = .null }
    openList = nil
  }

  private mutating func readElement(_ scanner: inout Scanner) throws(Fault) {
    guard let key = openList, case .array(let elements)? = members[key] else {
      throw scanner.fault("an element of a list follows no 'key:'")
    }
    let value = try scanner.value()
    try scanner.end()
    members[key] = .array(elements + [value])
  }

  private mutating func readMember(_ scanner: inout Scanner) throws(Fault) {
    guard scanner.column == 1 else {
      throw scanner.fault("settings begin at the start of a line, elements of a list with '- '")
    }
    let key = try scanner.key()
    guard members[key] == nil else {
      throw Fault(line: line, column: 1, what: "'\(key)' comes twice")
    }
    scanner.skipBlanks()
    closeList()
    if scanner.isAtEnd {
      // A list may follow; nothing is null.
      members[key] = .array([])
      openList = key
      return
    }
    members[key] = try scanner.value()
    try scanner.end()
  }
}

/// One line, from left to right.
private struct Scanner {
  private(set) var rest: Substring
  private(set) var column = 1
  private let line: Int

  init(_ content: Substring, line: Int) {
    rest = content
    self.line = line
  }

  func fault(_ what: String) -> YAMLSettings.Fault {
    YAMLSettings.Fault(line: line, column: column, what: what)
  }

  /// Whether nothing but a comment follows.
  var isAtEnd: Bool { rest.isEmpty || rest.first == "#" }

  @discardableResult
  private mutating func advance() -> Character {
    column += 1
    return rest.removeFirst()
  }

  mutating func skipBlanks() {
    while rest.first == " " || rest.first == "\t" { advance() }
  }

  mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    for _ in text { advance() }
    return true
  }

  /// - Throws: where something follows a value.
  mutating func end() throws(YAMLSettings.Fault) {
    skipBlanks()
    if !isAtEnd { throw fault("something follows the value") }
  }

  mutating func key() throws(YAMLSettings.Fault) -> String {
    let key: String
    if let quote = rest.first, quote == "\"" || quote == "'" {
      key = try quoted(quote)
    } else {
      var text = ""
      while let next = rest.first, next != ":", next != " " { text.append(advance()) }
      key = text
    }
    skipBlanks()
    guard !key.isEmpty, take(":"), rest.isEmpty || rest.first == " " || rest.first == "\t" else {
      throw fault("a setting is written 'key: value'")
    }
    return key
  }

  mutating func value() throws(YAMLSettings.Fault) -> JSONValue {
    skipBlanks()
    switch rest.first {
    case let quote? where quote == "\"" || quote == "'": return .string(try quoted(quote))
    case "["?: return try list()
    case "{"?, "&"?, "*"?, "!"?, "|"?, ">"?, "%"?, "@"?, "`"?:
      throw fault("this part of YAML is not read: write a number, a text or a list")
    default: return Self.scalar(try plain(until: []))
    }
  }

  private mutating func list() throws(YAMLSettings.Fault) -> JSONValue {
    advance()
    var elements: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array([]) }
    while true {
      skipBlanks()
      if let quote = rest.first, quote == "\"" || quote == "'" {
        elements.append(.string(try quoted(quote)))
      } else {
        elements.append(Self.scalar(try plain(until: [",", "]", "[", "{"])))
      }
      skipBlanks()
      if take("]") { return .array(elements) }
      guard take(",") else { throw fault("a list needs a comma or ']' here, on the same line") }
    }
  }

  private mutating func quoted(_ quote: Character) throws(YAMLSettings.Fault) -> String {
    let start = self
    advance()
    var text = ""
    while !rest.isEmpty {
      let next = advance()
      if next == quote {
        // In single quotes two stand for one.
        guard quote == "'", rest.first == "'" else { return text }
        text.append(advance())
      } else if next == "\\", quote == "\"" {
        guard !rest.isEmpty, let escaped = Self.escapes[advance()] else {
          throw fault("in double quotes \\ stands before \", \\, n, r or t")
        }
        text.append(escaped)
      } else {
        text.append(next)
      }
    }
    throw start.fault("a quote that starts here does not end on its line")
  }

  private static let escapes: [Character: Character] = [
    "\"": "\"", "\\": "\\", "/": "/", "n": "\n", "r": "\r", "t": "\t",
  ]

  /// A text without quotes: up to a comment, the end of the line, or one of some characters.
  private mutating func plain(until ends: Set<Character>) throws(YAMLSettings.Fault) -> String {
    var text = ""
    while let next = rest.first, !ends.contains(next) {
      if next == "#", text.isEmpty || text.last == " " || text.last == "\t" { break }
      if next == ":", rest.dropFirst().first == " " || rest.count == 1 {
        throw fault("a text with ': ' needs quotes")
      }
      text.append(advance())
    }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    guard !text.isEmpty else { throw fault("a value is missing here") }
    return text
  }

  private static func scalar(_ text: String) -> JSONValue {
    switch text {
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    case "null", "Null", "NULL", "~": .null
    default:
      // As JSON spells numbers: a version such as 1.2.3, or nan, is a text.
      if let value = JSONValue(text), value.number != nil { value } else { .string(text) }
    }
  }
}
