internal import Gates

/// Arranges plan items into stages and passes.
///
/// Greedy list scheduling. A *stage* is the tile whose items reach furthest into the circuit; a *pass*
/// takes, in order, every item that commutes with all items left behind, as long as its qubits fit the
/// registers. Phases wait in a pool, in which equal masks merge, until a rotation of one of their
/// qubits needs them applied; qubits outside the registers, or outside the tile, then only select a
/// row of the pass's table.
///
/// Cost: O(items + passes) for a few qubits; the scan of a pass stops when every qubit of the tile is
/// blocked, or when it has found nothing to do for a while.
struct TilePlanner {
  private let limits: TileLimits
  private let qubitCount: Int
  private let items: [PlanItem]
  private let levels: [TilePass.FourierLevel]
  private let wholes: [Program.Operation]
  /// What there is to know of each item for scans, which look at these alone.
  private let footprints: [ItemFootprint]
  /// Items that wait, in order.
  private var waiting: ArraySlice<Int32>
  private var pool: PhasePool
  /// The pass that is being filled. One for all, so that its arrays are made once.
  private var open: OpenPass
  /// Qubits that may be 1.
  private var live: UInt64
  private let program: TileProgram
  /// What the program consists of, where a recipe is asked for.
  private var added: (passes: [TilePass], wholes: [Int])?
  /// After so many items that have to wait, a pass looks no further: a circuit of a million gates in
  /// which one qubit is used at the very end would else be looked through for every pass.
  private static var patience: Int { 1_024 }

  /// The tile of the current stage.
  private var tileQubits = 0 as UInt64

  private var laneMask: UInt64 { 1 << UInt64(limits.laneBits) - 1 }

  /// - Parameter keepsRecipe: whether the items are likely to come again with other numbers.
  static func plan(
    _ items: PlanItems, _ precision: StatePrecision, from start: TileRecipe.Start,
    options: KernelOptions, limits: TileLimits, keepsRecipe: Bool
  ) -> (program: TileProgram, recipe: TileRecipe?) {
    let program = TileProgram(
      precision, qubitCount: start.qubitCount, options: options, startsAtZero: start.isZero)
    program.reserveCapacity(passes: items.items.count / 8)
    var planner = TilePlanner(
      limits: limits, start, items: items, program: program, keepsRecipe: keepsRecipe)
    let initialSource = planner.arrange(keepsPhases: start.keepsPhases)
    guard let tape = planner.pool.tape, let added = planner.added else { return (program, nil) }
    return (
      program,
      TileRecipe(
        start: start, items: items, tape: tape, passes: added.passes, wholes: added.wholes,
        initialSource: initialSource, program: program)
    )
  }

  private init(
    limits: TileLimits, _ start: TileRecipe.Start, items: PlanItems, program: TileProgram,
    keepsRecipe: Bool
  ) {
    self.limits = limits
    qubitCount = start.qubitCount
    pool = PhasePool(recording: keepsRecipe ? items.items.count : nil)
    added = keepsRecipe ? ([], []) : nil
    self.items = items.items
    levels = items.levels
    wholes = items.wholes
    footprints = items.footprints(qubitCount: qubitCount)
    open = OpenPass(limits: limits)
    waiting = ArraySlice(0..<Int32(items.items.count))
    live = start.isZero ? 0 : UInt64.max >> UInt64(64 - max(qubitCount, 1))
    self.program = program
  }

  // MARK: Stages

  /// - Returns: the source of the program's initial amplitude.
  private mutating func arrange(keepsPhases: Bool) -> Int32 {
    repeat {
      let tile = chooseTile()
      beginStage(tile)
      guard tile.nonzeroBitCount <= limits.tileQubits || qubitCount <= limits.tileQubits else {
        // An operation too wide for a tile is all that such a stage does, once the phases before it
        // are in the pool.
        _ = addPass(0)
        _ = addWhole(tile)
        continue
      }
      while !waiting.isEmpty, addPass(tile) || addWhole(tile) {}
    } while !waiting.isEmpty
    return flush(keepsPhases: keepsPhases)
  }

