/// Seconds of repeated runs. Medians and quartiles: other programs on the machine make a few runs
/// longer, never shorter.
struct Timing {
  let repeats: Int
  let minimum: Double
  let lowerQuartile: Double
  let median: Double
  let upperQuartile: Double

  /// - Parameter seconds: one number at least.
  init(_ seconds: [Double]) {
    let sorted = seconds.sorted()
    func quantile(_ fraction: Double) -> Double {
      let place = fraction * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    repeats = sorted.count
    minimum = quantile(0)
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
  }

  init?(_ json: JSONValue?) {
    guard let json, let repeats = json["repeats"]?.int, let minimum = json["minimum"]?.number,
      let lower = json["lowerQuartile"]?.number, let median = json["median"]?.number,
      let upper = json["upperQuartile"]?.number, median > 0, minimum > 0
    else { return nil }
    self.repeats = repeats
    self.minimum = minimum
    lowerQuartile = lower
    self.median = median
    upperQuartile = upper
  }

  /// Half of the distance between the quartiles, as a fraction of the median.
  var spread: Double { (upperQuartile - lowerQuartile) / 2 / median }
}
