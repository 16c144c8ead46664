import ComplexModule
import QState
import RealModule

/// What an operation does, straight from the definitions: slow, obvious, no code of the engines.
enum DenseReference {
  /// The `2^k` square matrix of an operation on k targets.
  static func matrix(_ operation: StateOperation, targets: Int) -> ComplexMatrix {
    let size = 1 << targets
    switch operation {
    case .scale(let factor): return diagonal([factor])
    case .diagonal(let factors): return diagonal(factors)
    case .antidiagonal(let upper, let lower):
      var matrix = ComplexMatrix.zeros(rows: 2, columns: 2)
      matrix[0, 1] = upper
      matrix[1, 0] = lower
      return matrix
    case .flip: return permutation(Array((0..<size).reversed()))
    case .swap: return permutation([0, 2, 1, 3])
    case .dense(let matrix): return matrix
    case .permutation(let image): return permutation(image)
    case .pauliRotation(let paulis, let angle):
      let product = paulis.reduce(ComplexMatrix.identity(1)) { pauliMatrix($1).kronecker($0) }
      return Complex(.cos(angle / 2)) * .identity(size) - Complex(0, .sin(angle / 2)) * product
    }
  }

  private static func permutation(_ image: [Int]) -> ComplexMatrix {
    var matrix = ComplexMatrix.zeros(rows: image.count, columns: image.count)
    for (column, row) in image.enumerated() { matrix[row, column] = 1 }
    return matrix
  }

  static func pauliMatrix(_ pauli: Pauli) -> ComplexMatrix {
    let elements: [Complex<Double>] =
      switch pauli {
      case .i: [1, 0, 0, 1]
      case .x: [0, 1, 1, 0]
      case .y: [0, -.i, .i, 0]
      case .z: [1, 0, 0, -1]
      }
    var matrix = ComplexMatrix.zeros(rows: 2, columns: 2)
    matrix.elements = elements
    return matrix
  }

  /// The matrix on the targets of a vector of amplitudes, where the controls have their values.
  static func apply(
    _ matrix: ComplexMatrix, targets: [Int], controls: Controls, to state: [Complex<Double>]
  ) -> [Complex<Double>] {
    let size = matrix.rows
    // Where each value of the targets lies, and the columns of a row that are not zero.
    let offsets = (0..<size).map { value in
      targets.indices.reduce(0) { $0 | (value >> $1 & 1) << targets[$1] }
    }
    let columns = (0..<size).map { row in (0..<size).filter { matrix[row, $0] != .zero } }
    var result = state
    for rest in state.indices
    where rest & offsets[size - 1] == 0 && UInt64(rest) & controls.mask == controls.values {
      for row in 0..<size {
        var sum = Complex<Double>.zero
        for column in columns[row] { sum += matrix[row, column] * state[rest | offsets[column]] }
        result[rest | offsets[row]] = sum
      }
    }
    return result
  }
}

/// Every choice of controls among the qubits that are no targets: absent, 0 or 1 each.
func everyControls(_ qubitCount: Int, besides targets: [Int]) -> [Controls] {
  var result: [[(qubit: Int, value: Bool)]] = [[]]
  for qubit in 0..<qubitCount where !targets.contains(qubit) {
    result += result.flatMap { [$0 + [(qubit, false)], $0 + [(qubit, true)]] }
  }
  return result.map { Controls($0) }
}

extension RandomStream {
  /// A random state of norm 1.
  mutating func state(qubits: Int) -> [Complex<Double>] {
    let amplitudes = (0..<1 << qubits).map { _ in complexNormal() }
    let norm = amplitudes.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    return amplitudes.map { $0 / Complex(norm) }
  }

  mutating func phase() -> Complex<Double> { Complex(length: 1, phase: 2 * .pi * uniform()) }

  /// A unitary matrix without zeros, in few operations: a reflection 1 − 2vv† with a phase a row.
  mutating func reflection(_ size: Int) -> ComplexMatrix {
    let v = state(qubits: size.trailingZeroBitCount)
    var matrix = ComplexMatrix.identity(size)
    for row in 0..<size {
      let phase = phase()
      for column in 0..<size {
        matrix[row, column] = phase * (matrix[row, column] - 2 * v[row] * v[column].conjugate)
      }
    }
    return matrix
  }

  /// An operation of each shape on `targets` qubits, with random numbers; the special values that
  /// engines treat apart among them.
  mutating func operations(targets: Int) -> [StateOperation] {
    let size = 1 << targets
    if targets == 0 { return [.scale(phase()), .scale(1)] }
    var result: [StateOperation] = [
      .diagonal((0..<size).map { _ in phase() }),
      .diagonal((0..<size).map { $0 == size - 1 ? phase() : 1 }),
      .flip,
      .dense(reflection(size)),
      .permutation((0..<size).shuffled(using: &self)),
      .permutation(Array(0..<size)),
      .pauliRotation(
        (0..<targets).map { _ in Pauli.allCases.randomElement(using: &self) ?? .x },
        angle: 7 * uniform()),
      .pauliRotation(Array(repeating: .z, count: targets), angle: 7 * uniform()),
      .pauliRotation(Array(repeating: .y, count: targets), angle: 7 * uniform()),
    ]
    if targets == 1 {
      let angle = 7 * uniform()
      let (cosine, sine) = (Complex(Double.cos(angle)), Complex(Double.sin(angle)))
      var rotation = ComplexMatrix.zeros(rows: 2, columns: 2)
      rotation.elements = [cosine, -sine, sine, cosine]
      var triangular = ComplexMatrix.zeros(rows: 2, columns: 2)
      triangular.elements = [0, phase(), phase(), 0]
      result += [
        .antidiagonal(upper: phase(), lower: phase()), .antidiagonal(upper: 1, lower: 1),
        .dense(rotation), .dense(triangular),
        .pauliRotation([.x], angle: angle), .pauliRotation([.i], angle: angle),
      ]
    }
    if targets == 2 { result.append(.swap) }
    return result
  }
}
