import Circuits
import Foundation
import Testing

/// What `include` reads, and what it must never open.
@Suite("Includes")
final class IncludeTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("include-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("program/below"), withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(path))
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// The error that the main program gives.
  private func error(of main: String) throws -> Diagnostic? {
    try write(main, to: "program/main.qasm")
    return try CircuitSource(contentsOf: path("program/main.qasm")).diagnose()
      .first { $0.severity == .error }
  }

  @Test("Files beside and below the including file are read, each from its own folder")
  func besideAndBelow() throws {
    try write("include \"below/b.inc\";\ngate a x { b x; }", to: "program/a.inc")
    try write("include \"c.inc\";\ngate b x { c x; }", to: "program/below/b.inc")
    try write("gate c x { U(pi, 0, pi) x; }", to: "program/below/c.inc")
    try write(
      "OPENQASM 2.0;\ninclude \"a.inc\";\nqreg q[1];\na q[0];\n", to: "program/main.qasm")
    let circuit = try Circuit(contentsOf: path("program/main.qasm"))
    #expect(try abs((circuit.probabilities()["1"] ?? 0) - 1) < 1e-15)
  }

  @Test("An error inside an included file names that file")
  func errorInside() throws {
    try write("gate a x {\n  nothing x;\n}", to: "program/a.inc")
    let found = try #require(try error(of: "OPENQASM 2.0;\ninclude \"a.inc\";\nqreg q[1];"))
    #expect(found.message == "there is no gate named 'nothing'")
    #expect(found.file.hasSuffix("a.inc"))
    #expect((found.line, found.column) == (2, 3))
  }

  @Test(
    "Nothing outside the program's folder is opened",
    arguments: [
      ("../secret.inc", "the path leads upwards"),
      ("below/../../secret.inc", "the path leads upwards"),
      ("/etc/passwd", "the path is absolute"), ("/dev/zero", "the path is absolute"),
      ("link.inc", "it lies outside the program's folder"), ("", "the name is empty"),
    ])
  func escapes(_ name: String, _ reason: String) throws {
    try write("gate s x { }", to: "secret.inc")
    try FileManager.default.createSymbolicLink(
      atPath: path("program/link.inc"), withDestinationPath: path("secret.inc"))
    let found = try #require(try error(of: "OPENQASM 2.0;\ninclude \"\(name)\";\nqreg q[1];"))
    #expect(found.message == "'\(name)' cannot be included: \(reason)")
    #expect((found.line, found.column) == (2, 10))
  }

  @Test("Missing files, folders and pipes are told apart from programs")
  func unreadable() throws {
    for name in ["missing.inc", "below", "pipe.inc"] {
      if name == "pipe.inc" { try #require(mkfifo(path("program/pipe.inc"), 0o600) == 0) }
      let found = try #require(
        try error(of: "OPENQASM 2.0;\ninclude \"\(name)\";\nqreg q[1];"), "\(name)")
      #expect(found.message.hasPrefix("cannot read '\(name)': "), "\(found.message)")
    }
  }

  @Test("Files that include one another in a circle, too deep or too often, end with an error")
  func endless() throws {
    try write("include \"b.inc\";", to: "program/a.inc")
    try write("include \"a.inc\";", to: "program/b.inc")
    let circle = try #require(try error(of: "OPENQASM 2.0;\ninclude \"a.inc\";\nqreg q[1];"))
    #expect(circle.message == "'a.inc' includes itself")

    for level in 0..<40 { try write("include \"d\(level + 1).inc\";", to: "program/d\(level).inc") }
    let deep = try #require(try error(of: "OPENQASM 2.0;\ninclude \"d0.inc\";\nqreg q[1];"))
    #expect(deep.message == "files include one another more than 16 levels deep")

    try write("", to: "program/empty.inc")
    let often = String(repeating: "include \"empty.inc\";\n", count: 300)
    let many = try #require(try error(of: "OPENQASM 2.0;\n\(often)qreg q[1];"))
    #expect(many.message == "more than 256 files are included")
  }
}
