import QState

/// A repeatable source of numbers for tests (SplitMix64: Steele, Lea, Flood 2014,
/// doi:10.1145/2660193.2660195).
struct TestRandom: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func complex() -> Complex<Double> {
    Complex(Double.random(in: -1...1, using: &self), Double.random(in: -1...1, using: &self))
  }

  /// Amplitudes of norm 1.
  mutating func state(qubits: Int) -> [Complex<Double>] {
    let raw = (0..<1 << qubits).map { _ in complex() }
    let norm = raw.reduce(0) { $0 + $1.lengthSquared }.squareRoot()
    return raw.map { $0 / Complex(norm) }
  }
}

/// Every shape of operation, each with numbers of its own.
///
/// Matrices are random, not unitary: kernels must not rely on more than linearity. Their elements are
/// at most √2 and rows are divided by their length, so that amplitudes stay of order 1.
enum OperationShape: String, CaseIterable {
  case scale, phase, diagonal, antidiagonal, flip, swap, dense, realDense, permutation
  case pauliRotation

  /// The numbers of targets that the tests try.
  var targetCounts: ClosedRange<Int> {
    switch self {
    case .scale: 0...0
    case .antidiagonal: 1...1
    case .swap: 2...2
    case .phase, .diagonal, .flip, .dense, .realDense, .permutation, .pauliRotation: 1...5
    }
  }

  func operation(targetCount: Int, _ random: inout TestRandom) -> StateOperation {
    let size = 1 << targetCount
    switch self {
    case .scale:
      return .scale(random.complex())
    case .phase:
      var elements = [Complex<Double>](repeating: 1, count: size)
      elements[Int.random(in: 0..<size, using: &random)] = random.complex()
      return .diagonal(elements)
    case .diagonal:
      return .diagonal((0..<size).map { _ in random.complex() })
    case .antidiagonal:
      return .antidiagonal(upper: random.complex(), lower: random.complex())
    case .flip:
      return .flip
    case .swap:
      return .swap
    case .dense, .realDense:
      var matrix = ComplexMatrix.zeros(rows: size, columns: size)
      let scale = 1 / Double(size).squareRoot()
      for row in 0..<size {
        for column in 0..<size {
          let number = random.complex() * Complex(scale)
          matrix[row, column] = self == .dense ? number : Complex(number.real)
        }
      }
      return .dense(matrix)
    case .permutation:
      return .permutation(Array(0..<size).shuffled(using: &random))
    case .pauliRotation:
      let paulis = (0..<targetCount).map { _ in Pauli.allCases.randomElement(using: &random) ?? .z }
      return .pauliRotation(paulis, angle: Double.random(in: -7...7, using: &random))
    }
  }
}

/// Every ordered choice of `count` different qubits.
func orderedPlacements(_ count: Int, of qubits: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return orderedPlacements(count - 1, of: qubits).flatMap { placed in
    (0..<qubits).filter { !placed.contains($0) }.map { placed + [$0] }
  }
}

/// Every set of controls among the qubits that are not targets, with every choice of values.
func allControls(besides targets: [Int], of qubits: Int) -> [Controls] {
  var result = [Controls.none]
  for qubit in 0..<qubits where !targets.contains(qubit) {
    let bit: UInt64 = 1 << UInt64(qubit)
    result += result.flatMap { controls in
      [
        Controls(mask: controls.mask | bit, values: controls.values),
        Controls(mask: controls.mask | bit, values: controls.values | bit),
      ]
    }
  }
  return result
}
