/// Sums whose rounding does not depend on the number of threads: a sum a block of fixed length, then
/// the blocks' sums in pairs, always in the same order.
package enum BlockSum {
  /// Amplitudes in a block: in double precision 64 KiB, enough to hide the cost of a call.
  package static let blockLength = 4096

  /// The sum over blocks of `0..<count`; `block` gives the sum over one range.
  package static func sum(
    count: Int, threads: Int = WorkerPool.threads,
    _ block: @escaping @Sendable (Range<Int>) -> Double
  ) -> Double {
    sum(count: count, threads: threads) { SIMD2(block($0), 0) }.x
  }

  /// Two sums at once, for complex values.
  package static func sum(
    count: Int, threads: Int = WorkerPool.threads,
    _ block: @escaping @Sendable (Range<Int>) -> SIMD2<Double>
  ) -> SIMD2<Double> {
    guard count > blockLength else { return block(0..<count) }
    let blocks = (count + blockLength - 1) / blockLength
    return withUnsafeTemporaryAllocation(of: SIMD2<Double>.self, capacity: blocks) { buffer in
      // Each block writes its own element, and the pool returns before the buffer ends.
      nonisolated(unsafe) let sums = buffer
      sums.initialize(repeating: .zero)
      let fill: @Sendable (Range<Int>) -> Void = { range in
        for index in range {
          let start = index * blockLength
          sums[index] = block(start..<min(start + blockLength, count))
        }
      }
      if count < WorkerPool.serialLimit || threads == 1 {
        fill(0..<blocks)
      } else {
        let slices = min(blocks, 4 * threads)
        WorkerPool.shared.run(slices: slices, threads: threads) { slice in
          fill(blocks * slice / slices..<blocks * (slice + 1) / slices)
        }
      }
      return pairwise(sums[...])
    }
  }

  /// Halves, each summed the same way: the error grows with the logarithm of the count (Higham,
  /// "The accuracy of floating point summation", 1993, doi:10.1137/0914050).
  private static func pairwise(
    _ values: Slice<UnsafeMutableBufferPointer<SIMD2<Double>>>
  ) -> SIMD2<Double> {
    guard values.count > 1 else { return values.first ?? .zero }
    let middle = values.startIndex + values.count / 2
    return pairwise(values[..<middle]) + pairwise(values[middle...])
  }
}
