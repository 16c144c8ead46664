import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work on states of the same qubits, tile by tile, with sums that do not depend on the number of
/// threads.
///
/// A tile of each state is copied into memory that stays in a thread's cache, unless it lies in one
/// piece. Tiles form groups, whose sums are added in their order.
final class TileWork {
  typealias Amplitudes = UnsafeMutableRawPointer

  private let states: [Amplitudes]
  private let qubitCount: Int
  /// Bytes of an amplitude.
  private let stride: Int
  private let options: KernelOptions
  private let checkpoint: @Sendable () throws(QuantumError) -> Void
  /// Memory for a tile of each state and thread, made when it is first needed.
  private var memory: AlignedBuffer?

  /// Groups of tiles, at most.
  private static var mostGroups: Int { 64 }
  /// Between the tiles of two states: their amplitudes of one index shall not compete for one place of
  /// the cache.
  private static var gap: Int { 17 * AlignedBuffer.vectorAlignment }

  /// - Parameter checkpoint: asked before each tile, on any thread; what it throws ends the work.
  init<Scalar: StateScalar>(
    _ states: [UnsafeMutablePointer<Complex<Scalar>>], qubitCount: Int, options: KernelOptions,
    checkpoint: @escaping @Sendable () throws(QuantumError) -> Void
  ) {
    self.states = states.map { UnsafeMutableRawPointer($0) }
    stride = MemoryLayout<Complex<Scalar>>.stride
    self.qubitCount = qubitCount
    self.options = options
    self.checkpoint = checkpoint
  }

  /// Calls `body` with each tile of all states, and where it adds its sums.
  ///
  /// - Parameter changes: whether `body` changes the states.
  func run(
    _ frame: StateFrame, sums count: Int, changes: Bool,
    _ body:
      @escaping @Sendable (StateFrame, [Amplitudes], UnsafeMutablePointer<SIMD4<Double>>) ->
      Void
  ) throws(QuantumError) -> [SIMD4<Double>] {
    let outside = Array(BitIndices(~frame.tile.mask & (UInt64.max >> UInt64(64 - qubitCount))))
    let tiles = 1 << outside.count
    let groups = min(tiles, Self.mostGroups)
    let threads = min(options.threads, groups)
    let buffers = frame.tile.isContiguous ? [] : try buffers(frame.tile, threads: threads)
    let failure = Mutex<QuantumError?>(nil)
    let nextGroup = Atomic(0)
    let (states, stride, checkpoint) = (states, stride, checkpoint)
    var result = Array(repeating: SIMD4<Double>.zero, count: groups * max(count, 1))
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      // Each group has its own tiles and sums, each thread its own buffers, and the pool returns before
      // the memory ends.
      nonisolated(unsafe) let (states, sums, buffers) = (states, base, buffers)
      WorkerPool.shared.run(slices: threads, threads: threads) { thread in
        while true {
          let group = nextGroup.add(1, ordering: .relaxed).oldValue
          guard group < groups else { return }
          for number in tiles * group / groups..<tiles * (group + 1) / groups {
            do throws(QuantumError) {
              try checkpoint()
            } catch {
              failure.withLock { $0 = $0 ?? error }
            }
            if failure.withLock({ $0 != nil }) { return }
            var frame = frame
            for (k, qubit) in outside.enumerated() {
              frame.base |= UInt64(number >> k & 1) << UInt64(qubit)
            }
            let tile = Self.fetch(
              states, at: Int(frame.base), stride, frame.tile,
              into: buffers.isEmpty ? nil : buffers[thread])
            body(frame, tile, sums + group * count)
            if changes, !buffers.isEmpty {
              Self.putBack(tile, to: states, at: Int(frame.base), stride, frame.tile)
            }
          }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return (0..<count).map { place in
      (0..<groups).reduce(.zero) { $0 + result[$1 * count + place] }
    }
  }

  /// For each thread memory for a tile of every state.
  private func buffers(_ tile: Tile, threads: Int) throws(QuantumError) -> [[Amplitudes]] {
    let step = stride << tile.qubits.count + Self.gap
    let bytes = step * states.count * threads
    if (memory?.byteCount ?? 0) < bytes {
      guard let new = AlignedBuffer(bytes: bytes) else {
        throw StatePrecision.double.memoryRefused(qubits: qubitCount)
      }
      memory = consume new
    }
    guard let base = memory?.base else { return [] }
    return (0..<threads).map { thread in
      states.indices.map { base + (thread * states.count + $0) * step }
    }
  }

  /// Where the tile's amplitudes are: in the buffers, once copied, or at their place.
  private static func fetch(
    _ states: [Amplitudes], at base: Int, _ stride: Int, _ tile: Tile, into buffers: [Amplitudes]?
  ) -> [Amplitudes] {
    guard let buffers else { return states.map { $0 + base * stride } }
    let bytes = stride << tile.runBits
    for (state, buffer) in zip(states, buffers) {
      for (k, offset) in tile.runOffsets.enumerated() {
        memcpy(buffer + k * bytes, state + (base | offset) * stride, bytes)
      }
    }
    return buffers
  }

  private static func putBack(
    _ buffers: [Amplitudes], to states: [Amplitudes], at base: Int, _ stride: Int, _ tile: Tile
  ) {
    let bytes = stride << tile.runBits
    for (state, buffer) in zip(states, buffers) {
      for (k, offset) in tile.runOffsets.enumerated() {
        memcpy(state + (base | offset) * stride, buffer + k * bytes, bytes)
      }
    }
  }
}
