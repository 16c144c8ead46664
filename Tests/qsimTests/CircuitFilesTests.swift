import Foundation
import Testing

/// The circuits of `circuits/`, and what they are expected to give.
@Suite struct CircuitFilesTests {
  private static let directory = Program.repository.appendingPathComponent("circuits")

  /// Paths within `circuits/`, without their extension.
  static let names: [String] = {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: directory.path)) ?? []
    return paths.filter { $0.hasSuffix(".qasm") }.map { String($0.dropLast(5)) }.sorted()
  }()

  private struct Expected: Decodable {
    let complete: Bool
    let probabilities: [String: Double]
  }

  @Test("There are circuits, each with its result beside it")
  func files() {
    #expect(Self.names.count >= 30)
    for name in Self.names {
      let result = Self.directory.appendingPathComponent(name + ".json")
      #expect(FileManager.default.fileExists(atPath: result.path), "\(name)")
    }
  }

  /// Rounding grows at most with the number of gates, below 500 here, each adding a few units in the
  /// last place of amplitudes below 1; the listed numbers have as many digits.
  private static let tolerance = 1e-12

  @Test("Every circuit has the probabilities that stand beside it", arguments: names)
  func probabilities(name: String) throws {
    let file = Self.directory.appendingPathComponent(name)
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: file.appendingPathExtension("json")))
    let outcome = try Program.run("run", file.path + ".qasm", "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let actual = try #require(outcome.json["probabilities"] as? [String: Double])
    for (bits, probability) in expected.probabilities {
      #expect(abs((actual[bits] ?? 0) - probability) < Self.tolerance, "\(bits)")
    }
    if expected.complete {
      #expect(Set(actual.keys) == Set(expected.probabilities.keys))
    }
  }

  @Test("The list of circuits in the README is complete")
  func readme() throws {
    let url = Self.directory.appendingPathComponent("README.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    for name in Self.names {
      #expect(text.contains("](\(name).qasm)"), "\(name)")
    }
  }
}
