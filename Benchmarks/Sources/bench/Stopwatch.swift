/// Repeats a piece of work and keeps the seconds of each run.
struct Stopwatch {
  /// Seconds of repetition; at least one run is made.
  var budget: Double
  /// The most runs.
  var most = 1_000_000

  /// A first run that takes over so many budgets counts: what warming up costs no longer shows there,
  /// and another would cost too much time.
  private static let longestWarmUp = 20.0

  /// - Parameter work: one run; gives the seconds that count, or nil where the whole run does.
  func samples(of work: () throws -> Double?) rethrows -> [Double] {
    let clock = ContinuousClock()
    // Takes memory, starts threads and warms the caches.
    var begun = clock.now
    let reported = try work()
    let first = (clock.now - begun).seconds
    if first > Self.longestWarmUp * budget { return [reported ?? first] }

    var seconds: [Double] = []
    var spent = 0.0
    while seconds.isEmpty || (spent < budget && seconds.count < most) {
      begun = clock.now
      let reported = try work()
      let elapsed = (clock.now - begun).seconds
      spent += elapsed
      seconds.append(reported ?? elapsed)
    }
    return seconds
  }
}

extension Duration {
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}

extension [Double] {
  /// The middle value; the mean of the two middle ones of an even number.
  var median: Double {
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
