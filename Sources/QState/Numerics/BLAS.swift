import COpenBLAS

/// The routines of OpenBLAS for vectors and matrices of `Complex<Scalar>`: `c…` for `Float`, `z…` for
/// `Double`. Only this file and ``RealAlgebra`` call OpenBLAS.
///
/// Lengths and strides are in complex numbers and below 2^31 (OpenBLAS is built with 32-bit integers).
enum BLAS<Scalar: StateScalar> {
  typealias Vector = UnsafeMutablePointer<Complex<Scalar>>
  typealias ConstantVector = UnsafePointer<Complex<Scalar>>

  /// A plain comparison of metatypes, which the specialiser folds away.
  @inline(__always)
  private static var isDouble: Bool {
    OpenBLAS.useOneThread
    return Scalar.self == Double.self
  }

  /// x ← alpha x
  static func scale(_ count: Int, _ alpha: Complex<Scalar>, _ x: Vector, stride: Int) {
    withUnsafePointer(to: alpha) { alpha in
      if isDouble {
        cblas_zscal(blasint(count), alpha, x, blasint(stride))
      } else {
        cblas_cscal(blasint(count), alpha, x, blasint(stride))
      }
    }
  }

  /// y ← x
  static func copy(_ count: Int, _ x: ConstantVector, _ xStride: Int, to y: Vector, _ yStride: Int)
  {
    if isDouble {
      cblas_zcopy(blasint(count), x, blasint(xStride), y, blasint(yStride))
    } else {
      cblas_ccopy(blasint(count), x, blasint(xStride), y, blasint(yStride))
    }
  }

  /// x ↔ y
  static func swap(_ count: Int, _ x: Vector, _ y: Vector, stride: Int) {
    if isDouble {
      cblas_zswap(blasint(count), x, blasint(stride), y, blasint(stride))
    } else {
      cblas_cswap(blasint(count), x, blasint(stride), y, blasint(stride))
    }
  }

  /// y ← y + alpha x
  static func add(
    _ count: Int, _ alpha: Complex<Scalar>, _ x: ConstantVector, _ xStride: Int, to y: Vector,
    _ yStride: Int
  ) {
    withUnsafePointer(to: alpha) { alpha in
      if isDouble {
        cblas_zaxpy(blasint(count), alpha, x, blasint(xStride), y, blasint(yStride))
      } else {
        cblas_caxpy(blasint(count), alpha, x, blasint(xStride), y, blasint(yStride))
      }
    }
  }

  /// (x, y) ← (cosine x + sine y, cosine y − sine x)
  static func rotate(
    _ count: Int, _ x: Vector, _ y: Vector, stride: Int, cosine: Scalar, sine: Scalar
  ) {
    if isDouble {
      cblas_zdrot(
        blasint(count), x, blasint(stride), y, blasint(stride), Double(cosine), Double(sine))
    } else {
      cblas_csrot(
        blasint(count), x, blasint(stride), y, blasint(stride), Float(cosine), Float(sine))
    }
  }

  /// c ← a b for row-major matrices: a is `rows × inner`, b is `inner × columns`.
  static func multiply(
    rows: Int, inner: Int, columns: Int, _ a: ConstantVector, _ b: ConstantVector, into c: Vector
  ) {
    let (m, n, k) = (blasint(rows), blasint(columns), blasint(inner))
    withUnsafePointer(to: Complex<Scalar>.one) { one in
      withUnsafePointer(to: Complex<Scalar>.zero) { zero in
        if isDouble {
          cblas_zgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, a, k, b, n, zero, c, n)
        } else {
          cblas_cgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, a, k, b, n, zero, c, n)
        }
      }
    }
  }
}

/// OpenBLAS as a library: its threads and its version.
enum OpenBLAS {
  /// Reading this once makes OpenBLAS, and LAPACK on top of it, compute in the calling thread: the
  /// threads of this library already keep every core busy, and results stay the same on any machine
  /// of the same kind.
  static let useOneThread: Void = openblas_set_num_threads(1)

  /// What OpenBLAS says of its build, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".
  static var configuration: String { String(cString: openblas_get_config()) }

  /// The processor whose routines OpenBLAS chose at start, such as "SkylakeX".
  static var processor: String { String(cString: openblas_get_corename()) }
}
