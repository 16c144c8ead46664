import QState

extension PauliSum {
  /// Reads a sum such as `0.5*ZZI - 1.2*X0*Y2`.
  ///
  /// - A *word* has a letter I, X, Y or Z a qubit, **qubit 0 rightmost** as in bit strings; all
  ///   words of a text have one length, except that a single `I` is the identity anywhere.
  /// - A letter followed by a qubit, `X0`, `X(0)` or `X[0]`, is the matrix on that qubit.
  /// - Factors are multiplied with `*` (or `·`, or by standing side by side: `0.5 X0 Y2`), terms
  ///   added with `+` and `-`; parentheses group; `/` divides by a number. A number alone is a
  ///   multiple of the identity. `2i` is imaginary.
  /// - Each line is a sum by itself and the lines are added up, so that a file can have a term a
  ///   line; `#` starts a comment.
  ///
  /// The text of ``description`` is read back as the same sum.
  ///
  /// - Throws: ``PauliParseError`` for the first mistake.
  public init(_ text: String) throws(PauliParseError) { try self.init(utf8: Array(text.utf8)) }

  /// Reads a sum from the bytes of a file; see ``init(_:)``.
  public init(utf8 bytes: [UInt8]) throws(PauliParseError) {
    var reader = PauliSumReader(bytes)
    self = try reader.sumOfLines()
  }
}

/// Reads the text of a sum by recursive descent.
private struct PauliSumReader {
  private let text: [UInt8]
  private var tokens: PauliSumTokens
  private var next: PauliSumTokens.Token
  private var depth = 0
  /// Products of strings made so far.
  private var work = 0
  /// Words of 64 bits that the terms so far take beyond 64 qubits.
  private var words = 0
  /// Letters of the words so far.
  private var wordLength: Int?

  private static let depthLimit = 64
  private static let workLimit = 1 << 20
  /// Words of 64 bits that the strings of a text may take beyond 64 qubits.
  private static let wordLimit = 1 << 22

  init(_ text: [UInt8]) {
    self.text = text
    tokens = PauliSumTokens(text)
    next = PauliSumTokens.Token(.lineEnd, 0..<0)
  }

  mutating func sumOfLines() throws(PauliParseError) -> PauliSum {
    // Terms are added up once: line by line, terms that cancel would make the cost quadratic.
    var terms: [PauliSum.Term] = []
    var lines: [(range: Range<Int>, end: Int)] = []
    while true {
      try advance()
      if next.kind == .end { break }
      if next.kind == .lineEnd { continue }
      let start = next.range.lowerBound
      terms += try self.sum().terms
      lines.append((start..<next.range.lowerBound, terms.count))
      if next.kind == .end { break }
      guard next.kind == .lineEnd else {
        throw error(next.kind == .close ? .unopenedParenthesis : .missingOperand)
      }
    }
    if lines.isEmpty { throw PauliParseError(.empty, at: 0..<0, in: text) }
    let sum = PauliSum(terms)
    if !sum.isFinite { throw error(.overflow, Self.firstOverflow(terms, lines)) }
    return sum
  }

  /// The first line at which a coefficient is no finite number.
  private static func firstOverflow(
    _ terms: [PauliSum.Term], _ lines: [(range: Range<Int>, end: Int)]
  ) -> Range<Int> {
    var coefficients: [PauliString: Complex<Double>] = [:]
    var place = 0
    for line in lines {
      while place < line.end {
        coefficients[terms[place].string, default: .zero] += terms[place].coefficient
        if coefficients[terms[place].string]?.isFinite == false { return line.range }
        place += 1
      }
    }
    return 0..<0
  }

  private mutating func advance() throws(PauliParseError) { next = try tokens.next() }

  private func error(
    _ problem: PauliParseError.Problem, _ range: Range<Int>? = nil
  ) -> PauliParseError {
    PauliParseError(problem, at: range ?? next.range, in: text)
  }

  /// Terms with signs between them, and perhaps one in front.
  private mutating func sum() throws(PauliParseError) -> PauliSum {
    var total: [PauliSum.Term] = []
    var isNegative = false
    if next.kind == .plus || next.kind == .minus {
      isNegative = next.kind == .minus
      try advance()
    }
    while true {
      let start = next.range.lowerBound
      let term = try self.term()
      words += term.terms.count * (term.qubitCount / 64)
      guard words <= Self.wordLimit else {
        throw error(.tooLarge, start..<next.range.lowerBound)
      }
      total += (isNegative ? -term : term).terms
      guard next.kind == .plus || next.kind == .minus else { return PauliSum(total) }
      isNegative = next.kind == .minus
      try advance()
    }
  }

