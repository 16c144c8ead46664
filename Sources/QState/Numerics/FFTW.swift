import CFFTW
import ComplexModule
import Synchronization

/// FFTW, the fast Fourier transform. This is the only file that calls it.
enum FFTW {
  /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128".
  static var version: String { String(cString: qs_fftw_version()) }

  /// FFTW's planner keeps global tables: making and destroying plans must be one at a time, while
  /// plans may run side by side.
  private static let planner = Mutex(())

  /// y_k = Σ_j x_j exp(±2πi jk / count), in place, minus where `negative`; no factor in front.
  ///
  /// Plans are estimated, not measured: measuring takes seconds and would destroy the amplitudes.
  ///
  /// - Returns: whether FFTW found a plan (it does not when memory is short).
  static func transform<Scalar: StateScalar>(
    _ amplitudes: UnsafeMutablePointer<Complex<Scalar>>, count: Int, negative: Bool
  ) -> Bool {
    let sign = negative ? FFTW_FORWARD : FFTW_BACKWARD
    let flags = FFTW_ESTIMATE.magnitude
    // The guru interface is the one whose sizes have 64 bits.
    if Scalar.self == Double.self {
      return amplitudes.withMemoryRebound(to: fftw_complex.self, capacity: count) { data in
        var dimension = fftw_iodim64(n: count, is: 1, os: 1)
        var plan: OpaquePointer?
        planner.withLock { _ in
          plan = fftw_plan_guru64_dft(1, &dimension, 0, nil, data, data, sign, flags)
        }
        guard let plan else { return false }
        fftw_execute(plan)
        planner.withLock { _ in fftw_destroy_plan(plan) }
        return true
      }
    }
    return amplitudes.withMemoryRebound(to: fftwf_complex.self, capacity: count) { data in
      var dimension = fftwf_iodim64(n: count, is: 1, os: 1)
      var plan: OpaquePointer?
      planner.withLock { _ in
        plan = fftwf_plan_guru64_dft(1, &dimension, 0, nil, data, data, sign, flags)
      }
      guard let plan else { return false }
      fftwf_execute(plan)
      planner.withLock { _ in fftwf_destroy_plan(plan) }
      return true
    }
  }
}
