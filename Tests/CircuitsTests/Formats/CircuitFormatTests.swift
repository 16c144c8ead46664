import Circuits
import Testing

@Suite("Formats told apart")
struct CircuitFormatTests {
  static let samples: [(String, CircuitFormat)] = [
    ("OPENQASM 2.0;\nqreg q[1];", .openQASM2),
    ("OPENQASM 2;\n", .openQASM2),
    ("// a comment\n/* another */ OPENQASM 3.0;\nqubit q;", .openQASM3),
    ("\u{FEFF}OPENQASM 3;\n", .openQASM3),
    ("OPENQASM 3.1;\nqubit q;", .openQASM3),
    ("include \"qelib1.inc\";\nqreg q[1];", .openQASM2),
    ("include \"stdgates.inc\";\nqubit[2] q;", .openQASM3),
    ("gate g a { U(0, 0, 0) a; }\ncreg c[1];", .openQASM2),
    ("const int n = 3;\nqubit[n] q;", .openQASM3),
    ("#pragma simulator\nqubit q;", .openQASM3),
    ("@reversible\ngate g a { }\nqubit q;", .openQASM3),
    ("2\n0 h 0\n1 cnot 0 1\n", .qsim),
    ("\n 17 \n0 x 3", .qsim),
    ("H 0\nCNOT 0 1\nM 0 1", .stim),
    ("# a comment\nR 0 1\nX_ERROR(0.1) 0\n", .stim),
    ("H q[0];", .openQASM2),
    ("", .openQASM2),
    ("// nothing", .openQASM2),
    ("#!/bin/sh\necho", .openQASM2),
    ("\"qubit\";", .openQASM2),
  ]

  @Test("Content decides", arguments: samples)
  func content(_ text: String, _ format: CircuitFormat) {
    #expect(CircuitFormat.detect(Array(text.utf8)) == format)
    // A name that says otherwise changes nothing where the content has decided.
    if format != .openQASM2 {
      #expect(CircuitFormat.detect(Array(text.utf8), fileName: "a.qasm") == format)
    }
  }

  @Test("The name decides where the content leaves it open")
  func names() {
    let open = Array("CUSTOM 0\n".utf8)
    #expect(CircuitFormat.detect(open, fileName: "a.stim") == .stim)
    #expect(CircuitFormat.detect(open, fileName: "a.qasm") == .openQASM2)
    #expect(CircuitFormat.detect(open) == .openQASM2)
    #expect(
      CircuitFormat.detect(Array("OPENQASM 2.0;".utf8), fileName: "a.stim") == .openQASM2)
  }

  @Test("Bytes that are no text have a format, too: reading them tells what is wrong")
  func anyBytes() {
    for bytes in [[0xFF, 0xFE, 0x00], [0x00], [0xC3], [0x2F, 0x2A], [0x2F], [0x22]] as [[UInt8]] {
      #expect(CircuitFormat.detect(bytes) == .openQASM2)
    }
  }
}
