import Foundation
import Testing

@Suite("Memory of exact runs", .serialized)
struct RunMemoryTests {
  /// Every qubit turned differently and all tied together, then `measurements`.
  private static func source(_ qubits: Int, _ measurements: (Int) -> String) -> String {
    let turns = (0..<qubits).map { "ry(\(0.3 + 0.1 * Double($0))) q[\($0)];\n" }
    let ties = (1..<qubits).map { "cx q[\($0 - 1)],q[\($0)];\n" }
    return Sources.header + "qreg q[\(qubits)];\ncreg c[\(qubits)];\n"
      + (turns + ties).joined() + measurements(qubits)
  }

  private static func peak(_ arguments: [String], _ input: String) throws -> Int {
    let outcome = try Program.Running(
      ["run", "-", "--format", "json", "--top", "4"] + arguments, input: input
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect((outcome.json["probabilities"] as? [String: Double])?.count == 4)
    return try #require(outcome.json["peakBytes"] as? Int)
  }

  private static let nothing = { @Sendable (_: Int) in "" }
  private static let inOrder = { @Sendable (_: Int) in "measure q -> c;\n" }
  private static let permuted = { @Sendable (qubits: Int) in
    (0..<qubits).map { "measure q[\($0)] -> c[\((5 * $0 + 3) % qubits)];\n" }.joined()
  }
  private static let mostOfThem = { @Sendable (qubits: Int) in
    (2..<qubits).map { "measure q[\($0)] -> c[\(qubits - $0)];\n" }.joined()
  }

  @Test("An exact result takes less than a tenth of the state beside it")
  func peaks() throws {
    let runs: [(arguments: [String], measurements: (Int) -> String)] = [
      ([], Self.nothing), ([], Self.inOrder), ([], Self.permuted), ([], Self.mostOfThem),
      (["--precision", "single"], Self.nothing), (["--precision", "single"], Self.permuted),
      (["--statevector", "state.npy"], Self.permuted), (["--optimize", "0"], Self.inOrder),
    ]
    let state = 32 << 20
    for (arguments, measurements) in runs {
      // What the program takes for any circuit.
      let small = try Self.peak(arguments, Self.source(6, measurements))
      let qubits = arguments.contains("single") ? 22 : 21
      let large = try Self.peak(arguments, Self.source(qubits, measurements))
      #expect(large - small < state + state / 10, "\(arguments): \(large - small) bytes")
    }
  }
}
