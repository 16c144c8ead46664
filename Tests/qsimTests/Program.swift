import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs the program that was built beside these tests.
enum Program {
  struct Outcome {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var lines: [Substring] { text.split(separator: "\n") }

    /// The whole output as one JSON object; empty when it is none.
    var json: [String: Any] { Program.json(text) }
  }

  /// The test bundle lies beside the program, itself or as a directory with more directories in it.
  static let url: URL = {
    let bundles = [Bundle.main.bundleURL] + Bundle.allBundles.map(\.bundleURL)
    for bundle in bundles {
      var directory = bundle
      for _ in 0..<4 {
        let candidate = directory.appendingPathComponent("qsim")
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory),
          !isDirectory.boolValue
        {
          return candidate
        }
        directory.deleteLastPathComponent()
      }
    }
    return URL(fileURLWithPath: "qsim, which was not found beside the tests")
  }()

  /// A program that has been started, with its output going to files so that no pipe can fill.
  final class Running {
    let process: pid_t
    let files: TemporaryDirectory

    /// - Parameters:
    ///   - input: what standard input holds.
    ///   - inputPath: a file or pipe to be standard input instead.
    ///   - program: another one that lies beside qsim.
    init(
      _ arguments: [String], input: String? = nil, inputPath: String? = nil,
      environment: [String: String] = [:], in directory: URL? = nil, program: String? = nil
    ) throws {
      files = try TemporaryDirectory()
      try files.write(input ?? "", to: "input")
      let url =
        program.map { Program.url.deletingLastPathComponent().appendingPathComponent($0) }
        ?? Program.url
      process = try Self.spawn(
        url.path, arguments, environment: environment,
        directory: directory?.path ?? files.url.path,
        streams: [inputPath ?? files.path("input"), files.path("output"), files.path("errors")])
    }

    var errorsSoFar: String {
      (try? String(contentsOfFile: files.path("errors"), encoding: .utf8)) ?? ""
    }

    func wait() throws -> Outcome {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      // The number of the signal, where one ended the program, as shells report it.
      let signal = status & 0x7f
      return Outcome(
        status: signal == 0 ? status >> 8 & 0xff : 128 + signal,
        output: try Data(contentsOf: files.url.appendingPathComponent("output")),
        errors: String(
          decoding: try Data(contentsOf: files.url.appendingPathComponent("errors")), as: UTF8.self)
      )
    }

    private static func spawn(
      _ path: String, _ arguments: [String], environment: [String: String], directory: String,
      streams: [String]
    ) throws -> pid_t {
      // Variables that a developer has set must not change what is tested.
      var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("QSIM_") }
      variables["LC_ALL"] = "C.UTF-8"
      variables.merge(environment) { $1 }
      // The shell goes to the directory and becomes the program, which keeps its process number.
      let command = ["sh", "-c", "cd \"$0\" && exec \"$@\"", directory, path] + arguments
      var argumentPointers = command.map { strdup($0) } + [nil]
      var variablePointers = variables.map { strdup("\($0)=\($1)") } + [nil]
      defer { for pointer in argumentPointers + variablePointers { free(pointer) } }

      #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
      #else
        var actions = posix_spawn_file_actions_t()
      #endif
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      for (descriptor, stream) in streams.enumerated() {
        let flags = descriptor == 0 ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, Int32(descriptor), stream, flags, 0o600)
      }
      var process: pid_t = 0
      let failure = posix_spawn(
        &process, "/bin/sh", &actions, nil, &argumentPointers, &variablePointers)
      try #require(failure == 0, "\(path) cannot be started: \(String(cString: strerror(failure)))")
      return process
    }
  }

  static func run(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:],
    in directory: URL? = nil
  ) throws -> Outcome {
    try Running(arguments, input: input, environment: environment, in: directory).wait()
  }

  static func json(_ text: some StringProtocol) -> [String: Any] {
    let object = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    return object as? [String: Any] ?? [:]
  }

  /// The repository's directory.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
