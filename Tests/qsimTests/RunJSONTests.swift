import Foundation
import Testing

@Suite struct RunJSONTests {
  @Test("The keys come in the order of the contract")
  func keys() throws {
    let exact = try Program.run("run", "-", "--format", "json", input: Sources.bell)
    #expect(exact.status == 0)
    #expect(exact.errors == "")
    #expect(exact.lines.count == 1 && exact.text.hasSuffix("}\n"))
    #expect(
      topLevelKeys(exact.text) == [
        "file", "qubits", "clbits", "gates", "method", "why", "precision", "threads", "seed",
        "shots", "probabilities", "exactness", "seconds", "peakBytes", "version",
      ])
    let sampled = try Program.run(
      "run", "-", "--format", "json", "--shots", "10", "--amplitudes", "00,11", input: Sources.bell)
    #expect(
      topLevelKeys(sampled.text) == [
        "file", "qubits", "clbits", "gates", "method", "why", "precision", "threads", "seed",
        "shots", "counts", "amplitudes", "exactness", "seconds", "peakBytes", "version",
      ])
    #expect(
      topLevelKeys(sampled.text, in: "seconds") == ["parse", "compile", "simulate", "sample"])
  }

  @Test("The values say what was run")
  func values() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.bell, to: "bell.qasm")
    let json = try Program.run(
      "run", "bell.qasm", "--format", "json", "--threads", "1", "--precision", "single",
      in: directory.url
    ).json
    #expect(json["file"] as? String == "bell.qasm")
    #expect(json["qubits"] as? Int == 2)
    #expect(json["clbits"] as? Int == 2)
    #expect(json["gates"] as? Int == 2)
    #expect(json["method"] as? String == "statevector")
    #expect((json["why"] as? String)?.contains("qubits") == true)
    #expect(json["precision"] as? String == "single")
    #expect(json["threads"] as? Int == 1)
    #expect(json["shots"] as? Int == 0)
    #expect(json["seed"] is NSNull)
    #expect(json["exactness"] as? String == "exact")
    #expect((json["peakBytes"] as? Int ?? 0) > 1 << 20)
    #expect(json["version"] as? String == "0.1.0")
  }

  /// Amplitudes are products of at most three rounded numbers below 1.
  private let tolerance = 1e-15

  @Test("Probabilities are exact, sorted by bits, and leave out what is impossible")
  func probabilities() throws {
    let bell = try Program.run("run", "-", "--format", "json", input: Sources.bell)
    let bellProbabilities = try #require(bell.json["probabilities"] as? [String: Double])
    #expect(Set(bellProbabilities.keys) == ["00", "11"])
    for (_, probability) in bellProbabilities {
      #expect(abs(probability - 0.5) < tolerance)
    }
    // cos²(π/3) = 1/4 for 00, and 3/4 shared by 01 and 11.
    let other = try Program.run("run", "-", "--format", "json", input: Sources.unmeasured)
    let probabilities = try #require(other.json["probabilities"] as? [String: Double])
    #expect(topLevelKeys(other.text, in: "probabilities") == ["00", "01", "11"])
    for (bits, expected) in ["00": 0.25, "01": 0.375, "11": 0.375] {
      #expect(abs((probabilities[bits] ?? 0) - expected) < tolerance)
    }
  }

  @Test("All classical bits form one string, the register declared last leftmost")
  func bitOrder() throws {
    let source =
      Sources.header + "qreg q[3];\ncreg a[1];\ncreg b[2];\nx q[0];\nx q[2];\n"
      + "measure q[0] -> a[0];\nmeasure q[1] -> b[0];\nmeasure q[2] -> b[1];\n"
    let json = try Program.run("run", "-", "--format", "json", input: source).json
    #expect((json["probabilities"] as? [String: Double])?.keys.sorted() == ["101"])
  }

  @Test("Amplitudes are complex numbers of the basis states asked for, in their order")
  func amplitudes() throws {
    let source = Sources.header + "qreg q[2];\nh q[0];\ns q[0];\n"
    let outcome = try Program.run(
      "run", "-", "--format", "json", "--amplitudes", "01,10,00", input: source)
    let amplitudes = try #require(outcome.json["amplitudes"] as? [String: [Double]])
    #expect(topLevelKeys(outcome.text, in: "amplitudes") == ["01", "10", "00"])
    let half = 0.5.squareRoot()
    for (bits, expected) in ["01": [0, half], "10": [0, 0], "00": [half, 0]] {
      let amplitude = try #require(amplitudes[bits])
      #expect(abs(amplitude[0] - expected[0]) < tolerance)
      #expect(abs(amplitude[1] - expected[1]) < tolerance)
    }
  }

  @Test("The same seed gives the same counts at any number of threads")
  func seeds() throws {
    var all: [[String: Int]] = []
    for threads in ["1", "2", "5"] {
      let json = try Program.run(
        "run", "-", "--format", "json", "--shots", "5000", "--seed", "7", "--threads", threads,
        input: Sources.uniform(6)
      ).json
      #expect(json["seed"] as? Int == 7)
      let counts = try #require(json["counts"] as? [String: Int])
      #expect(counts.values.reduce(0, +) == 5000)
      all.append(counts)
    }
    #expect(all[0] == all[1] && all[1] == all[2])
  }

  @Test("A seed that was drawn is reported and repeats the run")
  func drawnSeed() throws {
    let first = try Program.run(
      "run", "-", "--format", "json", "--shots", "300", input: Sources.uniform(5)
    ).json
    let seed = try #require(first["seed"] as? Int)
    let again = try Program.run(
      "run", "-", "--format", "json", "--shots", "300", "--seed", String(seed),
      input: Sources.uniform(5)
    ).json
    #expect(first["counts"] as? [String: Int] == again["counts"] as? [String: Int])
  }

  @Test("A seed may be any 64-bit number, and is reported as it was given")
  func largestSeed() throws {
    for shots in ["0", "1"] {
      let outcome = try Program.run(
        "run", "-", "--format", "json", "--seed", String(UInt64.max), "--shots", shots,
        input: Sources.bell)
      #expect(outcome.text.contains("\"seed\":18446744073709551615,"))
    }
  }

  @Test("--top keeps the most probable outcomes and counts the others")
  func top() throws {
    let json = try Program.run(
      "run", "-", "--format", "json", "--top", "1", input: Sources.bell
    ).json
    // Equal probabilities: the smaller bit string goes first.
    #expect((json["probabilities"] as? [String: Double])?.keys.sorted() == ["00"])
    #expect(json["omittedOutcomes"] as? Int == 1)
    let generous = try Program.run(
      "run", "-", "--format", "json", "--top", "9", input: Sources.bell
    ).json
    #expect((generous["probabilities"] as? [String: Double])?.count == 2)
    #expect(generous["omittedOutcomes"] == nil)
  }

  @Test("More than 2^20 outcomes need --top or --statevector")
  func tooManyOutcomes() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Sources.uniform(21), to: "u.qasm")
    let refused = try Program.run("run", path, "--format", "json")
    #expect(refused.status == 64)
    #expect(refused.output.isEmpty)
    #expect(refused.errors.contains("--top") && refused.errors.contains("--statevector"))

    let top = try Program.run("run", path, "--format", "json", "--top", "3")
    #expect(top.status == 0)
    #expect((top.json["probabilities"] as? [String: Double])?.count == 3)
    #expect(top.json["omittedOutcomes"] as? Int == (1 << 21) - 3)

    let state = try Program.run(
      "run", path, "--format", "json", "--statevector", directory.path("u.npy"))
    #expect(state.status == 0)
    #expect((state.json["probabilities"] as? [String: Double])?.isEmpty == true)
    #expect(state.json["omittedOutcomes"] as? Int == 1 << 21)
  }

  @Test("2^20 outcomes are printed, each once and in order")
  func manyOutcomes() throws {
    let outcome = try Program.run("run", "-", "--format", "json", input: Sources.uniform(20))
    #expect(outcome.status == 0)
    let keys = topLevelKeys(outcome.text, in: "probabilities")
    #expect(keys.count == 1 << 20)
    #expect(keys.first == String(repeating: "0", count: 20))
    #expect(keys.last == String(repeating: "1", count: 20))
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("Several files give one object a line, and a bad one does not stop the others")
  func severalFiles() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.bell, to: "a.qasm")
    try directory.write(Sources.broken, to: "b.qasm")
    try directory.write(Sources.unmeasured, to: "c.qasm")
    let outcome = try Program.run(
      "run", "a.qasm", "b.qasm", "missing.qasm", "c.qasm", "--format", "json", in: directory.url)
    #expect(outcome.status == 65, "the first failure's status")
    #expect(outcome.lines.map { Program.json($0)["file"] as? String } == ["a.qasm", "c.qasm"])
    #expect(outcome.errors.contains("b.qasm:") && outcome.errors.contains("missing.qasm: error:"))
    let other = try Program.run(
      "run", "missing.qasm", "b.qasm", "--format", "json", in: directory.url)
    #expect(other.status == 66)
    #expect(other.output.isEmpty)
  }

  @Test("Names with quotes, control characters and other scripts stay valid JSON")
  func fileNames() throws {
    let directory = try TemporaryDirectory()
    let name = "a \"quoted\\name\"\tψ\u{1}.qasm"
    try directory.write(Sources.bell, to: name)
    let outcome = try Program.run("run", name, "--format", "json", in: directory.url)
    #expect(outcome.json["file"] as? String == name)
  }

  /// The keys of an object in order of appearance; of the outermost one, or of a member of it.
  private func topLevelKeys(_ text: String, in member: String? = nil) -> [String] {
    var keys: [String] = []
    var path: [String] = []
    var lastKey = ""
    var word: [UInt8]?
    var isEscaped = false
    for byte in text.utf8 {
      if var current = word {
        if !isEscaped, byte == UInt8(ascii: "\"") {
          lastKey = String(decoding: current, as: UTF8.self)
          word = nil
        } else {
          current.append(byte)
          word = current
          isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): word = []
      case UInt8(ascii: ":"):
        if path.count == (member == nil ? 1 : 2), path.last == (member ?? "") {
          keys.append(lastKey)
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        path.append(path.isEmpty ? "" : lastKey)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): path.removeLast()
      default: break
      }
    }
    return keys
  }
}
