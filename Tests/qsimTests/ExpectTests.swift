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
      #expect(expected == 0 ? value == 0 : abs(value - expected) < 1e-14)
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
  static let angles = """
    OPENQASM 2.0;
    include "qelib1.inc";
    gate turn(t) a { ry(2*t) a; }
    qreg q[2]; creg c[2];
    ry(0.3) q;
    cx q[0],q[1];
    turn(0.2) q[1];
    measure q -> c;
    """

  @Test("--gradient gives the derivative with respect to every number in a gate, as JSON")
  func gradient() throws {
    let outcome = try Program.run(
      "expect", "-", "--observable", "Z0", "--observable", "Z1 + 2", "--gradient", "--format",
      "json", input: Self.angles)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let angles = outcome.json["angles"] as? [[String: Any]] ?? []
    #expect(angles.compactMap { $0["line"] as? Int } == [5, 5, 7])
    #expect(angles.compactMap { $0["gate"] as? String } == ["ry", "ry", "turn"])
    #expect(angles.compactMap { $0["parameter"] as? String } == ["theta", "theta", "t"])
    #expect(angles.compactMap { $0["qubits"] as? [Int] } == [[0], [1], [1]])
    #expect(angles.compactMap { $0["value"] as? Double } == [0.3, 0.3, 0.2])
    let entries = Self.entries(outcome)
    let rows = entries.compactMap { $0["angleGradient"] as? [Double] }
    // ⟨Z0⟩ = cos 0.3; after the turn by 0.4, ⟨Z1⟩ = cos² 0.3 cos 0.4 − ⟨X1⟩ sin 0.4, ⟨X1⟩ = sin 0.3.
    let (c, s) = (cos(0.3), sin(0.3))
    let expected = [
      [-s, 0, 0],
      [
        -s * c * cos(0.4), -c * s * cos(0.4) - c * sin(0.4),
        2 * (-c * c * sin(0.4) - s * cos(0.4)),
      ],
    ]
    try #require(rows.map(\.count) == [3, 3])
    for (x, y) in zip(rows.joined(), expected.joined()) { #expect(abs(x - y) < 1e-14) }
    #expect(entries.compactMap { $0["gradient"] as? [String: Double] } == [[:], [:]])
    #expect(entries[0]["angleStandardErrors"] == nil)
  }

  @Test("--gradient with shots estimates by parameter shift, the same for the same seed")
  func gradientShots() throws {
    let arguments = [
      "expect", "-", "--observable", "Z1", "--gradient", "--shots", "20000", "--seed", "3",
      "--format", "json",
    ]
    let first = try Program.Running(arguments, input: Self.angles).wait()
    let second = try Program.Running(arguments + ["--threads", "1"], input: Self.angles).wait()
    let entry = try #require(Self.entries(first).first)
    let gradient = try #require(entry["angleGradient"] as? [Double])
    let errors = try #require(entry["angleStandardErrors"] as? [Double])
    #expect(gradient == Self.entries(second).first?["angleGradient"] as? [Double])
    let exact = 2 * (-cos(0.3) * cos(0.3) * sin(0.4) - sin(0.3) * cos(0.4))
    #expect(abs(gradient[2] - exact) < 5 * errors[2])
    #expect(errors.allSatisfy { $0 > 0 && $0 < 0.02 })
  }

  @Test("--gradient as text names line, gate, qubit and angle of each derivative")
  func gradientText() throws {
    let outcome = try Program.run(
      "expect", "-", "--quiet", "--observable", "Z0", "--gradient", input: Self.angles)
    #expect(
      outcome.text == """
          Z0   0.9553364891  variance 0.087332
            ∂/∂ line 5: ry q[0], theta = 0.3  -0.2955202067
            ∂/∂ line 5: ry q[1], theta = 0.3   0.0000000000
            ∂/∂ line 7: turn q[1], t = 0.2     0.0000000000

        """)
  }

  @Test("--gradient says where there is nothing to differentiate by, and what it cannot do")
  func gradientRefusals() throws {
    let none = try Program.run(
      "expect", "-", "--observable", "Z0", "--gradient", "--format", "json", input: Self.circuit)
    #expect(none.status == 0)
    #expect(none.errors.contains("note: nothing to differentiate by"))
    #expect((none.json["angles"] as? [Any])?.isEmpty == true)
    let single = try Program.run(
      "expect", "-", "--observable", "Z0", "--gradient", "--precision", "single",
      input: Self.angles)
    #expect(single.status == 64 && single.errors.contains("--gradient needs --precision double"))
    let conditional = try Program.run(
      "expect", "-", "--observable", "Z0", "--gradient",
      input: "OPENQASM 2.0; include \"qelib1.inc\"; qreg q[1]; creg c[1]; if (c==0) rx(0.1) q[0];")
    #expect(conditional.status == 65 && conditional.errors.contains("differentiation of a circuit"))
    let memory = try Program.run(
      "expect", "-", "--observable", "Z0", "--gradient", "--memory-limit", "100B",
      input: Self.angles)
    #expect(memory.status == 69, "\(memory.errors)")
  }
}
