import CFFTW

/// FFTW, the fast Fourier transform. This is the only file that calls it.
enum FFTW {
  /// Such as "fftw-3.3.10-sse2-avx-avx2-avx2_128".
  static var version: String { String(cString: qs_fftw_version()) }
}