  private mutating func term() throws(PauliParseError) -> PauliSum {
    var product = try factor(after: nil)
    while true {
      let before = next
      switch next.kind {
      case .times:
        try advance()
        product = try multiply(product, factor(after: nil), from: before)
      case .over:
        try advance()
        guard case .number(let divisor, isImaginary: false) = next.kind, divisor != 0 else {
          throw error(.wrongDivisor)
        }
        product = product / divisor
        try advance()
      case .number, .word, .indexed, .open:
        product = try multiply(product, factor(after: tokens.previous), from: before)
      default: return product
      }
    }
  }

  private mutating func multiply(
    _ a: PauliSum, _ b: PauliSum, from token: PauliSumTokens.Token
  ) throws(PauliParseError) -> PauliSum {
    let pairs = a.terms.count * b.terms.count
    if pairs > 1 {
      work += pairs
      guard work <= Self.workLimit else {
        throw error(.tooManyTerms(limit: Self.workLimit), token.range)
      }
    }
    return PauliSum.product(a, b)
  }

  /// - Parameter previous: what stands before it where there is no operator between.
  private mutating func factor(
    after previous: PauliSumTokens.Kind?
  ) throws(PauliParseError) -> PauliSum {
    let token = next
    switch token.kind {
    case .number(let value, let isImaginary):
      if case .number = previous { throw error(.adjacentNumbers) }
      try advance()
      return PauliSum(.identity, times: isImaginary ? Complex(0, value) : Complex(value))
    case .word(let paulis):
      if case .word = previous { throw error(.adjacentWords) }
      try checkLength(of: paulis)
      try advance()
      return PauliSum(PauliString(paulis.reversed()))
    case .indexed(let pauli, let qubit):
      try advance()
      return PauliSum(PauliString([pauli], on: [qubit]))
    case .open:
      guard depth < Self.depthLimit else {
        throw error(.nestedTooDeep(limit: Self.depthLimit))
      }
      depth += 1
      try advance()
      let inner = try sum()
      guard next.kind == .close else { throw error(.unclosedParenthesis, token.range) }
      depth -= 1
      try advance()
      return inner
    case .close where depth == 0: throw error(.unopenedParenthesis)
    default: throw error(.missingOperand)
    }
  }

  private mutating func checkLength(of paulis: [Pauli]) throws(PauliParseError) {
    if paulis == [.i] { return }
    if let wordLength, wordLength != paulis.count {
      let letters = String(paulis.prefix(32).map(\.letter)) + (paulis.count > 32 ? "…" : "")
      throw error(
        .wrongWordLength(word: letters, length: paulis.count, expected: wordLength))
    }
    wordLength = paulis.count
  }
}

/// Cuts the text of a sum into numbers, letters and operators.
private struct PauliSumTokens {
  enum Kind: Equatable {
    case number(Double, isImaginary: Bool)
    /// A letter a qubit, the leftmost first.
    case word([Pauli])
    case indexed(Pauli, Int)
    case plus, minus, times, over, open, close, lineEnd, end
  }

  struct Token {
    let kind: Kind
    let range: Range<Int>

