extension StateVector {
  /// The probability of every basis state, `[2^n]`.
  ///
  /// Takes 8 · 2^n bytes beside the state. Cost: one reading of the amplitudes.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``
  public func probabilities() throws(QuantumError) -> [Double] {
    try probabilities(of: Array(0..<qubitCount))
  }

  /// The joint probabilities of the outcomes of some qubits, `[2^m]` for m of them: a marginal of the
  /// distribution over basis states.
  ///
  /// Cost: one reading of the amplitudes, whatever the qubits.
  ///
  /// - Parameter qubits: the first is the least significant bit of an outcome; none gives the one
  ///   number Σ|a_i|².
  /// - Throws: ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/duplicateQubit(_:)``,
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when 8 · 2^m bytes are
  ///   not there.
  public func probabilities(of qubits: [Int]) throws(QuantumError) -> [Double] {
    try check(qubits)
    let bytes = UInt64(8) << UInt64(qubits.count)
    if bytes > 16 << 20 {
      let available = MachineMemory.available
      guard bytes <= available else {
        throw .insufficientMemory(
          qubits: qubits.count, bytesNeeded: bytes, bytesAvailable: available)
      }
    }
    let marginal = MarginalDistribution<Scalar>(of: qubits, qubitCount: qubitCount)
    return withUnsafeAmplitudes { marginal.probabilities($0) }
  }

  func check(_ qubits: [Int]) throws(QuantumError) {
    var seen: UInt64 = 0
    for qubit in qubits {
      try check(qubit)
      guard seen >> UInt64(qubit) & 1 == 0 else { throw .duplicateQubit(qubit) }
      seen |= 1 << UInt64(qubit)
    }
  }
}

/// Sums |amplitude|² over the qubits that are not listed.
///
/// Blocks of consecutive amplitudes are folded in cache along their own unlisted qubits; the folded
/// blocks that agree on the listed qubits above are added one after another. Where those are few, the
/// rest of the qubits cuts the work into a fixed number of parts, added at the end. Neither order nor
/// parts depend on the number of threads, and beside the result at most 64 folded blocks are held.
private struct MarginalDistribution<Scalar: StateScalar> {
  /// Qubits inside a block: 2^12 probabilities stay in the first cache.
  private let blockQubits: Int
  private let qubitCount: Int
  /// Unlisted qubits of a block, highest first.
  private let foldedQubits: [Int]
  /// Where the folded blocks' elements go in the result.
  private let places: [Int]
  /// Listed and unlisted qubits above a block, ascending.
  private let highListed: [Int]
  private let highUnlisted: [Int]
  /// For each of ``highListed``, its bit in the result.
  private let highBits: [Int]
  private let resultCount: Int
  private let kernels = Reductions<Scalar>()

  init(of qubits: [Int], qubitCount: Int) {
    let blockQubits = min(12, qubitCount)
    self.blockQubits = blockQubits
    self.qubitCount = qubitCount
    var bit = [Int?](repeating: nil, count: qubitCount)
    for (place, qubit) in qubits.enumerated() { bit[qubit] = place }
    foldedQubits = (0..<blockQubits).filter { bit[$0] == nil }.reversed()
    var places = [0]
    for case let place? in bit[..<blockQubits] { places += places.map { $0 | 1 << place } }
    self.places = places
    highListed = (blockQubits..<qubitCount).filter { bit[$0] != nil }
    highUnlisted = (blockQubits..<qubitCount).filter { bit[$0] == nil }
    highBits = bit[blockQubits...].compactMap { $0 }
    resultCount = 1 << qubits.count
  }

  func probabilities(_ amplitudes: UnsafeBufferPointer<Complex<Scalar>>) -> [Double] {
    let groups = 1 << highListed.count
    let parts = min(1 << highUnlisted.count, max(1, 64 / groups))
    guard parts > 1 else {
      return [Double](unsafeUninitializedCapacity: resultCount) { result, count in
        count = resultCount
        // Groups write different elements.
        nonisolated(unsafe) let (slots, state) = (result, amplitudes)
        run(tasks: groups) { group in
          withSum(state, group: group, part: 0, of: 1) { sum in
            let first = Self.deposit(group, highBits)
            for (element, place) in places.enumerated() { slots[first | place] = sum[element] }
          }
        }
      }
    }
    // Part by part of each group, then the parts of a group in order.
    let size = places.count
    let partial = [Double](unsafeUninitializedCapacity: groups * parts * size) { partial, count in
      count = groups * parts * size
      nonisolated(unsafe) let (slots, state) = (partial, amplitudes)
      run(tasks: groups * parts) { task in
        withSum(state, group: task / parts, part: task % parts, of: parts) { sum in
          for element in 0..<size { slots[task * size + element] = sum[element] }
        }
      }
    }
    var result = [Double](repeating: 0, count: resultCount)
    for group in 0..<groups {
      let first = Self.deposit(group, highBits)
      for part in 0..<parts {
        let start = (group * parts + part) * size
        for (element, place) in places.enumerated() {
          result[first | place] += partial[start + element]
        }
      }
    }
    return result
  }

  private func run(tasks: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let slices = 1 << qubitCount < WorkerPool.serialLimit ? 1 : min(tasks, 64)
    WorkerPool.shared.run(slices: slices, threads: WorkerPool.threads) { slice in
      for task in tasks * slice / slices..<tasks * (slice + 1) / slices { body(task) }
    }
  }

  /// Calls `body` with the sum of the folded blocks of one group, over one part of ``highUnlisted``.
  private func withSum(
    _ amplitudes: UnsafeBufferPointer<Complex<Scalar>>, group: Int, part: Int, of parts: Int,
    _ body: (UnsafeMutablePointer<Double>) -> Void
  ) {
    guard let base = amplitudes.baseAddress else { return }
    let length = 1 << blockQubits
    let size = places.count
    let blocks = (1 << highUnlisted.count) / parts
    let groupStart = Self.deposit(group, highListed)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length + size) { scratch in
      guard let block = scratch.baseAddress else { return }
      let sum = block + length
      sum.initialize(repeating: 0, count: size)
      for number in part * blocks..<(part + 1) * blocks {
        let start = groupStart | Self.deposit(number, highUnlisted)
        kernels.probabilities(base + start, count: length, into: block)
        fold(block)
        for element in 0..<size { sum[element] += block[element] }
      }
      body(sum)
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

  /// The number whose bit `positions[k]` is bit k of `value`.
  private static func deposit(_ value: Int, _ positions: [Int]) -> Int {
    var result = 0
    for (bit, position) in positions.enumerated() { result |= (value >> bit & 1) << position }
    return result
  }
}
