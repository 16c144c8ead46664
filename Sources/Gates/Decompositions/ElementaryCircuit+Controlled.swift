import QState

/// One-qubit gates under any number of controls, without further qubits and with the exact phase.
///
/// A. Barenco, C. H. Bennett, R. Cleve, D. P. DiVincenzo, N. Margolus, P. Shor, T. Sleator, J. Smolin,
/// H. Weinfurter, "Elementary gates for quantum computation", Phys. Rev. A 52, 3457–3467 (1995),
/// doi:10.1103/PhysRevA.52.3457. Lemmas are numbered as there.
extension ElementaryCircuit {
  /// Up to this many qubits, controls and target together, a Gray code over all parities (lemma 7.1)
  /// takes fewer `cx` than the constructions that grow only quadratically.
  private static let grayCodeLimit = 6

  /// Applies a unitary matrix to `target` where all controls are 1.
  ///
  /// 2^n − 2 `cx` for n ≤ 6 qubits; beyond, O(n) of them for a matrix of determinant 1 and O(n²) else.
  mutating func controlled(_ matrix: OneQubitMatrix, controls: [Int], target: Int) {
    guard !controls.isEmpty else {
      apply(matrix, to: target)
      return
    }
    let (vectors, first, second) = matrix.eigenbasis
    // A reflection is, in another basis, a NOT. For axes near z that basis is H's, so that Z is plain.
    if abs(abs((second - first).principalAngle) - .pi) <= 4 * Double.ulpOfOne {
      let isNearZ = vectors.m00.length > .cos(.pi / 8)
      let basis = vectors * (isNearZ ? .h : .ry(-.pi / 2))
      apply(basis.adjoint, to: target)
      controlledNot(controls, target)
      apply(basis, to: target)
      controlledPhase(first, on: controls)
      return
    }
    if controls.count < Self.grayCodeLimit {
      var phases = [Double](repeating: 0, count: 2 << controls.count)
      phases[phases.count / 2 - 1] = first
      phases[phases.count - 1] = second
      apply(vectors.adjoint, to: target)
      diagonal(phases: phases, qubits: controls + [target])
      apply(vectors, to: target)
      return
    }
    let phase = matrix.determinant.phase / 2
    controlledSpecial(
      Complex(length: 1, phase: -phase) * matrix, controls: controls, target: target)
    controlledPhase(phase, on: controls)
  }

  /// Lemma 7.9: a matrix of determinant 1 is A X B X C with A B C = 1, so that it takes two NOTs under
  /// all controls but the last, and A, B, C under the last alone.
  private mutating func controlledSpecial(
    _ matrix: OneQubitMatrix, controls: [Int], target: Int
  ) {
    let rest = Array(controls.dropLast())
    let last = controls[controls.count - 1]
    // Lemma 4.3 on matrix = Rz(a) Ry(b) Rz(c).
    let angles = EulerAngles(unitary: matrix)
    let a = angles.phi
    let b = angles.theta
    // The phase of a matrix of determinant 1 is −(φ + λ)/2, or that and π, which a full turn of the
    // last rotation adds.
    let isOpposite = Double.cos(angles.phase + (angles.phi + angles.lambda) / 2) < 0
    let c = angles.lambda + (isOpposite ? 2 * .pi : 0)
    controlled(.rz((c - a) / 2), controls: [last], target: target)
    controlledNot(rest, target)
    controlled(.ry(-b / 2) * .rz(-(a + c) / 2), controls: [last], target: target)
    controlledNot(rest, target)
    controlled(.rz(a) * .ry(b / 2), controls: [last], target: target)
  }

  /// Multiplies by exp(i angle) where all of `qubits` are 1; on no qubit, a global phase.
  mutating func controlledPhase(_ angle: Double, on qubits: [Int]) {
    guard angle != 0 else { return }
    let isSign = abs(abs(angle.principalAngle) - .pi) <= 4 * Double.ulpOfOne
    if isSign, qubits.count >= 2, takesToffoli(controlCount: qubits.count - 1) {
      let target = qubits[qubits.count - 1]
      apply(.h, to: target)
      controlledNot(Array(qubits.dropLast()), target)
      apply(.h, to: target)
      return
    }
    switch qubits.count {
    case 0: addPhase(angle)
    case 1: apply(.phase(angle), to: qubits[0])
    case ...Self.grayCodeLimit:
      var phases = [Double](repeating: 0, count: 1 << qubits.count)
      phases[phases.count - 1] = angle
      diagonal(phases: phases, qubits: qubits)
    default:
      // Lemma 7.5 for a diagonal matrix, whose roots are halves of its angle.
      let target = qubits[qubits.count - 1]
      let last = qubits[qubits.count - 2]
      let rest = Array(qubits.dropLast(2))
      controlledPhase(angle / 2, on: [last, target])
      controlledNot(rest, last)
      controlledPhase(-angle / 2, on: [last, target])
      controlledNot(rest, last)
      controlledPhase(angle / 2, on: rest + [target])
    }
  }

  /// Flips `target` where all controls are 1. Qubits of the circuit that take no part lend their place
  /// and are left as they were.
  mutating func controlledNot(_ controls: [Int], _ target: Int) {
    switch controls.count {
    case 0:
      apply(.x, to: target)
      return
    case 1:
      cx(controls[0], target)
      return
    case 2:
      ccx(controls[0], controls[1], target)
      return
    default: break
    }
    guard takesToffoli(controlCount: controls.count) else {
      apply(.h, to: target)
      controlledPhase(.pi, on: controls + [target])
      apply(.h, to: target)
      return
    }
    let taken = Set(controls + [target])
    let borrowed = (0..<qubitCount).filter { !taken.contains($0) }
    if borrowed.count >= controls.count - 2 {
      chain(controls, target, borrowed: borrowed)
    } else {
      // Lemma 7.3: the NOT of a borrowed qubit by half of the controls controls the other half.
      let half = (controls.count + 3) / 2
      let first = Array(controls[..<half])
      let second = Array(controls[half...]) + [borrowed[0]]
      for _ in 0..<2 {
        controlledNot(first, borrowed[0])
        controlledNot(second, target)
      }
    }
  }

  /// Whether a NOT is made of Toffoli gates, which takes a qubit to borrow from three controls on and
  /// pays where a Gray code would be long, or where those gates are elementary.
  private func takesToffoli(controlCount: Int) -> Bool {
    if controlCount <= 2 { return true }
    let canBorrow = qubitCount > controlCount + 1
    return canBorrow && (keepsToffoli || controlCount >= Self.grayCodeLimit)
  }

  /// Lemma 7.2: 4(k − 2) Toffoli gates for k ≥ 3 controls and k − 2 borrowed qubits.
  private mutating func chain(_ controls: [Int], _ target: Int, borrowed: [Int]) {
    let count = controls.count
    /// Link i flips its goal, which the link above controls with.
    func link(_ i: Int, _ circuit: inout ElementaryCircuit) {
      let goal = i == count - 1 ? target : borrowed[i - 1]
      circuit.ccx(controls[i], i == 1 ? controls[0] : borrowed[i - 2], goal)
    }
    for top in [count - 1, count - 2] {
      for i in stride(from: top, through: 1, by: -1) { link(i, &self) }
      for i in stride(from: 2, through: top, by: 1) { link(i, &self) }
    }
  }
}