    init(_ kind: Kind, _ range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  /// Highest qubit that a text may name.
  static let qubitLimit = 16_383

  private let text: [UInt8]
  private var position = 0
  /// The token before the last one.
  private(set) var previous: Kind?
  private var last: Kind?

  init(_ text: [UInt8]) {
    self.text = text
    // A byte order mark.
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func next() throws(PauliParseError) -> Token {
    previous = last
    let token = try read()
    last = token.kind
    return token
  }

  private func error(
    _ problem: PauliParseError.Problem, _ range: Range<Int>
  ) -> PauliParseError {
    PauliParseError(problem, at: range, in: text)
  }

  private mutating func read() throws(PauliParseError) -> Token {
    skipBlanks()
    let start = position
    guard position < text.count else { return Token(.end, start..<start) }
    func token(_ kind: Kind) -> Token { Token(kind, start..<position) }
    if let (kind, length) = sign() {
      position += length
      return token(kind)
    }
    switch text[position] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
      return token(try number())
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      return token(try letters())
    default:
      position += 1
      while position < text.count, text[position] & 0xC0 == 0x80 { position += 1 }
      let character = String(decoding: text[start..<position], as: UTF8.self)
      let isShown = character.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
      throw error(.unexpectedCharacter(isShown ? character : "?"), start..<position)
    }
  }

  private mutating func skipBlanks() {
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "#"):
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
      default: return
      }
    }
  }

  /// An operator, a parenthesis or the end of a line, and its bytes.
  private func sign() -> (Kind, Int)? {
    switch text[position] {
    case UInt8(ascii: "+"): return (.plus, 1)
    case UInt8(ascii: "-"): return (.minus, 1)
    case UInt8(ascii: "*"): return (.times, 1)
    case UInt8(ascii: "/"): return (.over, 1)
    case UInt8(ascii: "("): return (.open, 1)
    case UInt8(ascii: ")"): return (.close, 1)
    case UInt8(ascii: "\n"): return (.lineEnd, 1)
    default: break
    }
    let rest = text[position...]
    if rest.starts(with: "−".utf8) { return (.minus, 3) }
    for sign in ["·", "×", "⊗"] where rest.starts(with: sign.utf8) {
      return (.times, sign.utf8.count)
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private func at(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }

  private mutating func number() throws(PauliParseError) -> Kind {
    let start = position
    func skipDigits() { while Self.isDigit(at(position)) { position += 1 } }
    skipDigits()
    if at(position) == UInt8(ascii: ".") {
      position += 1
      skipDigits()
    }
    if at(position) | 0x20 == UInt8(ascii: "e") {
      let sign = at(position + 1) == UInt8(ascii: "+") || at(position + 1) == UInt8(ascii: "-")
      if Self.isDigit(at(position + (sign ? 2 : 1))) {
        position += sign ? 2 : 1
        skipDigits()
      }
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    guard let value = Double(digits), value.isFinite else {
      throw error(.wrongNumber(String(digits.prefix(40))), start..<position)
    }
    let isImaginary =
      (at(position) == UInt8(ascii: "i") || at(position) == UInt8(ascii: "j"))
      && !Self.isLetter(at(position + 1)) && !Self.isDigit(at(position + 1))
    if isImaginary { position += 1 }
    return .number(value, isImaginary: isImaginary)
  }

  private static func pauli(_ byte: UInt8) -> Pauli? {
    switch byte {
    case UInt8(ascii: "I"): .i
    case UInt8(ascii: "X"): .x
    case UInt8(ascii: "Y"): .y
    case UInt8(ascii: "Z"): .z
    default: nil
    }
  }

  /// A word, or a letter with the qubit it acts on.
  private mutating func letters() throws(PauliParseError) -> Kind {
    let start = position
    var paulis: [Pauli] = []
    while let pauli = Self.pauli(at(position)) {
      paulis.append(pauli)
      position += 1
    }
    if Self.isLetter(at(position)) || paulis.isEmpty {
      while Self.isLetter(at(position)) || Self.isDigit(at(position)) { position += 1 }
      let name = String(decoding: text[start..<min(position, start + 40)], as: UTF8.self)
      throw error(.unknownName(name), start..<position)
    }
    let opening = at(position)
    let hasIndex = Self.isDigit(opening) || opening == UInt8(ascii: "[")
    if paulis.count > 1 {
      guard !hasIndex else {
        let word = String(paulis.prefix(32).map(\.letter))
        throw error(.wordWithIndex(word), start..<position)
      }
      guard paulis.count - 1 <= Self.qubitLimit else {
        throw error(.qubitTooLarge(limit: Self.qubitLimit), start..<position)
      }
      return .word(paulis)
    }
    // `X(3)` is an index, `X(Z0 + Z1)` a product.
    let hasCall = opening == UInt8(ascii: "(") && hasIndexInParentheses(position + 1)
    guard hasIndex || hasCall else { return .word(paulis) }
    let qubit = try index(opening, start)
    return .indexed(paulis[0], qubit)
  }

  private func hasIndexInParentheses(_ start: Int) -> Bool {
    var end = start
    while Self.isDigit(at(end)) { end += 1 }
    return end > start && at(end) == UInt8(ascii: ")")
  }

  private mutating func index(_ opening: UInt8, _ start: Int) throws(PauliParseError) -> Int {
    let isBracketed = !Self.isDigit(opening)
    if isBracketed { position += 1 }
    let first = position
    var qubit = 0
    while Self.isDigit(at(position)) {
      qubit = min(10 * qubit + Int(at(position) - 0x30), 1 << 32)
      position += 1
    }
    if isBracketed {
      let closing = opening == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
      guard position > first, at(position) == closing else {
        throw error(.wrongIndex, start..<min(position + 1, text.count))
      }
      position += 1
    }
    guard qubit <= Self.qubitLimit else {
      throw error(.qubitTooLarge(limit: Self.qubitLimit), start..<position)
    }
    return qubit
  }
}
