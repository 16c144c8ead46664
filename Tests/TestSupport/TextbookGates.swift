import ComplexModule
import RealModule

/// The matrix of a standard gate as textbooks define it, first qubit least significant: the test's own
/// table, built by other routes than the engine's (products, sums of Pauli matrices, exponentials).
///
/// - Returns: nil for a name it does not know.
public func textbookMatrix(_ name: String, _ angles: [Double] = []) -> ReferenceMatrix? {
  guard let matrix = Textbook.gates[name] else { return nil }
  return matrix(angles)
}

/// The names that ``textbookMatrix(_:_:)`` knows.
public var textbookGateNames: [String] { Array(Textbook.gates.keys) }

private enum Textbook {
  typealias M = ReferenceMatrix

  static let i = Complex<Double>.i
  static let one = M([[1, 0], [0, 1]])
  static let x = M([[0, 1], [1, 0]])
  static let y = M([[0, -i], [i, 0]])
  static let z = M([[1, 0], [0, -1]])
  static let h = Complex(1 / 2.0.squareRoot()) * (x + z)

  static func phase(_ angle: Double) -> Complex<Double> { Complex(length: 1, phase: angle) }
  static func p(_ λ: Double) -> M { .diagonal([1, phase(λ)]) }

  /// exp(-iθG/2) for an involution G: cos(θ/2) − i sin(θ/2) G.
  static func rotation(_ generator: M, _ θ: Double) -> M {
    Complex(.cos(θ / 2)) * .identity(generator.size) - Complex(0, .sin(θ / 2)) * generator
  }

  /// exp(-iθG) for G with G³ = G: 1 + (cos θ − 1) G² − i sin θ G.
  static func exponential(_ generator: M, _ θ: Double) -> M {
    .identity(generator.size) + Complex(.cos(θ) - 1) * (generator * generator)
      - Complex(0, .sin(θ)) * generator
  }

  /// e^{i(φ+λ)/2} Rz(φ) Ry(θ) Rz(λ), the definition of Cross et al., "Open Quantum Assembly
  /// Language" (2017), with the phase that makes the upper left element real.
  static func u(_ θ: Double, _ φ: Double, _ λ: Double) -> M {
    phase((φ + λ) / 2) * (rotation(z, φ) * rotation(y, θ) * rotation(z, λ))
  }

  /// `high` acts on the second qubit, `low` on the first.
  static func pair(_ high: M, _ low: M) -> M { .kron(high, low) }

  static func on(_ qubits: [Int], of count: Int, _ gate: M) -> M {
    gate.placed(on: qubits, of: count)
  }

  /// The product of gates in the order in which they act.
  static func circuit(_ count: Int, _ gates: [(M, [Int])]) -> M {
    gates.reduce(.identity(1 << count)) { on($1.1, of: count, $1.0) * $0 }
  }

  static let cx = x.controlled(on: [true])
  static let root = Complex(0.5, 0.5) * M.identity(2) + Complex(0.5, -0.5) * x

  /// (XX + YY)/2 and (XX − YY)/2: exchange of an excitation, and creation of two.
  static let exchange = Complex(0.5) * (pair(x, x) + pair(y, y))
  static let creation = Complex(0.5) * (pair(x, x) - pair(y, y))

  static let gates: [String: @Sendable ([Double]) -> M] =
    oneQubit
    .merging(controlled) { a, _ in a }.merging(several) { a, _ in a }

  static let oneQubit: [String: @Sendable ([Double]) -> M] = [
    "id": { _ in one },
    "x": { _ in x },
    "y": { _ in y },
    "z": { _ in z },
    "h": { _ in h },
    "s": { _ in p(.pi / 2) },
    "sdg": { _ in p(-.pi / 2) },
    "t": { _ in p(.pi / 4) },
    "tdg": { _ in p(-.pi / 4) },
    "sx": { _ in root },
    "sxdg": { _ in root.adjoint },
    "p": { p($0[0]) },
    "u1": { p($0[0]) },
    "gphase": { M([[phase($0[0])]]) },
    "rx": { rotation(x, $0[0]) },
    "ry": { rotation(y, $0[0]) },
    "rz": { rotation(z, $0[0]) },
    "r": { rotation(Complex(.cos($0[1])) * x + Complex(.sin($0[1])) * y, $0[0]) },
    "u": { u($0[0], $0[1], $0[2]) },
    "u2": { u(.pi / 2, $0[0], $0[1]) },
    "u3": { u($0[0], $0[1], $0[2]) },
    "u0": { _ in one },
  ]

