import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Ends the program within milliseconds of Ctrl-C, whatever it is doing, and leaves no partial file.
///
/// A signal handler may do next to nothing, so it only wakes a thread that waits for it. The thread
/// removes unfinished files and ends the process without waiting for any computation.
enum Interruption {
  /// Paths of files that are not whole yet.
  private static let unfinished = Mutex<Set<String>>([])

  /// What saves work before the program ends, and says where.
  private static let lastWork = Mutex<(@Sendable () -> String?)?>(nil)

  /// The end of the pipe that the handler writes to; set before any handler is installed.
  nonisolated(unsafe) private static var wakeUp: Int32 = -1
  nonisolated(unsafe) private static var sleep: Int32 = -1

  static func install() {
    // A reader that leaves (`qsim run … | head`) shows as a failed write instead of a signal.
    signal(SIGPIPE, SIG_IGN)

    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    (sleep, wakeUp) = (ends[0], ends[1])
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    guard pthread_create(&thread, nil, { _ in Interruption.waitAndExit() }, nil) == 0 else {
      return
    }
    // Scripts start background jobs with interruption ignored; whoever sends the signal all the same
    // means it.
    for number in [SIGINT, SIGTERM] { signal(number, wake) }
    // Whereas `nohup` means what it says.
    let previous = signal(SIGHUP, wake)
    if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      signal(SIGHUP, SIG_IGN)
    }
  }

  private static let wake: @convention(c) (Int32) -> Void = { _ in
    var byte: UInt8 = 0
    _ = write(Interruption.wakeUp, &byte, 1)
  }

  /// Has the file removed if the program is interrupted before ``finished(_:)``.
  static func removeIfInterrupted(_ path: String) {
    unfinished.withLock { _ = $0.insert(path) }
  }

  static func finished(_ path: String) {
    unfinished.withLock { _ = $0.remove(path) }
  }

  /// Has work saved if the program is interrupted.
  ///
  /// - Parameter save: runs on a thread of its own, beside the computation, and must be quick; it says
  ///   what the user should know. `nil` saves nothing any more.
  static func beforeExit(_ save: (@Sendable () -> String?)?) { lastWork.withLock { $0 = save } }

  private static func waitAndExit() -> Never {
    // A program may start with signals blocked, as those that a thread pool starts are.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    var byte: UInt8 = 0
    while read(sleep, &byte, 1) < 0, errno == EINTR {}
    unfinished.withLock { paths in
      for path in paths { unlink(path) }
    }
    let message = lastWork.withLock { $0?() }
    Progress.erase()
    StandardError.write("qsim: interrupted\(message.map { ": \($0)" } ?? "")\n")
    _exit(ExitStatus.interrupted.rawValue)
  }
}
