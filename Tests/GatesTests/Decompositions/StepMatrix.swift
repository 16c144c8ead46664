import QState

@testable import Gates

/// Matrices by the definitions, for what decompositions are made of and made from; bit k of an index is
/// qubit k.
enum StepMatrix {
  /// exp(i phase) times the product of the steps, times the given columns.
  static func apply(_ circuit: ElementaryCircuit, to columns: ComplexMatrix) -> ComplexMatrix {
    let size = 1 << circuit.qubitCount
    var result = columns
    for step in circuit.steps {
      switch step {
      case .u(let theta, let phi, let lambda, let qubit):
        let c = Complex(Double.cos(theta / 2))
        let s = Complex(Double.sin(theta / 2))
        let elements = [
          c, -Complex(length: 1, phase: lambda) * s,
          Complex(length: 1, phase: phi) * s, Complex(length: 1, phase: phi + lambda) * c,
        ]
        for row in 0..<size where (row >> qubit) & 1 == 0 {
          let other = row | 1 << qubit
          for column in 0..<columns.columns {
            let (a, b) = (result[row, column], result[other, column])
            result[row, column] = elements[0] * a + elements[1] * b
            result[other, column] = elements[2] * a + elements[3] * b
          }
        }
      case .cx(let control, let target): swapRows(&result, controls: 1 << control, target)
      case .ccx(let a, let b, let target): swapRows(&result, controls: 1 << a | 1 << b, target)
      }
    }
    return Complex(length: 1, phase: circuit.phase) * result
  }

  private static func swapRows(_ matrix: inout ComplexMatrix, controls: Int, _ target: Int) {
    for row in 0..<matrix.rows where row & controls == controls && (row >> target) & 1 == 0 {
      for column in 0..<matrix.columns {
        let other = matrix[row | 1 << target, column]
        matrix[row | 1 << target, column] = matrix[row, column]
        matrix[row, column] = other
      }
    }
  }

  /// A `2^k` matrix on k targets (the first least significant) among n qubits, where the controls have
  /// their values.
  static func embed(
    _ matrix: ComplexMatrix, targets: [Int], controls: Controls = .none, qubitCount: Int
  ) -> ComplexMatrix {
    var result = ComplexMatrix.identity(1 << qubitCount)
    let targetMask = targets.reduce(0) { $0 | 1 << $1 }
    func index(_ small: Int, in base: Int) -> Int {
      targets.enumerated().reduce(base) { $0 | ((small >> $1.offset) & 1) << $1.element }
    }
    for base in 0..<(1 << qubitCount)
    where base & targetMask == 0 && UInt64(base) & controls.mask == controls.values {
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns {
          result[index(row, in: base), index(column, in: base)] = matrix[row, column]
        }
      }
    }
    return result
  }

  /// The matrix of an operation on its targets alone.
  static func of(_ operation: StateOperation, targetCount: Int) -> ComplexMatrix {
    let size = 1 << targetCount
    var result = ComplexMatrix.zeros(rows: size, columns: size)
    switch operation {
    case .scale(let factor): for i in 0..<size { result[i, i] = factor }
    case .diagonal(let elements): for i in 0..<size { result[i, i] = elements[i] }
    case .antidiagonal(let upper, let lower):
      result[0, 1] = upper
      result[1, 0] = lower
    case .flip: for i in 0..<size { result[size - 1 - i, i] = 1 }
    case .swap: for i in 0..<4 { result[(i >> 1) | (i & 1) << 1, i] = 1 }
    case .dense(let matrix): result = matrix
    case .permutation(let image): for i in 0..<size { result[image[i], i] = 1 }
    case .pauliRotation(let paulis, let angle):
      var product = ComplexMatrix.identity(1)
      for pauli in paulis {
        let elements: [Complex<Double>] =
          switch pauli {
          case .i: [1, 0, 0, 1]
          case .x: [0, 1, 1, 0]
          case .y: [0, Complex(0, -1), Complex(0, 1), 0]
          case .z: [1, 0, 0, -1]
          }
        product = ComplexMatrix(rows: 2, columns: 2, uncheckedElements: elements).kronecker(product)
      }
      result =
        Complex(Double.cos(angle / 2)) * ComplexMatrix.identity(size)
        + Complex(0, -Double.sin(angle / 2)) * product
    }
    return result
  }
}

/// Random numbers for matrices.
struct MatrixSource {
  var stream: RandomStream

  init(seed: UInt64) { stream = RandomStream(seed: seed) }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * stream.uniform()
  }

  mutating func angle() -> Double { uniform(-.pi...(.pi)) }

  mutating func permutation(_ count: Int) -> [Int] {
    var image = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      image.swapAt(i, Int(stream.uniform() * Double(i + 1)))
    }
    return image
  }

  /// Columns to compare two operators on: all of them up to 4 qubits, beyond a few random ones, which
  /// no difference of the operators escapes.
  mutating func probe(qubitCount: Int) -> ComplexMatrix {
    if qubitCount <= 4 { return .identity(1 << qubitCount) }
    var columns = ComplexMatrix.zeros(rows: 1 << qubitCount, columns: 2)
    for index in columns.elements.indices {
      columns.elements[index] = Complex(length: uniform(0.5...1), phase: angle())
    }
    return columns
  }

  /// A unitary matrix of Haar measure: the orthonormal factor of a normal one, which leaves the phases
  /// of its columns to the factorization; they are drawn too.
  mutating func unitary(_ size: Int) throws -> ComplexMatrix {
    var matrix = ComplexMatrix.zeros(rows: size, columns: size)
    for index in matrix.elements.indices {
      let length = (-2 * Double.log(1 - stream.uniform())).squareRoot()
      matrix.elements[index] = Complex(length: length, phase: angle())
    }
    var q = try matrix.qrDecomposition().q
    for column in 0..<size {
      let factor = Complex(length: 1, phase: angle())
      for row in 0..<size { q[row, column] *= factor }
    }
    return q
  }
}
