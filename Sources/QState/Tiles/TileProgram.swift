internal import CKernels

/// Stages of work on tiles of a state, laid out for the kernels of one precision.
///
/// Not generic over the precision: it is built for each new circuit, and generic code that is not
/// specialised would take longer than small circuits do.
///
/// Unchecked because the memory that passes point into is reached by pointer: it is written while the
/// program is built only, through the sole owner, and lives as long as the program and those like it.
package final class TileProgram: @unchecked Sendable {
  enum Step {
    case pass(Int)
    case operation(StateOperation, targets: [Int], controls: Controls)
  }

  /// Steps that run on each tile before the next tile is fetched.
  struct Stage {
    var tile: Tile
    var steps: Range<Int>
    /// How many of the steps are passes.
    var passCount = 0
    /// Qubits outside the tile that may be 1: the other tiles hold zeros only.
    var live: UInt64
    /// Amplitudes whose index has a bit outside this mask were not written by any stage before. They
    /// are zero, whatever the memory holds.
    var written: UInt64
    /// Values of qubits outside the tile without which no step changes anything; nil before the first.
    var needed: Controls?
  }

  let qubitCount: Int
  let precision: StatePrecision
  /// Bytes of a real number, and of an amplitude.
  let realBytes: Int
  var amplitudeBytes: Int { 2 * realBytes }
  let kernels: qs_kernel_table
  let options: KernelOptions
  private(set) var passes: [qs_pass] = []
  private(set) var steps: [Step] = []
  private(set) var stages: [Stage] = []
  /// Whether the program makes its state from nothing: from `initialAmplitude` · |0…0⟩.
  package let startsAtZero: Bool
  package var initialAmplitude: Complex<Double> = 1
  /// What the stages have written when all are done.
  private(set) var written: UInt64
  /// The program in whose memory tables lie that are the same for all numbers.
  let shape: TileProgram?
  private var memory: [UnsafeMutableRawPointer] = []
  private var chunk: UnsafeMutableRawPointer?
  private var chunkLeft = 0

  package init(
    _ precision: StatePrecision, qubitCount: Int, options: KernelOptions, startsAtZero: Bool = false
  ) {
    shape = nil
    self.precision = precision
    self.qubitCount = qubitCount
    realBytes = precision.realBytes
    self.startsAtZero = startsAtZero
    written = startsAtZero ? 0 : .max
    self.options = options
    kernels = options.set.kernels(for: precision, count: 1 << qubitCount).pointee
  }

  /// A program of the same shape with other numbers.
  ///
  /// - Parameters:
  ///   - passes: those that were added to `shape`, in order, with other numbers in phases, rotations and
  ///     pair rotations.
  ///   - operations: those that were added, in order, with the same qubits in the tile.
  package init(
    like shape: TileProgram, passes: [TilePass],
    operations: [(operation: StateOperation, targets: [Int], controls: Controls)]
  ) {
    self.shape = shape.shape ?? shape
    precision = shape.precision
    qubitCount = shape.qubitCount
    realBytes = shape.realBytes
    startsAtZero = shape.startsAtZero
    options = shape.options
    kernels = shape.kernels
    written = shape.written
    stages = shape.stages
    steps = shape.steps
    self.passes = shape.passes
    var operations = operations.makeIterator()
    for stage in stages {
      for number in stage.steps {
        switch steps[number] {
        case .pass(let index):
          encodeNumbers(of: passes[index].withPairsInOrder, stage.tile, &self.passes[index])
        case .operation:
          guard let (operation, targets, controls) = operations.next() else {
            preconditionFailure("fewer operations than the program has")
          }
          steps[number] = .operation(operation, targets: targets, controls: controls)
        }
      }
    }
  }

  deinit {
    for chunk in memory { chunk.deallocate() }
  }

  package var passCount: Int { passes.count }
  package var stageCount: Int { stages.count }

  /// What a stage does: how many passes and whole operations, on how many amplitudes. Tiles outside
  /// those that may be nonzero are not visited.
  package func load(ofStage number: Int) -> (passes: Int, operations: Int, amplitudes: Double) {
    let stage = stages[number]
    let visited = (stage.live | stage.tile.mask).nonzeroBitCount
    return (
      stage.passCount, stage.steps.count - stage.passCount,
      Double(sign: .plus, exponent: visited, significand: 1)
    )
  }

  // MARK: Building

  package func reserveCapacity(passes count: Int) {
    passes.reserveCapacity(count)
    steps.reserveCapacity(count)
  }

  /// Begins a stage on the tile of these qubits, ascending.
  package func beginStage(qubits: [Int], live: UInt64) {
    // A run lies where it was written as a whole, or not at all.
    let unwritten = Controls(on: qubits).mask & ~written
    let tile = Tile(
      qubits: qubits, qubitCount: qubitCount,
      longestRun: written == 0 ? qubitCount : unwritten.trailingZeroBitCount)
    stages.append(
      Stage(tile: tile, steps: steps.count..<steps.count, live: live, written: written))
    written |= tile.mask
  }

  /// Adds a pass to the current stage.
  package func append(_ pass: TilePass) {
    let tile = stages[stages.count - 1].tile
    passes.append(encode(pass.withPairsInOrder, tile: tile))
    add(.pass(passes.count - 1), needing: pass.needed.outside(tile))
    stages[stages.count - 1].passCount += 1
  }

  /// Adds an operation to the current stage; its targets are in the tile.
  package func append(_ operation: StateOperation, targets: [Int], controls: Controls) {
    let tile = stages[stages.count - 1].tile
    add(
      .operation(operation, targets: targets, controls: controls), needing: controls.outside(tile))
  }

  private func add(_ step: Step, needing controls: Controls) {
    steps.append(step)
    let stage = stages.count - 1
    stages[stage].steps = stages[stage].steps.lowerBound..<steps.count
    stages[stage].needed = stages[stage].needed.map { $0.shared(with: controls) } ?? controls
  }

  /// Memory for the kernels' tables, aligned for vectors.
  func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let size = (bytes + 63) & ~63
    if size > chunkLeft {
      let fresh = max(size, 1 << 14)
      let pointer = UnsafeMutableRawPointer.allocate(
        byteCount: fresh, alignment: AlignedBuffer.vectorAlignment)
      memory.append(pointer)
      chunk = pointer
      chunkLeft = fresh
    }
    // `chunk` is set: a first allocation finds nothing left.
    let result = chunk.unsafelyUnwrapped
    chunk = result + size
    chunkLeft -= size
    return result
  }

  var laneBits: Int { Int(kernels.lanes).trailingZeroBitCount }

  private func encode(_ pass: TilePass, tile: Tile) -> qs_pass {
    var result = qs_pass()
    result.qubits = UInt32(tile.qubits.count)
    result.registers = UInt32(pass.registers.count)
    withUnsafeMutableBytes(of: &result.offsets) { bytes in
      let offsets = bytes.assumingMemoryBound(to: UInt64.self)
      offsets[0] = 0
      for (k, qubit) in pass.registers.enumerated() {
        let bit: UInt64 = 1 << UInt64(tile.position[qubit])
        for m in 0..<1 << k { offsets[1 << k | m] = offsets[m] | bit }
      }
    }
    let dead = tile.mask & ~pass.live & ~Controls(on: pass.registers).mask
    for qubit in BitIndices(dead) where tile.position[qubit] >= laneBits {
      result.dead |= 1 << UInt64(tile.position[qubit])
    }
    encodeNumbers(of: pass, tile, &result)
    if !pass.moves.isEmpty { encodeMoves(pass, tile, &result) }
    if let fourier = pass.fourier { encode(fourier, tile, &result) }
    return result
  }

  /// Lays out what depends on angles, in place of that of a pass of the same shape if there is one.
  private func encodeNumbers(of pass: TilePass, _ tile: Tile, _ result: inout qs_pass) {
    result.cotangent = 0
    for rotation in pass.rotations { encode(rotation, pass, &result) }
    for pair in pass.pairs { encode(pair, pass, &result) }
    result.table_count = UInt32(pass.tables.count)
    withUnsafeMutableBytes(of: &result.tables) { bytes in
      let tables = bytes.assumingMemoryBound(to: qs_phases.self)
      for (k, phases) in pass.tables.enumerated() {
        tables[k] = encode(phases, pass, tile)
      }
    }
  }

  private func encode(_ rotation: TilePass.Rotation, _ pass: TilePass, _ result: inout qs_pass) {
    if let k = pass.registers.firstIndex(of: rotation.qubit) {
      result.rotated |= 1 << UInt32(k)
      if rotation.isCotangent { result.cotangent |= 1 << UInt32(k) }
      withUnsafeMutableBytes(of: &result.tangents) {
        $0.storeBytes(of: rotation.tangent, toByteOffset: 8 * k, as: Double.self)
      }
    } else {
      let vectorBytes = Int(kernels.lanes) * amplitudeBytes
      let keep = allocate(vectorBytes)
      let mix = allocate(vectorBytes)
      let bit = UInt32(rotation.qubit)
      kernels.spread_rotation(rotation.tangent, rotation.isCotangent ? 1 : 0, bit, keep, mix)
      result.rotated_lanes |= 1 << bit
      let offset = rotation.qubit * MemoryLayout<UnsafeRawPointer?>.stride
      withUnsafeMutableBytes(of: &result.lane_keep) {
        $0.storeBytes(of: keep, toByteOffset: offset, as: UnsafeMutableRawPointer.self)
      }
      withUnsafeMutableBytes(of: &result.lane_mix) {
        $0.storeBytes(of: mix, toByteOffset: offset, as: UnsafeMutableRawPointer.self)
      }
    }
  }

  /// The qubits of `mask` as selectors of rows: those of the tile first, each in ascending order.
  func selectors(_ mask: UInt64, _ tile: Tile) -> qs_selectors {
    var result = qs_selectors()
    withUnsafeMutableBytes(of: &result.bits) { bytes in
      for (k, qubit) in BitIndices(mask & tile.mask).enumerated() {
        bytes[k] = UInt8(tile.position[qubit])
      }
    }
    withUnsafeMutableBytes(of: &result.outer_bits) { bytes in
      for (k, qubit) in BitIndices(mask & ~tile.mask).enumerated() { bytes[k] = UInt8(qubit) }
    }
    result.count = UInt32((mask & tile.mask).nonzeroBitCount)
    result.outer_count = UInt32((mask & ~tile.mask).nonzeroBitCount)
    return result
  }

  /// The qubits of `mask` in the order of a row's bits, as ``selectors(_:_:)`` places them.
  func selected(_ mask: UInt64, _ tile: Tile) -> [Int] {
    Array(BitIndices(mask & tile.mask)) + BitIndices(mask & ~tile.mask)
  }

  private func encode(_ phases: [TilePass.Phase], _ pass: TilePass, _ tile: Tile) -> qs_phases {
    let lanes = 1 << UInt64(laneBits) - 1 as UInt64
    let selecting = phases.reduce(0) { $0 | $1.mask } & ~(Controls(on: pass.registers).mask | lanes)
    let bits = laneBits + pass.registers.count + selecting.nonzeroBitCount
    return withUnsafeTemporaryAllocation(of: Complex<Double>.self, capacity: 1 << bits) { numbers in
      numbers.initialize(repeating: 1)
      withUnsafeTemporaryAllocation(of: Int.self, capacity: UInt64.bitWidth) { flags in
        // Each qubit's part of an index of the table: lanes, registers, selectors.
        var flag = 1
        func place(_ qubit: Int) {
          flags.initializeElement(at: qubit, to: flag)
          flag <<= 1
        }
        for lane in 0..<laneBits { place(lane) }
        for qubit in pass.registers { place(qubit) }
        for qubit in BitIndices(selecting & tile.mask) { place(qubit) }
        for qubit in BitIndices(selecting & ~tile.mask) { place(qubit) }
        for phase in phases {
          var index = 0
          for qubit in BitIndices(phase.mask) { index |= flags[qubit] }
          numbers[index] *= phase.factor
        }
      }
      return numbers.withMemoryRebound(to: SIMD2<Double>.self) { numbers in
        let base = UnsafeMutableRawPointer(numbers.baseAddress.unsafelyUnwrapped)
          .assumingMemoryBound(to: Double.self)
        qs_subset_products(base, UInt32(bits))
        let isReal = numbers.allSatisfy { $0.y == 0 }
        let rows = allocate((isReal ? 2 : 4) * realBytes << bits)
        kernels.spread_phases(base, 1 << UInt64(bits - laneBits), isReal ? 1 : 0, rows)
        return qs_phases(
          rows: rows, real: isReal ? 1 : 0, selectors: selectors(selecting, tile))
      }
    }
  }

  private func encodeMoves(_ pass: TilePass, _ tile: Tile, _ result: inout qs_pass) {
    let registers = Controls(on: pass.registers).mask
    let controls = pass.moves.reduce(0) { $0 | $1.controls.mask }
    let selected = selected(controls & ~registers, tile)
    result.move_selectors = selectors(controls & ~registers, tile)
    let count = 1 << pass.registers.count
    let rows = allocate(8 * count << selected.count).assumingMemoryBound(to: UInt64.self)
    let places = pass.registers.map { UInt64(tile.position[$0]) }
    for row in 0..<1 << selected.count {
      var fixed: UInt64 = 0
      for (k, qubit) in selected.enumerated() { fixed |= UInt64(row >> k & 1) << UInt64(qubit) }
      for vector in 0..<count {
        var index = fixed
        for (k, qubit) in pass.registers.enumerated() {
          index |= UInt64(vector >> k & 1) << UInt64(qubit)
        }
        for move in pass.moves where index & move.controls.mask == move.controls.values {
          index ^= 1 << UInt64(move.target)
        }
        var offset: UInt64 = 0
        for (qubit, place) in zip(pass.registers, places) {
          offset |= (index >> UInt64(qubit) & 1) << place
        }
        rows[row * count + vector] = offset
      }
    }
    result.moves = UnsafePointer(rows)
  }
}

