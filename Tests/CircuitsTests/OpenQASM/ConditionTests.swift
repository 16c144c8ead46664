import Circuits
import TestSupport
import Testing

/// `if (register == number)` of OpenQASM 2.
@Suite("Conditions of OpenQASM 2")
struct ConditionTests {
  private static let header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

  private func outcomes(_ body: String) throws -> [String: Double] {
    try Circuit(openQASM: Self.header + body).probabilities()
  }

  @Test("A register is compared as an unsigned number, its bit 0 least significant")
  func values() throws {
    for written in 0..<8 {
      let flips = (0..<3).filter { written >> $0 & 1 == 1 }.map { "x q[\($0)];" }.joined()
      for compared in 0..<10 {
        let result = try outcomes(
          """
          qreg q[4]; creg c[3]; creg d[1]; \(flips)
          measure q[0] -> c[0]; measure q[1] -> c[1]; measure q[2] -> c[2];
          if (c == \(compared)) x q[3];
          measure q[3] -> d[0];
          """)
        let bits = BitString(UInt64(written), count: 3).description
        let expected = (written == compared ? "1" : "0") + bits
        #expect(result.keys.sorted() == [expected], "\(written) == \(compared)")
      }
    }
  }

  @Test("A register never measured into is 0")
  func unmeasured() throws {
    #expect(
      try outcomes("qreg q[1]; creg c[2]; creg d[1]; if (c == 0) x q[0]; measure q -> d;").keys
        .sorted() == ["100"])
    #expect(
      try outcomes("qreg q[1]; creg c[2]; creg d[1]; if (c == 1) x q[0]; measure q -> d;").keys
        .sorted() == ["000"])
  }

  @Test("The condition holds for a whole broadcast, of gates and of resets")
  func broadcasts() throws {
    for (flag, bits) in [("x f[0];", "1111"), ("", "0000")] {
      let result = try outcomes(
        """
        qreg f[1]; qreg q[3]; creg c[1]; creg d[3];
        \(flag) measure f -> c; if (c == 1) x q; measure q -> d;
        """)
      #expect(result.keys.sorted() == [bits])
    }
    let reset = try outcomes(
      """
      qreg q[3]; creg c[3]; creg d[3];
      x q; measure q -> c; if (c == 7) reset q; measure q -> d;
      """)
    #expect(reset.keys.sorted() == ["000111"])
  }

  @Test("A measurement under a condition leaves its bit alone where the condition fails")
  func measurements() throws {
    let result = try outcomes(
      """
      qreg q[2]; creg c[1]; creg d[1];
      h q[0]; x q[1]; measure q[0] -> c[0]; if (c == 1) measure q[1] -> d[0];
      """)
    #expect(result.keys.sorted() == ["00", "11"])
    for probability in result.values { #expect(abs(probability - 0.5) < 1e-15) }
  }

  @Test("The same gate under every value of a register is the gate without a condition")
  func exhaustive() throws {
    var random = TestRandom(seed: 2)
    for _ in 0..<10 {
      let angles = (0..<3).map { _ in random.angle() }
      let prefix = """
        qreg q[3]; creg c[2]; creg d[1];
        ry(\(angles[0])) q[0]; ry(\(angles[1])) q[1]; cx q[0], q[2];
        measure q[0] -> c[0]; measure q[1] -> c[1];

        """
      let gate = "ry(\(angles[2])) q[2];"
      let one = try outcomes(prefix + gate + " measure q[2] -> d[0];")
      let four = try outcomes(
        prefix + (0..<4).map { "if (c == \($0)) \(gate)\n" }.joined() + "measure q[2] -> d[0];")
      for (bits, probability) in one { #expect(abs((four[bits] ?? 0) - probability) < 1e-14) }
    }
  }

  @Test("Registers and numbers beyond 64 bits are compared whole", arguments: [64, 65, 80, 150])
  func wide(_ width: Int) throws {
    // 2^(width - 1) + 1 by doubling its digits.
    var digits = [1]
    for _ in 1..<width {
      var carry = 0
      for index in digits.indices {
        let doubled = 2 * digits[index] + carry
        (carry, digits[index]) = doubled.quotientAndRemainder(dividingBy: 10)
      }
      if carry > 0 { digits.append(carry) }
    }
    digits[0] += 1  // A power of two ends in 2, 4, 6 or 8.
    let number = digits.reversed().map(String.init).joined()
    for (top, expected) in [(width - 1, true), (width - 2, false)] {
      let program = """
        qreg q[2]; creg c[\(width)]; creg d[1]; x q[0];
        measure q[0] -> c[0]; measure q[0] -> c[\(top)];
        if (c == \(number)) x q[1]; measure q[1] -> d[0];
        """
      let result = try outcomes(program)
      let outcome = try #require(result.keys.first)
      #expect((outcome.first == "1") == expected)
      let again = try Circuit(openQASM: Circuit(openQASM: Self.header + program).openQASM2())
      #expect(try again.probabilities() == result)
    }
  }

  @Test("A number wider than its register is a warning, and its statement never runs")
  func neverTrue() throws {
    let program =
      Self.header + "qreg q[1]; creg c[70]; creg d[1]; "
      + "if (c == 1180591620717411303424) x q[0]; measure q -> d;"
    let reading = OpenQASM.read(Array(program.utf8))
    #expect(
      reading.diagnostics.map(\.message) == [
        "the condition never holds: 'c' has 70 bits, too few for 1180591620717411303424"
      ])
    #expect(
      try #require(reading.circuit).probabilities().keys.sorted()
        == [String(repeating: "0", count: 71)])
  }

  @Test("A condition on a wide register counts its bits: many of them are refused")
  func many() throws {
    let statements = String(repeating: "if (c == 1) x q[0];\n", count: 20)
    let program = Self.header + "qreg q[1]; creg c[1048576];\n" + statements
    let error = try #require(OpenQASM.diagnose(Array(program.utf8)).first)
    #expect(
      error.message
        == "the program's instructions name more than 16777216 qubits and bits, the limit of one "
        + "program")
    #expect(error.line == 4 + 15)
  }
}
