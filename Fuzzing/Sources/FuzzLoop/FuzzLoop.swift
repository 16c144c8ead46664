public import Circuits
import Foundation

/// Makes one input after another.
public protocol InputMaker {
  mutating func next() -> [UInt8]
}

/// Feeds a reader with inputs for a while: the main loop of every fuzzing program here.
///
/// The input at hand lies in `NAME.input`, so that a crash leaves it there; one that takes over a second
/// is kept beside it as `NAME.slow-N`. Memory beyond a limit is refused by the system, so that a reader
/// that asks for it crashes too.
public enum FuzzLoop {
  /// - Parameters:
  ///   - name: of the program.
  ///   - rest: the name of an argument after seconds and seed, where there is one.
  ///   - memoryLimit: bytes of address space.
  ///   - inputs: makes the inputs, from a seeded stream and the argument.
  ///   - check: whether the reader takes an input.
  public static func run(
    _ name: String, rest: String? = nil, memoryLimit: UInt,
    inputs: (RandomStream, _ rest: String?) throws -> some InputMaker,
    check: (_ input: [UInt8]) throws -> Bool
  ) throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let seconds = arguments.first.flatMap(Double.init) else {
      print("usage: \(name) SECONDS [SEED]" + (rest.map { " [\($0)]" } ?? ""))
      exit(64)
    }
    let seed = arguments.dropFirst().first.map { UInt64($0) } ?? 1
    guard let seed else {
      print("\(name): the seed must be a whole number")
      exit(64)
    }
    var maker = try inputs(RandomStream(seed: seed), arguments.dropFirst(2).first)
    limitMemory(to: memoryLimit)
    let current = open("\(name).input", O_CREAT | O_RDWR, 0o644)
    let start = ContinuousClock.now
    var (count, accepted, slow) = (0, 0, 0)
    while ContinuousClock.now - start < .seconds(seconds) {
      let input = maker.next()
      _ = input.withUnsafeBytes { pwrite(current, $0.baseAddress, $0.count, 0) }
      ftruncate(current, off_t(input.count))
      let begin = ContinuousClock.now
      count += 1
      if try check(input) { accepted += 1 }
      if ContinuousClock.now - begin > .seconds(1) {
        slow += 1
        try Data(input).write(to: URL(fileURLWithPath: "\(name).slow-\(slow)"))
      }
    }
    print("\(count) inputs, \(accepted) accepted, \(slow) over one second, seed \(seed)")
    if slow > 0 { exit(1) }
  }

  private static func limitMemory(to bytes: UInt) {
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    #if os(Linux)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    #else
      setrlimit(RLIMIT_AS, &limit)
    #endif
  }
}