/// Which qubits of a state a tile spans.
struct Tile: Sendable {
  /// Ascending; the k-th is bit k of an index into the tile.
  let qubits: [Int]
  let mask: UInt64
  /// The bit of the tile that each of the state's qubits is, or −1.
  let position: [Int]
  /// Qubits 0..<runBits are at their own places: amplitudes that stay neighbours.
  let runBits: Int
  /// Where each run of the tile begins in the state.
  let runOffsets: [Int]
  /// Whether the tile's amplitudes are neighbours in the state, so that it needs no copy.
  let isContiguous: Bool

  /// - Parameter longestRun: qubits of a run, at most.
  init(qubits: [Int], qubitCount: Int, longestRun: Int) {
    self.qubits = qubits
    mask = Controls(on: qubits).mask
    var position = Array(repeating: -1, count: qubitCount)
    for (k, qubit) in qubits.enumerated() { position[qubit] = k }
    self.position = position
    let neighbours = qubits.enumerated().prefix { $0 == $1 }.count
    isContiguous = neighbours == qubits.count
    runBits = isContiguous ? neighbours : min(neighbours, longestRun)
    var offsets = [0]
    if runBits < qubits.count {
      offsets.reserveCapacity(1 << (qubits.count - runBits))
      for qubit in qubits[runBits...] { offsets += offsets.map { $0 | 1 << qubit } }
    }
    runOffsets = offsets
  }
}

extension TilePass {
  /// Values of qubits without which the pass changes nothing; none where it has tables, among whose phases
  /// the scale of all amplitudes is.
  fileprivate var needed: Controls {
    guard tables.isEmpty, rotations.isEmpty, pairs.isEmpty, fourier == nil, let first = moves.first
    else { return .none }
    return moves.dropFirst().reduce(first.controls) { $0.shared(with: $1.controls) }
  }
}

extension Controls {
  fileprivate func outside(_ tile: Tile) -> Controls {
    Controls(mask: mask & ~tile.mask, values: values & ~tile.mask)
  }

  /// Those of both with the same values.
  fileprivate func shared(with other: Controls) -> Controls {
    let both = mask & other.mask & ~(values ^ other.values)
    return Controls(mask: both, values: values & both)
  }
}

/// The positions of the ones of a word, ascending.
package struct BitIndices: Sequence, IteratorProtocol {
  private var left: UInt64

  package init(_ word: UInt64) { left = word }

  package mutating func next() -> Int? {
    guard left != 0 else { return nil }
    defer { left &= left - 1 }
    return left.trailingZeroBitCount
  }
}
