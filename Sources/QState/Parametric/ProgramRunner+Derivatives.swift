import CKernels

extension ProgramRunner {
  /// Takes a state and its bras back to the first step that has a derivative, reading
  /// `Im⟨bra|G|ket⟩` for every slot, where ∂U/∂θ = −i/2 G U: with bra = O·ket for an observable O
  /// these are the derivatives of ⟨O⟩. What is left of the states is of no use.
  ///
  /// Adjoint differentiation: T. Jones and J. Gacon, "Efficient calculation of gradients in classical
  /// simulations of variational quantum algorithms" (2020), arXiv:2009.02823. The gates of a run share
  /// one reading of both states: what the last one needs is turned into what the earlier ones need by
  /// rotating a vector of three numbers.
  ///
  /// Cost: two applications of every step and one reading of both states for each with a derivative,
  /// stage by stage on tiles that stay in cache.
  ///
  /// - Parameter checkpoint: asked on any thread; what it throws ends the work.
  /// - Returns: for each bra, the derivative with respect to every slot. The same bits for a bra
  ///   whatever the others are, at every number of threads.
  package func pullBack(
    ket: inout StateVector<Scalar>, bras: inout [StateVector<Scalar>],
    checkpoint: @escaping @Sendable () throws(QuantumError) -> Void = {}
  ) throws(QuantumError) -> [[Double]] {
    var slots = Array(
      repeating: Array(repeating: 0.0, count: program.slotCount), count: bras.count)
    if bras.isEmpty { return slots }
    let order = program.steps.indices.reversed().filter {
      program.isUndone[$0] || program.steps[$0].isDifferentiable
    }
    let stages = ProgramStages(
      program, order: order, tileQubits: tileQubits, runQubits: runQubits
    ).stages.map { BackwardStage($0, self) }
    var states = Array(bras.reversed())
    bras = []
    try ket.withUnsafeMutableAmplitudes { ket throws(QuantumError) in
      guard let ket = ket.baseAddress else { return }
      try Self.withAmplitudes(of: &states) { (bras) throws(QuantumError) in
        let work = TileWork(
          [ket] + bras, qubitCount: program.qubitCount, options: options, checkpoint: checkpoint)
        for stage in stages {
          let sums = try pullBack(stage, bras: bras.count, work)
          for number in bras.indices {
            let own = Array(sums[number * stage.sumCount..<(number + 1) * stage.sumCount])
            for (place, index) in stage.steps.enumerated() {
              addDerivatives(of: index, own[stage.sums[place]], into: &slots[number])
            }
          }
        }
      }
    }
    return slots
  }

  /// Σ coefficient · P|ψ⟩ over the terms of an observable.
  package func applying(
    _ terms: [PauliTerm], to state: StateVector<Scalar>
  ) throws(QuantumError) -> StateVector<Scalar> {
    try state.applying(terms, using: options)
  }

  /// Calls `body` with the amplitudes of all states, the last first. Each is taken out of the array, so
  /// that it has one owner and is not copied.
  private static func withAmplitudes(
    of states: inout [StateVector<Scalar>],
    _ pointers: [UnsafeMutablePointer<Complex<Scalar>>] = [],
    _ body: ([UnsafeMutablePointer<Complex<Scalar>>]) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    guard var state = states.popLast() else { return try body(pointers) }
    try state.withUnsafeMutableAmplitudes { amplitudes throws(QuantumError) in
      guard let base = amplitudes.baseAddress else { return }
      try withAmplitudes(of: &states, pointers + [base], body)
    }
  }

  /// The sums of every bra, `[bras][sums of the stage]`.
  private func pullBack(
    _ stage: BackwardStage, bras: Int, _ work: TileWork
  ) throws(QuantumError) -> [SIMD4<Double>] {
    let width = bras * stage.sumCount
    // Only this call's threads use the runner, and they only read it.
    nonisolated(unsafe) let runner = self
    return try work.run(frame(stage.tile), sums: width, changes: stage.changes) {
      frame, states, sums in
      runner.pullBack(stage, frame, ket: states[0], bras: states.dropFirst(), sums: sums)
    }
  }

