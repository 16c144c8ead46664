import Foundation
import Testing

@testable import Circuits

/// Every mistake that the reader of OpenQASM 2 tells apart: place, sentence and remedy.
@Suite("Diagnostics of OpenQASM 2")
struct DiagnosticTests {
  /// A program with one mistake, and what must be said about it.
  struct Case: Sendable, CustomTestStringConvertible {
    /// The program; `▸` stands before the place of the first finding.
    let program: String
    let message: String
    var hint: String?
    var severity = Diagnostic.Severity.error
    /// What precedes the program.
    var header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"
    var limits = OpenQASM.Limits.standard

    init(
      _ program: String, _ message: String, hint: String? = nil,
      severity: Diagnostic.Severity = .error, header: String? = nil,
      limits: (inout OpenQASM.Limits) -> Void = { _ in }
    ) {
      self.program = program
      self.message = message
      self.hint = hint
      self.severity = severity
      if let header { self.header = header }
      limits(&self.limits)
    }

    var testDescription: String { message }
  }

  static let text = [
    Case(
      "qreg q[1];\nh q▸\0[0];", "a NUL byte: this is no text file",
      hint: "save the file as UTF-8 text"),
    Case("qreg q[1];\nh q[0] ▸% 2;", "expected ';' but found '%'"),
    Case("qreg q[1];\nh ▸é[0];", "unexpected character 'é' (U+00E9)"),
    Case(
      "include ▸\"other.inc;\nqreg q[1];", "the string that begins here is not closed on its line"),
    Case(
      "qreg q[1];\n▸/* h q[0];\n", "the comment that begins here is not closed",
      hint: "close it with '*/'"),
    Case(
      "qreg q[1];\nrz(▸2pi) q[0];", "'2pi' is not a number: letters follow the digits",
      hint: "names begin with a letter; a product needs '*'"),
    Case(
      "qreg q[1];\nrz(▸1e+) q[0];", "'1e+' is not a number: the exponent has no digits"),
    Case("qreg q[1];\nrz(▸1.2.3) q[0];", "'1.2.3' is not a number: it has two points"),
    Case("qreg q[1];\nrz(▸.) q[0];", "'.' is not a number: there is no digit beside the point"),
    Case("qreg q[1];\nh q[▸00];", "'00' is not a number: whole numbers do not begin with 0"),
    Case("qreg q[1];\nrz(▸1e999) q[0];", "the number 1e999 is too large"),
    Case(
      "▸qreg q[1];", "the file has 10 bytes; at most 8 are read", header: "",
      limits: { $0.fileBytes = 8 }),
  ]

