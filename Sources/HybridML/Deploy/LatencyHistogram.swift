/// Durations counted in buckets that grow with them, so that recording takes no memory and quantiles are
/// right to 1.6 %.
///
/// Each power of two nanoseconds has 64 buckets of equal width; below 128 ns each nanosecond has its own
/// (after G. Tene's HdrHistogram). Durations of over 18 minutes count as that.
public struct LatencyHistogram: Hashable, Sendable {
  private static let halfBits = 6
  private static let longest = UInt64(1) << 40
  private var counts: [UInt64]
  /// How many durations were recorded.
  public private(set) var count: UInt64 = 0
  private var total: UInt64 = 0
  private var largest: UInt64 = 0

  public init() { counts = Array(repeating: 0, count: Self.index(of: Self.longest) + 1) }

  /// Counts one duration. No allocation.
  public mutating func record(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    record(nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  /// Counts one duration; a negative one as 0.
  public mutating func record(nanoseconds: Int64) {
    let value = min(UInt64(max(nanoseconds, 0)), Self.longest)
    counts[Self.index(of: value)] += 1
    count += 1
    total &+= value
    largest = max(largest, value)
  }

  /// The duration, in nanoseconds, that this share of all does not exceed; 0 when none was recorded.
  ///
  /// - Parameter share: 0.5 for the median, 0.99, 0.999.
  public func quantile(_ share: Double) -> Double {
    guard count > 0 else { return 0 }
    let rank = max(1, UInt64((min(max(share, 0), 1) * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for (index, count) in counts.enumerated() where count > 0 {
      seen += count
      if seen >= rank {
        let bounds = Self.bounds(of: index)
        // The middle of the bucket, but no more than was ever seen.
        return min(Double(bounds.lowerBound + bounds.upperBound - 1) / 2, Double(largest))
      }
    }
    return Double(largest)
  }

  /// In nanoseconds; 0 when none was recorded.
  public var mean: Double { count == 0 ? 0 : Double(total) / Double(count) }
  /// The longest duration, in nanoseconds.
  public var maximum: Double { Double(largest) }

  /// Adds what another one has counted.
  public mutating func merge(_ other: LatencyHistogram) {
    for index in counts.indices { counts[index] += other.counts[index] }
    count += other.count
    total &+= other.total
    largest = max(largest, other.largest)
  }

  private static func index(of value: UInt64) -> Int {
    let bits = UInt64.bitWidth - value.leadingZeroBitCount
    let shift = max(0, bits - halfBits - 1)
    return shift << halfBits + Int(value >> UInt64(shift))
  }

  private static func bounds(of index: Int) -> Range<UInt64> {
    let shift = max(0, index >> halfBits - 1)
    let lower = UInt64(index - shift << halfBits) << UInt64(shift)
    return lower..<lower + 1 << UInt64(shift)
  }
}
