internal import Gates

/// A matrix on two qubits, row by row, the first qubit the least significant bit of row and column.
struct Matrix4 {
  private(set) var elements: [Complex<Double>]

  /// - Parameter elements: 16 of them.
  init(_ elements: [Complex<Double>]) { self.elements = elements }

  static let identity = Matrix4((0..<16).map { $0 % 5 == 0 ? 1 : 0 })

  /// Bell states as columns: Φ⁺, iΨ⁺, Ψ⁻, iΦ⁻.
  static let magic: Matrix4 = {
    let a = Complex<Double>(0.5.squareRoot())
    let b = Complex<Double>.i * a
    return Matrix4([a, 0, 0, b, 0, b, a, 0, 0, b, -a, 0, a, 0, 0, -b])
  }()

  static let magicAdjoint = Matrix4(magic.transposed.elements.map(\.conjugate))

  subscript(row: Int, column: Int) -> Complex<Double> {
    get { elements[4 * row + column] }
    set { elements[4 * row + column] = newValue }
  }

  static func * (left: Matrix4, right: Matrix4) -> Matrix4 {
    var result = Matrix4(Array(repeating: 0, count: 16))
    for row in 0..<4 {
      for column in 0..<4 {
        var sum = left[row, 0] * right[0, column]
        for k in 1..<4 { sum += left[row, k] * right[k, column] }
        result[row, column] = sum
      }
    }
    return result
  }

  var transposed: Matrix4 { Matrix4((0..<16).map { elements[4 * ($0 % 4) + $0 / 4] }) }

  func map<Element>(_ transform: (Complex<Double>) -> Element) -> [Element] {
    elements.map(transform)
  }

  /// Puts a gate on one of the qubits behind this matrix: the first is bit 0 of the rows.
  mutating func apply(_ gate: OneQubitMatrix, bit: Int) {
    for row in 0..<4 where row >> bit & 1 == 0 {
      for column in 0..<4 {
        let (a, b) = (self[row, column], self[row | 1 << bit, column])
        self[row, column] = gate.m00 * a + gate.m01 * b
        self[row | 1 << bit, column] = gate.m10 * a + gate.m11 * b
      }
    }
  }

  /// Multiplies the row of both ones.
  mutating func applyPhase(_ factor: Complex<Double>) {
    for column in 0..<4 { self[3, column] *= factor }
  }

  /// Puts X on the qubit of `bit` behind this matrix where the other qubit is `value`.
  mutating func applyFlip(bit: Int, whereOther value: Int) {
    let row = value << (1 - bit)
    for column in 0..<4 { elements.swapAt(4 * row + column, 4 * (row | 1 << bit) + column) }
  }

  mutating func negateColumn(_ column: Int) { multiplyColumn(column, by: -1) }

  mutating func multiplyColumn(_ column: Int, by factor: Complex<Double>) {
    for row in 0..<4 { self[row, column] *= factor }
  }

  /// The determinant of the real parts, by minors of two rows (Laplace).
  var realDeterminant: Double {
    func minor(_ row: Int, _ p: Int, _ q: Int) -> Double {
      self[row, p].real * self[row + 1, q].real - self[row, q].real * self[row + 1, p].real
    }
    return minor(0, 0, 1) * minor(2, 2, 3) - minor(0, 0, 2) * minor(2, 1, 3)
      + minor(0, 0, 3) * minor(2, 1, 2) + minor(0, 1, 2) * minor(2, 0, 3)
      - minor(0, 1, 3) * minor(2, 0, 2) + minor(0, 2, 3) * minor(2, 0, 1)
  }

  /// The matrices on each qubit of which this is the tensor product.
  var factors: (first: OneQubitMatrix, second: OneQubitMatrix) {
    func block(_ row: Int, _ column: Int) -> OneQubitMatrix {
      OneQubitMatrix(
        self[2 * row, 2 * column], self[2 * row, 2 * column + 1],
        self[2 * row + 1, 2 * column], self[2 * row + 1, 2 * column + 1])
    }
    func product(_ a: OneQubitMatrix, _ b: OneQubitMatrix) -> Complex<Double> {
      a.m00.conjugate * b.m00 + a.m01.conjugate * b.m01 + a.m10.conjugate * b.m10
        + a.m11.conjugate * b.m11
    }
    // Blocks are multiples of the first qubit's matrix; the larger one of a column is far from 0.
    let (top, bottom) = (block(0, 0), block(1, 0))
    let isTop = product(top, top).real >= product(bottom, bottom).real
    var first = isTop ? top : bottom
    let scale = (product(first, first).real / 2).squareRoot()
    first = OneQubitMatrix(
      first.m00.divided(by: scale), first.m01.divided(by: scale),
      first.m10.divided(by: scale), first.m11.divided(by: scale))
    func part(_ row: Int, _ column: Int) -> Complex<Double> {
      product(first, block(row, column)).divided(by: 2)
    }
    return (
      first, OneQubitMatrix(part(0, 0), part(0, 1), part(1, 0), part(1, 1))
    )
  }
}