  static let grammar = [
    Case("qreg q[1];\n▸-> q;", "expected a statement but found '->'"),
    Case("gate g a { ▸3 }", "expected a gate or '}' but found '3'"),
    Case(
      "qreg q[1];\ncreg c[1];\nif (c == 1) ▸qreg r[1];",
      "expected a gate, 'measure' or 'reset' but found 'qreg'"),
    Case("OPENQASM ▸two;", "expected a version number but found 'two'", header: ""),
    Case(
      "include ▸qelib1;", "expected a file name in quotes but found 'qelib1'",
      hint: "for instance 'include \"qelib1.inc\";'"),
    Case("qreg ▸3;", "expected a register name but found '3'"),
    Case("qreg q▸;", "expected '[' and the register's size but found ';'"),
    Case("qreg q[▸x];", "expected the register's size, a whole number but found 'x'"),
    Case("gate ▸3 a { }", "expected a gate name but found '3'"),
    Case("gate g(▸3) a { }", "expected a parameter name but found '3'"),
    Case("gate g ▸{ }", "expected a qubit name but found '{'"),
    Case("qreg q[1];\nh ▸;", "expected a qubit or a quantum register but found ';'"),
    Case(
      "qreg q[1];\ncreg c[1];\nmeasure q -> ▸;",
      "expected a bit or a classical register but found ';'"),
    Case("qreg q[1];\nh q[▸x];", "expected an index, a whole number but found 'x'"),
    Case("qreg q[1];\nrz(2 * ▸) q[0];", "expected a number, a parameter or '(' but found ')'"),
    Case("qreg q[1];\nrz(sin ▸1) q[0];", "expected '(' behind 'sin' but found '1'"),
    Case("qreg q[1];\nif (▸1 == 1) x q[0];", "expected a classical register but found '1'"),
    Case(
      "qreg q[1];\ncreg c[1];\nif (c == ▸x) x q[0];", "expected a whole number but found 'x'"),
    Case("qreg q[1];\ncreg c[1];\nmeasure q ▸c;", "expected '->' but found 'c'"),
    Case(
      "qreg q[1];\ncreg c[1];\nif (c ▸= 1) x q[0];", "expected '==' but found '='",
      hint: "a comparison is written '=='"),
    Case(
      "qreg q[1];\ncreg c[1];\nif (c ▸< 1) x q[0];", "expected '==' but found '<'",
      hint: "a condition is written 'if (register == number)'"),
    Case("gate g a ▸h a;", "expected '{' or ',' but found 'h'"),
    Case("qreg q[1];\ncreg c[1];\nif ▸c == 1 x q[0];", "expected '(' but found 'c'"),
    Case("qreg q[1];\ncreg c[1];\nif (c == 1 ▸x q[0];", "expected ')' but found 'x'"),
    Case("qreg q[1▸;", "expected ']' but found ';'"),
    Case("gate g(a ▸b) q { }", "expected ',' or ')' but found 'b'"),
    Case("qreg q[1];\nrz(1 ▸2) q[0];", "expected an operator, ',' or ')' but found '2'"),
    Case(
      "qreg q[1];\nrz(2 ▸** 3) q[0];", "expected an operator, ',' or ')' but found '**'",
      hint: "a power is written '^'"),
    Case("qreg q[1];\nh q[0]▸\nx q[0];", "';' is missing", hint: "end the statement with ';'"),
    Case("qreg q[1];\n▸} h q[0];", "'}' closes nothing"),
    Case("gate g a { h a;▸\n", "'}' is missing: the body of gate 'g' is not closed"),
    Case(
      "gate g a { ▸measure a; }", "'measure' cannot stand inside a gate definition",
      hint: "a definition holds gates and barriers only"),
    Case(
      "qreg q[1];\ncreg c[2];\nif (c▸[0] == 1) x q[0];", "a condition on a single bit of 'c'",
      hint: "OpenQASM 2 compares whole registers: 'if (c == 1)'"),
    Case(
      "gate g a { h ▸a[0]; }", "'a' cannot be indexed inside a gate definition",
      hint: "inside a definition, name the qubits of the gate themselves"),
    Case(
      "OPENQASM ▸1.5;\nqreg q[1];", "OpenQASM 1.5 is not read here", hint: "OpenQASM 2.0 is read",
      header: ""),
    Case(
      "OPENQASM ▸3.0;\nqubit q;", "OpenQASM 3.0 is not read here", hint: "OpenQASM 2.0 is read",
      header: ""),
    Case(
      "▸", "the file holds no statement", hint: "begin the file with 'OPENQASM 2.0;'", header: ""),
    Case(
      "▸ // nothing\n;", "the file holds no statement", hint: "begin the file with 'OPENQASM 2.0;'",
      header: ""),
    Case("qreg q[1];\n▸OPENQASM 2.0;", "the version must be the first statement"),
    Case(
      "OPENQASM ▸2.1;\nqreg q[1];", "OpenQASM 2.1 is not read here",
      hint: "OpenQASM 2.0 is read", header: ""),
    Case("qreg q[1];\nrz(sin(1▸, 2)) q[0];", "sin takes one argument"),
    Case(
      "qreg q[1];\nrz((1▸, 2)) q[0];", "expected an operator or ')' but found ','"),
    Case(
      "qreg q[1];\n▸rz(1+1+1+1+1+1+1+1+1+1) q[0];",
      "the statement has more than 16 parts, the limit of one statement",
      limits: { $0.statementParts = 16 }),
  ]

