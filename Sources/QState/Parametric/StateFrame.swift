import CKernels

/// The part of a state that steps run on: the whole, or a tile in memory of its own.
///
/// Not generic, and neither is what it does: kernels are called thousands of times, and code for any
/// precision would ask the runtime for its types each time.
struct StateFrame: Sendable {
  let tile: Tile
  let isWhole: Bool
  // A constant of the C library.
  nonisolated(unsafe) let table: UnsafePointer<qs_kernel_table>
  /// A tile belongs to one thread.
  let options: KernelOptions
  /// The index of the tile's first amplitude: the bits of the qubits outside.
  var base: UInt64 = 0

  init<Scalar: StateScalar>(
    _ tile: Tile, of scalar: Scalar.Type, qubitCount: Int, options: KernelOptions
  ) {
    self.tile = tile
    isWhole = tile.qubits.count == qubitCount
    var options = options
    if !isWhole { options.threads = 1 }
    self.options = options
    let set = options.set == .blas ? .scalar : options.set
    table = set.kernels(for: Scalar.self, count: 1 << tile.qubits.count)
  }

  /// All of a state.
  init<Scalar: StateScalar>(of scalar: Scalar.Type, qubitCount: Int, options: KernelOptions) {
    self.init(
      Tile(qubits: Array(0..<qubitCount), qubitCount: qubitCount, longestRun: qubitCount),
      of: scalar, qubitCount: qubitCount, options: options)
  }

  var qubitCount: Int { tile.qubits.count }

  func place(_ qubit: Int) -> Int { tile.position[qubit] }

  func places(_ qubits: [Int]) -> [Int] { isWhole ? qubits : qubits.map { tile.position[$0] } }

  /// The bits of a mask that lie inside.
  func mask(_ mask: UInt64) -> UInt64 {
    if isWhole { return mask }
    var result: UInt64 = 0
    for qubit in BitIndices(mask & tile.mask) { result |= 1 << UInt64(tile.position[qubit]) }
    return result
  }

  /// The controls inside, or nil where one outside does not hold.
  func controls(_ controls: Controls) -> Controls? {
    if isWhole || controls.isEmpty { return controls }
    let outside = controls.mask & ~tile.mask
    guard base & outside == controls.values & outside else { return nil }
    return Controls(mask: mask(controls.mask), values: mask(controls.values))
  }

  /// A Pauli string inside, and whether Z of the qubits outside give −1.
  func string(_ masks: PauliMasks) -> (masks: PauliMasks, isNegative: Bool) {
    if isWhole { return (masks, false) }
    return (
      PauliMasks(flip: mask(masks.flip), sign: mask(masks.sign)),
      !(base & masks.sign).nonzeroBitCount.isMultiple(of: 2)
    )
  }
}
