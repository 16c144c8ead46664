import CKernels

/// Carries a program out on one state at a time, forwards and backwards, for one set of angles.
///
/// No allocation a step: the numbers of all steps are made when the runner is.
package final class ProgramRunner<Scalar: StateScalar> {
  package let program: ParametricProgram
  private let angles: [Double]
  private let waves: UnsafeMutableBufferPointer<HalfAngle>
  /// What each step multiplies with: a run's quaternion, or cosine and sine in w and x.
  private let numbers: UnsafeMutableBufferPointer<Quaternion>
  /// The operations of the general gates, by step.
  private var operations: [Int: StateOperation] = [:]
  private let options: KernelOptions
  private let table: UnsafePointer<qs_kernel_table>

  /// - Parameter angles: one in each slot.
  /// - Throws: what the general gates throw; ``QuantumError/unsupported(what:remedy:)`` for a wrong
  ///   `QSIM_KERNELS`.
  package init(
    _ program: ParametricProgram, angles: [Double], options: KernelOptions? = nil
  ) throws(QuantumError) {
    self.program = program
    self.angles = angles
    self.options = if let options { options } else { try .current() }
    let set = self.options.set == .blas ? .scalar : self.options.set
    table = set.kernels(for: Scalar.self, count: 1 << program.qubitCount)
    waves = .allocate(capacity: program.slotCount)
    for slot in 0..<program.slotCount { waves.initializeElement(at: slot, to: .init(angles[slot])) }
    numbers = .allocate(capacity: program.steps.count)
    numbers.initialize(repeating: .one)
    for (index, step) in program.steps.enumerated() {
      switch step.action {
      case .run(_, let factors):
        numbers[index] = program.product(of: factors, UnsafeBufferPointer(waves))
      case .phase(let slot):
        numbers[index] = Quaternion(w: .cos(angles[slot]), x: .sin(angles[slot]), y: 0, z: 0)
      case .pauli(_, let slot):
        numbers[index] = Quaternion(w: waves[slot].cosine, x: waves[slot].sine, y: 0, z: 0)
      case .fixed: break
      case .general(let gate, _):
        operations[index] = .dense(try gate.operation(Array(angles[gate.slots])))
      }
    }
  }

  deinit {
    waves.deallocate()
    numbers.deallocate()
  }
}

// MARK: Steps

