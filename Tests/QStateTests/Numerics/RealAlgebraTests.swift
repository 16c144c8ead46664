import QState
import Testing

@Suite struct RealAlgebraTests {
  @Test(
    "Products are sums over the inner index, transposed or not, for one row as for many",
    arguments: [1, 2, 7], [false, true])
  func products(rows: Int, transposingFirst: Bool) {
    // Around the length from which a row is no longer multiplied by loops, 2^14.
    for (inner, columns) in [(1, 1), (3, 5), (30, 3), (128, 128), (129, 128)] {
      for transposingSecond in [false, true] {
        var random = RandomStream(seed: 12, stream: UInt64(inner))
        let a = (0..<rows * inner).map { _ in random.uniform() - 0.5 }
        let b = (0..<inner * columns).map { _ in random.uniform() - 0.5 }
        let product = RealAlgebra.multiply(
          rows: rows, inner: inner, columns: columns, a, transposingFirst: transposingFirst, b,
          transposingSecond: transposingSecond)
        let byLoops = RealAlgebra.multiplyByLoops(
          rows: rows, inner: inner, columns: columns, a, transposingFirst: transposingFirst, b,
          transposingSecond: transposingSecond)
        #expect(product.count == rows * columns && byLoops.count == rows * columns)
        for row in 0..<rows {
          for column in 0..<columns {
            var expected = 0.0
            for k in 0..<inner {
              expected +=
                a[transposingFirst ? k * rows + row : row * inner + k]
                * b[transposingSecond ? column * inner + k : k * columns + column]
            }
            // Sums of `inner` products below 1/4, in another order.
            let tolerance = Double(inner) * 0.25 * .ulpOfOne
            #expect(abs(product[row * columns + column] - expected) <= tolerance)
            #expect(abs(byLoops[row * columns + column] - expected) <= tolerance)
          }
        }
      }
    }
  }
}