  static let names = [
    Case(
      "qreg q[2];\n▸swop q[0], q[1];", "there is no gate named 'swop'", hint: "did you mean 'swap'?"
    ),
    Case("qreg q[1];\n▸entangle q[0];", "there is no gate named 'entangle'"),
    Case(
      "qreg q[1];\n▸h q[0];", "there is no gate named 'h'",
      hint: "add 'include \"qelib1.inc\";' below the version line", header: "OPENQASM 2.0;\n"),
    Case(
      "qreg qubits[1];\nh ▸qubit[0];", "there is no register named 'qubit'",
      hint: "did you mean 'qubits'?"),
    Case(
      "qreg q[1];\nh ▸other[0];", "there is no register named 'other'",
      hint: "declare it with 'qreg' or 'creg' above this line"),
    Case("gate g a, b { h ▸c; }", "'c' is not a qubit of gate 'g'", hint: "known here: a, b"),
    Case(
      "gate g(theta) a { rz(▸thata) a; }", "there is no parameter named 'thata'",
      hint: "did you mean 'theta'?"),
    Case(
      "gate g(s, t) a { rz(▸xyzzy) a; }", "there is no parameter named 'xyzzy'",
      hint: "known here: s, t"),
    Case(
      "qreg q[1];\nrz(▸theta) q[0];", "'theta' has no value here",
      hint: "names have values inside gate definitions only"),
    Case(
      "qreg q[1];\nrz(▸sine(1)) q[0];", "there is no function named 'sine'",
      hint: "did you mean 'sin'?"),
    Case("qreg q[1];\ncreg c[1];\nh ▸c[0];", "'c' is a classical register, not a quantum register"),
    Case(
      "qreg q[1];\ncreg c[1];\nmeasure q -> ▸q;",
      "'q' is a quantum register, not a classical register"),
    Case("qreg q[1];\n▸q q[0];", "'q' is a quantum register, not a gate"),
    Case(
      "qreg q[1];\ncreg ▸q[1];", "'q' is already defined as a quantum register",
      hint: "give one of them another name"),
    Case(
      "gate ▸h a { x a; }", "'h' is already defined by 'qelib1.inc'",
      hint: "remove the definition, or the include"),
    Case("gate g a, ▸a { }", "'a' is named twice in one gate's declaration"),
    Case("qreg ▸measure[1];", "expected a register name but found 'measure'"),
    Case(
      "gate g a { ▸g a; }", "gate 'g' is used inside its own definition",
      hint: "a definition uses gates defined above it"),
  ]

  static let others = [
    Case(
      "▸qubit[2] q;", "'qubit' belongs to OpenQASM 3", hint: "in OpenQASM 2: 'qreg q[2];'"),
    Case("gate g(▸sin) a { }", "'sin' is a word of the language"),
    Case(
      "include \"▸sub/qelib1.inc\";",
      "'sub/qelib1.inc' is not read: the built-in 'qelib1.inc' is used",
      severity: .warning),
    Case(
      "gate ▸rxx a, b { h a; }",
      "gate 'rxx' has another shape than the built-in gate of this name, which it replaces",
      severity: .warning),
    Case(
      "opaque ▸rzz(t) a, b;", "opaque gate 'rzz' is taken from the built-in gates",
      severity: .warning),
  ]

