import CFFTW
import ComplexModule
import Synchronization

/// FFTW, the fast Fourier transform, loaded at the first use. This is the only file that calls it.
enum FFTW {
  /// The routines for `Double`.
  private struct DoubleRoutines: Sendable {
    let plan: qs_fftw_plan_guru64_dft
    let execute: qs_fftw_execute
    let destroy: qs_fftw_destroy_plan
    /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128".
    let version: String

    init() throws(QuantumError) {
      let library = try SystemLibrary(
        "FFTW", linux: "libfftw3.so.3", homebrew: "lib/libfftw3.dylib", package: FFTW.package)
      plan = try library.routine("fftw_plan_guru64_dft")
      execute = try library.routine("fftw_execute")
      destroy = try library.routine("fftw_destroy_plan")
      version = library.text("fftw_version") ?? "unknown"
    }
  }

  /// The routines for `Float`, a library of their own.
  private struct FloatRoutines: Sendable {
    let plan: qs_fftwf_plan_guru64_dft
    let execute: qs_fftwf_execute
    let destroy: qs_fftwf_destroy_plan

    init() throws(QuantumError) {
      let library = try SystemLibrary(
        "FFTW for single precision", linux: "libfftw3f.so.3", homebrew: "lib/libfftw3f.dylib",
        package: FFTW.package)
      plan = try library.routine("fftwf_plan_guru64_dft")
      execute = try library.routine("fftwf_execute")
      destroy = try library.routine("fftwf_destroy_plan")
    }
  }

  private static let package = "libfftw3-dev (Debian) or fftw (Homebrew)"

  private static let double: Result<DoubleRoutines, QuantumError> = Result {
    () throws(QuantumError) in try DoubleRoutines()
  }

  private static let float: Result<FloatRoutines, QuantumError> = Result {
    () throws(QuantumError) in try FloatRoutines()
  }

  /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128"; an error where the library of either precision is missing.
  static var version: Result<String, QuantumError> {
    float.flatMap { _ in double.map(\.version) }
  }

  /// FFTW's planner keeps global tables: making and destroying plans must be one at a time, while
  /// plans may run side by side.
  private static let planner = Mutex(())

  /// y_k = Σ_j x_j exp(±2πi jk / count), in place, minus where `negative`; no factor in front.
  ///
  /// Plans are estimated, not measured: measuring takes seconds and would destroy the amplitudes.
  ///
  /// - Returns: whether FFTW found a plan (it does not when memory is short).
  /// - Throws: ``QuantumError/missingLibrary(name:cause:package:)``
  static func transform<Scalar: StateScalar>(
    _ amplitudes: UnsafeMutablePointer<Complex<Scalar>>, count: Int, negative: Bool
  ) throws(QuantumError) -> Bool {
    let sign = negative ? FFTW_FORWARD : FFTW_BACKWARD
    let flags = FFTW_ESTIMATE.magnitude
    // The guru interface is the one whose sizes have 64 bits.
    if Scalar.self == Double.self {
      let routines = try double.get()
      return amplitudes.withMemoryRebound(to: fftw_complex.self, capacity: count) { data in
        var dimension = fftw_iodim64(n: count, is: 1, os: 1)
        var plan: OpaquePointer?
        planner.withLock { _ in
          plan = routines.plan(1, &dimension, 0, nil, data, data, sign, flags)
        }
        guard let plan else { return false }
        routines.execute(plan)
        planner.withLock { _ in routines.destroy(plan) }
        return true
      }
    }
    let routines = try float.get()
    return amplitudes.withMemoryRebound(to: fftwf_complex.self, capacity: count) { data in
      var dimension = fftwf_iodim64(n: count, is: 1, os: 1)
      var plan: OpaquePointer?
      planner.withLock { _ in
        plan = routines.plan(1, &dimension, 0, nil, data, data, sign, flags)
      }
      guard let plan else { return false }
      routines.execute(plan)
      planner.withLock { _ in routines.destroy(plan) }
      return true
    }
  }
}
