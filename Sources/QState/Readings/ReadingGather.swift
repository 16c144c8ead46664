/// Probabilities of consecutive readings, whose amplitudes may lie anywhere in the state.
///
/// Unlisted qubits are summed in the order of ``MarginalBlocks``, so that a reading has the same bits
/// either way.
struct ReadingGather<Scalar: StateScalar>: Sendable {
  typealias Amplitudes = UnsafeBufferPointer<Complex<Scalar>>

  /// How many readings are gathered at once, a power of two.
  let length: Int

  /// The qubits that a reading's bits above ``length`` are read from.
  private let highQubits: [Int]
  /// Where the amplitudes of `length` readings lie, from that of the first.
  private let offsets: [Int]
  /// Whether they lie one after the other, so that none need be moved.
  private let isContiguous: Bool
  /// What the unlisted qubits of a block add to a place, and those above.
  private let folded: [Int]
  private let above: [Int]
  private let kernels: Reductions<Scalar>

  /// - Parameters:
  ///   - qubits: position k is bit k of a reading.
  ///   - longest: the most readings to gather at once.
  ///   - kernels: nil for those that are selected.
  init(of qubits: [Int], qubitCount: Int, longest: Int = .max, kernels: KernelSet? = nil) {
    let blockQubits = min(MarginalBlocks<Scalar>.blockQubits, qubitCount)
    let listed = qubits.reduce(0) { $0 | 1 << $1 }
    let unlisted = (0..<qubitCount).filter { listed >> $0 & 1 == 0 }
    folded = Self.sums(of: unlisted.filter { $0 < blockQubits })
    above = Self.sums(of: unlisted.filter { $0 >= blockQubits })
    // All that is gathered for one sum fits a block.
    var bits = min(qubits.count, blockQubits - folded.count.trailingZeroBitCount)
    while bits > 0, 1 << bits > longest { bits -= 1 }
    length = 1 << bits
    offsets = Self.sums(of: Array(qubits[..<bits]))
    highQubits = Array(qubits[bits...])
    isContiguous = folded.count == 1 && offsets.last == length - 1 && offsets == Array(0..<length)
    self.kernels = Reductions(kernels)
  }

  /// Every sum of bits at these positions, counting with the first as the lowest.
  private static func sums(of positions: [Int]) -> [Int] {
    var sums = [0]
    for position in positions { sums += sums.map { $0 | 1 << position } }
    return sums
  }

  /// Writes the probabilities of ``length`` readings from `first` on, a multiple of it.
  func probabilities(
    _ amplitudes: Amplitudes, from first: Int, into result: UnsafeMutablePointer<Double>
  ) {
    guard let base = amplitudes.baseAddress else { return }
    let start = (first / length).bits(depositedAt: highQubits)
    if isContiguous, above.count == 1 {
      return kernels.probabilities(base + start, count: length, into: result)
    }
    let all = length * folded.count
    withUnsafeTemporaryAllocation(of: Complex<Scalar>.self, capacity: all) { gathered in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: all) { squares in
        guard let values = gathered.baseAddress, let sums = squares.baseAddress else { return }
        for (number, high) in above.enumerated() {
          var source = UnsafePointer(values)
          if isContiguous {
            source = base + (start | high)
          } else {
            gather(base + (start | high), into: values)
          }
          kernels.probabilities(source, count: all, into: sums)
          // The highest unlisted qubit first.
          var half = all / 2
          while half >= length {
            for element in 0..<half { sums[element] += sums[half + element] }
            half /= 2
          }
          if number == 0 {
            result.update(from: sums, count: length)
          } else {
            for element in 0..<length { result[element] += sums[element] }
          }
        }
      }
    }
  }

  private func gather(
    _ base: UnsafePointer<Complex<Scalar>>, into values: UnsafeMutablePointer<Complex<Scalar>>
  ) {
    offsets.withUnsafeBufferPointer { offsets in
      for (number, fold) in folded.enumerated() {
        let (from, to) = (base + fold, values + number * length)
        for element in 0..<length { to[element] = from[offsets[element]] }
      }
    }
  }
}
