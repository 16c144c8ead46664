// Forward accumulation: how a state changes along a direction in the angles, and second derivatives by
// forward accumulation over the backward pass (B. A. Pearlmutter, "Fast exact multiplication by the
// Hessian" (1994), doi:10.1162/neco.1994.6.1.147).
extension ProgramRunner {
  /// A state and its derivative along a direction in the angles.
  package struct Dual {
    package var state: StateVector<Scalar>
    package var tangent: StateVector<Scalar>

    package init(state: StateVector<Scalar>, tangent: StateVector<Scalar>) {
      self.state = state
      self.tangent = tangent
    }
  }

  /// |0…0⟩ taken through every step, with its derivative.
  ///
  /// - Parameters:
  ///   - direction: how fast each slot's angle changes.
  ///   - checkpoint: asked before every step; what it throws ends the work.
  package func dual(
    along direction: [Double], checkpoint: () throws(QuantumError) -> Void = {}
  ) throws(QuantumError) -> Dual {
    var dual = Dual(
      state: try StateVector(qubits: program.qubitCount),
      tangent: try StateVector(zeros: program.qubitCount))
    for index in program.steps.indices {
      try checkpoint()
      try apply(index, inverse: false, to: &dual.state)
      try apply(index, inverse: false, to: &dual.tangent)
      try addGenerator(of: index, along: direction, sign: 1, to: &dual)
    }
    return dual
  }

  /// Derivatives with respect to every slot, and how they change along a direction: the product of the
  /// Hessian and the direction.
  ///
  /// - Parameters:
  ///   - ket: the final state; `bra`: the observable applied to it.
  package func pullBack(
    ket: Dual, bra: Dual, along direction: [Double],
    checkpoint: () throws(QuantumError) -> Void = {}
  ) throws(QuantumError) -> (slots: [Double], tangents: [Double]) {
    try checkConstantGenerators()
    var (ket, bra) = (ket, bra)
    var slots = Array(repeating: 0.0, count: program.slotCount)
    var tangents = slots
    for index in program.steps.indices.reversed() where index >= program.firstDifferentiable {
      try checkpoint()
      if program.steps[index].isDifferentiable {
        addDerivatives(of: index, ket, bra, along: direction, &slots, &tangents)
      }
      if index == program.firstDifferentiable { break }
      try addGenerator(of: index, along: direction, sign: -1, to: &ket)
      try addGenerator(of: index, along: direction, sign: -1, to: &bra)
      try apply(index, inverse: true, to: &ket.state)
      try apply(index, inverse: true, to: &ket.tangent)
      try apply(index, inverse: true, to: &bra.state)
      try apply(index, inverse: true, to: &bra.tangent)
    }
    return (slots, tangents)
  }

  /// Refuses gates whose generators change with their angles: how is not known.
  private func checkConstantGenerators() throws(QuantumError) {
    for step in program.steps where step.isDifferentiable {
      guard case .general(let gate, _) = step.action else { continue }
      for slot in gate.slots {
        for moved in gate.slots
        where try gate.generator(of: slot, dependsOn: moved, at: Array(angles[gate.slots])) {
          throw .unsupported(
            what:
              "second derivatives of the gate \(gate.name), whose generators change with its angles",
            remedy: "define the gate by gates of the table")
        }
      }
    }
  }