  /// Mistakes that mislead a reader about what follows: each is still one error.
  static let misleading = [
    Case("qreg q[2];\ncx q[0] ▸q[1];", "expected ',' or ';' but found 'q'"),
    Case("qreg q[2];\nbarrier q[0] ▸q[1];\nh q[1];", "expected ',' or ';' but found 'q'"),
    Case(
      "qreg q[2];\ncreg c[1];\nif (c == 1) x q[0]; ▸else y q[0];", "'else' belongs to OpenQASM 3",
      hint: "a file in OpenQASM 3 begins with 'OPENQASM 3;'"),
    Case(
      "qreg q[2];\n▸for (int i = 0; i < 2; i++) { h q[i]; x q[i]; }\nh q[1];",
      "'for' belongs to OpenQASM 3", hint: "a file in OpenQASM 3 begins with 'OPENQASM 3;'"),
    Case(
      "qreg q[2];\n▸for int i in [0:1] {\n  h q[i];\n  x q[i];\n}\nh q[1];",
      "'for' belongs to OpenQASM 3", hint: "a file in OpenQASM 3 begins with 'OPENQASM 3;'"),
    Case(
      "qreg q[2];\ncreg c[1];\n▸while (c == 1) x q[0];", "'while' belongs to OpenQASM 3",
      hint: "a file in OpenQASM 3 begins with 'OPENQASM 3;'"),
    Case(
      "qreg q[2];\ncreg c[1];\nif (c == 1) ▸{ x q[0]; h q[1]; }\nx q[1];",
      "expected a gate, 'measure' or 'reset' but found '{'",
      hint: "a condition guards one statement, without braces"),
    Case(
      "gate g a { ▸qreg r[1]; h a; }\nqreg q[1];\ng q[0];",
      "'qreg' cannot stand inside a gate definition",
      hint: "a definition holds gates and barriers only"),
    Case(
      "gate g a {\n  ▸gate k b { h b; }\n  k a;\n}\nqreg q[1];\ng q[0];",
      "'gate' cannot stand inside a gate definition",
      hint: "a definition holds gates and barriers only"),
    Case(
      "gate g a {\n  h a;▸\nqreg q[1];\nh q[0];",
      "'}' is missing: the body of gate 'g' is not closed"),
    Case("gate g a ▸h a; }\nqreg q[1];\ng q[0];", "expected '{' or ',' but found 'h'"),
    Case("gate g a▸[2] { h a; x a; }\nqreg q[1];\ng q[0];", "expected '{' or ',' but found '['"),
    Case(
      "include ▸qelib1.inc;\nqreg q[1];\nh q[0];",
      "expected a file name in quotes but found 'qelib1'",
      hint: "for instance 'include \"qelib1.inc\";'", header: "OPENQASM 2.0;\n"),
    Case(
      "include \"▸gates.inc\";\nqreg q[1];\nh q[0];\nfancy q[0];",
      "'gates.inc' cannot be included: this program was not read from a file",
      hint: "only files beside or below the including one are read", header: "OPENQASM 2.0;\n"),
    Case(
      "OPENQASM ▸v2.0;\nqreg q[1];", "expected a version number but found 'v2'", header: ""),
    Case(
      "openqasm ▸2.0;\nqreg q[1];", "expected a qubit or a quantum register but found '2.0'",
      hint: "the version line is 'OPENQASM 2.0;'", header: ""),
    Case(
      "qreg q[1];\nq▸[0] h;", "expected a qubit or a quantum register but found '['",
      hint: "a gate is applied as 'h q[0];', with parameters 'rx(pi) q[0];'"),
    Case(
      "qreg q[1];\nh(q▸[0]);", "expected an operator, ',' or ')' but found '['",
      hint: "parentheses hold numbers; qubits follow them: 'rx(pi) q[0];'"),
    Case(
      "qreg q[1];\nh q▸(0);", "expected ';' but found '('",
      hint: "one qubit of a register is written 'q[0]'"),
    Case(
      "qreg q[1];\ncreg c[1];\nif (c ==▸= 1) x q[0];", "expected a whole number but found '='",
      hint: "a comparison is written '=='"),
    Case(
      "qreg q[1];\nh q[0]; ▸# apply h", "expected a statement but found '#'",
      hint: "a comment begins with '//'"),
    Case(
      "qreg q[1];\nrz(▸PI) q[0];", "'PI' has no value here", hint: "did you mean 'pi'?"),
    Case("qreg q[1];\nrz(▸π) q[0];", "unexpected character 'π' (U+03C0)", hint: "write 'pi'"),
    Case(
      "qreg q[1];\nrz(▸log(2)) q[0];", "there is no function named 'log'",
      hint: "the natural logarithm is 'ln'"),
    Case(
      "qreg q[1];\nrz(▸pow(2, 3)) q[0];", "there is no function named 'pow'",
      hint: "a power is written '^'"),
  ]

  static let meaning = [
    Case("qreg q[1];\n▸rz q[0];", "rz takes 1 parameter (theta) but got 0"),
    Case("qreg q[1];\n▸h(1) q[0];", "h takes no parameters but got 1"),
    Case("qreg q[2];\n▸cx q[0];", "cx acts on 2 qubits but got 1"),
    Case("qreg q[2];\nh ▸q[2];", "index 2 is out of range: 'q' has 2 qubits"),
    Case(
      "qreg q[1];\ncreg c[1];\nmeasure q[0] -> ▸c[1];", "index 1 is out of range: 'c' has 1 bit"),
    Case("qreg q[2];\ncx q[0], ▸q[0];", "'q[0]' is named twice: the qubits of 'cx' must differ"),
    Case(
      "qreg q[2];\nqreg r[3];\ncx q, ▸r;",
      "registers of different sizes: 'q' has 2 qubits and 'r' has 3"),
    Case("qreg q[3];\ncreg c[2];\n▸measure q -> c;", "'q' has 3 qubits but 'c' has 2 bits"),
    Case(
      "qreg q[2];\ncreg c[2];\n▸measure q -> c[0];",
      "the register 'q' does not fit the single 'c[0]'",
      hint: "measure a register into a register, or a qubit into a bit"),
    Case(
      "opaque magic a;\nqreg q[1];\n▸magic q[0];",
      "gate 'magic' is opaque: what it does is not defined, so that it cannot be applied"),
    Case("qreg q[1];\nrz(1▸/0) q[0];", "division by zero"),
    Case("qreg q[1];\nrz(▸ln(-1)) q[0];", "ln(-1.0) is not a real number"),
    Case("qreg q[1];\nrz((-8)▸^0.5) q[0];", "-8.0^0.5 is not a real number"),
    Case("qreg q[1];\nrz(▸exp(1000)) q[0];", "the result of exp is too large for a number"),
    Case(
      "gate g(t) a { rz(1/t) a; }\nqreg q[1];\n▸g(0) q[0];",
      "inside gate 'g' with these parameters: parameter 1 of rz is inf: a finite number is needed"),
    Case(
      "qreg q[2];\ncreg c[2];\nif (c == 1) ▸measure q -> c;",
      "measuring into 'c' under a condition on 'c' itself", hint: "measure into another register"),
  ]

