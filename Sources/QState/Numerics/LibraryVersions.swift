/// The versions of the system libraries that this process loads when it needs them, for diagnostics; of one
/// that cannot be loaded, why.
public struct LibraryVersions: Sendable {
  /// What OpenBLAS says of its build, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".
  public let openBLAS: Result<String, QuantumError>
  /// The processor whose routines OpenBLAS chose, such as "SkylakeX".
  public let openBLASProcessor: Result<String, QuantumError>
  /// Such as "3.11.0".
  public let lapack: Result<String, QuantumError>
  /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128".
  public let fftw: Result<String, QuantumError>

  /// Loads all of them.
  public static var current: LibraryVersions {
    LibraryVersions(
      openBLAS: OpenBLAS.loaded.map(\.configuration),
      openBLASProcessor: OpenBLAS.loaded.map(\.processor), lapack: LAPACKE.loaded.map(\.version),
      fftw: FFTW.version)
  }
}