  private mutating func beginStage(_ tile: UInt64) {
    tileQubits = tile
    // What this stage makes nonzero is known when its steps are; its own live qubits are those of
    // the stages before.
    program.beginStage(qubits: Array(BitIndices(tile)), live: live)
  }

  /// The window of qubits, beside the lowest, in which the most work can be done.
  private func chooseTile() -> UInt64 {
    let all = qubitCount == 0 ? 0 : UInt64.max >> UInt64(64 - qubitCount)
    guard qubitCount > limits.tileQubits else { return all }
    let low = UInt64(1) << UInt64(limits.runQubits) - 1
    let room = limits.tileQubits - limits.runQubits
    let high = qubitCount - limits.runQubits
    // A first item that has to have its qubits together decides for itself.
    let needed = firstTargets & ~low
    guard needed.nonzeroBitCount <= room else { return all }
    var best: UInt64 = 0
    var bestScore = -1.0
    for start in 0..<high {
      var window = needed
      var k = 0
      while window.nonzeroBitCount < room {
        window |= 1 << UInt64(limits.runQubits + (start + k) % high)
        k += 1
      }
      let score = work(in: low | window)
      if score > bestScore { (best, bestScore) = (low | window, score) }
    }
    let first = firstCome(low: low, room: room, needed: needed)
    return work(in: first) > bestScore ? first : best
  }

  /// The qubits that items need in order, until the tile is full.
  private func firstCome(low: UInt64, room: Int, needed: UInt64) -> UInt64 {
    var window = needed
    for index in waiting {
      let more = footprints[Int(index)].disturbed & ~low
      if (window | more).nonzeroBitCount <= room { window |= more }
    }
    for qubit in limits.runQubits..<qubitCount where window.nonzeroBitCount < room {
      window |= 1 << UInt64(qubit)
    }
    return low | window
  }

  private var firstTargets: UInt64 {
    for index in waiting {
      switch items[Int(index)] {
      case .phase: continue
      case .whole(let number): return wholes[number].tileQubits
      case .rotation, .pair, .move, .fourier: return footprints[Int(index)].disturbed
      }
    }
    return 0
  }

  /// How much of what waits a tile could do.
  private func work(in tile: UInt64) -> Double {
    var blocked = Blocked()
    var score = 0.0
    // By pointer, as in `addPass`: scans are most of what planning does, and checks of bounds and owners
    // took a third of them.
    footprints.withUnsafeBufferPointer { footprints in
      for index in waiting {
        let footprint = footprints[Int(index)]
        // Whole operations that are diagonal in some targets need those in the tile, too: rare, and
        // only a score.
        if blocked.allows(footprint, footprints), footprint.disturbed & ~tile == 0 {
          score += footprint.disturbed == 0 ? 0.05 : 1
        } else {
          blocked.add(footprint)
          if blocked.hard & tile == tile { break }
        }
      }
    }
    return score
  }

  // MARK: Passes

  /// Adds one pass of what can be done now; false when nothing can.
  private mutating func addPass(_ tile: UInt64) -> Bool {
    // Both are taken out, so that they can be changed in place while the rest of the planner changes, and
    // looked at by pointer.
    var pass = OpenPass(limits: limits)
    var waiting: ArraySlice<Int32> = []
    swap(&pass, &open)
    swap(&waiting, &self.waiting)
    defer {
      swap(&pass, &open)
      swap(&waiting, &self.waiting)
    }
    pass.begin(tile: tile)
    let taken = waiting.withUnsafeMutableBufferPointer { waiting in
      footprints.withUnsafeBufferPointer { fill(&pass, from: waiting, $0) }
    }
    waiting.removeFirst(taken)
    guard pass.hasWork else { return taken > 0 }
    close(&pass)
    return true
  }

