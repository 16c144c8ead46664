import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct InterruptionTests {
  /// Hours of work on any machine.
  private let endless =
    Sources.uniform(20) + String(repeating: "h q;\ncx q[0],q[1];\n", count: 20_000)

  @Test(
    "A signal in the middle of a simulation ends with 130, one line, and no file left behind",
    arguments: [SIGINT, SIGTERM])
  func simulation(signal: Int32) throws {
    let directory = try TemporaryDirectory()
    try directory.write(endless, to: "endless.qasm")
    let running = try Program.Running(
      ["run", "endless.qasm", "--output", "out", "--statevector", "s.npy"], in: directory.url)
    // The files beside their places show that the work has begun.
    while directory.names.count < 3, kill(running.process, 0) == 0 { usleep(2_000) }
    usleep(100_000)
    kill(running.process, signal)
    let outcome = try running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.errors == "qsim: interrupted\n")
    #expect(outcome.output.isEmpty)
    #expect(directory.names == ["endless.qasm"])
  }

  @Test("A signal while a pipe is awaited ends with 130 too")
  func waiting() throws {
    let directory = try TemporaryDirectory()
    let pipe = directory.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for both, so that neither side waits for the other to open.
    let writer = open(pipe, O_RDWR)
    defer { close(writer) }
    let running = try Program.Running(["check", pipe, "-"], inputPath: pipe)
    // The first file is refused once the program has begun; then it waits for the second.
    while running.errorsSoFar.isEmpty, kill(running.process, 0) == 0 { usleep(2_000) }
    kill(running.process, SIGINT)
    let outcome = try running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.errors.hasSuffix("qsim: interrupted\n"))
  }
}
