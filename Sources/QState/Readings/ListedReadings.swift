/// Readings whose probabilities are an array.
package struct ListedReadings: Readings {
  private let probabilities: [Double]
  private let kernels: KernelSet

  /// - Parameters:
  ///   - probabilities: of every reading, `[2^m]`.
  ///   - kernels: nil for those that are selected.
  package init(_ probabilities: [Double], kernels: KernelSet? = nil) {
    precondition(probabilities.count.nonzeroBitCount == 1, "readings are 2^m")
    self.probabilities = probabilities
    self.kernels = kernels ?? (try? .selected()) ?? .fastest
  }

  package var bitCount: Int { probabilities.count.trailingZeroBitCount }

  package func forEachBlock(_ body: @escaping @Sendable (ReadingBlock) -> Void) {
    let numbers = Reductions<Double>(kernels)
    let length = min(probabilities.count, BlockSum.blockLength)
    let places = Array(0..<length)
    places.withUnsafeBufferPointer { places in
      probabilities.withUnsafeBufferPointer { probabilities in
        for first in stride(from: 0, to: probabilities.count, by: length) {
          body(
            ReadingBlock(
              first: first, places: places,
              probabilities: UnsafeBufferPointer(rebasing: probabilities[first..<first + length]),
              kernels: numbers))
        }
      }
    }
  }

  package func forEachRun<E: Error>(
    _ body: (_ first: Int, _ probabilities: [Double]) throws(E) -> Void
  ) throws(E) {
    try body(0, probabilities)
  }

  package subscript(reading: Int) -> Double { probabilities[reading] }
}
