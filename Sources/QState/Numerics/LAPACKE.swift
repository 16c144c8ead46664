import CLAPACKE

/// LAPACKE, the C interface of LAPACK, as a library: the routines of it that ``LAPACK`` and
/// ``RealAlgebra`` call. They compute by OpenBLAS's own LAPACK and BLAS.
struct LAPACKE: Sendable {
  let dgeqp3: qs_LAPACKE_dgeqp3
  let dgesdd: qs_LAPACKE_dgesdd
  let dormqr: qs_LAPACKE_dormqr
  let dposv: qs_LAPACKE_dposv
  let dsyevd: qs_LAPACKE_dsyevd
  let dtrtri: qs_LAPACKE_dtrtri
  let zgees: qs_LAPACKE_zgees
  let zgeqrf: qs_LAPACKE_zgeqrf
  let zgesdd: qs_LAPACKE_zgesdd
  let zgetrf: qs_LAPACKE_zgetrf
  let zheevd_work: qs_LAPACKE_zheevd_work
  let zuncsd: qs_LAPACKE_zuncsd
  let zungqr: qs_LAPACKE_zungqr

  /// The version of LAPACK that LAPACKE calls, such as "3.11.0".
  let version: String

  /// LAPACKE, loaded at the first use.
  static let loaded: Result<LAPACKE, QuantumError> = Result { () throws(QuantumError) in
    try LAPACKE()
  }

  private init() throws(QuantumError) {
    // First, because LAPACKE takes LAPACK from it.
    _ = try OpenBLAS.loaded.get()
    let library = try SystemLibrary(
      "LAPACKE", linux: "liblapacke.so.3", homebrew: "opt/lapack/lib/liblapacke.dylib",
      package: "liblapacke-dev (Debian) or lapack (Homebrew)")
    dgeqp3 = try library.routine("LAPACKE_dgeqp3")
    dgesdd = try library.routine("LAPACKE_dgesdd")
    dormqr = try library.routine("LAPACKE_dormqr")
    dposv = try library.routine("LAPACKE_dposv")
    dsyevd = try library.routine("LAPACKE_dsyevd")
    dtrtri = try library.routine("LAPACKE_dtrtri")
    zgees = try library.routine("LAPACKE_zgees")
    zgeqrf = try library.routine("LAPACKE_zgeqrf")
    zgesdd = try library.routine("LAPACKE_zgesdd")
    zgetrf = try library.routine("LAPACKE_zgetrf")
    zheevd_work = try library.routine("LAPACKE_zheevd_work")
    zuncsd = try library.routine("LAPACKE_zuncsd")
    zungqr = try library.routine("LAPACKE_zungqr")

    let version: qs_LAPACKE_ilaver = try library.routine("LAPACKE_ilaver")
    var (major, minor, patch): (qs_lapack_int, qs_lapack_int, qs_lapack_int) = (0, 0, 0)
    version(&major, &minor, &patch)
    self.version = "\(major).\(minor).\(patch)"
  }
}
