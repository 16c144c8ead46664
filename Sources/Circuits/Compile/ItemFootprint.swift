internal import Gates

/// A plan item as the planner's scans see it.
struct ItemFootprint {
  /// The qubits in which the item is not diagonal, and the others it acts on.
  var disturbed: UInt64
  var observed: UInt64
  /// Of a rotation, the qubits of the pair rotation that comes next on its qubit, or 0: the two are best
  /// done together.
  var pair: UInt64 = 0
  /// Of a rotation, the item of the move that comes next, or −1: behind a rotation a move costs nothing,
  /// while alone it takes a place in another pass.
  var move: Int32 = -1
}

/// Qubits on which items left behind act: hard ones are disturbed, soft ones only looked at.
struct Blocked {
  private(set) var hard: UInt64 = 0
  private(set) var soft: UInt64 = 0

  mutating func add(_ item: ItemFootprint) {
    hard |= item.disturbed
    soft |= item.observed
  }

  /// Whether the item can be done now: it commutes with all that was left behind, and so does the move
  /// that a rotation is to be done together with.
  func allows(_ item: ItemFootprint, _ footprints: UnsafeBufferPointer<ItemFootprint>) -> Bool {
    allows(item) && (item.move < 0 || allows(footprints[Int(item.move)]))
  }

  private func allows(_ item: ItemFootprint) -> Bool {
    item.disturbed & (hard | soft) == 0 && item.observed & hard == 0
  }
}

extension PlanItems {
  /// The footprint of each item.
  func footprints(qubitCount: Int) -> [ItemFootprint] {
    var footprints = items.map { footprint(at: $0) }
    /// What comes next on a qubit.
    var next = Array(repeating: (pair: 0 as UInt64, move: -1 as Int32), count: qubitCount)
    for index in items.indices.reversed() {
      switch items[index] {
      case .rotation(let rotation):
        (footprints[index].pair, footprints[index].move) = next[rotation.qubit]
        next[rotation.qubit] = (0, -1)
      case .pair(let pair):
        next[pair.first] = (pair.mask, -1)
        next[pair.second] = (pair.mask, -1)
      case .phase(let phase):
        // A pass takes a move behind phases of its target alone.
        guard phase.mask.nonzeroBitCount > 1 else { continue }
        for qubit in BitIndices(phase.mask) { next[qubit].move = -1 }
      case .move(let move):
        for qubit in BitIndices(move.controls.mask) { next[qubit].move = -1 }
        let takesPhases = move.controls.mask == move.controls.values
        next[move.target] = (0, takesPhases ? Int32(index) : -1)
      case .fourier, .whole:
        for qubit in BitIndices(footprints[index].disturbed) { next[qubit] = (0, -1) }
      }
    }
    return footprints
  }

  private func footprint(at item: PlanItem) -> ItemFootprint {
    switch item {
    case .rotation(let rotation): ItemFootprint(disturbed: 1 << UInt64(rotation.qubit), observed: 0)
    case .pair(let pair): ItemFootprint(disturbed: pair.mask, observed: 0)
    case .phase(let phase): ItemFootprint(disturbed: 0, observed: phase.mask)
    case .move(let move):
      ItemFootprint(disturbed: 1 << UInt64(move.target), observed: move.controls.mask)
    case .fourier(let level):
      ItemFootprint(
        disturbed: Controls(on: levels[level].targets).mask,
        observed: Controls(on: levels[level].sources).mask)
    case .whole(let number):
      ItemFootprint(
        disturbed: wholes[number].disturbed,
        observed: wholes[number].qubits & ~wholes[number].disturbed)
    }
  }
}
