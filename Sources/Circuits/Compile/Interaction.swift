internal import Gates

/// The interaction of two qubits, exp(i(g + x·XX + y·YY + z·ZZ)).
///
/// XX and YY mix |00⟩ with |11⟩ by the angle x − y and |01⟩ with |10⟩ by x + y; ZZ is a phase.
struct Interaction {
  var global: Double
  var x, y, z: Double

  private var even: Double { x - y }
  private var odd: Double { x + y }

  /// Whether rotations with their scale taken out stay well within a number's range.
  var isRepresentable: Bool {
    abs(Double.cos(even)) > 1e-3 && abs(Double.cos(odd)) > 1e-3
  }

  /// Whether it is a phase alone.
  var isDiagonal: Bool { Double.tan(even).snapped == 0 && Double.tan(odd).snapped == 0 }

  /// A pair rotation with its scale taken out, and the scale and the phases behind it.
  func emit(_ first: Int, _ second: Int, _ items: inout [PlanItem]) {
    let evenFactor = Complex<Double>(0, Double.tan(even).snapped)
    let oddFactor = Complex<Double>(0, Double.tan(odd).snapped)
    let (a, b) = (1 << UInt64(first) as UInt64, 1 << UInt64(second) as UInt64)
    if !isDiagonal {
      items.append(
        .pair(
          .init(
            first: first, second: second,
            factors: (evenFactor, oddFactor, oddFactor, evenFactor))))
    }
    let evenScale = Complex<Double>(length: .cos(even), phase: global + z)
    let oddScale = Complex<Double>(length: .cos(odd), phase: global - z)
    let ratio = oddScale / evenScale
    for (mask, factor) in [(0, evenScale), (a, ratio), (b, ratio), (a | b, 1 / (ratio * ratio))] {
      let factor = factor.snapped
      if factor != 1 { items.append(.phase(.init(mask: mask, factor: factor))) }
    }
  }
}

extension Complex<Double> {
  /// `length` may be negative.
  init(length: Double, phase: Double) {
    self.init(length * .cos(phase), length * .sin(phase))
  }
}

/// A gate on two qubits as gates on each qubit, an interaction, and gates on each qubit:
/// U = (K₁ on both) · exp(i(g + x·XX + y·YY + z·ZZ)) · (K₂ on both), with |z| the largest of the angles
/// and at most π/4.
///
/// In the magic basis (Bell states with phases; Hill and Wootters, 1997,
/// doi:10.1103/PhysRevLett.78.5022) gates on single qubits are real and interactions diagonal. So there
/// U = O₁·D·O₂ with real orthogonal O₁ and O₂, the columns of O₂ᵀ being the common eigenvectors of the
/// commuting real and imaginary parts of UᵀU = O₂ᵀ·D²·O₂ (Kraus and Cirac, 2001,
/// doi:10.1103/PhysRevA.63.062309).
struct CanonicalDecomposition {
  var before: (first: OneQubitMatrix, second: OneQubitMatrix)
  var interaction: Interaction
  var after: (first: OneQubitMatrix, second: OneQubitMatrix)

  /// Nil where rounding spoils it, which unitary matrices do not do.
  init?(_ matrix: Matrix4) {
    let magic = Matrix4.magicAdjoint * matrix * Matrix4.magic
    let symmetric = magic.transposed * magic
    let vectors = commonEigenvectors(symmetric.map { $0.real }, symmetric.map { $0.imaginary })
    var right = Matrix4(vectors.map { Complex($0) })
    if right.realDeterminant < 0 { right.negateColumn(0) }
    let squares = right.transposed * symmetric * right
    var phases = (0..<4).map { squares[$0, $0].phase / 2 }
    var left = magic * right
    for k in 0..<4 { left.multiplyColumn(k, by: Complex(length: 1, phase: -phases[k])) }
    guard left.elements.allSatisfy({ abs($0.imaginary) < 1e-10 }) else { return nil }
    if left.realDeterminant < 0 {
      left.negateColumn(0)
      phases[0] += .pi
    }
    after = (Matrix4.magic * left * Matrix4.magicAdjoint).factors
    before = (Matrix4.magic * right.transposed * Matrix4.magicAdjoint).factors
    // The magic basis is Φ⁺, iΨ⁺, Ψ⁻, iΦ⁻.
    let mean = (phases[0] + phases[1] + phases[2] + phases[3]) / 4
    interaction = Interaction(
      global: mean, x: (phases[0] + phases[1]) / 2 - mean, y: (phases[1] + phases[3]) / 2 - mean,
      z: (phases[0] + phases[3]) / 2 - mean)
    reduce(\.x, .x)
    reduce(\.y, OneQubitMatrix(0, -.i, .i, 0))
    reduce(\.z, .diagonal(1, -1))
    turnLargest()
  }