extension ProgramRunner {
  /// Runs every step on a state.
  package func run(on state: inout StateVector<Scalar>) throws(QuantumError) {
    try state.withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return }
      for index in program.steps.indices { apply(index, inverse: false, to: base) }
    }
  }

  /// One step, or its inverse.
  package func apply(
    _ index: Int, inverse: Bool, to amplitudes: UnsafeMutablePointer<Complex<Scalar>>
  ) {
    let step = program.steps[index]
    let number = numbers[index]
    switch step.action {
    case .run(let qubit, _):
      let q = inverse ? number.inverse : number
      // [[w − iz, −y − ix], [y − ix, w + iz]], or its diagonal.
      if q.x == 0, q.y == 0 {
        launch(
          table.pointee.diagonal, targets: (qubit, 0), count: 1, step.controls,
          (q.w, -q.z, q.w, q.z, 0, 0, 0, 0), amplitudes,
          scratch: table.pointee.diagonal_scratch_bytes)
      } else {
        launch(
          table.pointee.dense_small, targets: (qubit, 0), count: 1, step.controls,
          (q.w, -q.z, -q.y, -q.x, q.y, -q.x, q.w, q.z), amplitudes)
      }
    case .phase:
      launch(
        table.pointee.scale, targets: (0, 0), count: 0, step.controls,
        (number.w, inverse ? -number.x : number.x, 0, 0, 0, 0, 0, 0), amplitudes)
    case .pauli(let masks, _):
      let move = masks.move(sine: inverse ? -number.x : number.x)
      launch(
        table.pointee.pauli, targets: (0, 0), count: 0, step.controls, masks: masks,
        (number.w, 0, move.real, move.imaginary, 0, 0, 0, 0), amplitudes)
    case .fixed(.flip, let targets):
      launch(
        table.pointee.flip, targets: (targets[0], targets.count > 1 ? targets[1] : 0),
        count: targets.count, step.controls,
        masks: PauliMasks(flip: Controls(on: targets).mask, sign: 0),
        (0, 0, 0, 0, 0, 0, 0, 0), amplitudes)
    case .fixed(.swap, let targets):
      launch(
        table.pointee.swap, targets: (targets[0], targets[1]), count: 2, step.controls,
        (0, 0, 0, 0, 0, 0, 0, 0), amplitudes)
    case .fixed(let operation, let targets):
      VectorKernels.apply(
        inverse ? operation.adjoint : operation, targets: targets, controls: step.controls,
        to: amplitudes, qubitCount: program.qubitCount, options: options)
    case .general(_, let targets):
      guard let operation = operations[index] else { return }
      VectorKernels.apply(
        inverse ? operation.adjoint : operation, targets: targets, controls: step.controls,
        to: amplitudes, qubitCount: program.qubitCount, options: options)
    }
  }

  private typealias Coefficients = (
    Double, Double, Double, Double, Double, Double, Double, Double
  )

  /// Calls a kernel on all slices of the state.
  private func launch(
    _ kernel: qs_kernel, targets: (Int, Int), count: Int, _ controls: Controls,
    masks: PauliMasks = PauliMasks(flip: 0, sign: 0), _ coefficients: Coefficients,
    _ amplitudes: UnsafeMutablePointer<Complex<Scalar>>,
    scratch: (@convention(c) (UnsafePointer<qs_operation>?) -> Int)? = nil
  ) {
    withOperation(targets: targets, count: count, controls, masks, coefficients) { operation in
      let bytes = scratch?(&operation) ?? 0
      let selected = 1 << (program.qubitCount - controls.count)
      let slices = options.slices(amplitudes: selected)
      nonisolated(unsafe) let amplitudes = amplitudes
      forEachSlice(slices, operation) { operation, slice in
        guard bytes > 0 else {
          return kernel(amplitudes, operation, UInt32(slice), UInt32(slices), nil)
        }
        withUnsafeTemporaryAllocation(
          byteCount: bytes, alignment: AlignedBuffer.vectorAlignment
        ) { kernel(amplitudes, operation, UInt32(slice), UInt32(slices), $0.baseAddress) }
      }
    }
  }

  private func withOperation(
    targets: (Int, Int), count: Int, _ controls: Controls, _ masks: PauliMasks,
    _ coefficients: Coefficients, _ body: (inout qs_operation) -> Void
  ) {
    var operation = qs_operation()
    operation.qubits = UInt32(program.qubitCount)
    operation.control_mask = controls.mask
    operation.control_values = controls.values
    operation.flip_mask = masks.flip
    operation.sign_mask = masks.sign
    operation.target_count = UInt32(count)
    withUnsafePointer(to: (targets, coefficients)) { numbers in
      let memory = UnsafeRawPointer(numbers)
      operation.targets = memory.assumingMemoryBound(to: Int.self)
      operation.coefficients =
        (memory + MemoryLayout<(Int, Int)>.size).assumingMemoryBound(to: Double.self)
      body(&operation)
    }
  }

  private func forEachSlice(
    _ slices: Int, _ operation: qs_operation,
    _ body: @escaping @Sendable (UnsafePointer<qs_operation>, Int) -> Void
  ) {
    // The pointers inside live until the pool returns, and slices touch disjoint amplitudes.
    nonisolated(unsafe) let operation = operation
    guard slices > 1 else { return withUnsafePointer(to: operation) { body($0, 0) } }
    WorkerPool.shared.run(slices: slices, threads: options.threads) { slice in
      withUnsafePointer(to: operation) { body($0, slice) }
    }
  }
}

// MARK: Derivatives

