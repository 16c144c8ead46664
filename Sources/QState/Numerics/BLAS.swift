import COpenBLAS

/// The routines of OpenBLAS for vectors and matrices of `Complex<Scalar>`: `c…` for `Float`, `z…` for
/// `Double`. Only this file and ``RealAlgebra`` call OpenBLAS, which is loaded at the first call.
///
/// Lengths and strides are in complex numbers and below 2^31 (OpenBLAS is built with 32-bit integers).
enum BLAS<Scalar: StateScalar> {
  typealias Vector = UnsafeMutablePointer<Complex<Scalar>>
  typealias ConstantVector = UnsafePointer<Complex<Scalar>>

  /// A plain comparison of metatypes, which the specialiser folds away.
  @inline(__always)
  private static var isDouble: Bool { Scalar.self == Double.self }

  @inline(__always)
  private static var library: OpenBLAS { OpenBLAS.routines }

  /// x ← alpha x
  static func scale(_ count: Int, _ alpha: Complex<Scalar>, _ x: Vector, stride: Int) {
    withUnsafePointer(to: alpha) { alpha in
      if isDouble {
        library.zscal(blasint(count), alpha, x, blasint(stride))
      } else {
        library.cscal(blasint(count), alpha, x, blasint(stride))
      }
    }
  }

  /// y ← x
  static func copy(_ count: Int, _ x: ConstantVector, _ xStride: Int, to y: Vector, _ yStride: Int)
  {
    if isDouble {
      library.zcopy(blasint(count), x, blasint(xStride), y, blasint(yStride))
    } else {
      library.ccopy(blasint(count), x, blasint(xStride), y, blasint(yStride))
    }
  }

  /// x ↔ y
  static func swap(_ count: Int, _ x: Vector, _ y: Vector, stride: Int) {
    if isDouble {
      library.zswap(blasint(count), x, blasint(stride), y, blasint(stride))
    } else {
      library.cswap(blasint(count), x, blasint(stride), y, blasint(stride))
    }
  }

  /// y ← y + alpha x
  static func add(
    _ count: Int, _ alpha: Complex<Scalar>, _ x: ConstantVector, _ xStride: Int, to y: Vector,
    _ yStride: Int
  ) {
    withUnsafePointer(to: alpha) { alpha in
      if isDouble {
        library.zaxpy(blasint(count), alpha, x, blasint(xStride), y, blasint(yStride))
      } else {
        library.caxpy(blasint(count), alpha, x, blasint(xStride), y, blasint(yStride))
      }
    }
  }

  /// (x, y) ← (cosine x + sine y, cosine y − sine x)
  static func rotate(
    _ count: Int, _ x: Vector, _ y: Vector, stride: Int, cosine: Scalar, sine: Scalar
  ) {
    if isDouble {
      library.zdrot(
        blasint(count), x, blasint(stride), y, blasint(stride), Double(cosine), Double(sine))
    } else {
      library.csrot(
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
          library.zgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, a, k, b, n, zero, c, n)
        } else {
          library.cgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, one, a, k, b, n, zero, c, n)
        }
      }
    }
  }
}
