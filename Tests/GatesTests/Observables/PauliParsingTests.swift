import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@Suite("Text of Pauli sums") struct PauliParsingTests {
  @Test(
    "Text is read as the sum it says",
    arguments: [
      ("0.5*ZZI - 1.2*X0*Y2", 0.5 * Z(2) * Z(1) - 1.2 * X(0) * Y(2)),
      ("ZXI", Z(2) * X(1)), ("I", I), ("Z", Z(0)), ("III", I), ("3", 3 * I), ("0", PauliSum()),
      ("-X0", -X(0)), ("+X0", X(0)), ("−X0", -X(0)), ("0.5·X0", 0.5 * X(0)),
      ("X0 Y2", X(0) * Y(2)), ("X0Y2", X(0) * Y(2)), ("0.5 X0 Y2", 0.5 * X(0) * Y(2)),
      ("2X0", 2 * X(0)), ("ZZI 0.5", 0.5 * Z(2) * Z(1)), ("X(3)", X(3)), ("X[3]", X(3)),
      ("X(Z0 + Z1)", X(0) * (Z(0) + Z(1))),
      ("2*(X0 + 3*(Z1 - Y0))", 2 * (X(0) + 3 * Z(1) - 3 * Y(0))),
      ("X0*Y0", Complex.i * Z(0)), ("2i*X0", Complex(0, 2) * X(0)), ("2j*X0", Complex(0, 2) * X(0)),
      ("(1 - 2i)*X0", Complex(1, -2) * X(0)), ("(0.5+0j) [".dropLast(2) + "*Z1", 0.5 * Z(1)),
      ("1e-3*X0", 1e-3 * X(0)), ("1E+3X0", 1e3 * X(0)), (".5*X0", 0.5 * X(0)), ("5.*X0", 5 * X(0)),
      ("X0/4", X(0) / 4), ("X0 + Z1 + X0", 2 * X(0) + Z(1)), ("X0 - X0", PauliSum()),
      ("X100*Z70", X(100) * Z(70)), ("I + ZZ", I + Z(0) * Z(1)),
      ("ZZ*XX", Z(0) * Z(1) * X(0) * X(1)),
      ("# a comment\n\n0.5 ZZ # more\r\n-XX\n", 0.5 * Z(0) * Z(1) - X(0) * X(1)),
      ("\u{FEFF}X0", X(0)), ("X0 # end", X(0)), ("X0 +\tZ1", X(0) + Z(1)),
    ] as [(String, PauliSum)])
  func read(_ text: String, _ sum: PauliSum) throws {
    #expect(try PauliSum(text) == sum)
  }

  @Test("A file of very many terms is read, also where all of them cancel, on lines or in one")
  func manyTerms() throws {
    let words = (0..<30_000).map { number in
      String((0..<8).map { Array("IXYZ")[number >> (2 * $0) & 3] })
    }
    let lines = words.map { "0.5*\($0)" }.joined(separator: "\n")
    #expect(try PauliSum(lines).terms.count == words.count)
    let opposite = words.map { "-0.5*\($0)" }
    #expect(try PauliSum(lines + "\n" + opposite.joined(separator: "\n")) == PauliSum())
    #expect(
      try PauliSum(words.joined(separator: "+") + "-" + words.joined(separator: "-")) == PauliSum())
  }

  @Test("Coefficients that overflow are told with the line that makes them so")
  func overflow() throws {
    let error = #expect(throws: PauliParseError.self) {
      try PauliSum("1e308*Z0\nX0\n1e308*Z0\n-1e308*Z0")
    }
    #expect(error?.description.contains("3:1") == true, "\(String(describing: error))")
  }

  @Test("What is written is read back, bit for bit")
  func roundTrip() throws {
    var random = RandomStream(seed: 4)
    for terms in 0..<30 {
      for qubits in [1, 3, 80] {
        let sum = random.pauliSum(qubits: qubits, terms: terms)
        #expect(try PauliSum(sum.description) == sum)
        let real = sum + sum.adjoint
        #expect(real.isHermitian)
        #expect(try PauliSum(real.description) == real)
        let lines = real.terms.map { "\($0.coefficient.real) \($0.string.word(qubits: qubits))" }
        if !lines.isEmpty { #expect(try PauliSum(lines.joined(separator: "\n")) == real) }
      }
    }
  }

  @Test(
    "Each mistake is told with its place",
    arguments: [
      ("", .empty, 1, 1), (" \n# nothing\n", .empty, 1, 1),
      ("X0 @ Z1", .unexpectedCharacter("@"), 1, 4), ("X0 + é", .unexpectedCharacter("é"), 1, 6),
      ("X0\nZ1 * x2", .unknownName("x2"), 2, 6), ("A", .unknownName("A"), 1, 1),
      ("XYA", .unknownName("XYA"), 1, 1), ("ZZ0", .wordWithIndex("ZZ"), 1, 1),
      ("ZZ + X0 + XXX", .wrongWordLength(word: "XXX", length: 3, expected: 2), 1, 11),
      ("ZZ\nZ", .wrongWordLength(word: "Z", length: 1, expected: 2), 2, 1),
      ("ZZ XX", .adjacentWords, 1, 4), ("0.5 0.5 X0", .adjacentNumbers, 1, 5),
      ("X0 +", .missingOperand, 1, 5), ("X0 *\nX1", .missingOperand, 1, 5),
      ("X0 + * Z1", .missingOperand, 1, 6), ("()", .missingOperand, 1, 2),
      ("2*(X0 + Z1", .unclosedParenthesis, 1, 3), ("(X0\n)", .unclosedParenthesis, 1, 1),
      ("X0)", .unopenedParenthesis, 1, 3), (") X0", .unopenedParenthesis, 1, 1),
      ("1e999*X0", .wrongNumber("1e999"), 1, 1), (".*X0", .wrongNumber("."), 1, 1),
      ("X[3", .wrongIndex, 1, 1), ("X[]", .wrongIndex, 1, 1),
      ("X16384", .qubitTooLarge(limit: 16_383), 1, 1),
      ("X99999999999999999999999", .qubitTooLarge(limit: 16_383), 1, 1),
      ("X0/0", .wrongDivisor, 1, 4), ("X0/Z1", .wrongDivisor, 1, 4), ("X0/2i", .wrongDivisor, 1, 4),
      ("1e300*1e300*X0", .overflow, 1, 1), ("1e308*X0\n1e308*X0", .overflow, 2, 1),
      (
        String(repeating: "(", count: 65) + "X0" + String(repeating: ")", count: 65),
        .nestedTooDeep(limit: 64), 1, 65
      ),
    ] as [(String, PauliParseError.Problem, Int, Int)])
  func mistakes(_ text: String, _ problem: PauliParseError.Problem, _ line: Int, _ column: Int) {
    let error = #expect(throws: PauliParseError.self) { try PauliSum(text) }
    #expect(error?.problem == problem)
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.message.isEmpty == false)
    #expect(error?.hint.isEmpty == false)
  }

  @Test("A product that explodes, and strings that fill the memory, are refused early")
  func limits() {
    let factor = "(X0+Y0+Z0+I+X1+Y1+Z1+X2)"
    let factors = (0..<12).map { factor.replacing("0", with: "\(3 * $0)") }
    let explosion = #expect(throws: PauliParseError.self) {
      try PauliSum(factors.joined(separator: "*"))
    }
    #expect(explosion?.problem == .tooManyTerms(limit: 1 << 20))
    let wide = #expect(throws: PauliParseError.self) {
      try PauliSum(String(repeating: "X16383+", count: 17_000) + "X16383")
    }
    #expect(wide?.problem == .tooLarge)
  }

  @Test("An error shows the line, a caret and what to do")
  func description() {
    let error = #expect(throws: PauliParseError.self) { try PauliSum("X0\n0.5*z1 + X0") }
    #expect(
      error?.description == """
        2:5: error: 'z1' is no Pauli matrix
          0.5*z1 + X0
              ^
        hint: Pauli matrices are capitals: 'Z1'
        """)
  }
}