  static let limits = [
    Case(
      (1...1_000).reduce("gate g0 a { h a; }\n") { program, level in
        program + "gate \(level == 1_000 ? "▸" : "")g\(level) a { g\(level - 1) a; }\n"
      }, "gate 'g1000' is defined through more than 1000 levels of other gates"),
    Case(
      "gate g(t) a { rz(▸\(String(repeating: "sin(", count: 129))t\(String(repeating: ")", count: 129))) a; }",
      "an expression with parameters may have at most 128 operations"),
    Case(
      "qreg q[4];\nqreg r[▸5];", "r[5] makes more than 8 qubits, the limit of one program",
      limits: { $0.registerBits = 8 }),
    Case(
      "qreg q[4];\nh q;\n▸h q;",
      "the program has more than 6 instructions, the limit of one program",
      limits: { $0.instructions = 6 }),
    Case(
      "qreg q[4];\nh q;\n▸h q;",
      "the program's instructions name more than 6 qubits and bits, the limit of one program",
      limits: { $0.operands = 6 }),
    Case(
      "gate a x { h x; h x; }\ngate b x { a x; a x; }\nqreg q[1];\n▸b q[0];",
      "written out, 'b' makes the program 7 steps long; the limit is 6",
      limits: { $0.operations = 6 }),
    Case(
      "gate a x { }\ngate b x { a x; a x; }\nqreg q[1];\n▸b q[0];",
      "written out, 'b' makes the program 3 steps long; the limit is 2",
      limits: { $0.operations = 2 }),
    Case(
      "qreg q[4];\nh q;\n▸h q;\nh q;\nbarrier q;\nreset q;",
      "the program has more than 6 instructions, the limit of one program",
      limits: { $0.instructions = 6 }),
    Case(
      "include \"▸missing.inc\";",
      "'missing.inc' cannot be included: this program was not read from a file",
      hint: "only files beside or below the including one are read"
    ),
  ]

  static let warnings = [
    Case(
      "qreg q[2];\ncx q[0], q[1]▸,;", "the comma behind the last element of the list is ignored",
      severity: .warning),
    Case(
      "gate g(a▸,) x { }", "the comma behind the last element of the list is ignored",
      severity: .warning),
    Case(
      "gate g x, y▸, { }", "the comma behind the last element of the list is ignored",
      severity: .warning),
    Case(
      "qreg q[1];\nrz(sin(1▸,)) q[0];", "the comma behind the last element of the list is ignored",
      severity: .warning),
    Case(
      "qreg q[1];\nrz(1▸,) q[0];", "the comma behind the last element of the list is ignored",
      severity: .warning),
    Case(
      "▸qreg q[1];", "there is no version line; read as OpenQASM 2",
      hint: "begin the file with 'OPENQASM 2.0;'", severity: .warning, header: ""),
    Case(
      "opaque ▸delay(t) a;\nqreg q[1];\ndelay(3) q[0];", "'delay' is taken as the identity",
      severity: .warning),
    Case(
      "qreg q[1];\ncreg c[2];\n▸if (c == 4) x q[0];",
      "the condition never holds: 'c' has 2 bits, too few for 4", severity: .warning),
    Case("qreg q[▸0];", "register 'q' is empty", severity: .warning),
  ]

  @Test(
    "Each mistake is told with its place, in one sentence, with its remedy",
    arguments: text + grammar + names + others + misleading + meaning + limits + warnings)
  func diagnostic(_ example: Case) throws {
    let marked = example.header + example.program
    let before = try #require(marked.firstIndex(of: "▸"))
    let lines = marked[..<before].split(separator: "\n", omittingEmptySubsequences: false)
    let source = marked.replacing("▸", with: "")
    let found = OpenQASM.diagnose(Array(source.utf8), file: "f.qasm", limits: example.limits)
    let first = try #require(found.first { $0.severity == example.severity }, "nothing was said")
    #expect(first.message == example.message)
    #expect(first.hint == example.hint)
    #expect(first.line == lines.count)
    #expect(first.column == lines[lines.count - 1].unicodeScalars.count + 1)
    #expect(first.file == "f.qasm")
    // One mistake, one error: what follows from it is not told again.
    #expect(found.count { $0.severity == .error } == (example.severity == .error ? 1 : 0))
  }

