import COpenBLAS

/// OpenBLAS as a library: the routines of it that ``BLAS`` and ``RealAlgebra`` call.
///
/// Loading it takes about 4 ms. It computes in the calling thread: the threads of this library already
/// keep every core busy, and results stay the same on any machine of the same kind.
struct OpenBLAS: Sendable {
  let caxpy: qs_cblas_caxpy
  let ccopy: qs_cblas_ccopy
  let cgemm: qs_cblas_cgemm
  let cscal: qs_cblas_cscal
  let csrot: qs_cblas_csrot
  let cswap: qs_cblas_cswap
  let dgemm: qs_cblas_dgemm
  let zaxpy: qs_cblas_zaxpy
  let zcopy: qs_cblas_zcopy
  let zdrot: qs_cblas_zdrot
  let zgemm: qs_cblas_zgemm
  let zscal: qs_cblas_zscal
  let zswap: qs_cblas_zswap

  /// What OpenBLAS says of its build, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".
  let configuration: String
  /// The processor whose routines OpenBLAS chose at start, such as "SkylakeX".
  let processor: String

  /// OpenBLAS, loaded at the first use.
  static let loaded: Result<OpenBLAS, QuantumError> = Result { () throws(QuantumError) in
    try OpenBLAS()
  }

  /// Whether OpenBLAS can be loaded.
  static let isInstalled: Bool = {
    if case .success = loaded { true } else { false }
  }()

  /// OpenBLAS for those who know that it is there. The program ends, and says what to install, where it is
  /// not.
  static let routines: OpenBLAS = {
    switch loaded {
    case .success(let routines): return routines
    case .failure(let error): fatalError(error.description)
    }
  }()

  private init() throws(QuantumError) {
    // Shared, so that LAPACK computes by these routines too, and not by those of another BLAS.
    let library = try SystemLibrary(
      "OpenBLAS", linux: "libopenblas.so.0", homebrew: "opt/openblas/lib/libopenblas.dylib",
      package: "libopenblas-dev (Debian) or openblas (Homebrew)", scope: .shared)
    caxpy = try library.routine("cblas_caxpy")
    ccopy = try library.routine("cblas_ccopy")
    cgemm = try library.routine("cblas_cgemm")
    cscal = try library.routine("cblas_cscal")
    csrot = try library.routine("cblas_csrot")
    cswap = try library.routine("cblas_cswap")
    dgemm = try library.routine("cblas_dgemm")
    zaxpy = try library.routine("cblas_zaxpy")
    zcopy = try library.routine("cblas_zcopy")
    zdrot = try library.routine("cblas_zdrot")
    zgemm = try library.routine("cblas_zgemm")
    zscal = try library.routine("cblas_zscal")
    zswap = try library.routine("cblas_zswap")
    let configuration: qs_openblas_get_config = try library.routine("openblas_get_config")
    self.configuration = configuration().map { String(cString: $0) } ?? "unknown"
    let processor: qs_openblas_get_corename = try library.routine("openblas_get_corename")
    self.processor = processor().map { String(cString: $0) } ?? "unknown"

    let useThreads: qs_openblas_set_num_threads = try library.routine("openblas_set_num_threads")
    useThreads(1)
    // OpenBLAS starts its threads when it is loaded, and they spin for 30 ms before they sleep. It offers
    // no other way that is safe beside threads of the program: it reads OPENBLAS_NUM_THREADS, but the
    // environment may not be written while others read it. Builds without threads lack the routine.
    let stopThreads = library.optionalRoutine(
      "blas_thread_shutdown_", as: qs_openblas_stop_threads.self)
    _ = stopThreads?()
  }
}
