#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where results go: standard output, or a file that appears when all of them are written.
final class Destination {
  let sink: ByteSink
  private let file: OutputFile?
  /// Whether a result has been written.
  private(set) var hasOutput = false

  init(_ path: String?) throws(Failure) {
    file = try path.map { path throws(Failure) in try OutputFile(path) }
    sink = file?.sink ?? ByteSink(descriptor: STDOUT_FILENO, name: "standard output")
  }

  /// Ends the result of one input. On standard output it shows at once.
  func resultIsWhole() throws(Failure) {
    hasOutput = true
    if file == nil { try sink.flush() }
  }

  /// Puts the file in place, unless no input gave a result.
  func finish() throws(Failure) {
    try sink.flush()
    if hasOutput { try file?.commit() }
  }
}
