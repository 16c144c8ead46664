/// A clock that is read at the end of each stage of a run.
struct Laps {
  private var last = ContinuousClock.now

  /// The seconds since the last time, or since the start.
  mutating func seconds() -> Double {
    let now = ContinuousClock.now
    defer { last = now }
    return (now - last).seconds
  }
}
