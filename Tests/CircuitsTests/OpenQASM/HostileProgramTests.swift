import Circuits
import Foundation
import TestSupport
import Testing

/// Programs written to exhaust the reader: each ends with an answer, not with the machine.
@Suite("Hostile programs")
struct HostileProgramTests {
  private static let header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[2];\n"

  private func read(_ body: String) -> OpenQASM.Reading {
    OpenQASM.read(Array((Self.header + body).utf8))
  }

  private func firstError(_ body: String) -> String? {
    read(body).diagnostics.first { $0.severity == .error }?.message
  }

  @Test("Expressions of any depth and length are read without recursion")
  func expressions() {
    let deep = 200_000
    let parentheses =
      String(repeating: "(", count: deep) + "1" + String(repeating: ")", count: deep)
    #expect(read("rz(\(parentheses)) q[0];").circuit != nil)
    #expect(read("rz(\(String(repeating: "-", count: deep))1) q[0];").circuit != nil)
    #expect(read("rz(0\(String(repeating: "+1", count: deep))) q[0];").circuit != nil)
    #expect(read("rz(1\(String(repeating: "^1", count: deep))) q[0];").circuit != nil)
    let functions =
      String(repeating: "sin(", count: deep) + "1" + String(repeating: ")", count: deep)
    #expect(read("rz(\(functions)) q[0];").circuit != nil)
    #expect(firstError("rz(\(String(repeating: "(", count: deep)) q[0];") != nil)
  }

  @Test("Definitions that double sixty times are counted, not written out")
  func doubling() throws {
    var program = "gate g0 a { h a; }\n"
    for level in 1...60 { program += "gate g\(level) a { g\(level - 1) a; g\(level - 1) a; }\n" }
    #expect(read(program).circuit != nil)
    let message = try #require(firstError(program + "g60 q[0];"))
    #expect(
      message.hasPrefix("written out, 'g60' makes the program 3458764513820540927 steps"))
    for level in 61...70 { program += "gate g\(level) a { g\(level - 1) a; g\(level - 1) a; }\n" }
    #expect(
      firstError(program + "g70 q[0];")?
        .hasPrefix("written out, 'g70' is more steps than can be counted") == true)
  }

  @Test("Definitions nested too deep are refused where they are written")
  func nesting() {
    var program = "gate g0 a { h a; }\n"
    for level in 1...2_000 { program += "gate g\(level) a { g\(level - 1) a; }\n" }
    #expect(
      firstError(program) == "gate 'g1000' is defined through more than 1000 levels of other gates")
  }

  @Test(
    "Registers beyond the limit are refused before they take memory",
    arguments: ["1048577", "1000000000", "9223372036854775807", "99999999999999999999999"])
  func registers(_ size: String) {
    #expect(
      firstError("qreg r[\(size)];\nh r;")
        == "r[\(size)] makes more than 1048576 qubits, the limit of one program")
  }

  @Test("Broadcasts of long definitions are counted")
  func broadcasts() {
    let body = String(repeating: "h a;", count: 10_000)
    #expect(
      firstError("gate g a { \(body) }\nqreg r[100000];\ng r;")
        == "written out, 'g' makes the program 1000100000 steps long; the limit is 10000000")
  }

  @Test("Numbers of any length are told to be too large, or read")
  func numbers() {
    let digits = String(repeating: "9", count: 100_000)
    #expect(firstError("h q[\(digits)];")?.contains("is out of range") == true)
    #expect(firstError("rz(\(digits)) q[0];")?.contains("is too large") == true)
    #expect(read("rz(0.\(digits)) q[0];").circuit != nil)
    #expect(firstError("creg c[2];\nif (c == \(digits)) x q[0];")?.contains("is too large") == true)
  }

  @Test("Thousands of mistakes give the first twenty, and each unknown name once")
  func mistakes() {
    let same = read(String(repeating: "foo q[0];\n", count: 50_000)).diagnostics
    #expect(same.count == 1)
    let found = read((0..<50_000).map { "foo\($0) q[0];\n" }.joined()).diagnostics
    #expect(found.count { $0.severity == .error } == 20)
    #expect(found.last?.severity == .note)
  }

  @Test("Long names and long lines are shortened in what is shown of them")
  func longLines() throws {
    let name = String(repeating: "a", count: 100_000)
    let spaces = String(repeating: " ", count: 100_000)
    for body in ["\(name) q[0];", "h q[0];\(spaces)foo q[0];"] {
      let error = try #require(read(body).diagnostics.first { $0.severity == .error })
      #expect(error.description.count < 1_000)
    }
  }

  @Test("Random bytes are refused", arguments: 0..<20)
  func randomBytes(_ seed: Int) {
    var random = TestRandom(seed: UInt64(seed))
    let bytes = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    #expect(OpenQASM.read(bytes).circuit == nil)
  }

  /// Programs that use every statement of the language.
  private static let seeds = [
    """
    OPENQASM 2.0;
    include "qelib1.inc";
    gate pair(s, t) a, b { rz(s / 2 + sin(t) ^ 2) a; cx a, b; barrier a, b; u3(-t, pi, 0.5e-3) b; }
    opaque box(x) a;
    qreg q[3]; creg c[3]; creg flag[1];
    h q; pair(0.1, -ln(2)) q[0], q[2]; ccx q[0], q[1], q[2]; // comment
    measure q[0] -> flag[0]; if (flag == 1) x q[1]; reset q[0]; barrier q; measure q -> c;
    """,
    """
    OPENQASM 2.0;
    qreg a[2]; qreg b[2]; creg m[2];
    U(pi/2, 0, pi) a; CX a, b; /* block */ CX a[0], b; measure b -> m;
    gate empty x { } gate twice(t) x { U(0, 0, t) x; U(0, 0, t) x; }
    twice(sqrt(2) * cos(0) - tan(0) / exp(1)) a[1]; empty b;
    """,
  ]

  @Test("Mutated programs are read or refused with a place inside the text", arguments: 0..<40)
  func mutations(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed))
    for _ in 0..<60 {
      var bytes = Array(Self.seeds[seed % Self.seeds.count].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3:
          bytes.insert(
            contentsOf: Array("(){}[];,\"^-*/=>".utf8).shuffled(using: &random).prefix(2), at: place
          )
        case 4: bytes[place] = Array("0123456789abcq;".utf8).randomElement(using: &random) ?? 0
        default: bytes.removeSubrange(end...)
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      let reading = OpenQASM.read(bytes)
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      #expect((reading.circuit == nil) == reading.diagnostics.contains { $0.severity == .error })
      for diagnostic in reading.diagnostics {
        #expect(diagnostic.line >= 1)
        #expect(diagnostic.column >= 1)
        #expect(!diagnostic.message.isEmpty)
        if !bytes.contains(0x0D) { #expect(diagnostic.line <= lines.count) }
      }
      if let circuit = reading.circuit { try circuit.validate() }
    }
  }
}
