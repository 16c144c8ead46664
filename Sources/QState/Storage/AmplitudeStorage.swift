#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The shared owner of a state's amplitudes; a ``StateVector`` writes only when it is the only owner.
///
/// Unchecked because the memory is reached by pointer: amplitudes are written only through a state
/// that holds the sole reference (`isKnownUniquelyReferenced`), so that no other thread can see them.
final class AmplitudeStorage<Scalar: StateScalar>: @unchecked Sendable {
  private let buffer: AlignedBuffer
  let count: Int
  /// How many times the amplitudes were copied on the way from their first owner to this one.
  let copyCount: Int

  /// Whether memory that was not written yet is known to be zero. Only the sole owner changes it.
  var isZeroed: Bool

  /// Amplitudes that may be anything: the caller writes every one.
  ///
  /// Nil when the system refuses the memory.
  init?(blank count: Int, copyCount: Int = 0) {
    guard let buffer = AlignedBuffer(bytes: count * MemoryLayout<Complex<Scalar>>.stride)
    else { return nil }
    isZeroed = buffer.isZeroed
    self.buffer = buffer
    self.count = count
    self.copyCount = copyCount
  }

  /// Amplitudes that are all zero.
  ///
  /// Nil when the system refuses the memory.
  convenience init?(zeros count: Int, copyCount: Int = 0) {
    self.init(blank: count, copyCount: copyCount)
    if isZeroed { touch() } else { clear() }
    isZeroed = false
  }

  var amplitudes: UnsafeMutablePointer<Complex<Scalar>> {
    // Complex<Scalar> is two Scalars, for which zeroed memory is a valid value.
    buffer.base.assumingMemoryBound(to: Complex<Scalar>.self)
  }

  /// A copy of its own memory, or nil when the system refuses it.
  func copy() -> AmplitudeStorage? {
    guard let copy = AmplitudeStorage(zeros: count, copyCount: copyCount + 1) else { return nil }
    nonisolated(unsafe) let source = amplitudes
    nonisolated(unsafe) let destination = copy.amplitudes
    WorkerPool.shared.forEachRange(of: count) { range in
      (destination + range.lowerBound).update(from: source + range.lowerBound, count: range.count)
    }
    return copy
  }

  private func clear() {
    nonisolated(unsafe) let amplitudes = amplitudes
    WorkerPool.shared.forEachRange(of: count) { range in
      memset(
        amplitudes + range.lowerBound, 0, range.count * MemoryLayout<Complex<Scalar>>.stride)
    }
  }

  /// Lets all threads share the page faults of large memory, which would otherwise fall to the
  /// thread that first writes.
  private func touch() {
    guard buffer.byteCount >= AlignedBuffer.hugePage else { return }
    nonisolated(unsafe) let base = buffer.base
    let page = 4096
    let stride = MemoryLayout<Complex<Scalar>>.stride
    WorkerPool.shared.forEachRange(of: count) { range in
      for byte in Swift.stride(
        from: range.lowerBound * stride, to: range.upperBound * stride, by: page)
      {
        base.storeBytes(of: 0, toByteOffset: byte, as: UInt8.self)
      }
    }
  }
}
