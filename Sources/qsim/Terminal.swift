#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the terminal behind an output can show.
struct Terminal {
  let isTerminal: Bool
  /// Columns, where the output is a terminal.
  let width: Int?
  let usesColor: Bool

  static let output = Terminal(descriptor: STDOUT_FILENO)
  static let error = Terminal(descriptor: STDERR_FILENO)

  private init(descriptor: Int32) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let known =
      isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = known ? Int(size.ws_col) : nil
    let term = Self.environment("TERM")
    usesColor =
      isTerminal && Self.environment("NO_COLOR") == nil && term != nil && term != "dumb"
  }

  /// Whether text beyond ASCII can be expected to show: the locale's encoding is UTF-8, or no locale
  /// is set at all, as in most containers.
  static let showsUnicode: Bool = {
    // The order in which the C library itself looks at them.
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment(name) else { continue }
      let lowered = value.lowercased()
      return lowered.contains("utf-8") || lowered.contains("utf8")
    }
    return true
  }()

  /// The value of an environment variable; `nil` when unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

/// Standard error, for diagnostics and progress.
enum StandardError {
  /// What cannot be written there is lost: there is no better place to say so.
  static func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = Descriptor.writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }
}
