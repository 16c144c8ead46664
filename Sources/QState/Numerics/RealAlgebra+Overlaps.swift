import COpenBLAS

extension RealAlgebra {
  /// Rows of the left factor that one product takes: its block of the result stays in cache while
  /// magnitudes are taken.
  private static var overlapBlock: Int { 128 }

  /// |⟨aᵢ|bⱼ⟩|², `[rows, columns]`, for states as rows of `dimension` complex numbers, real and imaginary
  /// parts in turn.
  ///
  /// One ZGEMM for each block of rows, shared by the threads; the blocks do not depend on their number.
  /// States whose imaginary parts are all 0 take a quarter of the arithmetic (DGEMM).
  ///
  /// Callers have called ``checkLibraries()``.
  ///
  /// - Parameters:
  ///   - a: `[rows, dimension]`.
  ///   - b: `[columns, dimension]`; nil compares the rows of `a` with each other, at half the cost, and
  ///     takes |⟨aᵢ|aᵢ⟩|² for 1.
  package static func squaredOverlaps(
    _ a: [Double], rows: Int, _ b: [Double]? = nil, columns: Int, dimension: Int,
    threads: Int = WorkerPool.threads
  ) -> [Double] {
    precondition(a.count == 2 * rows * dimension && (b ?? a).count == 2 * columns * dimension)
    guard rows > 0, columns > 0, dimension > 0 else {
      return Array(repeating: 0, count: rows * columns)
    }
    let library = OpenBLAS.routines
    let isReal = isReal(a) && (b.map(isReal) ?? true)
    let blocks = (rows + overlapBlock - 1) / overlapBlock
    let isSymmetric = b == nil
    return [Double](unsafeUninitializedCapacity: rows * columns) { result, count in
      // Each block writes its own elements, and the pool returns before the buffers end.
      func run(
        _ left: [Double], _ right: [Double], numbers: Int, _ product: @escaping Product
      ) {
        left.withUnsafeBufferPointer { left in
          right.withUnsafeBufferPointer { right in
            guard let leftBase = left.baseAddress, let rightBase = right.baseAddress,
              let resultBase = result.baseAddress
            else { return }
            nonisolated(unsafe) let (left, right, out) = (leftBase, rightBase, resultBase)
            WorkerPool.shared.run(slices: blocks, threads: threads) { block in
              let first = block * overlapBlock
              let start = isSymmetric ? first : 0
              product(
                left + first * numbers, min(overlapBlock, rows - first), right + start * numbers,
                columns - start, out + first * columns + start)
            }
          }
        }
      }
      if isReal {
        run(realParts(a), realParts(b ?? a), numbers: dimension) {
          left, height, right, width, out in
          library.dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(height), blasint(width),
            blasint(dimension), 1, left, blasint(dimension), right, blasint(dimension), 0, out,
            blasint(columns))
          for row in 0..<height {
            for column in row * columns..<row * columns + width { out[column] *= out[column] }
          }
        }
      } else {
        run(a, b ?? a, numbers: 2 * dimension) { left, height, right, width, out in
          let product = UnsafeMutablePointer<Double>.allocate(capacity: 2 * height * width)
          defer { product.deallocate() }
          var (one, zero) = ((1.0, 0.0), (0.0, 0.0))
          library.zgemm(
            CblasRowMajor, CblasNoTrans, CblasConjTrans, blasint(height), blasint(width),
            blasint(dimension), &one, left, blasint(dimension), right, blasint(dimension), &zero,
            product, blasint(width))
          for row in 0..<height {
            for column in 0..<width {
              let (x, y) = (
                product[2 * (row * width + column)], product[2 * (row * width + column) + 1]
              )
              out[row * columns + column] = x * x + y * y
            }
          }
        }
      }
      if isSymmetric {
        for row in 0..<rows {
          result[row * columns + row] = 1
          for column in row + 1..<max(columns, row + 1) {
            result[column * columns + row] = result[row * columns + column]
          }
        }
      }
      count = rows * columns
    }
  }

  /// Squared magnitudes of the products of `height` rows on the left and `width` on the right.
  private typealias Product =
    @Sendable (
      _ left: UnsafePointer<Double>, _ height: Int, _ right: UnsafePointer<Double>, _ width: Int,
      _ out: UnsafeMutablePointer<Double>
    ) -> Void

  private static func isReal(_ states: [Double]) -> Bool {
    stride(from: 1, to: states.count, by: 2).allSatisfy { states[$0] == 0 }
  }

  private static func realParts(_ states: [Double]) -> [Double] {
    stride(from: 0, to: states.count, by: 2).map { states[$0] }
  }
}
