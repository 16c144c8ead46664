#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A moment, for measuring how long something took.
///
/// Reading `ContinuousClock` and turning its durations into seconds takes longer than a gate on a small
/// state: their arithmetic has 128 bits.
package struct MonotonicTime: Comparable, Sendable {
  private let nanoseconds: Int64

  package static var now: MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(
      nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// The moment so many seconds later; the last there is for very many.
  package func after(seconds: Double) -> MonotonicTime {
    let more = Int64(exactly: (seconds * 1e9).rounded()) ?? .max
    let (sum, overflow) = nanoseconds.addingReportingOverflow(more)
    return MonotonicTime(nanoseconds: overflow ? .max : sum)
  }

  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The seconds from this moment to a later one.
  package func seconds(until end: MonotonicTime = .now) -> Double {
    Double(end.nanoseconds - nanoseconds) * 1e-9
  }
}