  /// exp(iπ/2 PP) is i·PP: quarter turns go to the gates on single qubits.
  private mutating func reduce(
    _ angle: WritableKeyPath<Interaction, Double>, _ pauli: OneQubitMatrix
  ) {
    let turns = (interaction[keyPath: angle] / (.pi / 2)).rounded()
    guard turns != 0 else { return }
    interaction[keyPath: angle] -= turns * .pi / 2
    interaction.global += turns * .pi / 2
    if !turns.remainder(dividingBy: 2).isZero {
      after.first = after.first * pauli
      after.second = after.second * pauli
    }
  }

  /// Turns the axis of the largest angle to Z, where it is a phase.
  private mutating func turnLargest() {
    let (x, y, z) = (abs(interaction.x), abs(interaction.y), abs(interaction.z))
    guard max(x, y) > z else { return }
    let turn: OneQubitMatrix
    let turnBack: OneQubitMatrix
    if x >= y {
      (turn, turnBack) = (.h, .h)
      swap(&interaction.x, &interaction.z)
    } else {
      // exp(−iπ/4 X) takes Y to Z and Z to −Y.
      let half = Complex<Double>(0.5.squareRoot())
      turn = OneQubitMatrix(half, -.i * half, -.i * half, half)
      turnBack = OneQubitMatrix(half, .i * half, .i * half, half)
      swap(&interaction.y, &interaction.z)
    }
    before = (turn * before.first, turn * before.second)
    after = (after.first * turnBack, after.second * turnBack)
  }
}

/// The common eigenvectors of two commuting symmetric 4 × 4 matrices, as columns, row by row.
///
/// Jacobi's method on both at once (Bunse-Gerstner, Byers and Mehrmann, 1993, doi:10.1137/0614062), with
/// the angle of Cardoso and Souloumiac (1996, doi:10.1137/S0895479893259546). It needs no eigenvalues to
/// differ.
private func commonEigenvectors(_ x: [Double], _ y: [Double]) -> [Double] {
  var (x, y) = (x, y)
  var vectors = [1.0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
  func turnColumns(_ m: inout [Double], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for row in stride(from: 0, to: 16, by: 4) {
      (m[row + p], m[row + q]) = (c * m[row + p] + s * m[row + q], c * m[row + q] - s * m[row + p])
    }
  }
  func turnRows(_ m: inout [Double], _ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for k in 0..<4 {
      (m[4 * p + k], m[4 * q + k]) =
        (c * m[4 * p + k] + s * m[4 * q + k], c * m[4 * q + k] - s * m[4 * p + k])
    }
  }
  // Quadratic convergence: five sweeps are many.
  for _ in 0..<20 {
    var isDone = true
    for p in 0..<3 {
      for q in p + 1..<4 {
        let (x0, x1) = (x[5 * p] - x[5 * q], 2 * x[4 * p + q])
        let (y0, y1) = (y[5 * p] - y[5 * q], 2 * y[4 * p + q])
        let on = x0 * x0 + y0 * y0 - x1 * x1 - y1 * y1
        let off = 2 * (x0 * x1 + y0 * y1)
        let isQuarter = off == 0 && on < 0
        let angle =
          isQuarter
          ? .pi / 4 : Double.atan2(y: off, x: on + Double.sqrt(on * on + off * off)) / 2
        guard abs(angle) > 1e-15 else { continue }
        isDone = false
        let (c, s) = (Double.cos(angle), Double.sin(angle))
        turnColumns(&x, p, q, c, s)
        turnRows(&x, p, q, c, s)
        turnColumns(&y, p, q, c, s)
        turnRows(&y, p, q, c, s)
        turnColumns(&vectors, p, q, c, s)
      }
    }
    if isDone { break }
  }
  return vectors
}
