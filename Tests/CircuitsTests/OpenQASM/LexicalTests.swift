import Testing

@testable import Circuits

/// Text before it is a program: lines, columns, comments, blanks.
@Suite("Text of OpenQASM 2")
struct LexicalTests {
  @Test("Lines and columns of every character agree with counting them one by one")
  func lineIndex() {
    let texts = [
      "", "a", "\n", "a\nb", "a\r\nb\r\n\r\nc", "a\rb\r\rc", "\n\r\n\r", "é\nüß量😀x\n", "a\r",
      "\u{FEFF}ab\nc", "tab\tx\n\ty", String(repeating: "ab\r\né\n", count: 30_000),
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      let source = SourceText(name: "", bytes: bytes)
      let index = LineIndex(source)
      var (line, column) = (1, 1)
      for offset in source.start...bytes.count {
        let startsCharacter = offset == bytes.count || bytes[offset] & 0xC0 != 0x80
        if startsCharacter, bytes.count < 1_000 || offset % 997 == 0 || offset > bytes.count - 10 {
          let place = index.place(of: offset)
          // The second byte of CR LF still belongs to the line that they end.
          #expect(place.line == line, "\(text.prefix(20)) at \(offset)")
          #expect(place.column == column, "\(text.prefix(20)) at \(offset)")
        }
        guard offset < bytes.count else { break }
        let byte = bytes[offset]
        let endsLine =
          byte == 0x0A || byte == 0x0D && (offset + 1 == bytes.count || bytes[offset + 1] != 0x0A)
        if endsLine {
          (line, column) = (line + 1, 1)
        } else if offset + 1 == bytes.count || bytes[offset + 1] & 0xC0 != 0x80 {
          column += 1
        }
      }
    }
  }

  private static let program = ["OPENQASM 2.0;", "qreg q[2];", "U(0,0,0) q[0];", "CX q[0],q[1];"]

  @Test(
    "Any line end, a byte order mark and a missing last line end give the same circuit",
    arguments: ["\n", "\r\n", "\r", " ", "\t", "\u{0B}", "\u{0C}"], ["", "\u{FEFF}"])
  func separators(_ separator: String, _ start: String) throws {
    let text = start + Self.program.joined(separator: separator)
    for end in ["", separator] {
      let reading = OpenQASM.read(Array((text + end).utf8))
      #expect(reading.diagnostics.isEmpty)
      #expect(reading.circuit?.instructions.map(\.qubits) == [[0], [0, 1]])
    }
  }

  @Test(
    "Comments and blanks may stand between any two tokens",
    arguments: [" ", "\n", "/**/", "/* * / // */", "// ; } \n", "\t/*\n*/\t", "/*é量*/", "/***/"])
  func comments(_ between: String) throws {
    // A slash right before a comment would begin another one.
    let tokens = [
      "OPENQASM", "2.0", ";", "gate", "g", "(", "t", ")", "a", ",", "b", "{", "U", "(", "t", "/ ",
      "2", ",", "-", "pi", ",", "0", ")", "a", ";", "CX", "a", ",", "b", ";", "}", "qreg", "q", "[",
      "2", "]", ";", "creg", "c", "[", "2", "]", ";", "g", "(", "0.5", ")", "q", "[", "0", "]", ",",
      "q", "[", "1", "]", ";", "if", "(", "c", "==", "1", ")", "reset", "q", ";", "measure", "q",
      "->", "c", ";", "barrier", "q", ";",
    ]
    let circuit = try OpenQASM.parse(tokens.joined(separator: between) + between)
    #expect(circuit.instructions.map(\.qubits) == [[0, 1], [0], [1], [0], [1], [0, 1]])
  }

  @Test("Nothing needs a blank but two words side by side")
  func dense() throws {
    let circuit = try OpenQASM.parse(
      "OPENQASM 2.0;include\"qelib1.inc\";qreg q[2];creg c[2];h q;cx q[0],q[1];measure q->c;"
        + "if(c==3)x q[0];gate g a{h a;}g q[1];;;")
    #expect(circuit.instructions.count == 7)
  }

  @Test("Names may begin with any letter or an underscore, and hold digits")
  func names() throws {
    let circuit = try OpenQASM.parse(
      "OPENQASM 2.0; qreg Q[1]; qreg q_1[1]; qreg _x[1]; qreg aB9_[1]; gate G_1 a_ { U(0,0,0) a_; } "
        + "G_1 Q; G_1 q_1; G_1 _x; G_1 aB9_;")
    #expect(circuit.quantumRegisters.map(\.name) == ["Q", "q_1", "_x", "aB9_"])
    #expect(circuit.instructions.map(\.qubits) == [[0], [1], [2], [3]])
  }

  @Test("Columns count code points, and what is shown of a line has no control characters")
  func columns() throws {
    let error = try #require(
      OpenQASM.diagnose(Array("OPENQASM 2.0;\n/*😀é*/\tqreg q\u{1B}[1];".utf8)).first)
    #expect((error.line, error.column) == (2, 14))
    let excerpt = try #require(error.excerpt)
    #expect(!excerpt.text.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test("A name table gives one number to one spelling, however many there are")
  func nameTable() {
    var table = NameTable()
    let spellings = (0..<5_000).map { "n\($0 * $0)" }
    let names = spellings.map { table.intern($0) }
    #expect(Set(names).count == Set(spellings).count)
    for (name, spelling) in zip(names, spellings) {
      #expect(table.intern(spelling) == name)
      #expect(table.spelling(of: name) == spelling)
    }
  }
}