  static let controlled: [String: @Sendable ([Double]) -> M] = [
    "cx": { _ in cx },
    "cy": { _ in y.controlled(on: [true]) },
    "cz": { _ in .diagonal([1, 1, 1, -1]) },
    "ch": { _ in h.controlled(on: [true]) },
    "cs": { _ in .diagonal([1, 1, 1, i]) },
    "csdg": { _ in .diagonal([1, 1, 1, -i]) },
    "csx": { _ in root.controlled(on: [true]) },
    "cp": { .diagonal([1, 1, 1, phase($0[0])]) },
    "cu1": { .diagonal([1, 1, 1, phase($0[0])]) },
    "crx": { rotation(x, $0[0]).controlled(on: [true]) },
    "cry": { rotation(y, $0[0]).controlled(on: [true]) },
    "crz": { rotation(z, $0[0]).controlled(on: [true]) },
    "cu": { (phase($0[3]) * u($0[0], $0[1], $0[2])).controlled(on: [true]) },
    "cu3": { u($0[0], $0[1], $0[2]).controlled(on: [true]) },
    "ccx": { _ in x.controlled(on: [true, true]) },
    "ccz": { _ in .diagonal([1, 1, 1, 1, 1, 1, 1, -1]) },
    "c3x": { _ in x.controlled(on: [true, true, true]) },
    "c4x": { _ in x.controlled(on: [true, true, true, true]) },
    "c3sqrtx": { _ in root.controlled(on: [true, true, true]) },
    "cswap": { _ in swap.controlled(on: [true]) },
  ]

  /// (1 + XX + YY + ZZ) / 2.
  static let swap = Complex(0.5) * (.identity(4) + pair(x, x) + pair(y, y) + pair(z, z))

  static let several: [String: @Sendable ([Double]) -> M] = [
    "swap": { _ in swap },
    "iswap": { _ in exponential(exchange, -.pi / 2) },
    "iswapdg": { _ in exponential(exchange, .pi / 2) },
    "dcx": { _ in circuit(2, [(cx, [0, 1]), (cx, [1, 0])]) },
    // Qiskit writes (IX − XY)/√2, the second qubit's matrix first.
    "ecr": { _ in Complex(1 / 2.0.squareRoot()) * (pair(one, x) - pair(x, y)) },
    "rxx": { rotation(pair(x, x), $0[0]) },
    "ryy": { rotation(pair(y, y), $0[0]) },
    "rzz": { rotation(pair(z, z), $0[0]) },
    "rzx": { rotation(pair(x, z), $0[0]) },
    "fsim": { angles in
      M.diagonal([1, 1, 1, phase(-angles[1])]) * exponential(exchange, angles[0])
    },
    // A rotation by θ in the plane of |01⟩ (first qubit 1) and |10⟩.
    "givens": { angles in
      let generator = Complex(0.5) * (pair(y, x) - pair(x, y))
      return exponential(generator, angles[0])
    },
    "xx_plus_yy": { angles in
      pair(one, rotation(z, -angles[1])) * exponential(exchange, angles[0] / 2)
        * pair(one, rotation(z, angles[1]))
    },
    "xx_minus_yy": { angles in
      pair(rotation(z, angles[1]), one) * exponential(creation, angles[0] / 2)
        * pair(rotation(z, -angles[1]), one)
    },
    // Maslov, "Advantages of using relative-phase Toffoli gates" (2016), figure 3.
    "rccx": { _ in
      circuit(
        3,
        [
          (h, [2]), (p(.pi / 4), [2]), (cx, [1, 2]), (p(-.pi / 4), [2]), (cx, [0, 2]),
          (p(.pi / 4), [2]), (cx, [1, 2]), (p(-.pi / 4), [2]), (h, [2]),
        ])
    },
    // The same article, figure 4.
    "rc3x": { _ in
      circuit(
        4,
        [
          (h, [3]), (p(.pi / 4), [3]), (cx, [2, 3]), (p(-.pi / 4), [3]), (h, [3]),
          (cx, [0, 3]), (p(.pi / 4), [3]), (cx, [1, 3]), (p(-.pi / 4), [3]),
          (cx, [0, 3]), (p(.pi / 4), [3]), (cx, [1, 3]), (p(-.pi / 4), [3]),
          (h, [3]), (p(.pi / 4), [3]), (cx, [2, 3]), (p(-.pi / 4), [3]), (h, [3]),
        ])
    },
  ]
}
