import CKernels

/// Pauli strings in the order that reads a state least often.
///
/// The state is cut into blocks that fit the cache. A string maps the block B onto `B ⊕ F`, F being
/// the qubits above the block that it flips; all strings with one F are a *pass* over the pairs of
/// blocks, during which both stay in cache. Inside a pass, strings that flip the same qubits form a
/// group: they need the same products of amplitudes and differ in signs only.
struct PauliPasses {
  /// Strings that flip the same qubits.
  struct Group {
    let flip: UInt64
    /// Places in the list of strings.
    var terms: [Int] = []
  }

  struct Pass {
    /// The flipped qubits above the block, as bits of a block's number.
    let blockFlip: Int
    var groups: [Group] = []
  }

  let passes: [Pass]
  /// Qubits inside a block.
  let blockQubits: Int
  let blockCount: Int
  /// Qubits inside the tables of signed sums: 2^11 numbers of 8 bytes stay in the first cache.
  let tableQubits: Int

  /// Two blocks of 256 KiB fill half of the second-level cache of the machines we know.
  private static let blockBits = 18

  /// Groups of at least so many strings make one table of all signed sums, by a Walsh–Hadamard
  /// transform, instead of one sum a string (Zen 4: equal at 4 to 5 strings).
  static let tableThreshold = 5

  init<Scalar: StateScalar>(_ masks: [PauliMasks], qubitCount: Int, scalar: Scalar.Type) {
    let amplitudeBits = Scalar.precision == .double ? 4 : 3
    blockQubits = min(qubitCount, Self.blockBits - amplitudeBits)
    blockCount = 1 << (qubitCount - blockQubits)
    tableQubits = min(blockQubits, 11)
    var byFlip: [UInt64: [Int]] = [:]
    for (index, mask) in masks.enumerated() { byFlip[mask.flip, default: []].append(index) }
    var passes: [Pass] = []
    for flip in byFlip.keys.sorted() {
      let blockFlip = Int(flip >> UInt64(blockQubits))
      if passes.last?.blockFlip != blockFlip { passes.append(Pass(blockFlip: blockFlip)) }
      passes[passes.count - 1].groups.append(Group(flip: flip, terms: byFlip[flip] ?? []))
    }
    self.passes = passes
  }

  /// The bits of the index inside a block.
  var blockMask: UInt64 { (1 << UInt64(blockQubits)) - 1 }

  /// Whether an odd number of the mask's qubits are 1 in this basis state.
  static func isOdd(_ index: Int, _ mask: UInt64) -> Bool {
    (UInt64(truncatingIfNeeded: index) & mask).nonzeroBitCount & 1 == 1
  }
}
