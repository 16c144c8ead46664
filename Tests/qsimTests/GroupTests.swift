import Foundation
import Testing

/// What `qsim run` says about circuits whose qubits fall into groups.
@Suite("Circuits of many groups") struct GroupTests {
  /// Four GHZ states of ten qubits, interleaved, all measured.
  private static let ghz: String = {
    var text = Sources.header + "qreg q[40];\ncreg c[40];\n"
    for group in 0..<4 {
      text += "h q[\(group)];\n"
      for k in 1..<10 { text += "cx q[\(group + 4 * (k - 1))],q[\(group + 4 * k)];\n" }
    }
    return text + "measure q -> c;\n"
  }()

  @Test("Forty qubits in groups of ten are listed within a megabyte")
  func listed() throws {
    let result = try Program.run(
      "run", "-", "--format", "json", "--memory-limit", "1MiB", input: Self.ghz)
    #expect(result.status == 0)
    let probabilities = try #require(result.json["probabilities"] as? [String: Double])
    #expect(probabilities.count == 16)
    #expect(probabilities.allSatisfy { abs($1 - 0.0625) < 1e-15 })
    #expect((result.json["why"] as? String)?.contains("4 groups of at most 10") == true)
    let counts =
      try Program.run(
        "run", "-", "--format", "json", "--shots", "1600", "--seed", "3", input: Self.ghz
      ).json["counts"] as? [String: Int]
    #expect(counts?.count == 16 && counts?.values.reduce(0, +) == 1600)
  }

  @Test("Amplitudes of chosen basis states are products")
  func amplitudes() throws {
    let bits = String(repeating: "0001", count: 10)
    let report = try Program.run(
      "run", "-", "--format", "json", "--amplitudes", bits, input: Self.ghz
    ).json
    let amplitude = try #require((report["amplitudes"] as? [String: [Double]])?[bits])
    #expect(abs(amplitude[0] - 0.25) < 1e-15 && amplitude[1] == 0)
  }

  @Test("Too many outcomes to list are an error unless --top asks for the first")
  func tooMany() throws {
    let all = try Program.run("run", "-", "--format", "json", input: Sources.separable(70))
    #expect(all.status == 64 && all.errors.contains("--top K"))
    let top = try Program.run(
      "run", "-", "--format", "json", "--top", "2", input: Sources.separable(70)
    ).json
    let listed = try #require(top["probabilities"] as? [String: Double])
    #expect(
      Set(listed.keys)
        == [String(repeating: "0", count: 70), String(repeating: "0", count: 69) + "1"])
    #expect(listed.values.allSatisfy { abs($0 * 0x1p70 - 1) < 1e-12 })
    let text = try Program.run("run", "-", input: Sources.separable(70)).text
    #expect(text.contains("over 9e18 more"))
    #expect(try Program.run("run", "-", input: Sources.separable(50)).status == 0)
  }

  @Test("The state of several groups is written as one array")
  func stateFile() throws {
    let directory = try TemporaryDirectory()
    let source =
      Sources.header + "qreg q[14];\nh q[0];\ncx q[0],q[13];\nry(0.4) q[5];\nx q[2];\n"
      + "rz(0.3) q[5];\nh q[7];\nh q[8];\nh q[9];\nh q[10];\nh q[11];\nh q[12];\nh q[1];\n"
    for (precision, element) in [("double", 16), ("single", 8)] {
      let path = directory.path("\(precision).npy")
      let outcome = try Program.run(
        "run", "-", "--statevector", path, "--precision", precision, "--quiet", input: source)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(data.count == 128 + element << 14)
      func amplitude(_ index: Int) -> (Double, Double) {
        let start = 128 + element * index
        return data.withUnsafeBytes { bytes in
          element == 16
            ? (
              bytes.loadUnaligned(fromByteOffset: start, as: Double.self),
              bytes.loadUnaligned(fromByteOffset: start + 8, as: Double.self)
            )
            : (
              Double(bytes.loadUnaligned(fromByteOffset: start, as: Float.self)),
              Double(bytes.loadUnaligned(fromByteOffset: start + 4, as: Float.self))
            )
        }
      }
      // Seven qubits and the pair in equal superpositions: 2^-4.
      let scale = 0.0625
      let zero = amplitude(1 << 2)
      #expect(abs(zero.0 - scale * cos(0.2) * cos(0.15)) < 1e-7)
      #expect(abs(zero.1 + scale * cos(0.2) * sin(0.15)) < 1e-7)
      let one = amplitude(1 << 2 | 1 << 5 | 1 | 1 << 13 | 1 << 10)
      #expect(abs(one.0 - scale * sin(0.2) * cos(0.15)) < 1e-7)
      #expect(abs(one.1 - scale * sin(0.2) * sin(0.15)) < 1e-7)
      #expect(amplitude(0) == (0, 0) && amplitude(1 << 2 | 1) == (0, 0))
      #expect(amplitude(1 << 2 | 1 << 3) == (0, 0))
    }
  }

  @Test("Expectation values of forty qubits take no more memory than a group")
  func expect() throws {
    let report = try Program.run(
      "expect", "-", "--observable", "Z0*Z4*Z1*Z5 + X2", "--format", "json", "--memory-limit",
      "1MiB", input: Self.ghz
    ).json
    let values = try #require(report["observables"] as? [[String: Any]])
    #expect(abs(try #require(values[0]["value"] as? Double) - 1) < 1e-13)
    #expect(abs(try #require(values[0]["variance"] as? Double) - 1) < 1e-13)
  }
}
