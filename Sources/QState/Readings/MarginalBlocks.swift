/// Sums |amplitude|² over the qubits that are not listed.
///
/// Blocks of consecutive amplitudes are folded in cache along their own unlisted qubits; the folded
/// blocks that agree on the listed qubits above, a group, are added one after another. Where groups are
/// few, the rest of the qubits cuts the work on an array of all sums into a fixed number of parts, added
/// at the end. Neither order nor parts depend on the number of threads, and beside the result at most 64
/// folded blocks are held.
struct MarginalBlocks<Scalar: StateScalar>: Sendable {
  typealias Amplitudes = UnsafeBufferPointer<Complex<Scalar>>

  /// Qubits inside a block: 2^12 probabilities stay in the first cache.
  static var blockQubits: Int { 12 }

  /// How many groups there are: one for each reading of the listed qubits above a block.
  let groups: Int
  /// Where the elements of a group's sum go in a reading, the smallest first.
  let places: [Int]

  private let blockQubits: Int
  private let qubitCount: Int
  /// Unlisted qubits of a block, highest first.
  private let foldedQubits: [Int]
  /// Listed and unlisted qubits above a block, ascending.
  private let highListed: [Int]
  private let highUnlisted: [Int]
  /// For each of ``highListed``, its bit in a reading.
  private let highBits: [Int]
  private let kernels: Reductions<Scalar>

  /// - Parameters:
  ///   - qubits: those that are listed: position k is bit k of a reading.
  ///   - kernels: nil for those that are selected.
  init(of qubits: [Int], qubitCount: Int, kernels: KernelSet? = nil) {
    let blockQubits = min(Self.blockQubits, qubitCount)
    self.blockQubits = blockQubits
    self.qubitCount = qubitCount
    self.kernels = Reductions(kernels)
    var bit = [Int?](repeating: nil, count: qubitCount)
    for (place, qubit) in qubits.enumerated() { bit[qubit] = place }
    foldedQubits = (0..<blockQubits).filter { bit[$0] == nil }.reversed()
    var places = [0]
    for case let place? in bit[..<blockQubits] { places += places.map { $0 | 1 << place } }
    self.places = places
    highListed = (blockQubits..<qubitCount).filter { bit[$0] != nil }
    highUnlisted = (blockQubits..<qubitCount).filter { bit[$0] == nil }
    highBits = bit[blockQubits...].compactMap { $0 }
    groups = 1 << highListed.count
  }

  /// The smallest reading of a group: the others have bits of ``places`` besides.
  func firstReading(of group: Int) -> Int { group.bits(depositedAt: highBits) }

  // MARK: Group by group

  /// Calls `body` with the number and the sum of each group, in any order and from several threads.
  func forEachSum(
    _ amplitudes: Amplitudes, threads: Int,
    _ body: @escaping @Sendable (Int, UnsafeBufferPointer<Double>) -> Void
  ) {
    // Only read, and the pool returns before the pointer ends.
    nonisolated(unsafe) let state = amplitudes
    run(tasks: groups, threads: threads) { group in
      withSum(state, group: group, part: 0, of: 1) { body(group, $0) }
    }
  }

  // MARK: All at once

  /// The sums of all groups, in order of readings.
  func probabilities(_ amplitudes: Amplitudes) -> [Double] {
    let resultCount = groups * places.count
    // Up to eight blocks are added as one group by itself adds them: the same bits either way.
    let parts = groups > 8 ? 1 : min(1 << highUnlisted.count, 64 / groups)
    guard parts > 1 else {
      return [Double](unsafeUninitializedCapacity: resultCount) { result, count in
        count = resultCount
        // Groups write different elements.
        nonisolated(unsafe) let slots = result
        forEachSum(amplitudes, threads: WorkerPool.threads) { group, sum in
          let first = firstReading(of: group)
          for (element, place) in places.enumerated() { slots[first | place] = sum[element] }
        }
      }
    }
    // Part by part of each group, then the parts of a group in order.
    let size = places.count
    let partial = [Double](unsafeUninitializedCapacity: groups * parts * size) { partial, count in
      count = groups * parts * size
      nonisolated(unsafe) let (slots, state) = (partial, amplitudes)
      run(tasks: groups * parts, threads: WorkerPool.threads) { task in
        withSum(state, group: task / parts, part: task % parts, of: parts) { sum in
          for element in 0..<size { slots[task * size + element] = sum[element] }
        }
      }
    }
    var result = [Double](repeating: 0, count: resultCount)
    for group in 0..<groups {
      let first = firstReading(of: group)
      for part in 0..<parts {
        let start = (group * parts + part) * size
        for (element, place) in places.enumerated() {
          result[first | place] += partial[start + element]
        }
      }
    }
    return result
  }

  // MARK: Parts

  private func run(tasks: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let slices = 1 << qubitCount < WorkerPool.serialLimit ? 1 : min(tasks, 64)
    WorkerPool.shared.run(slices: slices, threads: threads) { slice in
      for task in tasks * slice / slices..<tasks * (slice + 1) / slices { body(task) }
    }
  }

  /// Calls `body` with the sum of the folded blocks of one group, over one part of ``highUnlisted``.
  private func withSum(
    _ amplitudes: Amplitudes, group: Int, part: Int, of parts: Int,
    _ body: (UnsafeBufferPointer<Double>) -> Void
  ) {
    guard let base = amplitudes.baseAddress else { return }
    let length = 1 << blockQubits
    let size = places.count
    let blocks = (1 << highUnlisted.count) / parts
    let groupStart = group.bits(depositedAt: highListed)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length + size) { scratch in
      guard let block = scratch.baseAddress else { return }
      let sum = block + length
      for number in part * blocks..<(part + 1) * blocks {
        let start = groupStart | number.bits(depositedAt: highUnlisted)
        kernels.probabilities(base + start, count: length, into: block)
        fold(block)
        if blocks == 1 { return body(UnsafeBufferPointer(start: block, count: size)) }
        if number == part * blocks {
          sum.update(from: block, count: size)
        } else {
          for element in 0..<size { sum[element] += block[element] }
        }
      }
      body(UnsafeBufferPointer(start: sum, count: size))
    }
  }

  /// Adds the halves of a block that differ in each folded qubit, the highest first.
  private func fold(_ block: UnsafeMutablePointer<Double>) {
    var length = 1 << blockQubits
    for qubit in foldedQubits {
      let stride = 1 << qubit
      length /= 2
      for run in Swift.stride(from: 0, to: length, by: stride) {
        // Writing stays behind reading: element `run + i` comes from 2·run + i and beyond.
        for offset in 0..<stride {
          block[run + offset] = block[2 * run + offset] + block[2 * run + stride + offset]
        }
      }
    }
  }
}

extension Int {
  /// The number whose bit `positions[k]` is bit k of this one.
  func bits(depositedAt positions: [Int]) -> Int {
    var result = 0
    for (bit, position) in positions.enumerated() { result |= (self >> bit & 1) << position }
    return result
  }
}
