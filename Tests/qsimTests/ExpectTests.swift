import Foundation
import Testing

@Suite struct ExpectTests {
  static let circuit = """
    OPENQASM 2.0;
    include "qelib1.inc";
    qreg q[3];
    h q[0];
    cx q[0],q[1];
    """

  static func entries(_ outcome: Program.Outcome) -> [[String: Any]] {
    outcome.json["observables"] as? [[String: Any]] ?? []
  }

  @Test("Exact values and variances of several observables, as JSON")
  func exact() throws {
    let outcome = try Program.run(
      "expect", "-", "--observable", "IZZ", "--observable", "-0.5*X0*X1 + Z2", "--observable", "Z0",
      "--observable", "X2", "--format", "json", input: Self.circuit)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    let values = Self.entries(outcome).compactMap { $0["value"] as? Double }
    let variances = Self.entries(outcome).compactMap { $0["variance"] as? Double }
    #expect(values.count == 4 && variances.count == 4)
    for (value, expected) in zip(values, [1.0, 0.5, 0, 0]) {
      #expect(abs(value - expected) < 1e-14)
    }
    for (value, expected) in zip(variances, [0.0, 0, 1, 1]) {
      #expect(abs(value - expected) < 1e-14)
    }
    #expect(outcome.json["exactness"] as? String == "exact")
    #expect(
      Self.entries(outcome).map { $0["observable"] as? String } == [
        "IZZ", "-0.5*X0*X1 + Z2", "Z0", "X2",
      ])
  }

  @Test("Shots give estimates with standard errors, the same for the same seed")
  func shots() throws {
    let arguments = [
      "expect", "-", "--observable", "Z0 + 2*X0*X1", "--shots", "1000", "--seed", "7", "--format",
      "json",
    ]
    let first = try Program.Running(arguments, input: Self.circuit).wait()
    let second = try Program.Running(arguments + ["--threads", "1"], input: Self.circuit).wait()
    let entry = try #require(Self.entries(first).first)
    #expect(entry["value"] as? Double == Self.entries(second).first?["value"] as? Double)
    let value = try #require(entry["value"] as? Double)
    let error = try #require(entry["standardError"] as? Double)
    // X0*X1 is certain; Z0 is a fair coin.
    #expect(abs(error - 1 / 1000.0.squareRoot()) < 1e-3)
    #expect(abs(value - 2) < 5 * error)
    #expect(first.json["groups"] as? Int == 2)
    #expect(first.json["seed"] as? Int == 7)
  }

  @Test("Text has a line an observable")
  func text() throws {
    let outcome = try Program.run(
      "expect", "-", "--quiet", "--observable", "ZII", "--observable", "-1.5*Z2",
      input: "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[3]; x q[0];")
    #expect(
      outcome.text == """
          ZII       1.0000000000  variance 0.000000
          -1.5*Z2  -1.5000000000  variance 0.000000

        """)
  }

  @Test("An observable is read from a file, and its mistakes have a place there")
  func file() throws {
    let directory = try TemporaryDirectory()
    try directory.write("# energy\n0.5 IZZ\n-1.0 IXX\n", to: "h.txt")
    let outcome = try Program.run(
      "expect", "-", "--observable", "@h.txt", "--format", "json", input: Self.circuit,
      in: directory.url)
    let value = try #require(Self.entries(outcome).first?["value"] as? Double)
    #expect(abs(value + 0.5) < 1e-14)
    try directory.write("0.5 IZZ\n-1.0 IXQ\n", to: "wrong.txt")
    let wrong = try Program.run(
      "expect", "-", "--observable", "@wrong.txt", input: Self.circuit, in: directory.url)
    #expect(wrong.status == 65)
    #expect(wrong.errors.hasPrefix("wrong.txt:2:6: error: 'IXQ' is no Pauli matrix\n  -1.0 IXQ\n"))
    let missing = try Program.run("expect", "-", "--observable", "@none", input: Self.circuit)
    #expect(missing.status == 66)
  }

  @Test(
    "Wrong observables and options are refused with their cause",
    arguments: [
      (["--observable", "0.5*zz"], "--observable:1:5: error: 'zz' is no Pauli matrix"),
      (["--observable", "X5"], "qubit 5 and the circuit has 3 qubits"),
      (["--observable", "X0*Y0"], "the coefficient of Z0 is not real"),
      (["--observable", "X0", "--shots", "1"], "--shots is 1"),
      (["--observable", "X0", "--threads", "0"], "--threads is 0"),
      ([], "--observable"),
    ])
  func wrong(_ arguments: [String], _ cause: String) throws {
    let outcome = try Program.Running(["expect", "-"] + arguments, input: Self.circuit).wait()
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("Circuits that go on after a measurement have no single final state")
  func measured() throws {
    let program = Self.circuit.replacingOccurrences(
      of: "h q[0];",
      with: """
        creg c[1]; h q[0]; measure q[0] -> c[0]; h q[0];
        """)
    let outcome = try Program.run("expect", "-", "--observable", "X0", input: program)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("resets or measures before its end"))
  }
}
