/// The smallest meaningful piece of a source file.
struct Token {
  enum Kind: UInt8 {
    // Keywords, in the order of `FixedName`.
    case openQASM, include, qreg, creg, gate, opaque
    case `if`, measure, reset, barrier, pi

    case identifier, integer, real, string
    case semicolon, comma
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case arrow, equality, assignment
    case plus, minus, star, doubleStar, slash, caret
    /// A sign that no statement of this language uses.
    case other
    /// Something that is no token; the lexer has reported it.
    case invalid
    case end
  }

  var kind: Kind
  var range: SourceRange
  /// What an identifier or keyword spells.
  var name = Name(index: -1)
}
