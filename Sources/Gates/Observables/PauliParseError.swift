/// A text that cannot be read as a sum of Pauli strings: what is wrong, where, and what to do.
public struct PauliParseError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    /// No term at all.
    case empty
    /// A character that no sum contains.
    case unexpectedCharacter(String)
    /// A name that is no word of I, X, Y and Z.
    case unknownName(String)
    /// Several letters before an index.
    case wordWithIndex(String)
    /// Words with a letter a qubit must all have one length.
    case wrongWordLength(word: String, length: Int, expected: Int)
    /// Two words without an operator between them.
    case adjacentWords
    /// Two numbers without an operator between them.
    case adjacentNumbers
    /// An operator, a parenthesis or a line that has nothing to act on.
    case missingOperand
    case unclosedParenthesis
    case unopenedParenthesis
    /// Digits that form no number, or one that is too large.
    case wrongNumber(String)
    /// An index without its closing bracket, or without digits.
    case wrongIndex
    case qubitTooLarge(limit: Int)
    /// Something else than a number other than 0 after `/`.
    case wrongDivisor
    /// Coefficients whose sum or product is too large to be a number.
    case overflow
    case nestedTooDeep(limit: Int)
    case tooManyTerms(limit: Int)
    /// Terms on so many qubits that their bits would not fit in a reasonable memory.
    case tooLarge
  }

  public let problem: Problem
  /// The place, as UTF-8 offsets in the text.
  public let range: Range<Int>
  /// Counted from 1.
  public let line: Int
  /// Counted from 1, in Unicode code points.
  public let column: Int
  /// The line of the text.
  public let sourceLine: String

  init(_ problem: Problem, at range: Range<Int>, in text: [UInt8]) {
    self.problem = problem
    self.range = range
    var line = 1
    var start = 0
    for index in 0..<range.lowerBound where text[index] == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
    self.line = line
    column = 1 + text[start..<range.lowerBound].count { $0 & 0xC0 != 0x80 }
    sourceLine = String(decoding: text[start..<end], as: UTF8.self)
  }
}

extension PauliParseError {
  /// What is wrong, in one sentence without a full stop.
  public var message: String { problem.message }
  /// What to do about it.
  public var hint: String { problem.hint }
}

extension PauliParseError: CustomStringConvertible {
  /// `LINE:COLUMN: error: what is wrong`, the source line, a caret line, and the hint.
  public var description: String {
    let reach = 80
    let scalars = Array(sourceLine.unicodeScalars)
    let first = max(0, column - 1 - reach / 2)
    let shown = scalars[min(first, scalars.count)..<min(first + reach, scalars.count)]
    var text = ""
    for scalar in shown {
      text.unicodeScalars.append(scalar.properties.isPrintable ? scalar : "?")
    }
    let caret = String(repeating: " ", count: column - 1 - first) + "^"
    return "\(line):\(column): error: \(message)\n  \(text)\n  \(caret)\nhint: \(hint)"
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isPrintable: Bool {
    switch generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }
}

extension PauliParseError.Problem {
  var message: String {
    switch self {
    case .empty: "there is no term"
    case .unexpectedCharacter(let character): "'\(character)' has no meaning here"
    case .unknownName(let name): "'\(name)' is no Pauli matrix"
    case .wordWithIndex(let word): "the letters '\(word)' are followed by an index"
    case .wrongWordLength(let word, let length, let expected):
      "the word '\(word)' has \(length) letters, and an earlier one \(expected)"
    case .adjacentWords: "two words stand side by side"
    case .adjacentNumbers: "two numbers stand side by side"
    case .missingOperand: "a number or a Pauli matrix is missing"
    case .unclosedParenthesis: "this parenthesis is not closed"
    case .unopenedParenthesis: "this parenthesis was not opened"
    case .wrongNumber(let text): "'\(text)' is no number"
    case .wrongIndex: "this is no index of a qubit"
    case .qubitTooLarge(let limit): "the qubit is too large: the limit is \(limit)"
    case .wrongDivisor: "a sum can be divided by a number other than 0 only"
    case .overflow: "a coefficient of this sum is too large to be a number"
    case .nestedTooDeep(let limit): "parentheses are nested more than \(limit) deep"
    case .tooManyTerms(let limit): "multiplied out, the sum has more than \(limit) products"
    case .tooLarge: "the terms up to here take more than 32 MiB"
    }
  }

  var hint: String {
    switch self {
    case .empty: "write a sum such as 0.5*ZZI - 1.2*X0*Y2, or 0"
    case .unexpectedCharacter:
      "a sum has numbers, the matrices I X Y Z, and + - * / ( ); a comment starts with #"
    case .unknownName(let name):
      name.uppercased().allSatisfy { "IXYZ0123456789".contains($0) }
        ? "Pauli matrices are capitals: '\(name.uppercased())'"
        : "write a letter a qubit (ZZI, qubit 0 rightmost), or a letter and a qubit (X0)"
    case .wordWithIndex:
      "write a letter a qubit (ZZI, qubit 0 rightmost), or one letter an index (Z2*Z1)"
    case .wrongWordLength:
      "give every word a letter a qubit, qubit 0 rightmost, or name the qubits: Z2*Z1"
    case .adjacentWords: "put + between terms; * between words multiplies the operators"
    case .adjacentNumbers: "put an operator between them"
    case .missingOperand: "complete the term, as in 0.5*Z0"
    case .unclosedParenthesis: "close it with ) on the same line"
    case .unopenedParenthesis: "remove it, or open it with ( on the same line"
    case .wrongNumber: "write a number such as 0.5, -3 or 1e-3; 2i is imaginary"
    case .wrongIndex: "write X3, X(3) or X[3]"
    case .qubitTooLarge: "qubits are numbered from 0"
    case .wrongDivisor: "multiply by the inverse instead, as in 0.5*Z0"
    case .overflow: "scale the sum: coefficients may reach 1e308"
    case .nestedTooDeep: "multiply out the innermost parentheses"
    case .tooManyTerms: "multiply out by hand what cancels, or use fewer factors in parentheses"
    case .tooLarge: "number the qubits from 0 without gaps, or use fewer terms"
    }
  }
}
