#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Numbers as people read them.
enum NumberText {
  /// With this many digits after the point.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    formatted("%.*f", [Int32(digits), value])
  }

  /// A probability in eight characters: six digits after the point, or a power of ten where that
  /// would show none.
  static func probability(_ value: Double) -> String {
    value == 0 || value >= 1e-4 ? fixed(value, 6) : scientific(value)
  }

  /// With three significant digits and a power of ten.
  static func scientific(_ value: Double) -> String { formatted("%.2e", [value]) }

  /// With four significant digits: `53.85`, `1234`, `0.001235`.
  static func significant(_ value: Double) -> String { formatted("%.4g", [value]) }

  /// Seconds in the unit that suits them: `340 µs`, `12.3 ms`, `4.56 s`, `3 min 20 s`.
  static func duration(_ seconds: Double, unicode: Bool = true) -> String {
    switch seconds {
    case ..<1e-3: "\(fixed(seconds * 1e6, 0)) \(unicode ? "µs" : "us")"
    case ..<1: "\(fixed(seconds * 1e3, 1)) ms"
    case ..<60: "\(fixed(seconds, 2)) s"
    case ..<3600: "\(Int(seconds) / 60) min \(Int(seconds) % 60) s"
    case ..<360_000: "\(Int(seconds) / 3600) h \(Int(seconds) / 60 % 60) min"
    default: "\(fixed(seconds / 86_400, 0)) days"
    }
  }

  /// Seconds with three significant digits below a minute: `8.43 µs`, `12.3 ms`.
  static func duration(precisely seconds: Double, unicode: Bool = true) -> String {
    guard seconds < 60 else { return duration(seconds, unicode: unicode) }
    let (value, unit) =
      seconds < 0.999_5e-3
      ? (seconds * 1e6, unicode ? "µs" : "us")
      : seconds < 0.999_5 ? (seconds * 1e3, "ms") : (seconds, "s")
    let digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
    return "\(fixed(value, digits)) \(unit)"
  }

  private static func formatted(_ format: String, _ arguments: [any CVarArg]) -> String {
    withVaList(arguments) { list in
      // The largest Double has 309 digits before the point.
      String(unsafeUninitializedCapacity: 400) { buffer in
        buffer.withMemoryRebound(to: CChar.self) { buffer in
          max(0, min(Int(vsnprintf(buffer.baseAddress, buffer.count, format, list)), buffer.count))
        }
      }
    }
  }
}
