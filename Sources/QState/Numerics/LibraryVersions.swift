/// The versions of the system libraries that this process is linked with, for diagnostics.
public struct LibraryVersions: Sendable {
  /// What OpenBLAS says of its build, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".
  public let openBLAS: String
  /// The processor whose routines OpenBLAS chose, such as "SkylakeX".
  public let openBLASProcessor: String
  /// Such as "3.11.0".
  public let lapack: String
  /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128".
  public let fftw: String

  public static var current: LibraryVersions {
    LibraryVersions(
      openBLAS: OpenBLAS.configuration, openBLASProcessor: OpenBLAS.processor,
      lapack: LAPACK.version, fftw: FFTW.version)
  }
}
