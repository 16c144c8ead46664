import QState

/// A gate that decompositions end in.
package enum ElementaryStep: Equatable, Sendable {
  /// OpenQASM's `u3`, without a phase of its own (see ``EulerAngles``).
  case u(theta: Double, phi: Double, lambda: Double, qubit: Int)
  case cx(control: Int, target: Int)
  case ccx(Int, Int, target: Int)
}

/// A list of one-qubit and controlled-not gates under construction, with its exact global phase.
///
/// One-qubit factors on the same qubit are multiplied together until a controlled gate needs them, and
/// two equal controlled gates in a row cancel, so the parts of a decomposition can be written down
/// plainly.
package struct ElementaryCircuit: Sendable {
  package let qubitCount: Int
  /// Whether Toffoli gates stay as they are instead of becoming six `cx`.
  let keepsToffoli: Bool
  /// Complete only after ``finish()``.
  package private(set) var steps: [ElementaryStep] = []
  /// The circuit is exp(i phase) times the product of its steps.
  package private(set) var phase = 0.0
  /// Factors not yet in `steps`, by qubit.
  private var pending: [OneQubitMatrix?]

  /// More steps than this are an error: some hundred megabytes of text in any circuit format.
  static let stepLimit = 4_000_000

  init(qubitCount: Int, keepsToffoli: Bool) {
    self.qubitCount = qubitCount
    self.keepsToffoli = keepsToffoli
    pending = Array(repeating: nil, count: qubitCount)
  }

  mutating func addPhase(_ angle: Double) { phase += angle }

  mutating func apply(_ matrix: OneQubitMatrix, to qubit: Int) {
    pending[qubit] = pending[qubit].map { matrix * $0 } ?? matrix
  }

  mutating func cx(_ control: Int, _ target: Int) {
    flush(control)
    flush(target)
    appendOrCancel(.cx(control: control, target: target))
  }

  /// A Toffoli gate; as six `cx` it is figure 4.9 of M. A. Nielsen and I. L. Chuang, "Quantum
  /// Computation and Quantum Information".
  mutating func ccx(_ a: Int, _ b: Int, _ target: Int) {
    if keepsToffoli {
      for qubit in [a, b, target] { flush(qubit) }
      appendOrCancel(.ccx(a, b, target: target))
      return
    }
    let t = OneQubitMatrix.t
    apply(.h, to: target)
    cx(b, target)
    apply(t.adjoint, to: target)
    cx(a, target)
    apply(t, to: target)
    cx(b, target)
    apply(t.adjoint, to: target)
    cx(a, target)
    apply(.h * t, to: target)
    apply(t, to: b)
    cx(a, b)
    apply(t, to: a)
    apply(t.adjoint, to: b)
    cx(a, b)
  }

  /// Appends the gates of another circuit on the same qubits.
  mutating func append(_ other: ElementaryCircuit) {
    for step in other.steps { append(step) }
    for (qubit, matrix) in other.pending.enumerated() {
      if let matrix { apply(matrix, to: qubit) }
    }
    phase += other.phase
  }

  /// Appends the gates that undo another circuit on the same qubits.
  mutating func appendInverse(of other: ElementaryCircuit) {
    for (qubit, matrix) in other.pending.enumerated() {
      if let matrix { apply(matrix.adjoint, to: qubit) }
    }
    for step in other.steps.reversed() {
      if case .u(let theta, let phi, let lambda, let qubit) = step {
        append(.u(theta: -theta, phi: -lambda, lambda: -phi, qubit: qubit))
      } else {
        append(step)
      }
    }
    phase -= other.phase
  }

  private mutating func append(_ step: ElementaryStep) {
    switch step {
    case .u(let theta, let phi, let lambda, let qubit):
      let rotation = OneQubitMatrix.ry(theta)
      apply(.phase(phi) * rotation * .phase(lambda), to: qubit)
    case .cx(let control, let target): cx(control, target)
    case .ccx(let a, let b, let target): ccx(a, b, target)
    }
  }

  /// Writes out what is still held back.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` where the steps are too many.
  mutating func finish() throws(QuantumError) {
    for qubit in 0..<qubitCount { flush(qubit) }
    phase = phase.principalAngle.roundedToFraction
    try checkSize()
  }

  func checkSize() throws(QuantumError) {
    guard steps.count <= Self.stepLimit else {
      throw .unsupported(
        what: "a decomposition into more than \(Self.stepLimit) elementary gates",
        remedy: "use a smaller gate, or one with fewer controls")
    }
  }

  private mutating func flush(_ qubit: Int) {
    guard let matrix = pending[qubit] else { return }
    pending[qubit] = nil
    let angles = EulerAngles(unitary: matrix)
    phase += angles.phase
    let turn = (angles.phi + angles.lambda).principalAngle
    // A factor that is the identity to within rounding is left out.
    if angles.theta == 0, abs(turn) <= 2 * Double.ulpOfOne { return }
    if angles.theta == 0 {
      steps.append(.u(theta: 0, phi: 0, lambda: turn.roundedToFraction, qubit: qubit))
    } else {
      steps.append(
        .u(theta: angles.theta, phi: angles.phi, lambda: angles.lambda, qubit: qubit))
    }
  }

  private mutating func appendOrCancel(_ step: ElementaryStep) {
    if steps.last == step { steps.removeLast() } else { steps.append(step) }
  }
}
