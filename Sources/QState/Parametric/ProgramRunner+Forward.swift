extension ProgramRunner {
  /// Fewer qubits than this are one tile: two threads gain nothing on what stays in the cache of one
  /// (measured on Zen 3).
  private static var fewestTiledQubits: Int { 14 }
  /// Tiles that a state has at least, as a number of qubits: so that threads can share them.
  private static var leastOutside: Int { 2 }
  /// Qubits of a tile beside the lowest ones.
  static var windowQubits: Int { 6 }
  /// Qubits of a run: 1 KiB.
  static var longestRun: Int { 10 - MemoryLayout<Complex<Scalar>>.stride.trailingZeroBitCount }

  /// How many qubits a tile of a state has, for tiles of two states to fit half of the cache.
  static func tileQubits(of qubitCount: Int) -> Int {
    guard qubitCount >= fewestTiledQubits else { return qubitCount }
    let largest = CacheSize.tileBytes / (2 * MemoryLayout<Complex<Scalar>>.stride)
    return min(largest.trailingZeroBitCount, qubitCount - leastOutside)
  }

  /// Runs every step on a state, stage by stage on tiles that stay in cache.
  package func run(on state: inout StateVector<Scalar>) throws(QuantumError) {
    let stages = ProgramStages(
      program, order: Array(program.steps.indices), tileQubits: tileQubits, runQubits: runQubits
    ).stages
    try state.withUnsafeMutableAmplitudes { amplitudes throws(QuantumError) in
      guard let base = amplitudes.baseAddress else { return }
      let work = TileWork([base], qubitCount: program.qubitCount, options: options) {}
      for stage in stages {
        // Only this call's threads use the runner, and they only read it.
        nonisolated(unsafe) let runner = self
        _ = try work.run(frame(stage.tile), sums: 0, changes: true) { frame, states, _ in
          for index in stage.steps { runner.apply(index, inverse: false, to: states[0], in: frame) }
        }
      }
    }
  }

  func frame(_ tile: Tile) -> StateFrame {
    StateFrame(tile, of: Scalar.self, qubitCount: program.qubitCount, options: options)
  }
}