extension ProgramRunner {
  /// Takes a state and its bras back to the first step that has a derivative, reading
  /// `Im⟨bra|G|ket⟩` for every slot, where ∂U/∂θ = −i/2 G U: with bra = O·ket for an observable O
  /// these are the derivatives of ⟨O⟩.
  ///
  /// Adjoint differentiation: T. Jones and J. Gacon, "Efficient calculation of gradients in classical
  /// simulations of variational quantum algorithms" (2020), arXiv:2009.02823. The gates of a run share
  /// one reading of both states: what the last one needs is turned into what the earlier ones need by
  /// rotating a vector of three numbers.
  ///
  /// Cost: two applications of every step and one reading of both states for each with a derivative.
  ///
  /// - Parameter checkpoint: asked before every step; what it throws ends the work.
  /// - Returns: for each bra, the derivative with respect to every slot.
  package func pullBack(
    ket: inout StateVector<Scalar>, bras: inout [StateVector<Scalar>],
    checkpoint: () throws(QuantumError) -> Void = {}
  ) throws(QuantumError) -> [[Double]] {
    var slots = Array(
      repeating: Array(repeating: 0.0, count: program.slotCount), count: bras.count)
    let (first, last) = (program.firstDifferentiable, bras.count - 1)
    for index in program.steps.indices.reversed() where index >= first {
      try checkpoint()
      let step = program.steps[index]
      let isDifferentiable = step.isDifferentiable
      try ket.withUnsafeMutableAmplitudes { ket throws(QuantumError) in
        guard let ket = ket.baseAddress else { return }
        for number in bras.indices {
          try bras[number].withUnsafeMutableAmplitudes { bra throws(QuantumError) in
            guard let bra = bra.baseAddress else { return }
            if isDifferentiable, index > first, case .run(let qubit, let range) = step.action {
              // The last bra takes the ket along.
              let sums = undoRotation(
                index, qubit, step.controls, bra: bra, ket: ket, both: number == last)
              addDerivatives(of: range, sums, into: &slots[number])
              return
            }
            if isDifferentiable {
              addDerivatives(of: index, bra: bra, ket: ket, into: &slots[number])
            }
            if index > first { apply(index, inverse: true, to: bra) }
          }
        }
        if isDifferentiable, last >= 0, index > first, case .run = step.action { return }
        if index > first { apply(index, inverse: true, to: ket) }
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

  /// Adds `Im⟨bra|G|ket⟩` of every slot of a step, both states being those after the step.
  package func addDerivatives(
    of index: Int, bra: UnsafePointer<Complex<Scalar>>, ket: UnsafePointer<Complex<Scalar>>,
    into slots: inout [Double]
  ) {
    let step = program.steps[index]
    switch step.action {
    case .run(let qubit, let range):
      addDerivatives(
        of: range, rotationSums(qubit, step.controls, bra: bra, ket: ket), into: &slots)
    case .phase(let slot):
      // ∂U/∂θ = iΠU: G is −2Π.
      let sums = reduce(
        table.pointee.pauli_sums, targets: (0, 0), count: 0, step.controls, bra, ket)
      slots[slot] -= 2 * sums.y
    case .pauli(let masks, let slot):
      slots[slot] += matrixElement(of: masks, step.controls, bra, ket).imaginary
    case .general(let gate, _):
      for (slot, generator) in zip(gate.slots, gate.generators) {
        for term in generator {
          slots[slot] +=
            term.coefficient * matrixElement(of: term.masks, step.controls, bra, ket).imaginary
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

  func unitary(_ factor: ParametricProgram.Factor) -> Quaternion {
    switch factor {
    case .rotation(let axis, let slot):
      Quaternion(axis: axis, cosine: waves[slot].cosine, sine: waves[slot].sine)
    case .fixed(let unitary): unitary
    }
  }

  /// Im⟨bra|P|ket⟩ for X, Y and Z on a qubit.
  func rotationSums(
    _ qubit: Int, _ controls: Controls, bra: UnsafePointer<Complex<Scalar>>,
    ket: UnsafePointer<Complex<Scalar>>
  ) -> SIMD3<Double> {
    let sums = reduce(
      table.pointee.rotation_sums, targets: (qubit, 0), count: 1, controls, bra, ket)
    return SIMD3(sums.x, sums.y, sums.z)
  }

  /// ``rotationSums(_:_:bra:ket:)``, and the run undone on the bra, or on both states, in the same
  /// reading.
  private func undoRotation(
    _ index: Int, _ qubit: Int, _ controls: Controls, bra: UnsafeMutablePointer<Complex<Scalar>>,
    ket: UnsafeMutablePointer<Complex<Scalar>>, both: Bool
  ) -> SIMD3<Double> {
    let q = numbers[index].inverse
    let sums = reduce(
      both ? table.pointee.undo_both : table.pointee.undo_bra, targets: (qubit, 0), count: 1,
      controls, coefficients: (q.w, -q.z, -q.y, -q.x, q.y, -q.x, q.w, q.z), bra, ket)
    return SIMD3(sums.x, sums.y, sums.z)
  }

  /// ⟨bra|P|ket⟩ over the amplitudes that the controls select.
  package func matrixElement(
    of masks: PauliMasks, _ controls: Controls = .none,
    _ bra: UnsafePointer<Complex<Scalar>>, _ ket: UnsafePointer<Complex<Scalar>>
  ) -> Complex<Double> {
    let sums = reduce(
      table.pointee.pauli_sums, targets: (0, 0), count: 0, controls, masks: masks, bra, ket)
    return masks.phase * Complex(sums.x, sums.y)
  }

  /// Sums over a number of slices that the size alone decides, added in their order.
  private func reduce(
    _ kernel: qs_sums, targets: (Int, Int), count: Int, _ controls: Controls,
    masks: PauliMasks = PauliMasks(flip: 0, sign: 0),
    coefficients: Coefficients = (0, 0, 0, 0, 0, 0, 0, 0),
    _ bra: UnsafePointer<Complex<Scalar>>, _ ket: UnsafePointer<Complex<Scalar>>
  ) -> SIMD4<Double> {
    let selected = 1 << (program.qubitCount - controls.count)
    let slices = max(1, min(64, selected / BlockSum.blockLength))
    return withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: slices) { buffer in
      // Only kernels that are given states to change write to them, each slice to its own amplitudes.
      nonisolated(unsafe) let (bra, ket) = (
        UnsafeMutablePointer(mutating: bra), UnsafeMutablePointer(mutating: ket)
      )
      nonisolated(unsafe) let sums = buffer
      sums.initialize(repeating: .zero)
      withOperation(targets: targets, count: count, controls, masks, coefficients) { operation in
        let body: @Sendable (UnsafePointer<qs_operation>, Int) -> Void = { operation, slice in
          withUnsafeMutableBytes(of: &sums[slice]) { sums in
            kernel(
              bra, ket, operation, UInt32(slice), UInt32(slices),
              sums.baseAddress?.assumingMemoryBound(to: Double.self))
          }
        }
        if selected >= options.serialLimit {
          forEachSlice(slices, operation, body)
        } else {
          withUnsafePointer(to: operation) { for slice in 0..<slices { body($0, slice) } }
        }
      }
      return sums.reduce(.zero, +)
    }
  }
}

extension PauliMasks {
  /// P |i ⊕ flip⟩ = phase · (−1)^parity(i & sign) |i⟩: (−i) to the number of Y.
  package var phase: Complex<Double> {
    switch yCount % 4 {
    case 0: 1
    case 1: Complex(0, -1)
    case 2: -1
    default: Complex(0, 1)
    }
  }

  /// −i sin · phase, the factor of the other amplitude in exp(−iθ/2 P).
  func move(sine: Double) -> Complex<Double> { Complex(0, -sine) * phase }
}

extension StateOperation {
  /// The operation that undoes this one, if it is unitary.
  package var adjoint: StateOperation {
    switch self {
    case .scale(let factor): .scale(factor.conjugate)
    case .diagonal(let elements): .diagonal(elements.map(\.conjugate))
    case .antidiagonal(let upper, let lower):
      .antidiagonal(upper: lower.conjugate, lower: upper.conjugate)
    case .flip, .swap: self
    case .dense(let matrix): .dense(matrix.adjoint)
    case .permutation(let image):
      .permutation(image.indices.reduce(into: image) { $0[image[$1]] = $1 })
    case .pauliRotation(let paulis, let angle): .pauliRotation(paulis, angle: -angle)
    }
  }
}
