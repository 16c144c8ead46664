/// The steps of a program in an order that keeps a tile of the state in cache for many of them.
///
/// A stage takes the first steps that fit one tile, and later ones that commute with all that it leaves
/// out, for they share no qubit with those or only qubits on which both are diagonal.
package struct ProgramStages {
  struct Stage {
    var tile: Tile
    /// Numbers of steps, in the order they run in.
    var steps: [Int]
  }

  private(set) var stages: [Stage] = []

  package var count: Int { stages.count }

  /// Steps that may wait for a later stage: more are hardly ever overtaken.
  private static var longestQueue: Int { 1024 }

  /// - Parameters:
  ///   - order: numbers of steps, in an order they may run in.
  ///   - tileQubits: qubits of a tile, at most; all of the state's for one stage on the whole.
  ///   - runQubits: the lowest qubits, which are in every tile: neighbours in memory move together.
  package init(_ program: ParametricProgram, order: [Int], tileQubits: Int, runQubits: Int) {
    let qubits = program.qubitCount
    guard tileQubits < qubits else {
      let whole = Tile(qubits: Array(0..<qubits), qubitCount: qubits, longestRun: qubits)
      stages = [Stage(tile: whole, steps: order)]
      return
    }
    let all = UInt64.max >> UInt64(64 - qubits)
    var waiting: [Int] = []
    var next = 0
    while next < order.count || !waiting.isEmpty {
      var mask: UInt64 = (1 << UInt64(runQubits)) - 1
      var skipped = ProgramFootprint()
      var chosen: [Int] = []
      var left: [Int] = []
      func take(_ index: Int) {
        let step = program.footprints[index]
        let grown = mask | step.needed
        if step.commutes(with: skipped), grown.nonzeroBitCount <= tileQubits {
          mask = grown
          chosen.append(index)
        } else if chosen.isEmpty, left.isEmpty {
          // A step on very many qubits has the state for itself.
          (mask, chosen) = (all, [index])
          skipped.moved = all
        } else {
          skipped.formUnion(step)
          left.append(index)
        }
      }
      for index in waiting {
        if skipped.moved == all { left.append(index) } else { take(index) }
      }
      while next < order.count, skipped.moved != all, left.count < Self.longestQueue {
        take(order[next])
        next += 1
      }
      waiting = left
      // Longer runs, and fewer tiles.
      for qubit in 0..<qubits where mask.nonzeroBitCount < tileQubits { mask |= 1 << UInt64(qubit) }
      let tile = Tile(
        qubits: Array(BitIndices(mask)), qubitCount: qubits, longestRun: qubits)
      stages.append(Stage(tile: tile, steps: chosen))
    }
  }
}