  private func apply(
    _ index: Int, inverse: Bool, to state: inout StateVector<Scalar>
  ) throws(QuantumError) {
    try state.withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return }
      apply(index, inverse: inverse, to: base, in: whole)
    }
  }

  /// Adds `sign · Σ direction[slot] · (−i/2) G_slot |ψ⟩` to the tangent, ψ being the state after the
  /// step.
  private func addGenerator(
    of index: Int, along direction: [Double], sign: Double, to dual: inout Dual
  ) throws(QuantumError) {
    let step = program.steps[index]
    guard step.isDifferentiable else { return }
    var terms: [(Complex<Double>, PauliMasks)] = []
    let half = Complex(0, -sign / 2)
    switch step.action {
    case .run(let qubit, let range):
      let n = generator(of: range, along: direction)
      for (axis, amount) in [(Pauli.x, n.x), (.y, n.y), (.z, n.z)] where amount != 0 {
        terms.append((half * Complex(amount), PauliMasks([axis], on: [qubit])))
      }
    case .phase(let slot):
      terms.append((Complex(0, sign * direction[slot]), PauliMasks(flip: 0, sign: 0)))
    case .pauli(let masks, let slot):
      terms.append((half * Complex(direction[slot]), masks))
    case .general(let gate, _):
      for (slot, generator) in zip(gate.slots, generators[index, default: []]) {
        for term in generator {
          terms.append((half * Complex(direction[slot] * term.coefficient), term.masks))
        }
      }
    case .fixed: break
    }
    let controls = step.controls
    try dual.tangent.withUnsafeMutableAmplitudes { tangent in
      dual.state.withUnsafeAmplitudes { state in
        for (factor, masks) in terms where factor != .zero {
          let factor = factor * masks.phase
          let even = Complex<Scalar>(Scalar(factor.real), Scalar(factor.imaginary))
          for i in state.indices where UInt64(i) & controls.mask == controls.values {
            let isOdd = !(UInt64(i) & masks.sign).nonzeroBitCount.isMultiple(of: 2)
            let image = even * state[i ^ Int(masks.flip)]
            tangent[i] = isOdd ? tangent[i] - image : tangent[i] + image
          }
        }
      }
    }
  }

  /// The vector n with dU = −i/2 (n·σ) U for a run along a direction.
  private func generator(of range: Range<Int>, along direction: [Double]) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    // The product of the factors after the one considered.
    var later = Quaternion.one
    for factor in program.factors[range].reversed() {
      if case .rotation(let axis, let slot) = factor {
        sum += direction[slot] * later.inverse.pulledBack(axis.vector)
      }
      later = later * unitary(factor)
    }
    return sum
  }

  private func addDerivatives(
    of index: Int, _ ket: Dual, _ bra: Dual, along direction: [Double], _ slots: inout [Double],
    _ tangents: inout [Double]
  ) {
    let step = program.steps[index]
    guard case .run(let qubit, let range) = step.action else {
      // The generator does not depend on the angles: others are refused before.
      withPointers(bra.state, ket.state) {
        addDerivatives(of: index, bra: $0, ket: $1, into: &slots)
      }
      withPointers(bra.tangent, ket.state) {
        addDerivatives(of: index, bra: $0, ket: $1, into: &tangents)
      }
      withPointers(bra.state, ket.tangent) {
        addDerivatives(of: index, bra: $0, ket: $1, into: &tangents)
      }
      return
    }
    func sums(_ bra: StateVector<Scalar>, _ ket: StateVector<Scalar>) -> SIMD3<Double> {
      withPointers(bra, ket) { rotationSums(qubit, step.controls, bra: $0, ket: $1) }
    }
    var g = sums(bra.state, ket.state)
    var tangent = sums(bra.tangent, ket.state) + sums(bra.state, ket.tangent)
    for factor in program.factors[range].reversed() {
      let unitary = unitary(factor)
      if case .rotation(let axis, let slot) = factor {
        slots[slot] += (g * axis.vector).sum()
        tangents[slot] += (tangent * axis.vector).sum()
        g = unitary.pulledBack(g)
        // The derivative of the rotation of g by the slot's angle.
        tangent = unitary.pulledBack(tangent) + direction[slot] * cross(g, axis.vector)
      } else {
        g = unitary.pulledBack(g)
        tangent = unitary.pulledBack(tangent)
      }
    }
  }

  private func withPointers<Result>(
    _ bra: StateVector<Scalar>, _ ket: StateVector<Scalar>,
    _ body: (UnsafePointer<Complex<Scalar>>, UnsafePointer<Complex<Scalar>>) -> Result
  ) -> Result {
    bra.withUnsafeAmplitudes { bra in
      ket.withUnsafeAmplitudes { ket in
        guard let bra = bra.baseAddress, let ket = ket.baseAddress else {
          preconditionFailure("a state has at least one amplitude")
        }
        return body(bra, ket)
      }
    }
  }
}

extension Pauli {
  /// The unit vector of an axis.
  fileprivate var vector: SIMD3<Double> {
    switch self {
    case .i: .zero
    case .x: SIMD3(1, 0, 0)
    case .y: SIMD3(0, 1, 0)
    case .z: SIMD3(0, 0, 1)
    }
  }
}