  @Test("Everything that the reader can say is said by some test of it")
  func completeness() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Circuits/OpenQASM/Problem.swift")
    let text = try String(contentsOf: file, encoding: .utf8)
    let body = try #require(text.split(separator: "enum MalformedNumber").first)
    let cases = body.split(separator: "\n").compactMap { line -> String? in
      line.hasPrefix("  case ")
        ? String(line.dropFirst(7).prefix { $0.isLetter || $0.isNumber }) : nil
    }
    #expect(cases.count > 60)

    // What needs other files, or bytes that are no text, has tests of its own.
    var told: Set = [
      "invalidUTF8", "utf16", "formatNotRead", "includeMissing", "includeCycle", "includeDepth",
      "includeCount",
    ]
    let every = [
      Self.text, Self.grammar, Self.names, Self.others, Self.misleading, Self.meaning, Self.limits,
      Self.warnings,
    ]
    for example in every.joined() {
      let program = (example.header + example.program).replacing("▸", with: "")
      var reader = ProgramReader(limits: example.limits)
      reader.read(SourceText(name: "", bytes: Array(program.utf8)), includes: .builtInOnly)
      for finding in reader.log.findings {
        for problem in [finding.problem] + finding.notes.map(\.problem) {
          told.insert(Mirror(reflecting: problem).children.first?.label ?? "\(problem)")
        }
      }
    }
    told.insert("tooManyErrors")  // In `severalMistakes`.
    for name in cases { #expect(told.contains(name), "no test sees \(name)") }
    #expect(told.isSubset(of: cases))
  }

  @Test("Bytes that are no UTF-8, and UTF-16 text, are told before anything else")
  func encodings() throws {
    let header = Array("OPENQASM 2.0;\nqreg q[1];\n".utf8)
    let broken = try #require(OpenQASM.diagnose(header + [0x20, 0xC3, 0x28]).first)
    #expect(broken.message == "the byte 0xC3 is not valid UTF-8 here")
    #expect((broken.line, broken.column) == (3, 2))
    for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
      let wide = try #require(OpenQASM.diagnose(mark + [0x4F, 0, 0x50, 0]).first)
      #expect(wide.message == "this file is UTF-16 text")
      #expect((wide.line, wide.column) == (1, 1))
    }
  }

  @Test("Several mistakes are told in order of place, up to the limit")
  func severalMistakes() throws {
    let program = """
      OPENQASM 2.0;
      include "qelib1.inc";
      qreg q[2];
      hh q[0];
      cx q[0], q[0];
      rz(1/0) q[1];
      h q[0]
      x q[5];
      """
    let errors = OpenQASM.diagnose(Array(program.utf8)).filter { $0.severity == .error }
    #expect(errors.map(\.line) == [4, 5, 6, 7, 8])

    var limits = OpenQASM.Limits()
    limits.errors = 3
    let few = OpenQASM.diagnose(Array(program.utf8), limits: limits)
    #expect(few.count { $0.severity == .error } == 3)
    #expect(few.last?.message == "3 errors found; the rest of the file is not checked")
  }

  @Test("A caret stands under the place, whatever tabs and wide characters precede it")
  func carets() throws {
    let program = "OPENQASM 2.0;\nqreg q[1];\n\t/* 量子 */ U(0, 0, 0) q[7];"
    let error = try #require(OpenQASM.diagnose(Array(program.utf8)).first)
    let lines = error.description.split(separator: "\n")
    #expect(lines.count == 3)
    let excerpt = try #require(error.excerpt)
    #expect(excerpt.text.hasSuffix("U(0, 0, 0) q[7];"))
    #expect(excerpt.caretWidth == 4)
    // Each of the two ideographs takes two columns of a terminal.
    #expect(excerpt.caretOffset == excerpt.text.count + 2 - "q[7];".count)
  }

  @Test("Line ends of every system count lines alike", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    let program = ["OPENQASM 2.0;", "qreg q[1];", "", "U(0,0,0) q[3];"].joined(separator: end)
    let error = try #require(OpenQASM.diagnose(Array(program.utf8)).first)
    #expect((error.line, error.column) == (4, 10))
  }
}
