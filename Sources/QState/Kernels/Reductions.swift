import CKernels

/// The reductions of the selected kernels over one block of amplitudes, in double precision.
///
/// OpenBLAS's dot products are no faster on a block of 4096 (Zen, ns an amplitude in cache and in
/// memory: zdotc 0.66 and 2.7, the AVX2 kernel 0.76 and 2.7; the norm by ddot 0.47 and 1.5, by the
/// kernel 0.31 and 1.5), and those for `Float` round to single precision on the way: the kernels
/// serve every set.
///
/// A name that `QSIM_KERNELS` does not know is reported by the operations of a state; here it counts
/// as no name.
struct Reductions<Scalar: StateScalar>: Sendable {
  typealias Amplitudes = UnsafePointer<Complex<Scalar>>

  // The table lives as long as the program and never changes.
  private nonisolated(unsafe) let kernels: UnsafePointer<qs_kernel_table>

  init(_ set: KernelSet? = nil) {
    kernels = (set ?? (try? .selected()) ?? .fastest).kernels(for: Scalar.self)
  }

  /// Adds up the blocks of two arrays of equal length.
  func sum(
    _ left: UnsafeBufferPointer<Complex<Scalar>>, _ right: UnsafeBufferPointer<Complex<Scalar>>,
    _ block: @escaping @Sendable (Amplitudes, Amplitudes, Int) -> SIMD2<Double>
  ) -> SIMD2<Double> {
    guard let a = left.baseAddress, let b = right.baseAddress else { return .zero }
    nonisolated(unsafe) let (leftStart, rightStart) = (a, b)
    return BlockSum.sum(count: left.count) { (range: Range<Int>) -> SIMD2<Double> in
      block(leftStart + range.lowerBound, rightStart + range.lowerBound, range.count)
    }
  }

  func normSquared(_ amplitudes: Amplitudes, count: Int) -> Double {
    kernels.pointee.norm_squared(amplitudes, count)
  }

  /// The norm squared of the amplitudes of a range whose index has `value` under `mask`.
  func normSquared(
    _ amplitudes: UnsafeBufferPointer<Complex<Scalar>>, range: Range<Int>, mask: UInt64,
    value: UInt64
  ) -> Double {
    kernels.pointee.masked_norm_squared(
      amplitudes.baseAddress, range.lowerBound, range.count, mask, value)
  }

  /// Σ conj(bra) ket as (real, imaginary).
  func innerProduct(_ bra: Amplitudes, _ ket: Amplitudes, count: Int) -> SIMD2<Double> {
    var sum = SIMD2<Double>.zero
    withUnsafeMutableBytes(of: &sum) { bytes in
      kernels.pointee.inner_product(
        bra, ket, count, bytes.baseAddress?.assumingMemoryBound(to: Double.self))
    }
    return sum
  }

  /// Σ|factor a − b|².
  func distanceSquared(
    _ a: Amplitudes, times factor: Complex<Double>, _ b: Amplitudes, count: Int
  ) -> Double {
    withUnsafeTemporaryAllocation(of: Complex<Scalar>.self, capacity: count) { scratch in
      guard let difference = scratch.baseAddress else { return 0 }
      BLAS.copy(count, b, 1, to: difference, 1)
      BLAS.add(count, Complex<Scalar>(-factor), a, 1, to: difference, 1)
      return normSquared(difference, count: count)
    }
  }

  /// |amplitude|² of each.
  func probabilities(
    _ amplitudes: Amplitudes, count: Int, into result: UnsafeMutablePointer<Double>
  ) {
    kernels.pointee.probabilities(amplitudes, count, result)
  }

  // MARK: Probabilities

  /// The largest of some probabilities; what is no number does not count.
  func largest(_ probabilities: UnsafeBufferPointer<Double>) -> Double {
    kernels.pointee.largest(probabilities.baseAddress, probabilities.count)
  }

  /// How many probabilities are `limit` or more.
  func count(_ probabilities: UnsafeBufferPointer<Double>, from limit: Double) -> Int {
    kernels.pointee.count_from(probabilities.baseAddress, probabilities.count, limit)
  }
}
