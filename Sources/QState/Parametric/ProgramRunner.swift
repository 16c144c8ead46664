import CKernels

/// Carries a program out on one state at a time, forwards and backwards, for one set of angles.
///
/// No allocation a step: the numbers of all steps are made when the runner is.
package final class ProgramRunner<Scalar: StateScalar> {
  package let program: ParametricProgram
  let angles: [Double]
  private let waves: UnsafeMutableBufferPointer<HalfAngle>
  /// What each step multiplies with: a run's quaternion, or cosine and sine in w and x.
  private let numbers: UnsafeMutableBufferPointer<Quaternion>
  /// The operations of the general gates, and the generators of those with derivatives, by step.
  private var operations: [Int: StateOperation] = [:]
  private(set) var generators: [Int: [[PauliTerm]]] = [:]
  let options: KernelOptions
  /// Qubits of a tile, and the lowest ones that are in every tile.
  let tileQubits, runQubits: Int
  /// The whole state.
  let whole: StateFrame

  /// - Parameters:
  ///   - angles: one in each slot.
  ///   - tileQubits: qubits of a tile, at most; nil for what fits the cache. Tests make it small.
  /// - Throws: what the general gates throw; ``QuantumError/unsupported(what:remedy:)`` for a wrong
  ///   `QSIM_KERNELS`.
  package init(
    _ program: ParametricProgram, angles: [Double], options: KernelOptions? = nil,
    tileQubits: Int? = nil
  ) throws(QuantumError) {
    self.program = program
    self.angles = angles
    self.options = if let options { options } else { try .current() }
    self.tileQubits = tileQubits ?? Self.tileQubits(of: program.qubitCount)
    runQubits = max(0, min(Self.longestRun, self.tileQubits - Self.windowQubits))
    whole = StateFrame(of: Scalar.self, qubitCount: program.qubitCount, options: self.options)
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
        let angles = Array(angles[gate.slots])
        operations[index] = .dense(try gate.operation(angles))
        if step.isDifferentiable { generators[index] = try gate.generators(angles) }
      }
    }
  }

  deinit {
    waves.deallocate()
    numbers.deallocate()
  }

  func unitary(_ factor: ParametricProgram.Factor) -> Quaternion {
    switch factor {
    case .rotation(let axis, let slot):
      Quaternion(axis: axis, cosine: waves[slot].cosine, sine: waves[slot].sine)
    case .fixed(let unitary): unitary
    }
  }

  /// The inverse of a run's product.
  func inverse(ofRun index: Int) -> Quaternion { numbers[index].inverse }
}

// MARK: Steps

extension ProgramRunner {
  /// One step, or its inverse, on a part of the state; the precision is the runner's.
  func apply(
    _ index: Int, inverse: Bool, to amplitudes: UnsafeMutableRawPointer, in frame: StateFrame
  ) {
    let step = program.steps[index]
    let number = numbers[index]
    guard let controls = frame.controls(step.controls) else { return }
    let kernels = frame.table
    switch step.action {
    case .run(let qubit, _):
      let q = inverse ? number.inverse : number
      // [[w − iz, −y − ix], [y − ix, w + iz]], or its diagonal.
      if q.x == 0, q.y == 0 {
        frame.launch(
          kernels.pointee.diagonal, on: amplitudes, targets: (frame.place(qubit), 0), count: 1,
          controls, (q.w, -q.z, q.w, q.z, 0, 0, 0, 0),
          scratch: kernels.pointee.diagonal_scratch_bytes)
      } else {
        frame.launch(
          kernels.pointee.dense_small, on: amplitudes, targets: (frame.place(qubit), 0), count: 1,
          controls, q.coefficients)
      }
    case .phase:
      frame.launch(
        kernels.pointee.scale, on: amplitudes, controls,
        (number.w, inverse ? -number.x : number.x, 0, 0, 0, 0, 0, 0))
    case .pauli(let masks, _):
      let (inside, isNegative) = frame.string(masks)
      let move = masks.move(sine: inverse != isNegative ? -number.x : number.x)
      frame.launch(
        kernels.pointee.pauli, on: amplitudes, controls, masks: inside,
        (number.w, 0, move.real, move.imaginary, 0, 0, 0, 0))
    case .fixed(.flip, let targets):
      frame.launch(
        kernels.pointee.flip, on: amplitudes, controls,
        masks: PauliMasks(flip: frame.mask(Controls(on: targets).mask), sign: 0),
        (0, 0, 0, 0, 0, 0, 0, 0))
    case .fixed(.swap, let targets):
      frame.launch(
        kernels.pointee.swap, on: amplitudes,
        targets: (frame.place(targets[0]), frame.place(targets[1])), count: 2, controls,
        (0, 0, 0, 0, 0, 0, 0, 0))
    case .fixed(let operation, let targets):
      apply(inverse ? operation.adjoint : operation, targets, controls, to: amplitudes, frame)
    case .general(_, let targets):
      guard let operation = operations[index] else { return }
      apply(inverse ? operation.adjoint : operation, targets, controls, to: amplitudes, frame)
    }
  }

  private func apply(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls,
    to amplitudes: UnsafeMutableRawPointer, _ frame: StateFrame
  ) {
    VectorKernels.apply(
      operation, targets: frame.places(targets), controls: controls,
      to: amplitudes.assumingMemoryBound(to: Complex<Scalar>.self), qubitCount: frame.qubitCount,
      options: frame.options)
  }
}

extension Quaternion {
  /// The matrix's numbers, row by row.
  var coefficients: (Double, Double, Double, Double, Double, Double, Double, Double) {
    (w, -z, -y, -x, y, -x, w, z)
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
