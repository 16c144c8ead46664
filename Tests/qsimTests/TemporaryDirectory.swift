import Foundation

/// A directory that is removed with everything in it once nobody holds it.
final class TemporaryDirectory {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("qsim-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The names of everything in it.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}

/// Circuits that several suites use.
enum Sources {
  static let header = "OPENQASM 2.0;\ninclude \"qelib1.inc\";\n"

  static let bell =
    header + "qreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];\nmeasure q -> c;\n"

  /// Unequal probabilities of the qubits 00, 01 and 11, and nothing measured.
  static let unmeasured = header + "qreg q[2];\nry(2*pi/3) q[0];\nch q[0],q[1];\n"

  /// Every one of 2^qubits outcomes, equally likely; gates tie all qubits together.
  static func uniform(_ qubits: Int) -> String {
    separable(qubits) + (1..<qubits).map { "cx q[\($0 - 1)],q[\($0)];\n" }.joined()
  }

  /// The same without such gates.
  static func separable(_ qubits: Int) -> String { header + "qreg q[\(qubits)];\nh q;\n" }

  static let broken = header + "qreg q[2];\nh q[0]\ncx q[0],q[5];\nfoo q[1];\n"

  /// A measurement in the middle, after which there is no single final state.
  static let dynamic =
    header + "qreg q[1];\ncreg c[1];\nh q[0];\nmeasure q[0] -> c[0];\nif(c==1) x q[0];\nh q[0];\n"
}
