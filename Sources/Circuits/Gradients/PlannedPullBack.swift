import Gates

/// The backward pass of a large circuit, in segments that are undone by plans.
///
/// Seen from the end, a segment takes steps as long as each with a derivative acts on qubits that no
/// later step of the segment acts on: it then commutes with those, and its derivative can be read where
/// the segment ends. All are read there, and the whole segment is undone at once, on each state by the
/// same plan, which keeps parts of the state in cache. A layer of rotations and the entangling gates
/// before it are one segment.
struct PlannedPullBack {
  let runner: ProgramRunner<Double>
  let options: KernelOptions

  /// - Returns: for each bra, the derivative with respect to every slot.
  func run(
    ket: inout StateVector<Double>, bras: inout [StateVector<Double>]
  ) throws(QuantumError) -> [[Double]] {
    let program = runner.program
    var slots = bras.map { _ in Array(repeating: 0.0, count: program.slotCount) }
    var end = program.steps.count
    while end > program.firstDifferentiable {
      let segment = segment(endingAt: end)
      for number in bras.indices {
        bras[number].withUnsafeAmplitudes { bra in
          ket.withUnsafeAmplitudes { ket in
            guard let bra = bra.baseAddress, let ket = ket.baseAddress else { return }
            for step in segment.differentiable {
              runner.addDerivatives(of: step, bra: bra, ket: ket, into: &slots[number])
            }
          }
        }
      }
      end = segment.start
      if end <= program.firstDifferentiable { break }
      let plan = ExecutionPlan<Double>(
        segment.steps.map { runner.operation(of: $0, inverse: true) },
        qubitCount: program.qubitCount, options: options)
      try plan.run(on: &ket, options: options)
      for number in bras.indices { try plan.run(on: &bras[number], options: options) }
    }
    return slots
  }

  /// The steps before `end` that form a segment, last first, and those of them with a derivative.
  private func segment(
    endingAt end: Int
  ) -> (start: Int, steps: [Int], differentiable: [Int]) {
    let program = runner.program
    var steps: [Int] = []
    var differentiable: [Int] = []
    var touched: UInt64 = 0
    var index = end
    while index > program.firstDifferentiable {
      let step = program.steps[index - 1]
      let qubits = program.slotsAndQubits(of: step).qubits
      if step.isDifferentiable {
        if touched & qubits != 0 { break }
        differentiable.append(index - 1)
      }
      touched |= qubits
      steps.append(index - 1)
      index -= 1
    }
    return (index, steps, differentiable)
  }
}

extension ExecutionPlan {
  /// A plan for operations on a state of any kind.
  init(
    _ operations: [(operation: StateOperation, targets: [Int], controls: Controls)],
    qubitCount: Int, options: KernelOptions
  ) {
    self.init(
      unitary: operations.map {
        Program.Step(
          action: .apply($0.operation, targets: $0.targets, controls: $0.controls), test: [])
      }, qubitCount: qubitCount, options: options)
  }

  /// Runs a plan of operations alone.
  func run(
    on state: inout StateVector<Scalar>, options: KernelOptions
  ) throws(QuantumError) {
    for step in steps + restoringSteps {
      switch step {
      case .stage(let tiles, let stage): try state.run(stage: stage, of: tiles, stop: nil)
      case .single(let single):
        guard case .apply(let operation, let targets, let controls) = single.action else {
          continue
        }
        try state.applyUnchecked(operation, to: targets, controls: controls, using: options)
      }
    }
  }
}
