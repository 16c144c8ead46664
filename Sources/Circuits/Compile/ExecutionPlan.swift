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
struct ExecutionPlan: Sendable {
  enum Step: Sendable {
    /// One stage of a tile program.
    case stage(TileProgram, Int)
    /// Operations of a state too small for tiles.
    case list(OperationList)
    /// Pairs of qubits that change places.
    case exchange(QubitExchange)
    case single(Program.Step)
  }

  private let precision: StatePrecision
  private let level: OptimizationLevel
  private(set) var steps: [Step] = []
  /// Steps after all others that bring renamed qubits back to their places. Where outcomes alone are
  /// asked for they need not run: ``finalReads`` says where each outcome's qubit is without them.
  private(set) var restoringSteps: [Step] = []
  /// Outcome bits, and the qubit that each is read from when ``restoringSteps`` have not run.
  private(set) var finalReads: [(bit: Int, qubit: Int)]
  /// How the tile programs among the steps are made, in order, where that is kept.
  private var recipes: [TileRecipe] = []

  /// The most qubits for which operations are arranged at all, and not carried out as they come: masks
  /// have 64 bits, and BLAS has no passes.
  static func arrangedQubits(_ options: KernelOptions, _ level: OptimizationLevel) -> Int {
    level > .none && options.set != .blas ? 58 : 0
  }

  /// - Parameters:
  ///   - merged: the operations of a program that has no steps.
  ///   - limits: what fits the kernels and the cache; tests make it small.
  ///   - listQubits: in place of that limit.
  ///   - earlier: a plan of the same circuit with other numbers: where it kept how it was made, and
  ///     nothing changes but numbers, they are put into tables in the same way.
  ///   - keepsRecipes: whether this plan is to keep how it was made.
  init(
    _ program: Program, merged: consuming PlanNodes? = nil, _ precision: StatePrecision,
    options: KernelOptions, level: OptimizationLevel, limits: TileLimits? = nil,
    listQubits: Int? = nil, like earlier: ExecutionPlan? = nil, keepsRecipes: Bool = false
  ) {
    let qubitCount = program.qubits.count
    self.precision = precision
    finalReads = program.finalReads
    self.level = level
    guard qubitCount > 0, qubitCount <= Self.arrangedQubits(options, level) else {
      steps = program.steps.map(Step.single)
      return
    }
    var limits =
      limits ?? .current(for: precision, qubitCount: qubitCount, set: options.set)
    if let listQubits { limits.listQubits = listQubits }
    if level == .merge { limits.tileQubits = 64 }
    var nodes =
      switch consume merged {
      case let merged?: merged
      case nil: PlanNodes(qubitCount: qubitCount)
      }
    for step in program.steps {
      if case .apply(let operation) = step.action, step.test.isEmpty {
        nodes.append(operation)
      } else {
        let places = arrange(&nodes, options, limits, earlier?.recipes, keepsRecipes)
        steps += Self.restoring(places)
        steps.append(.single(step))
        nodes = PlanNodes(qubitCount: qubitCount)
      }
    }
    let places = arrange(
      &nodes, options, limits, earlier?.recipes, keepsRecipes, keepsPhases: program.keepsState)
    restoringSteps = Self.restoring(places)
    if !restoringSteps.isEmpty { finalReads = finalReads.map { ($0.bit, places[$0.qubit]) } }
  }

  /// Adds steps for the nodes.
  ///
  /// - Parameter keepsPhases: whether anything but probabilities is asked for afterwards.
  /// - Returns: where each qubit is after these steps; nothing where there are no nodes.
  private mutating func arrange(
    _ nodes: inout PlanNodes, _ options: KernelOptions, _ limits: TileLimits,
    _ earlier: [TileRecipe]?, _ keepsRecipes: Bool, keepsPhases: Bool = true
  ) -> [Int] {
    nodes.settle()
    let qubitCount = nodes.qubitCount
    guard !nodes.nodes.isEmpty || nodes.isRenamed else { return [] }
    if level == .full, qubitCount <= limits.listQubits {
      if qubitCount >= limits.fewestListQubitsOfPairs { nodes.fusePairs(.list) }
      nodes.list(precision, options, keepsPhases: keepsPhases, into: &steps)
      return nodes.place
    }
    if limits.canPair(qubitCount: qubitCount) { nodes.fusePairs(limits.pairCost) }
    let items = nodes.items(limits, findsFourier: level == .full)
    let start = TileRecipe.Start(
      qubitCount: qubitCount, isZero: steps.isEmpty, keepsPhases: keepsPhases)
    let earlier = earlier.flatMap { recipes.count < $0.count ? $0[recipes.count] : nil }
    let (program, recipe): (TileProgram, TileRecipe?) =
      if let earlier, let program = earlier.program(of: items, start) {
        (program, earlier)
      } else {
        TilePlanner.plan(
          items, precision, from: start, options: options, limits: limits, keepsRecipe: keepsRecipes
        )
      }
    if let recipe { recipes.append(recipe) }
    for stage in 0..<program.stageCount { steps.append(.stage(program, stage)) }
    return nodes.place
  }

  /// Brings renamed qubits back to their places: every permutation is the product of two that only
  /// exchange pairs. A cycle c₀ → c₁ → … is c_i → c_{1−i} after c_i → c_{−i}.
  private static func restoring(_ places: [Int]) -> [Step] {
    if places.indices.allSatisfy({ places[$0] == $0 }) { return [] }
    var first: [(Int, Int)] = []
    var second: [(Int, Int)] = []
    var isDone = Array(repeating: false, count: places.count)
    for start in places.indices where !isDone[start] {
      var cycle: [Int] = []
      var qubit = start
      while !isDone[qubit] {
        isDone[qubit] = true
        cycle.append(qubit)
        qubit = places[qubit]
      }
      // What lies at places[q] goes to q: in this order, what lies at cycle[i] goes to cycle[i + 1].
      cycle.reverse()
      let length = cycle.count
      for i in 0..<length {
        let (mirrored, next) = ((length - i) % length, (length + 1 - i) % length)
        if i < mirrored { first.append((cycle[i], cycle[mirrored])) }
        if i < next { second.append((cycle[i], cycle[next])) }
      }
    }
    return [first, second].compactMap { pairs in
      switch pairs.count {
      case 0: nil
      case 1:
        .single(
          Program.Step(
            action: .apply(
              .structural(.swap, targets: [pairs[0].0, pairs[0].1], controls: .none)), test: []))
      default: .exchange(QubitExchange(pairs, qubitCount: places.count))
      }
    }
  }
}
