import Foundation
import Testing

/// Where `qsim train` writes, and what it leaves alone.
@Suite struct TrainPlacesTests {
  private static let small = [
    "train", "t.csv", "--label", "y", "--epochs", "2", "--folds", "2", "--quiet",
  ]

  private static func directory() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    try directory.write(TrainDataTests.groups(), to: "t.csv")
    return directory
  }

  @Test(
    "One place for two things is refused, however it is spelled",
    arguments: [
      (["--out", "t.csv"], "the data and --out are the same file, t.csv"),
      (["--out", "./t.csv"], "the data and --out"),
      (["--card", "a", "--curve", "a"], "--card and --curve are the same file"),
      (["--out", "a", "--confusion", "a"], "--out and --confusion"),
      (["--checkpoint", "a", "--out", "a"], "--out and --checkpoint"),
    ])
  func same(options: [String], cause: String) throws {
    let directory = try Self.directory()
    let outcome = try Program.Running(Self.small + options, in: directory.url).wait()
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(directory.names == ["t.csv"])
  }

  @Test("A device takes any number of things, and stays one")
  func device() throws {
    let directory = try Self.directory()
    let outcome = try Program.Running(
      Self.small + ["--card", "/dev/null", "--curve", "/dev/null"], in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(directory.names == ["t.csv", "t.qml"])
  }

  @Test("A checkpoint replaces nothing but a checkpoint")
  func checkpoint() throws {
    let directory = try Self.directory()
    try directory.write("mine", to: "note.txt")
    try FileManager.default.createDirectory(
      at: directory.url.appendingPathComponent("d"), withIntermediateDirectories: false)
    for place in ["note.txt", "d", "/dev/null"] {
      let outcome = try Program.Running(
        Self.small + ["--checkpoint", place], in: directory.url
      ).wait()
      #expect(outcome.status == 73, "\(outcome.errors)")
      #expect(outcome.errors.contains("\(place): error: exists and is no checkpoint"))
    }
    // The place that Ctrl-C would write to counts as well.
    try directory.write("mine", to: "t.qml.checkpoint")
    let outcome = try Program.Running(Self.small, in: directory.url).wait()
    #expect(outcome.status == 73, "\(outcome.errors)")
    #expect(directory.names == ["d", "note.txt", "t.csv", "t.qml.checkpoint"])
    for name in ["note.txt", "t.qml.checkpoint"] {
      #expect(try String(contentsOfFile: directory.path(name), encoding: .utf8) == "mine")
    }
  }

  @Test("A place where no checkpoint can be is said before any work")
  func closed() throws {
    let directory = try Self.directory()
    let outcome = try Program.Running(
      Self.small + ["--checkpoint", "missing/c"], in: directory.url
    ).wait()
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("missing/c: error: cannot be created"), "\(outcome.errors)")
    #expect(directory.names == ["t.csv"])
  }
}
