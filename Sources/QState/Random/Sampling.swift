import RealModule

/// Drawing many shots from a distribution.
///
/// Outcomes are cut into blocks of fixed size. Conditional binomial numbers share the shots out among
/// the blocks; inside a block sorted uniform numbers, made in order by exponential spacings, are
/// merged with the running sum of the probabilities. All is streaming, takes O(outcomes + shots)
/// time, and depends on the seed alone, not on which thread draws which block.
///
/// Spacings: L. Devroye, "Non-Uniform Random Variate Generation" (1986), section V.3.
public enum Sampling {
  /// How often each outcome comes up in a number of shots.
  ///
  /// - Parameters:
  ///   - probabilities: the weight of each outcome; they need not sum to one. Rounding errors below
  ///     zero, to −10⁻⁹, count as zero.
  ///   - shots: how many outcomes to draw; the counts sum to it exactly.
  /// - Returns: the outcomes that came up, ascending; none of them has weight zero.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for negative shots or weights,
  ///   ``QuantumError/notNormalizable(norm:)`` when the weights sum to no positive finite number.
  public static func counts(
    probabilities: [Double], shots: Int, using random: inout RandomStream
  ) throws(QuantumError) -> [(outcome: Int, count: Int)] {
    for probability in probabilities where probability < -1e-9 {
      throw .outOfRange(what: "a probability", value: probability, range: "0...1")
    }
    let starts = stride(from: 0, to: probabilities.count, by: blockSize)
    let totals = starts.map { start in
      probabilities[start..<min(start + blockSize, probabilities.count)].reduce(0) {
        $1 < 0 ? $0 : $0 + $1
      }
    }
    let shares = try share(shots, among: totals, using: &random)
    let streams = random.fork()
    var result: [(outcome: Int, count: Int)] = []
    probabilities.withUnsafeBufferPointer { buffer in
      for (block, start) in starts.enumerated() where shares[block] > 0 {
        let end = min(start + blockSize, probabilities.count)
        var stream = streams(block)
        draw(
          shares[block], from: UnsafeBufferPointer(rebasing: buffer[start..<end]),
          firstOutcome: start, using: &stream, into: &result)
      }
    }
    return result
  }

  /// Outcomes of one block: their probabilities and the spacings of as many shots stay in the second
  /// cache.
  static let blockSize = 1 << 13

  /// Shares `shots` out among blocks with these weights, as a multinomial number.
  ///
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``,
  ///   ``QuantumError/notNormalizable(norm:)``
  static func share(
    _ shots: Int, among weights: [Double], using random: inout RandomStream
  ) throws(QuantumError) -> [Int] {
    guard shots >= 0 else {
      throw .outOfRange(what: "the number of shots", value: Double(shots), range: "0...")
    }
    let sum = weights.reduce(0, +)
    guard sum > 0, sum.isFinite else {
      throw .notNormalizable(norm: sum < 0 ? sum : sum.squareRoot())
    }
    var shares = [Int](repeating: 0, count: weights.count)
    weights.withUnsafeBufferPointer { weights in
      conditionalBinomials(shots, weights, using: &random) { shares[$0] = $1 }
    }
    return shares
  }

  /// Draws `shots` outcomes from weights with a positive sum and appends those that came up.
  static func draw(
    _ shots: Int, from weights: UnsafeBufferPointer<Double>, firstOutcome: Int,
    using random: inout RandomStream, into result: inout [(outcome: Int, count: Int)]
  ) {
    // A binomial number costs as much as about eight spacings (100 ns and 12 ns on Zen 4).
    if shots / 8 >= weights.count {
      conditionalBinomials(shots, weights, using: &random) {
        result.append((firstOutcome + $0, $1))
      }
    } else {
      mergeSpacings(shots, weights, using: &random) { result.append((firstOutcome + $0, $1)) }
    }
  }

  /// Gives each outcome a binomial share of the shots that are left, with its weight's part of the
  /// weight that is left; calls `body` with the shares above zero.
  private static func conditionalBinomials(
    _ shots: Int, _ weights: UnsafeBufferPointer<Double>, using random: inout RandomStream,
    _ body: (_ index: Int, _ count: Int) -> Void
  ) {
    // Summed from the end, so that the last weight above zero is exactly all that is left there.
    var left = [Double](repeating: 0, count: weights.count)
    var sum = 0.0
    for index in weights.indices.reversed() {
      if weights[index] > 0 { sum += weights[index] }
      left[index] = sum
    }
    var remaining = shots
    for index in weights.indices where remaining > 0 && weights[index] > 0 {
      let count = random.binomial(trials: remaining, probability: weights[index] / left[index])
      if count > 0 { body(index, count) }
      remaining -= count
    }
  }

  /// Merges sorted uniform numbers with the running sum of the weights; calls `body` with the counts
  /// above zero.
  private static func mergeSpacings(
    _ shots: Int, _ weights: UnsafeBufferPointer<Double>, using random: inout RandomStream,
    _ body: (_ index: Int, _ count: Int) -> Void
  ) {
    // The first `shots` partial sums of shots + 1 exponential numbers, divided by the whole sum, are
    // distributed as sorted uniform numbers.
    var sum = 0.0
    let places = [Double](unsafeUninitializedCapacity: shots) { places, count in
      for index in 0..<shots {
        sum += random.exponential()
        places[index] = sum
      }
      count = shots
    }
    sum += random.exponential()
    var total = 0.0
    var last = 0
    for index in weights.indices where weights[index] > 0 {
      total += weights[index]
      last = index
    }
    let scale = total / sum
    places.withUnsafeBufferPointer { places in
      var next = 0
      var reached = 0.0
      for index in weights.indices where weights[index] > 0 {
        reached += weights[index]
        let first = next
        while next < shots, places[next] * scale < reached || index == last { next += 1 }
        if next > first { body(index, next - first) }
      }
    }
  }
}