  /// Takes what the pass can do out of what waits, and moves up what it cannot.
  ///
  /// - Returns: how many were taken; as many elements at the start of what waits are now spare.
  private mutating func fill(
    _ pass: inout OpenPass, from waiting: UnsafeMutableBufferPointer<Int32>,
    _ footprints: UnsafeBufferPointer<ItemFootprint>
  ) -> Int {
    let tile = pass.tile
    var blocked = Blocked()
    var kept = 0
    var keptInARow = 0
    var index = 0
    while index < waiting.count, keptInARow < Self.patience {
      let number = waiting[index]
      let footprint = footprints[Int(number)]
      if blocked.allows(footprint, footprints),
        take(Int(number), footprint, &pass) || addWhole(items[Int(number)], footprint, before: pass)
      {
        index += 1
        keptInARow = 0
        continue
      }
      blocked.add(footprint)
      waiting[kept] = number
      kept += 1
      keptInARow += 1
      index += 1
      if blocked.hard & tile == tile { break }
    }
    let taken = index - kept
    if taken > 0 {
      // What is kept moves up to what was not looked at; what is behind that never moves.
      for place in stride(from: kept - 1, through: 0, by: -1) {
        waiting[taken + place] = waiting[place]
      }
    }
    return taken
  }

  private mutating func take(
    _ number: Int, _ footprint: ItemFootprint, _ pass: inout OpenPass
  ) -> Bool {
    switch items[number] {
    case .phase(var phase):
      phase.source = Int32(number)
      pass.take(phase, &pool)
      return true
    case .rotation(var rotation):
      rotation.source = Int32(number)
      return pass.take(rotation, before: footprint.pair, pool)
    case .pair(var pair):
      pair.source = Int32(number)
      return pass.take(pair, &pool)
    case .move(let move): return pass.take(move, &pool)
    case .fourier(let level): return pass.take(levels[level])
    case .whole: return false
    }
  }

  private mutating func close(_ open: inout OpenPass) {
    let due = pool.remove(touching: open.needed)
    pool.append(contentsOf: open.later)
    live |= open.disturbed
    append(due, to: &open.pass, tile: open.tile)
  }

  /// Adds the pass, with tables for its phases; as many passes of phases alone before it as it takes.
  private mutating func append(
    _ due: consuming [TilePass.Phase], to pass: inout TilePass, tile: UInt64
  ) {
    pass.live = live
    pad(&pass, due, tile)
    var phases = due
    if pool.mustApplyScale() || !phases.isEmpty { phases.append(pool.takeScale()) }
    guard !phases.isEmpty else { return add(pass) }
    var tables = split(phases, registers: pass.registers)
    while tables.count > TileLimits.tables {
      var early = TilePass()
      early.registers = pass.registers
      early.live = live
      early.tables = Array(tables.prefix(TileLimits.tables))
      tables.removeFirst(TileLimits.tables)
      add(early)
    }
    pass.tables = tables
    add(pass)
  }

  private mutating func add(_ pass: TilePass) {
    program.append(pass)
    added?.passes.append(pass)
  }

  /// Fills the registers with qubits that would else be selectors, then with any: longer groups cost
  /// less, and selectors cost rows.
  private func pad(_ pass: inout TilePass, _ phases: [TilePass.Phase], _ tile: UInt64) {
    let wanted = min(limits.registers, tile.nonzeroBitCount - limits.laneBits)
    guard pass.registers.count < wanted, pass.fourier == nil else { return }
    var free = tile & ~laneMask & ~Controls(on: pass.registers).mask
    let selectors =
      phases.reduce(0) { $0 | $1.mask } | pass.moves.reduce(0) { $0 | $1.controls.mask }
    for qubit in BitIndices(free & selectors) where pass.registers.count < wanted {
      pass.registers.append(qubit)
      free &= ~(1 << UInt64(qubit))
    }
    for qubit in BitIndices(free) where pass.registers.count < wanted {
      pass.registers.append(qubit)
    }
  }

