internal import Gates

/// How a tile program was made of plan items: items of the same shape with other numbers become the same
/// program with other numbers, bit for bit as the planner would make it, and nothing is decided again.
struct TileRecipe: Sendable {
  /// What the program depends on beside the items; precision, kernels and limits are those of the recipe.
  struct Start: Equatable, Sendable {
    let qubitCount: Int
    /// The state to act on is |0…0⟩.
    let isZero: Bool
    /// False where only probabilities are asked for: phases that no rotation needs are then left out.
    let keepsPhases: Bool
  }

  let start: Start
  let items: PlanItems
  let tape: FactorTape
  /// What the program consists of, in order.
  let passes: [TilePass]
  /// Numbers of the items' ``PlanItems/wholes``.
  let wholes: [Int]
  /// The source of the program's initial amplitude.
  let initialSource: Int32
  let program: TileProgram

  /// The program of other items; nil where the planner would decide otherwise than it did.
  ///
  /// - Complexity: O(items + tables)
  func program(of other: PlanItems, _ start: Start) -> TileProgram? {
    guard start == self.start, items.hasShape(of: other),
      let numbers = tape.replayed(with: other.items)
    else { return nil }
    var passes = passes
    for index in passes.indices { numbers.fill(&passes[index]) }
    let result = TileProgram(
      like: program, passes: passes, operations: wholes.map { other.wholes[$0].structure })
    if let amplitude = numbers.factor(initialSource) { result.initialAmplitude = amplitude }
    return result
  }
}

extension PlanItems {
  /// Whether the planner sees no difference, but for what becomes of numbers.
  fileprivate func hasShape(of other: PlanItems) -> Bool {
    items.count == other.items.count && levels == other.levels
      && wholes.count == other.wholes.count
      && zip(items, other.items).allSatisfy { $0.hasShape(of: $1) }
      && zip(wholes, other.wholes).allSatisfy { $0.hasShape(of: $1) }
  }
}

extension PlanItem {
  fileprivate func hasShape(of other: PlanItem) -> Bool {
    switch (self, other) {
    case (.rotation(let a), .rotation(let b)): a.qubit == b.qubit
    case (.pair(let a), .pair(let b)): a.first == b.first && a.second == b.second
    case (.phase(let a), .phase(let b)): a.mask == b.mask
    case (.move(let a), .move(let b)): a.target == b.target && a.controls == b.controls
    case (.fourier(let a), .fourier(let b)), (.whole(let a), .whole(let b)): a == b
    case (.rotation, _), (.pair, _), (.phase, _), (.move, _), (.fourier, _), (.whole, _): false
    }
  }
}

extension Program.Operation {
  fileprivate func hasShape(of other: Program.Operation) -> Bool {
    // The values of controls decide which tiles an operation leaves alone.
    tileQubits == other.tileQubits && disturbed == other.disturbed && qubits == other.qubits
      && controls == other.controls
  }
}
