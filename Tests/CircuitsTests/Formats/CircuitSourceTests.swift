import Circuits
import Foundation
import Testing

@Suite("Circuit files")
final class CircuitSourceTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("source-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ name: String, _ text: String) throws -> String {
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private func reason(_ path: String, limit: Int = CircuitSource.sizeLimit) -> FileError.Reason? {
    do throws(FileError) {
      _ = try CircuitSource(contentsOf: path, sizeLimit: limit)
      return nil
    } catch {
      #expect(error.path == path)
      #expect(!error.description.isEmpty)
      return error.reason
    }
  }

  @Test("A file is read under any name, and its diagnostics bear that name")
  func anyName() throws {
    for name in ["a.qasm", "a.txt", "noending", "a.stim", "a b ü.qasm"] {
      let path = try file(name, "OPENQASM 2.0;\nqreg q[1];\nU(0, 0, 0) q[1];\n")
      let source = try CircuitSource(contentsOf: path)
      #expect(source.format == .openQASM2)
      let error = try #require(source.diagnose().first)
      #expect(error.file == path)
      #expect((error.line, error.column) == (3, 12))
    }
  }

  @Test("What cannot be read is told by its reason")
  func unreadable() throws {
    #expect(reason(folder.path + "/missing.qasm") == .missing)
    #expect(reason(folder.path) == .isDirectory)
    #expect(reason("") == .missing)
    #expect(reason(folder.path + "/a\0b") == .missing)
    let path = try file("a.qasm", "OPENQASM 2.0;")
    #expect(reason(path + "/below") == .missing)
    #expect(reason(path, limit: 12) == .tooLarge(limit: 12))
    #expect(reason(path, limit: 13) == nil)
  }

  @Test("Pipes and devices are refused without being read")
  func specialFiles() throws {
    let pipe = folder.appendingPathComponent("pipe.qasm").path
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(reason(pipe) == .notRegular)
    #expect(reason("/dev/zero") == .notRegular)
    #expect(reason("/dev/null") == .notRegular)
  }

  @Test("A file without permission is told as such")
  func permission() throws {
    // The superuser may read everything.
    guard getuid() != 0 else { return }
    let path = try file("closed.qasm", "OPENQASM 2.0;")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    #expect(reason(path) == .notPermitted)
  }

  @Test("A file of another format gives one error that names it")
  func otherFormats() throws {
    for (text, title, line) in [
      ("// three\nOPENQASM 3.0;\nqubit q;\nfoo bar;", "OpenQASM 3 is not read yet", 2),
      ("2\n0 h 0\n", "Google's qsim text format is not read yet", 1),
      ("H 0\nM 0\n", "the stim format is not read yet", 1),
    ] {
      let found = try CircuitSource(contentsOf: file("a.qasm", text)).diagnose()
      #expect(found.map(\.message) == [title])
      #expect(found.map(\.line) == [line])
    }
  }

  @Test("A text from memory includes the built-in files alone")
  func text() throws {
    let source = CircuitSource("OPENQASM 2.0; include \"qelib1.inc\"; qreg q[1]; x q;", named: "t")
    #expect(try Circuit(source).probabilities() == ["1": 1])
    let error = try #require(CircuitSource("include \"a.inc\"; qreg q[1];").diagnose().last)
    #expect(
      error.message == "'a.inc' cannot be included: this program was not read from a file")
  }
}