  /// Phases by tables, each of few selectors: first fit.
  private func split(_ phases: [TilePass.Phase], registers: [Int]) -> [[TilePass.Phase]] {
    let inGroup = Controls(on: registers).mask | laneMask
    let all = phases.reduce(0) { $0 | $1.mask }
    if (all & ~inGroup).nonzeroBitCount <= TileLimits.selectors { return [phases] }
    var tables: [[TilePass.Phase]] = []
    var selectors: [UInt64] = []
    for phase in phases {
      let mask = phase.mask & ~inGroup
      let fit = selectors.firstIndex { ($0 | mask).nonzeroBitCount <= TileLimits.selectors }
      if let fit {
        selectors[fit] |= mask
        tables[fit].append(phase)
      } else {
        selectors.append(mask)
        tables.append([phase])
      }
    }
    return tables
  }

  // MARK: Whole operations

  /// Adds an operation that goes by itself before the pass that is being filled, where the two have no
  /// qubit in common; false where they have, and for other items.
  private mutating func addWhole(
    _ item: PlanItem, _ footprint: ItemFootprint, before pass: OpenPass
  ) -> Bool {
    guard case .whole(let number) = item, wholes[number].tileQubits & ~pass.tile == 0,
      (footprint.disturbed | footprint.observed) & pass.touched == 0
    else { return false }
    let due = pool.remove(touching: footprint.disturbed)
    if !due.isEmpty {
      // The pass counted on these phases, if they are its own, too.
      guard due.allSatisfy({ $0.mask & pass.touched == 0 }) else {
        pool.append(contentsOf: due)
        return false
      }
      var phases = TilePass()
      append(due, to: &phases, tile: pass.tile)
    }
    live |= footprint.disturbed
    add(whole: number)
    return true
  }

  /// Adds the first item if it is an operation that goes by itself; false if it is none, or not for
  /// this tile.
  private mutating func addWhole(_ tile: UInt64) -> Bool {
    // Only phases that something blocks can be before it: there is nothing else to do.
    guard let first = waiting.first, case .whole(let number) = items[Int(first)],
      wholes[number].tileQubits & ~tile == 0
    else { return false }
    let due = pool.remove(touching: footprints[Int(first)].disturbed)
    if !due.isEmpty {
      var pass = TilePass()
      append(due, to: &pass, tile: tile)
    }
    live |= footprints[Int(first)].disturbed
    add(whole: number)
    waiting.removeFirst()
    return true
  }

  private mutating func add(whole number: Int) {
    let (operation, targets, controls) = wholes[number].structure
    program.append(operation, targets: targets, controls: controls)
    added?.wholes.append(number)
  }

  /// Phases that are left when all else is done.
  ///
  /// - Returns: the source of the program's initial amplitude.
  private mutating func flush(keepsPhases: Bool) -> Int32 {
    var phases = pool.remove(touching: .max)
    if !keepsPhases {
      phases = phases.filter { pool.changesLength($0) }
      pool.dropScalePhase()
    }
    if phases.isEmpty, program.startsAtZero {
      // Everything is linear: what multiplies all amplitudes may as well come first.
      let scale = pool.takeScale()
      program.initialAmplitude = scale.factor
      return scale.source
    }
    guard !phases.isEmpty || pool.hasScale() else { return TilePass.constant }
    // Registers where most of the phases are save selectors.
    var count = Array(repeating: 0, count: qubitCount)
    for phase in phases {
      for qubit in BitIndices(phase.mask) { count[qubit] += 1 }
    }
    var pass = TilePass()
    let candidates = BitIndices(tileQubits & ~laneMask).sorted { count[$0] > count[$1] }
    pass.registers = Array(candidates.prefix(limits.registers))
    phases.append(.init(mask: 0, factor: 1))
    append(phases, to: &pass, tile: tileQubits)
    return TilePass.constant
  }
}

extension Program.Operation {
  /// The qubits that must be in the tile.
  var tileQubits: UInt64 {
    switch self {
    case .matrix(_, let target, _): 1 << UInt64(target)
    case .structural(_, let targets, _): Controls(on: targets).mask
    }
  }
}
