internal import Gates

/// A pass while the planner fills it.
struct OpenPass {
  let limits: TileLimits
  private(set) var tile: UInt64 = 0
  var pass = TilePass()
  /// Qubits whose phases in the pool must be applied at the start of this pass.
  private(set) var needed: UInt64 = 0
  /// Phases that come after this pass.
  private(set) var later: [TilePass.Phase] = []
  private var rotated: UInt64 = 0
  private var paired: UInt64 = 0
  private var registerPairs = 0
  private var moved: UInt64 = 0
  private var moveControls: UInt64 = 0
  private var registers: UInt64 = 0
  private var laterMask: UInt64 = 0
  /// Qubits that the twiddle factors of a Fourier level depend on.
  private var sources: UInt64 = 0
  private var isFourier: Bool { pass.fourier != nil }

  init(limits: TileLimits) { self.limits = limits }

  /// Makes it an empty pass over a tile of these qubits, in the memory that it has.
  mutating func begin(tile: UInt64) {
    self.tile = tile
    pass.removeAll()
    later.removeAll(keepingCapacity: true)
    (needed, rotated, paired, moved, moveControls) = (0, 0, 0, 0, 0)
    (registers, laterMask, sources, registerPairs) = (0, 0, 0, 0)
  }

  var hasWork: Bool { disturbed != 0 }
  var disturbed: UInt64 { rotated | paired | moved }
  /// The qubits of everything taken so far.
  var touched: UInt64 { disturbed | moveControls | laterMask | sources }

  private var laneMask: UInt64 { 1 << UInt64(limits.laneBits) - 1 }

  // MARK: Items that the pass can do now
  //
  // The caller has seen that nothing left behind forbids them. False, and nothing done, where they do
  // not fit.

  mutating func take(_ phase: TilePass.Phase, _ pool: inout PhasePool) {
    if phase.mask & disturbed == 0 {
      pool.append(phase)
    } else {
      later.append(phase)
      laterMask |= phase.mask
    }
  }

  /// - Parameter pair: qubits of the pair rotation that comes next on the rotation's qubit, or 0.
  mutating func take(
    _ rotation: TilePass.Rotation, before pair: UInt64, _ pool: PhasePool
  ) -> Bool {
    let bit = 1 << UInt64(rotation.qubit) as UInt64
    guard !isFourier, bit & tile != 0, bit & touched == 0 else { return false }
    // The pair's other qubit comes along: rotations of many pairs would else leave no room for one.
    guard reserve(pair & ~tile == 0 ? bit | pair : bit, for: bit, pool) else { return false }
    needed |= bit
    rotated |= bit
    pass.rotations.append(rotation)
    return true
  }

  /// A level has a pass of its own, but for phases.
  mutating func take(_ level: TilePass.FourierLevel) -> Bool {
    let targets = Controls(on: level.targets).mask
    guard !hasWork, targets & ~tile == 0, targets & laterMask == 0 else { return false }
    needed |= targets
    rotated |= targets
    registers |= targets
    sources = Controls(on: level.sources).mask
    pass.registers = level.targets
    pass.fourier = level
    return true
  }

  mutating func take(_ pair: TilePass.PairRotation, _ pool: inout PhasePool) -> Bool {
    let bits = pair.mask
    guard !isFourier, bits & ~tile == 0, bits & (paired | moved | moveControls) == 0 else {
      return false
    }
    // Phases between a rotation and the pair stay behind both: R·D is D·(D⁻¹·R·D).
    let between = laterMask & bits == 0 ? [] : later.filter { $0.mask & bits != 0 }
    guard between.allSatisfy({ $0.mask & ~bits == 0 }) else { return false }
    if bits & laneMask == 0 {
      guard registerPairs < limits.registers / 2 else { return false }
    }
    guard reserve(bits, for: bits, pool) else { return false }
    if bits & laneMask == 0 { registerPairs += 1 }
    needed |= bits
    paired |= bits
    pass.pairs.append(pool.conjugate(pair, by: between))
    return true
  }

  mutating func take(_ move: TilePass.Move, _ pool: inout PhasePool) -> Bool {
    let bit = 1 << UInt64(move.target) as UInt64
    guard !isFourier, bit & tile != 0 else { return false }
    // A phase of the target becomes phases of the target and the controls' parity behind the move.
    let controls = move.controls
    let pushed = laterMask & bit == 0 ? [] : later.filter { $0.mask & bit != 0 }
    guard pushed.count <= 2, controls.mask == controls.values || pushed.isEmpty,
      pushed.allSatisfy({ ($0.mask | controls.mask).nonzeroBitCount <= TileLimits.selectors })
    else { return false }
    let inRegisters = registers | bit
    let selectors = (moveControls | controls.mask) & ~inRegisters
    guard selectors.nonzeroBitCount <= TileLimits.selectors, reserve(bit, for: bit, pool) else {
      return false
    }
    if bit & (rotated | paired) == 0 { needed |= bit }
    moved |= bit
    moveControls |= controls.mask
    pass.moves.append(move)
    if !pushed.isEmpty {
      later.removeAll { $0.mask & bit != 0 }
      for phase in pushed { push(phase, target: bit, controls: controls.mask, &pool) }
    }
    return true
  }

  /// x·t, with t ⊕ c for t: x·(t + c − 2·t·c).
  private mutating func push(
    _ phase: TilePass.Phase, target: UInt64, controls: UInt64, _ pool: inout PhasePool
  ) {
    later.append(phase)
    var others = phase
    others.mask = phase.mask & ~target | controls
    later.append(others)
    later.append(pool.inverseSquare(of: phase, on: phase.mask | controls))
    laterMask |= phase.mask | controls
  }

  /// Makes the qubits registers, or leaves them in the vector; work on `used` is to follow.
  private mutating func reserve(_ bits: UInt64, for used: UInt64, _ pool: PhasePool) -> Bool {
    let new = bits & ~registers & ~laneMask
    guard pass.registers.count + new.nonzeroBitCount <= limits.registers,
      tablesFit(needed | used, registers | new, pool)
    else { return false }
    registers |= new
    for qubit in BitIndices(new) { pass.registers.append(qubit) }
    return true
  }

  /// Whether the phases that these qubits need fit a table or two. The first item is taken whatever
  /// its phases are.
  private func tablesFit(_ needed: UInt64, _ registers: UInt64, _ pool: PhasePool) -> Bool {
    guard hasWork else { return true }
    var selectors: UInt64 = 0
    for phase in pool.phases where phase.mask & needed != 0 { selectors |= phase.mask }
    return (selectors & ~registers & ~laneMask).nonzeroBitCount <= TileLimits.selectors
  }
}
