import Circuits
import ComplexModule
import TestSupport
import Testing

/// `gate`, `opaque`, and the application of gates to qubits and registers.
@Suite("Gates of OpenQASM 2")
struct GateDefinitionTests {
  private static let header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

  private func amplitudes(_ body: String) throws -> [Complex<Double>] {
    try Circuit(openQASM: Self.header + body).stateVector().amplitudes
  }

  /// Two programs that end in the same state, global phase included.
  private func expectSame(_ first: String, _ second: String) throws {
    let (a, b) = (try amplitudes(first), try amplitudes(second))
    #expect(maximumDistance(a, b) < 1e-14, "\(first) / \(second)")
  }

  @Test("A definition is its body with parameters and qubits put in, nested ones too")
  func nested() throws {
    try expectSame(
      """
      gate turn(t, s) a { rz(t / 2) a; ry(-s) a; }
      gate both(t) a, b { turn(t, 2 * t) b; cx b, a; turn(t ^ 2, pi) a; }
      qreg q[3]; h q; both(0.7) q[2], q[0];
      """,
      """
      qreg q[3]; h q; rz(0.35) q[0]; ry(-1.4) q[0]; cx q[0], q[2]; rz(0.245) q[2]; ry(-pi) q[2];
      """)
  }

  @Test("Names inside a definition are its own, whatever they are outside")
  func shadowing() throws {
    try expectSame(
      """
      qreg q[2]; qreg a[1];
      gate g(q) a, h { rx(q) a; cx a, h; }
      g(0.3) q[1], a[0]; h q[0];
      """, "qreg q[2]; qreg a[1]; rx(0.3) q[1]; cx q[1], a[0]; h q[0];")
  }

  @Test("An empty body, a body of barriers and unused parameters do nothing")
  func empty() throws {
    try expectSame(
      "gate n(a, b) x, y { } gate b x, y { barrier x, y; } qreg q[2]; h q; n(1, 2) q[1], q[0]; b q[0], q[1];",
      "qreg q[2]; h q;")
  }

  @Test("U and CX are the language's own and need no include")
  func builtIn() throws {
    let circuit = try Circuit(
      openQASM: "OPENQASM 2.0; qreg q[2]; U(pi/2, 0, pi) q[0]; CX q[0], q[1];")
    let state = try circuit.stateVector().amplitudes
    let expected = try amplitudes("qreg q[2]; u3(pi/2, 0, pi) q[0]; cx q[0], q[1];")
    #expect(maximumDistance(state, expected) < 1e-15)
  }

  @Test("A file's own definition of a gate that came later to qelib1.inc wins from there on")
  func redefinition() throws {
    try expectSame(
      "gate sx a { h a; } gate rxx a, b { cx a, b; } qreg q[2]; sx q[0]; rxx q[0], q[1];",
      "qreg q[2]; h q[0]; cx q[0], q[1];")
    // Without the include, every name is free.
    let own = try Circuit(
      openQASM: "OPENQASM 2.0; gate h a { U(pi, 0, pi) a; } qreg q[1]; h q[0];")
    #expect(try own.probabilities() == ["1": 1])
  }

  @Test("An opaque gate can be declared, and defined gates may mention it until they are applied")
  func opaque() throws {
    let declared = try Circuit(
      openQASM: Self.header + "opaque o(t) a, b; gate g a, b { o(1) a, b; } qreg q[2]; h q;")
    #expect(declared.instructions.count == 2)
    for use in ["o(1) q[0], q[1];", "g q[0], q[1];"] {
      let program =
        Self.header + "opaque o(t) a, b; gate g a, b { o(1) a, b; } qreg q[2]; \(use)"
      let found = OpenQASM.diagnose(Array(program.utf8))
      #expect(found.map(\.message).first?.hasPrefix("gate 'o' is opaque") == true)
    }
  }

  @Test("Registers are taken element by element beside single qubits, in every combination")
  func broadcast() throws {
    var random = TestRandom(seed: 3)
    for _ in 0..<60 {
      let size = Int.random(in: 1...3, using: &random)
      let isWhole = (0..<3).map { _ in Bool.random(using: &random) }
      let single = (0..<3).map { _ in Int.random(in: 0..<size, using: &random) }
      func operand(_ k: Int, _ index: Int) -> String { "r\(k)[\(index)]" }
      let written = (0..<3).map { isWhole[$0] ? "r\($0)" : operand($0, single[$0]) }
      let count = isWhole.contains(true) ? size : 1
      let expanded = (0..<count).map { index in
        (0..<3).map { operand($0, isWhole[$0] ? index : single[$0]) }.joined(separator: ",")
      }
      let registers = (0..<3).map { "qreg r\($0)[\(size)]; ry(0.\($0 + 3)) r\($0);" }.joined()
      let a = try Circuit(
        openQASM: Self.header + registers + "ccx \(written.joined(separator: ","));")
      let b = try Circuit(
        openQASM: Self.header + registers + expanded.map { "ccx \($0);" }.joined())
      #expect(a.instructions.map(\.qubits) == b.instructions.map(\.qubits))
    }
  }

  @Test("Measurements, resets and barriers take registers, too")
  func registers() throws {
    let circuit = try Circuit(
      openQASM: Self.header
        + "qreg q[2]; qreg r[1]; creg c[2]; creg d[1]; measure q -> c; measure r -> d; reset q; "
        + "barrier q, r; barrier q[1], q; barrier;")
    #expect(
      circuit.instructions.map(\.qubits)
        == [[0], [1], [2], [0], [1], [0, 1, 2], [1, 0], [0, 1, 2]])
    #expect(circuit.instructions.map(\.bits).prefix(3) == [[0], [1], [2]])
  }

  @Test("Gates without parameters may be written with empty parentheses")
  func emptyParentheses() throws {
    try expectSame("gate g() a { h() a; } qreg q[1]; g() q[0];", "qreg q[1]; h q[0];")
  }

  @Test("Every gate of the table is known behind the include, and applies its own matrix")
  func table() throws {
    for record in GateTable.records where (1...5).contains(record.qubitCount) {
      for name in [record.name] + record.aliases {
        let angles = record.parameterNames.indices.map { 0.3 + 0.7 * Double($0) }
        let arguments = angles.isEmpty ? "" : "(\(angles.map { "\($0)" }.joined(separator: ",")))"
        let operands = (0..<record.qubitCount).map { "q[\($0)]" }.joined(separator: ",")
        let program =
          Self.header + "qreg q[\(record.qubitCount)]; \(name)\(arguments) \(operands);"
        let reading = OpenQASM.read(Array(program.utf8))
        guard let circuit = reading.circuit else {
          // A word of OpenQASM 3 or of the language itself names no gate.
          Issue.record("\(name): \(reading.diagnostics.map(\.message))")
          continue
        }
        guard case .gate(let gate)? = circuit.instructions.first?.operation else { continue }
        let expected = try StandardGate(record, angles.map(Angle.value)).matrix()
        #expect(try gate.matrix() == expected, "\(name)")
      }
    }
  }
}