  /// Takes a part of the states through the steps of a stage, adding to the sums.
  private func pullBack(
    _ stage: BackwardStage, _ frame: StateFrame, ket: UnsafeMutableRawPointer,
    bras: ArraySlice<UnsafeMutableRawPointer>, sums: UnsafeMutablePointer<SIMD4<Double>>
  ) {
    for (place, index) in stage.steps.enumerated() {
      let step = program.steps[index]
      if step.isDifferentiable {
        // The last bra takes the ket along.
        var sums = sums + stage.sums[place].lowerBound
        for number in bras.indices {
          let bra = bras[number]
          if stage.isUndone[place], case .run(let qubit, _) = step.action {
            sums[0] += undoRotation(
              index, qubit, step.controls, bra: bra, ket: ket, both: number == bras.endIndex - 1,
              frame)
          } else {
            addSums(of: index, bra: bra, ket: ket, frame, into: sums)
          }
          sums += stage.sumCount
        }
        if case .run = step.action { continue }
      }
      guard stage.isUndone[place] else { continue }
      for bra in bras { apply(index, inverse: true, to: bra, in: frame) }
      apply(index, inverse: true, to: ket, in: frame)
    }
  }
}

/// A stage of the way back, and what it reads.
private struct BackwardStage: Sendable {
  let tile: Tile
  let steps: [Int]
  let isUndone: [Bool]
  /// Where each step's sums are.
  let sums: [Range<Int>]
  let sumCount: Int
  /// Whether the states are others afterwards.
  let changes: Bool

  init(_ stage: ProgramStages.Stage, _ runner: ProgramRunner<some StateScalar>) {
    tile = stage.tile
    steps = stage.steps
    isUndone = stage.steps.map { runner.program.isUndone[$0] }
    changes = isUndone.contains(true)
    var count = 0
    sums = stage.steps.map { index in
      let first = count
      count += runner.sumCount(of: index)
      return first..<count
    }
    sumCount = count
  }
}

// MARK: Sums

extension ProgramRunner {
  /// How many sums the derivatives of a step are made of.
  fileprivate func sumCount(of index: Int) -> Int {
    guard program.steps[index].isDifferentiable else { return 0 }
    return switch program.steps[index].action {
    case .run, .phase, .pauli: 1
    case .general: generators[index, default: []].reduce(0) { $0 + $1.count }
    case .fixed: 0
    }
  }

