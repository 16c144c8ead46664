internal import CKernels

/// What one pass over a tile does, in this order: it multiplies by phases, rotates qubits, rotates
/// pairs, and moves.
///
/// Qubits are the state's. Rotations act on different qubits, so that their order does not matter, and
/// so do pair rotations.
///
/// Phases and rotations have a `source`: a number for what made them, by which they get other numbers in a
/// pass of the same shape. Programs do not look at it.
package struct TilePass: Sendable {
  /// The source of what is always the same.
  package static let constant: Int32 = -1

  /// A factor of all amplitudes whose qubits in `mask` are all 1.
  package struct Phase: Sendable {
    package var mask: UInt64
    package var factor: Complex<Double>
    package var source = TilePass.constant

    package init(mask: UInt64, factor: Complex<Double>, source: Int32 = TilePass.constant) {
      self.mask = mask
      self.factor = factor
      self.source = source
    }
  }

  /// A real rotation without its scale: `[[1, −t], [t, 1]]`, or `[[t, −1], [1, t]]` in cotangent form.
  /// One multiply-add a number, where a general one-qubit gate needs four.
  package struct Rotation: Sendable {
    package var qubit: Int
    package var tangent: Double
    package var isCotangent: Bool
    package var source = TilePass.constant

    package init(qubit: Int, tangent: Double, isCotangent: Bool) {
      self.qubit = qubit
      self.tangent = tangent
      self.isCotangent = isCotangent
    }
  }

  /// Adds to each amplitude `factors[i]` times the one that differs in both qubits, i being the values
  /// of the qubits, the first least significant.
  package struct PairRotation: Sendable {
    package var first: Int
    package var second: Int
    package var factors: (Complex<Double>, Complex<Double>, Complex<Double>, Complex<Double>)
    package var source = TilePass.constant

    package init(
      first: Int, second: Int,
      factors: (Complex<Double>, Complex<Double>, Complex<Double>, Complex<Double>)
    ) {
      self.first = first
      self.second = second
      self.factors = factors
    }

    package var mask: UInt64 { 1 << UInt64(first) | 1 << UInt64(second) }

    /// The factor where the qubits have these values.
    func factor(_ first: Bool, _ second: Bool) -> Complex<Double> {
      switch (first, second) {
      case (false, false): factors.0
      case (true, false): factors.1
      case (false, true): factors.2
      case (true, true): factors.3
      }
    }
  }

  /// Flips the target where the controls have their values.
  package struct Move: Sendable {
    package var target: Int
    package var controls: Controls

    package init(target: Int, controls: Controls) {
      self.target = target
      self.controls = controls
    }
  }

  /// A level of a Fourier transform: the transform of the targets, their result in reversed order of
  /// bits, then exp(±2πi·k·j / 2^(targets + sources)) for result k and value j of the sources. No
  /// factor in front.
  package struct FourierLevel: Sendable, Equatable {
    /// Qubits above the vector, the least significant bit first.
    package var targets: [Int]
    /// Any qubits, the least significant bit first.
    package var sources: [Int]
    /// The sign in the exponent is minus.
    package var isNegative: Bool

    package init(targets: [Int], sources: [Int], isNegative: Bool) {
      self.targets = targets
      self.sources = sources
      self.isNegative = isNegative
    }
  }

  /// The qubits that a group of vectors in registers differs in. Every rotation is on some of them or
  /// on qubits inside the vector; every move has its target among them.
  package var registers: [Int] = []
  /// Each table has its own selectors: qubits of its masks that are neither registers nor lanes.
  package var tables: [[Phase]] = []
  package var rotations: [Rotation] = []
  /// No two share a qubit. At most `registers / 2` have both qubits among the registers.
  package var pairs: [PairRotation] = []
  package var moves: [Move] = []
  /// In place of rotations and moves; its targets are the registers.
  package var fourier: FourierLevel?
  /// Qubits that may be 1 when the pass is done: where another one is 1 there are zeros to skip.
  package var live = UInt64.max

  package init() {}

  /// Makes it an empty pass, in the memory that it has.
  package mutating func removeAll() {
    registers.removeAll(keepingCapacity: true)
    tables.removeAll(keepingCapacity: true)
    rotations.removeAll(keepingCapacity: true)
    pairs.removeAll(keepingCapacity: true)
    moves.removeAll(keepingCapacity: true)
    fourier = nil
    live = .max
  }
}

/// What the planner has to know of the kernels.
package struct TileLimits: Sendable, Equatable {
  /// Qubits inside a vector: rotations reach them in place, moves do not.
  package var laneBits: Int
  /// Register qubits of a pass, at most.
  package var registers: Int
  /// Qubits of a tile, at most: half of the second-level cache.
  package var tileQubits: Int
  /// The lowest qubits, in every tile: what is neighbouring in memory is moved together.
  package var runQubits: Int
  /// States of at most so many qubits are worked on by lists of operations instead.
  package var listQubits: Int
  /// What decides how runs of gates on two qubits are written.
  package var pairCost: PairCost
  /// Lists for states of at least so many qubits have matrices on two qubits: laying one out takes as
  /// long as a gate on 64 amplitudes.
  package var fewestListQubitsOfPairs = 7

  /// Selectors of one phase table or of the moves, at most.
  package static let selectors = 6
  /// Phase tables of a pass, at most.
  package static let tables = 4

  /// Finding the pair rotation of a run of gates takes some 10 µs; it saves about 0.2 ns an amplitude
  /// (measured on Zen 4).
  private static let fewestQubitsOfPairs = 16

  /// Making passes takes 1 to 2 µs a gate; on 1024 amplitudes they save 0.3 (measured on Zen 3).
  private static let mostQubitsOfLists = 10

  /// Whether two qubits always fit the registers, and a tile beside its lowest qubits.
  package func canPair(qubitCount: Int) -> Bool {
    registers >= 2 && (qubitCount <= tileQubits || tileQubits - runQubits >= 2)
  }

  package static func current(
    for precision: StatePrecision, qubitCount: Int, set: KernelSet
  ) -> TileLimits {
    let kernels = set.kernels(for: precision, count: 1 << qubitCount)
    let laneBits = Int(kernels.pointee.lanes).trailingZeroBitCount
    let amplitudeBits = (2 * precision.realBytes).trailingZeroBitCount
    let tileQubits = CacheSize.tileBytes.trailingZeroBitCount - amplitudeBits
    var cost = kernels.pointee.pass_registers >= 4 ? PairCost.wide : .narrow
    if qubitCount < fewestQubitsOfPairs { cost.pair = .infinity }
    return TileLimits(
      laneBits: laneBits, registers: Int(kernels.pointee.pass_registers),
      tileQubits: tileQubits, runQubits: 10 - amplitudeBits,
      listQubits: mostQubitsOfLists,
      pairCost: cost)
  }
}
