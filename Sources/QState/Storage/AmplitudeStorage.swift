#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The shared owner of a state's amplitudes; a ``StateVector`` writes only when it is the only owner.
///
/// It knows bytes alone: a class for each precision would be looked up at run time for every new state,
/// which takes longer than a circuit of a few qubits.
///
/// Unchecked because the memory is reached by pointer: amplitudes are written only through a state
/// that holds the sole reference (`isKnownUniquelyReferenced`), so that no other thread can see them.
final class AmplitudeStorage: @unchecked Sendable {
  private let buffer: AlignedBuffer
  /// How many times the amplitudes were copied on the way from their first owner to this one.
  let copyCount: Int

  /// Whether memory that was not written yet is known to be zero. Only the sole owner changes it.
  var isZeroed: Bool

  /// Bytes that may be anything: the caller writes every one.
  ///
  /// Nil when the system refuses the memory.
  init?(blank byteCount: Int, copyCount: Int = 0) {
    guard let buffer = AlignedBuffer(bytes: byteCount) else { return nil }
    isZeroed = buffer.isZeroed
    self.buffer = buffer
    self.copyCount = copyCount
  }

  /// Bytes that are all zero.
  ///
  /// Nil when the system refuses the memory.
  convenience init?(zeros byteCount: Int) {
    self.init(blank: byteCount)
    if isZeroed { touch() } else { clear() }
    isZeroed = false
  }

  var base: UnsafeMutableRawPointer { buffer.base }
  private var byteCount: Int { buffer.byteCount }

  /// A copy of its own memory, or nil when the system refuses it.
  func copy() -> AmplitudeStorage? {
    guard let copy = AmplitudeStorage(blank: byteCount, copyCount: copyCount + 1) else {
      return nil
    }
    copy.isZeroed = false
    nonisolated(unsafe) let (source, destination) = (base, copy.base)
    forEachRange { range in
      (destination + range.lowerBound)
        .copyMemory(from: source + range.lowerBound, byteCount: range.count)
    }
    return copy
  }

  private func clear() {
    nonisolated(unsafe) let base = base
    forEachRange { range in memset(base + range.lowerBound, 0, range.count) }
  }

  /// Lets all threads share the page faults of large memory, which would otherwise fall to the
  /// thread that first writes.
  private func touch() {
    guard byteCount >= AlignedBuffer.hugePage else { return }
    nonisolated(unsafe) let base = base
    let page = 4096
    forEachRange { range in
      for byte in stride(from: range.lowerBound, to: range.upperBound, by: page) {
        base.storeBytes(of: 0, toByteOffset: byte, as: UInt8.self)
      }
    }
  }

  /// Calls `body` for ranges of bytes, in parallel where there are enough of them.
  private func forEachRange(_ body: @escaping @Sendable (Range<Int>) -> Void) {
    let bytes = byteCount
    guard bytes > Self.serialBytes else { return body(0..<bytes) }
    let line = AlignedBuffer.vectorAlignment
    WorkerPool.shared.forEachRange(of: (bytes - 1) / line + 1) { lines in
      body(lines.lowerBound * line..<min(lines.upperBound * line, bytes))
    }
  }

  /// What one thread is done with before others have started.
  private static let serialBytes = 1 << 18
}
