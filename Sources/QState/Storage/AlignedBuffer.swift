#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Uniquely owned raw memory, aligned for vectors and, when large, for huge pages.
///
/// Huge pages make the first touch about nine times faster and spare address translations (measured:
/// 0.15 s/GiB against 1.3 s/GiB).
struct AlignedBuffer: ~Copyable {
  /// Nothing but this buffer points to this memory, so that owners of a unique buffer may write.
  let base: UnsafeMutableRawPointer
  /// What the allocator gave for small memory: `base` is the first aligned address in it.
  private let allocation: UnsafeMutableRawPointer?
  let byteCount: Int
  /// Whether every byte is zero at first, as in large memory that comes from the system.
  let isZeroed: Bool

  static let vectorAlignment = 64
  static let hugePage = 2 << 20

  /// Memory for so many bytes, or nil when the system has none left.
  ///
  /// Large memory is what an earlier buffer of this size left behind, else it comes from the system
  /// with every byte zero and is not touched here. Small memory may hold anything.
  init?(bytes byteCount: Int) {
    guard let memory = Self.memory(byteCount) else { return nil }
    (base, allocation, isZeroed) = memory
    self.byteCount = byteCount
  }

  private static func memory(
    _ byteCount: Int
  ) -> (UnsafeMutableRawPointer, allocation: UnsafeMutableRawPointer?, isZeroed: Bool)? {
    if byteCount >= hugePage {
      if let kept = SpareMemory.shared.take(byteCount) { return (kept, nil, false) }
      return map(byteCount).map { ($0, nil, true) }
    }
    // Aligned here: allocators hand out small blocks quickly, but not aligned ones.
    let size = max(byteCount, vectorAlignment) + vectorAlignment
    guard let allocation = malloc(size) else { return nil }
    return (allocation.alignedUp(toMultipleOf: vectorAlignment), allocation, false)
  }

  deinit {
    if let allocation {
      free(allocation)
    } else if !SpareMemory.shared.keep(base, byteCount) {
      munmap(base, byteCount)
    }
  }

  /// Maps memory at a multiple of the huge page: one page more, then both ends cut off.
  private static func map(_ size: Int) -> UnsafeMutableRawPointer? {
    let (padded, overflow) = size.addingReportingOverflow(hugePage)
    guard !overflow else { return nil }
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard let mapped = mmap(nil, padded, PROT_READ | PROT_WRITE, flags, -1, 0),
      mapped != MAP_FAILED
    else { return nil }
    let misaligned = Int(bitPattern: mapped) % hugePage
    let before = misaligned == 0 ? 0 : hugePage - misaligned
    let base = mapped + before
    if before > 0 { munmap(mapped, before) }
    let after = hugePage - before
    if after > 0 { munmap(base + size, after) }
    #if os(Linux)
      // A refusal only costs speed.
      _ = madvise(base, size, Int32(MADV_HUGEPAGE))
    #endif
    return base
  }
}
