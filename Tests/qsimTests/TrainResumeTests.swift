import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct TrainResumeTests {
  private static let options = [
    "train", "--data", "iris", "--layers", "1", "--qubits", "3", "--folds", "3", "--epochs", "400",
    "--batch", "32", "--quiet",
  ]

  /// Starts a training, interrupts it once something shows that it is under way, and returns how it
  /// ended.
  private static func interrupted(
    _ options: [String], in directory: URL, when isUnderWay: () -> Bool
  ) throws -> Program.Outcome {
    let running = try Program.Running(options, in: directory)
    while !isUnderWay(), kill(running.process, 0) == 0 { usleep(1_000) }
    kill(running.process, SIGINT)
    return try running.wait()
  }

  @Test("An interrupted training goes on to the same bytes of the model")
  func sameBytes() throws {
    let directory = try TemporaryDirectory()
    let whole = try Program.Running(
      Self.options + ["--out", "whole.qml", "--format", "json"], in: directory.url
    ).wait()
    #expect(whole.status == 0, "\(whole.errors)")

    let rest = ["--out", "m.qml", "--checkpoint", "c", "--format", "json"]
    // The checkpoint appears with the first fold that is done.
    let stopped = try Self.interrupted(Self.options + rest, in: directory.url) {
      directory.names.contains("c")
    }
    #expect(stopped.status == 130, "\(stopped.errors)")
    #expect(stopped.errors.contains("the same command with --resume goes on from c"))
    #expect(stopped.output.isEmpty)
    #expect(directory.names == ["c", "whole.qml"], "no part of a model is left behind")

    let resumed = try Program.Running(Self.options + rest + ["--resume"], in: directory.url).wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    let (a, b) = (directory.path("whole.qml"), directory.path("m.qml"))
    #expect(FileManager.default.contentsEqual(atPath: a, andPath: b))
    #expect(resumed.json["losses"] as? [Double] == whole.json["losses"] as? [Double])
    #expect(resumed.json["confusion"] as? [[Int]] == whole.json["confusion"] as? [[Int]])
    #expect(directory.names == ["m.qml", "whole.qml"], "a finished run leaves no checkpoint")
  }

  @Test("Without a named checkpoint, Ctrl-C leaves one beside the model")
  func unnamed() throws {
    let directory = try TemporaryDirectory()
    let stopped = try Self.interrupted(
      Self.options + ["--out", "m.qml", "--epochs", "1000000"], in: directory.url
    ) {
      // The file beside the model's place shows that the run has begun.
      !directory.names.isEmpty
    }
    #expect(stopped.status == 130)
    #expect(directory.names == ["m.qml.checkpoint"], "\(stopped.errors)")
    let other = try Program.Running(
      Self.options + ["--out", "m.qml", "--resume", "--seed", "7"], in: directory.url
    ).wait()
    #expect(other.status == 65)
    #expect(other.errors.contains("m.qml.checkpoint: error: the checkpoint is of another training"))
  }

  @Test("A kernel machine that is interrupted says what is kept, and goes on to the same report")
  func kernel() throws {
    let options = ["train", "--data", "wine", "--model", "kernel", "--qubits", "4", "--folds", "4"]
    let directory = try TemporaryDirectory()
    let whole = try Program.Running(
      options + ["--out", "whole.qml", "--format", "json"], in: directory.url
    ).wait()
    let rest = ["--out", "m.qml", "--checkpoint", "c", "--format", "json"]
    let stopped = try Self.interrupted(options + rest, in: directory.url) {
      directory.names.contains("c")
    }
    #expect(stopped.status == 130, "\(stopped.errors)")
    #expect(
      stopped.errors.contains(
        /goes on from c, which has \d+ finished folds? and nothing of what was/),
      "\(stopped.errors)")
    let resumed = try Program.Running(options + rest + ["--resume"], in: directory.url).wait()
    #expect(resumed.status == 0, "\(resumed.errors)")
    func scores(_ outcome: Program.Outcome) -> [[Double]] {
      (outcome.json["comparison"] as? [[String: Any]] ?? []).flatMap { entry in
        ["test", "train"].map { (entry[$0] as? [String: Any])?["folds"] as? [Double] ?? [] }
      }
    }
    #expect(!scores(whole).isEmpty && scores(resumed) == scores(whole))
    let (a, b) = (directory.path("whole.qml"), directory.path("m.qml"))
    #expect(FileManager.default.contentsEqual(atPath: a, andPath: b))
  }

  @Test("Going on needs a checkpoint that is one")
  func missing() throws {
    let directory = try TemporaryDirectory()
    let missing = try Program.Running(Self.options + ["--resume"], in: directory.url).wait()
    #expect(missing.status == 66)
    #expect(
      missing.errors.contains("iris.qml.checkpoint: error: there is no checkpoint to go on from"))
    #expect(missing.errors.contains("hint: without --resume training begins anew"))
    try directory.write("nonsense", to: "c")
    let wrong = try Program.Running(
      Self.options + ["--resume", "--checkpoint", "c"], in: directory.url
    ).wait()
    #expect(wrong.status == 65)
    #expect(wrong.errors.hasPrefix("c: error: "))
    #expect(directory.names == ["c"])
  }
}
