import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory of states that are gone, kept for the next state of the same size.
///
/// A simulation run again and again would else spend more time on the system's page faults than on a
/// shallow circuit: 16 MiB cost about 3 ms to map anew, and 1 ms to clear.
final class SpareMemory: Sendable {
  static let shared = SpareMemory()

  private struct Block: @unchecked Sendable {
    // Owned by this list alone, until it is taken out.
    let base: UnsafeMutableRawPointer
    let byteCount: Int
  }

  /// What may lie idle, altogether.
  private static let limit = 256 << 20

  private let blocks = Mutex<[Block]>([])

  /// Memory of exactly this size, with whatever was in it.
  func take(_ byteCount: Int) -> UnsafeMutableRawPointer? {
    guard byteCount <= Self.limit else { return nil }
    return blocks.withLock { blocks -> Block? in
      guard let index = blocks.lastIndex(where: { $0.byteCount == byteCount }) else { return nil }
      return blocks.remove(at: index)
    }?.base
  }

  /// Keeps memory that is no longer used, in place of older memory where the limit is reached; false
  /// for more than the limit.
  func keep(_ base: UnsafeMutableRawPointer, _ byteCount: Int) -> Bool {
    guard byteCount <= Self.limit else { return false }
    let block = Block(base: base, byteCount: byteCount)
    let dropped = blocks.withLock { blocks -> [Block] in
      blocks.append(block)
      var total = blocks.reduce(0) { $0 + $1.byteCount }
      var dropped: [Block] = []
      while total > Self.limit {
        let oldest = blocks.removeFirst()
        total -= oldest.byteCount
        dropped.append(oldest)
      }
      return dropped
    }
    for block in dropped { munmap(block.base, block.byteCount) }
    return true
  }

  /// Bytes that lie idle, which a new state may have.
  var idleBytes: Int {
    blocks.withLock { $0.reduce(0) { $0 + $1.byteCount } }
  }

  /// Gives everything back to the system.
  func release() {
    let all = blocks.withLock { blocks in
      defer { blocks = [] }
      return blocks
    }
    for block in all { munmap(block.base, block.byteCount) }
  }
}