  /// Adds `Im⟨bra|G|ket⟩` of every slot of a step, both states being those after the step.
  package func addDerivatives(
    of index: Int, bra: UnsafePointer<Complex<Scalar>>, ket: UnsafePointer<Complex<Scalar>>,
    into slots: inout [Double]
  ) {
    var sums = Array(
      repeating: SIMD4<Double>.zero, count: sumCount(of: index))
    sums.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      addSums(
        of: index, bra: UnsafeMutableRawPointer(mutating: bra),
        ket: UnsafeMutableRawPointer(mutating: ket), whole, into: base)
    }
    addDerivatives(of: index, sums[...], into: &slots)
  }

  /// Adds what a step's derivatives are made of: for a run Im⟨bra|P|ket⟩ of X, Y and Z, else real and
  /// imaginary part of ⟨bra|P|ket⟩ for each string, without its phase.
  private func addSums(
    of index: Int, bra: UnsafeMutableRawPointer, ket: UnsafeMutableRawPointer,
    _ frame: StateFrame, into sums: UnsafeMutablePointer<SIMD4<Double>>
  ) {
    let step = program.steps[index]
    guard let controls = frame.controls(step.controls) else { return }
    func string(_ masks: PauliMasks) -> SIMD4<Double> {
      let (inside, isNegative) = frame.string(masks)
      let sum = frame.reduce(frame.table.pointee.pauli_sums, bra, ket, controls, masks: inside)
      return isNegative ? -sum : sum
    }
    switch step.action {
    case .run(let qubit, _):
      sums[0] += frame.reduce(
        frame.table.pointee.rotation_sums, bra, ket, targets: (frame.place(qubit), 0), count: 1,
        controls)
    case .phase: sums[0] += string(PauliMasks(flip: 0, sign: 0))
    case .pauli(let masks, _): sums[0] += string(masks)
    case .general:
      for (place, term) in generators[index, default: []].joined().enumerated() {
        sums[place] += string(term.masks)
      }
    case .fixed: break
    }
  }

  /// Adds the derivatives that a step's sums make.
  private func addDerivatives(
    of index: Int, _ sums: ArraySlice<SIMD4<Double>>, into slots: inout [Double]
  ) {
    guard let sum = sums.first else { return }
    switch program.steps[index].action {
    case .run(_, let range):
      addDerivatives(of: range, SIMD3(sum.x, sum.y, sum.z), into: &slots)
    case .phase(let slot):
      // ∂U/∂θ = iΠU: G is −2Π.
      slots[slot] -= 2 * sum.y
    case .pauli(let masks, let slot):
      slots[slot] += Self.element(of: masks, sum).imaginary
    case .general(let gate, _):
      var sums = sums
      for (slot, generator) in zip(gate.slots, generators[index, default: []]) {
        for term in generator {
          let element = Self.element(of: term.masks, sums.removeFirst())
          slots[slot] += term.coefficient * element.imaginary
        }
      }
    case .fixed: break
    }
  }

  /// Adds the derivatives of a run's rotations, from what X, Y and Z give after the last of them.
  private func addDerivatives(
    of range: Range<Int>, _ sums: SIMD3<Double>, into slots: inout [Double]
  ) {
    var g = sums
    for factor in program.factors[range].reversed() {
      if case .rotation(let axis, let slot) = factor {
        slots[slot] += axis == .x ? g.x : axis == .y ? g.y : g.z
      }
      g = unitary(factor).pulledBack(g)
    }
  }

  /// Im⟨bra|P|ket⟩ for X, Y and Z on a qubit.
  func rotationSums(
    _ qubit: Int, _ controls: Controls, bra: UnsafePointer<Complex<Scalar>>,
    ket: UnsafePointer<Complex<Scalar>>
  ) -> SIMD3<Double> {
    let sums = whole.reduce(
      whole.table.pointee.rotation_sums, UnsafeMutableRawPointer(mutating: bra),
      UnsafeMutableRawPointer(mutating: ket), targets: (qubit, 0), count: 1, controls)
    return SIMD3(sums.x, sums.y, sums.z)
  }

  /// Im⟨bra|P|ket⟩ for X, Y and Z, and the run undone on the bra, or on both states, in the same reading.
  private func undoRotation(
    _ index: Int, _ qubit: Int, _ controls: Controls, bra: UnsafeMutableRawPointer,
    ket: UnsafeMutableRawPointer, both: Bool, _ frame: StateFrame
  ) -> SIMD4<Double> {
    guard let controls = frame.controls(controls) else { return .zero }
    let kernels = frame.table
    return frame.reduce(
      both ? kernels.pointee.undo_both : kernels.pointee.undo_bra, bra, ket,
      targets: (frame.place(qubit), 0), count: 1, controls,
      coefficients: inverse(ofRun: index).coefficients)
  }

  /// ⟨bra|P|ket⟩ over the amplitudes that the controls select.
  package func matrixElement(
    of masks: PauliMasks, _ controls: Controls = .none,
    _ bra: UnsafePointer<Complex<Scalar>>, _ ket: UnsafePointer<Complex<Scalar>>
  ) -> Complex<Double> {
    let sums = whole.reduce(
      whole.table.pointee.pauli_sums, UnsafeMutableRawPointer(mutating: bra),
      UnsafeMutableRawPointer(mutating: ket), controls, masks: masks)
    return Self.element(of: masks, sums)
  }

  private static func element(of masks: PauliMasks, _ sums: SIMD4<Double>) -> Complex<Double> {
    masks.phase * Complex(sums.x, sums.y)
  }
}
