internal import Gates

/// How far a circuit is rearranged before it runs. Every level gives the same state within rounding.
public enum OptimizationLevel: Int, CaseIterable, Sendable, Comparable {
  /// One operation after the other, each over the whole state.
  case none = 0
  /// Neighbours on one qubit merge and phases cancel, but each pass is over the whole state.
  case merge = 1
  /// Passes share a tile of the state while it is in the cache.
  case tiles = 2
  /// All that is known to be faster.
  case full = 3

  public static func < (left: OptimizationLevel, right: OptimizationLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The steps of a program for one precision and one kernel set, unitary stretches arranged in tiles.
struct ExecutionPlan<Scalar: StateScalar>: Sendable {
  enum Step: Sendable {
    /// One stage of a tile program.
    case stage(TileProgram<Scalar>, Int)
    case single(Program.Step)
  }

  private(set) var steps: [Step] = []

  /// - Parameters:
  ///   - limits: what fits the kernels and the cache; tests make it small.
  init(
    _ program: Program, options: KernelOptions, level: OptimizationLevel, limits: TileLimits? = nil
  ) {
    let qubitCount = program.qubits.count
    // BLAS has no passes, and 64-bit masks no more qubits.
    guard level > .none, options.set != .blas, qubitCount > 0, qubitCount <= 58 else {
      steps = program.steps.map(Step.single)
      return
    }
    var limits =
      limits ?? .current(for: Scalar.self, qubitCount: qubitCount, set: options.set)
    if level == .merge { limits.tileQubits = 64 }
    var stretch: [Program.Step] = []
    for step in program.steps {
      if case .apply = step.action, step.test.isEmpty {
        stretch.append(step)
      } else {
        arrange(stretch, qubitCount, options, limits)
        stretch.removeAll(keepingCapacity: true)
        steps.append(.single(step))
      }
    }
    arrange(stretch, qubitCount, options, limits)
  }

  private mutating func arrange(
    _ stretch: [Program.Step], _ qubitCount: Int, _ options: KernelOptions, _ limits: TileLimits
  ) {
    guard !stretch.isEmpty else { return }
    var nodes = PlanNodes(qubitCount: qubitCount)
    for step in stretch {
      if case .apply(let operation, let targets, let controls) = step.action {
        nodes.append(operation, targets: targets, controls: controls)
      }
    }
    let program = TilePlanner<Scalar>.plan(
      nodes.items(laneBits: limits.laneBits), qubitCount: qubitCount, options: options,
      limits: limits, startsAtZero: steps.isEmpty, keepsPhases: true)
    for stage in 0..<program.stageCount { steps.append(.stage(program, stage)) }
    restoreOrder(nodes.place)
  }

  /// Brings renamed qubits back to their places.
  private mutating func restoreOrder(_ places: [Int]) {
    var place = places
    for qubit in place.indices where place[qubit] != qubit {
      let from = place[qubit]
      // `places` is a permutation: some qubit lies here.
      for other in place.indices where place[other] == qubit { place[other] = from }
      place[qubit] = qubit
      steps.append(
        .single(
          Program.Step(action: .apply(.swap, targets: [qubit, from], controls: .none), test: [])))
    }
  }
}
