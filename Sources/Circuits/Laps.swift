/// A clock that is read at the end of each stage of a run.
struct Laps {
  private var last = MonotonicTime.now

  /// The seconds since the last time, or since the start.
  mutating func seconds() -> Double {
    let now = MonotonicTime.now
    defer { last = now }
    return last.seconds(until: now)
  }
}
