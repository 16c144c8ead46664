public import ComplexModule
public import Gates
import RealModule

/// A square matrix for the reference: plain rows, plain loops, nothing shared with the engine.
public struct ReferenceMatrix: Sendable {
  public var rows: [[Complex<Double>]]

  public init(_ rows: [[Complex<Double>]]) { self.rows = rows }

  public init(_ matrix: ComplexMatrix) {
    rows = (0..<matrix.rows).map { row in
      (0..<matrix.columns).map { matrix.elements[row * matrix.columns + $0] }
    }
  }

  public var size: Int { rows.count }

  public static func identity(_ size: Int) -> ReferenceMatrix {
    .diagonal(.init(repeating: 1, count: size))
  }

  public static func diagonal(_ elements: [Complex<Double>]) -> ReferenceMatrix {
    ReferenceMatrix(
      elements.indices.map { row in elements.indices.map { row == $0 ? elements[row] : 0 } })
  }

  public static func * (a: ReferenceMatrix, b: ReferenceMatrix) -> ReferenceMatrix {
    var product = ReferenceMatrix(a.rows.map { _ in .init(repeating: 0, count: b.size) })
    for i in 0..<a.size {
      for k in 0..<a.size where a.rows[i][k] != .zero {
        for j in 0..<a.size { product.rows[i][j] += a.rows[i][k] * b.rows[k][j] }
      }
    }
    return product
  }

  public static func * (factor: Complex<Double>, a: ReferenceMatrix) -> ReferenceMatrix {
    ReferenceMatrix(a.rows.map { $0.map { factor * $0 } })
  }

  public static func + (a: ReferenceMatrix, b: ReferenceMatrix) -> ReferenceMatrix {
    ReferenceMatrix(zip(a.rows, b.rows).map { zip($0, $1).map { $0 + $1 } })
  }

  public static func - (a: ReferenceMatrix, b: ReferenceMatrix) -> ReferenceMatrix { a + -1 * b }

  /// The Kronecker product; the qubits of `low` are the less significant ones.
  public static func kron(_ high: ReferenceMatrix, _ low: ReferenceMatrix) -> ReferenceMatrix {
    let size = high.size * low.size
    return ReferenceMatrix(
      (0..<size).map { i in
        (0..<size).map { j in
          high.rows[i / low.size][j / low.size] * low.rows[i % low.size][j % low.size]
        }
      })
  }

  public var adjoint: ReferenceMatrix {
    ReferenceMatrix(rows.indices.map { i in rows.indices.map { rows[$0][i].conjugate } })
  }

  /// The matrix under controls that come first: `[1, …, self, …, 1]` in blocks, where the bits of the
  /// controls are the least significant ones.
  public func controlled(on values: [Bool]) -> ReferenceMatrix {
    let controlSize = 1 << values.count
    let active = values.indices.reduce(0) { $0 + (values[$1] ? 1 << $1 : 0) }
    return ReferenceMatrix(
      (0..<controlSize * size).map { i in
        (0..<controlSize * size).map { j in
          let isActive = i % controlSize == active && j % controlSize == active
          return isActive ? rows[i / controlSize][j / controlSize] : i == j ? 1 : 0
        }
      })
  }

  /// This matrix on chosen qubits of `count`, the identity on the others: position k of `qubits` is
  /// bit k of this matrix's index.
  public func placed(on qubits: [Int], of count: Int) -> ReferenceMatrix {
    let mask = qubits.reduce(0) { $0 | 1 << $1 }
    func index(_ basis: Int) -> Int {
      qubits.indices.reduce(0) { $0 | ((basis >> qubits[$1]) & 1) << $1 }
    }
    return ReferenceMatrix(
      (0..<(1 << count)).map { i in
        (0..<(1 << count)).map { j in
          i & ~mask == j & ~mask ? rows[index(i)][index(j)] : 0
        }
      })
  }

  /// The largest distance between elements at the same place; infinite for different sizes or where
  /// an element is not finite.
  public func distance(to other: ReferenceMatrix) -> Double {
    guard size == other.size else { return .infinity }
    return maximumDistance(rows.flatMap { $0 }, other.rows.flatMap { $0 })
  }
}

/// The largest distance between elements at the same place; infinite for different lengths or where an
/// element is not finite.
public func maximumDistance<A: StateScalar, B: StateScalar>(
  _ a: [Complex<A>], _ b: [Complex<B>]
) -> Double {
  guard a.count == b.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(a, b) {
    let (re, im) = (Double(x.real) - Double(y.real), Double(x.imaginary) - Double(y.imaginary))
    let distance = (re * re + im * im).squareRoot()
    guard distance.isFinite else { return .infinity }
    largest = max(largest, distance)
  }
  return largest
}

/// |⟨a|b⟩|², 1 for equal states up to a global phase.
public func fidelity<A: StateScalar, B: StateScalar>(
  _ a: [Complex<A>], _ b: [Complex<B>]
) -> Double {
  guard a.count == b.count else { return 0 }
  var (re, im) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    let (xr, xi, yr, yi) = (
      Double(x.real), Double(x.imaginary), Double(y.real), Double(y.imaginary)
    )
    re += xr * yr + xi * yi
    im += xr * yi - xi * yr
  }
  return re * re + im * im
}
