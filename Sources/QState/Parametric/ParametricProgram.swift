/// A circuit as steps whose angles are numbers in *slots*, made to be run and differentiated many
/// times with other angles.
///
/// Global phases are left out: expectation values and their derivatives do not depend on them.
package struct ParametricProgram: Sendable {
  /// One gate of a run on a qubit.
  package enum Factor: Sendable {
    /// exp(−iθ/2 P), θ in the slot.
    case rotation(Pauli, slot: Int)
    case fixed(Quaternion)
  }

  package enum Action: Sendable {
    /// Gates on one qubit, in order.
    case run(qubit: Int, factors: Range<Int>)
    /// exp(iθ) where the controls hold, θ in the slot.
    case phase(slot: Int)
    /// exp(−iθ/2 P) for a Pauli string P on two or more qubits, θ in the slot.
    case pauli(PauliMasks, slot: Int)
    /// No angle at all.
    case fixed(StateOperation, targets: [Int])
    /// A gate of someone's own.
    case general(GeneralGate, targets: [Int])
  }

  package struct Step: Sendable {
    package var action: Action
    package var controls: Controls
    /// Whether it has an angle that derivatives are wanted of.
    package var isDifferentiable: Bool

    package init(_ action: Action, controls: Controls, isDifferentiable: Bool) {
      self.action = action
      self.controls = controls
      self.isDifferentiable = isDifferentiable
    }
  }

  /// What a gate of someone's own does for given angles, one in each of its slots.
  package struct GeneralGate: Sendable {
    package typealias Generators = @Sendable ([Double]) throws(QuantumError) -> [[PauliTerm]]

    package var name: String
    package var slots: Range<Int>
    package var operation: @Sendable ([Double]) throws(QuantumError) -> ComplexMatrix
    /// The terms of each slot's generator G, on the qubits of the state: Hermitian, with
    /// ∂U/∂θ = −i/2 G U.
    package var generators: Generators

    package init(
      name: String, slots: Range<Int>, generators: @escaping Generators,
      operation: @escaping @Sendable ([Double]) throws(QuantumError) -> ComplexMatrix
    ) {
      self.name = name
      self.slots = slots
      self.generators = generators
      self.operation = operation
    }

    /// Whether the generator of a slot is another where the angle of a slot is.
    ///
    /// Angles that differ by 1 and by −2.3 say it, up to 10⁻⁹ of the largest coefficient.
    package func generator(
      of slot: Int, dependsOn moved: Int, at angles: [Double]
    ) throws(QuantumError) -> Bool {
      let here = try generators(angles)[slot - slots.lowerBound]
      for step in [1, -2.3] {
        var angles = angles
        angles[moved - slots.lowerBound] += step
        var difference: [PauliMasks: Double] = [:]
        for term in here { difference[term.masks, default: 0] -= term.coefficient }
        for term in try generators(angles)[slot - slots.lowerBound] {
          difference[term.masks, default: 0] += term.coefficient
        }
        let scale = here.reduce(0) { max($0, abs($1.coefficient)) }
        if difference.values.contains(where: { abs($0) > 1e-9 * scale }) { return true }
      }
      return false
    }
  }

  package let qubitCount: Int
  package let slotCount: Int
  package let steps: [Step]
  package let factors: [Factor]
  /// The first step that has a derivative; `steps.count` where none has.
  package let firstDifferentiable: Int
  /// Which qubits each step acts on.
  let footprints: [ProgramFootprint]
  /// Whether each step has to be undone on the way back: not those that share no qubit with any step
  /// before them that has a derivative, or that is undone for the sake of one.
  let isUndone: [Bool]

  package init(qubitCount: Int, slotCount: Int, steps: [Step], factors: [Factor]) {
    self.qubitCount = qubitCount
    self.slotCount = slotCount
    self.steps = steps
    self.factors = factors
    firstDifferentiable = steps.firstIndex(where: \.isDifferentiable) ?? steps.count
    let footprints = steps.map { ProgramFootprint(of: $0, factors: factors) }
    self.footprints = footprints
    var reached: UInt64 = 0
    isUndone = zip(steps, footprints).map { step, footprint in
      let touched = footprint.moved | footprint.still
      let isUndone = touched & reached != 0
      if isUndone || step.isDifferentiable { reached |= touched }
      return isUndone
    }
  }

  /// The slots of a step, and the qubits it acts on.
  package func slotsAndQubits(of step: Step) -> (slots: [Int], qubits: UInt64) {
    let controls = step.controls.mask
    switch step.action {
    case .run(let qubit, let range):
      let slots = factors[range].compactMap {
        if case .rotation(_, let slot) = $0 { slot } else { nil }
      }
      return (slots, controls | 1 << UInt64(qubit))
    case .phase(let slot): return ([slot], controls)
    case .pauli(let masks, let slot): return ([slot], controls | masks.flip | masks.sign)
    case .fixed(_, let targets): return ([], controls | Controls(on: targets).mask)
    case .general(let gate, let targets):
      return (Array(gate.slots), controls | Controls(on: targets).mask)
    }
  }

  /// The product of a run's factors for these angles.
  func product(of range: Range<Int>, _ waves: UnsafeBufferPointer<HalfAngle>) -> Quaternion {
    var product = Quaternion.one
    for factor in factors[range] {
      switch factor {
      case .rotation(let axis, let slot):
        product =
          Quaternion(axis: axis, cosine: waves[slot].cosine, sine: waves[slot].sine) * product
      case .fixed(let unitary): product = unitary * product
      }
    }
    return product
  }
}

/// Cosine and sine of half an angle.
package struct HalfAngle: Sendable {
  package let cosine, sine: Double

  package init(_ angle: Double) {
    cosine = .cos(angle / 2)
    sine = .sin(angle / 2)
  }
}

/// A Pauli string as masks: the qubits of X and Y, and those of Y and Z.
package struct PauliMasks: Hashable, Sendable {
  package let flip, sign: UInt64

  package init(flip: UInt64, sign: UInt64) {
    self.flip = flip
    self.sign = sign
  }

  package init(_ paulis: [Pauli], on qubits: [Int]) {
    var (flip, sign): (UInt64, UInt64) = (0, 0)
    for (pauli, qubit) in zip(paulis, qubits) {
      if pauli == .x || pauli == .y { flip |= 1 << UInt64(qubit) }
      if pauli == .y || pauli == .z { sign |= 1 << UInt64(qubit) }
    }
    self.init(flip: flip, sign: sign)
  }

  /// How many of its factors are Y.
  package var yCount: Int { (flip & sign).nonzeroBitCount }
}

/// A real multiple of a Pauli string.
package struct PauliTerm: Hashable, Sendable {
  package var coefficient: Double
  package var masks: PauliMasks

  package init(_ coefficient: Double, _ masks: PauliMasks) {
    self.coefficient = coefficient
    self.masks = masks
  }
}
