internal import CKernels

/// Fetches a tile from memory into the cache while passes work on the one before, so that memory and
/// arithmetic are busy at the same time.
struct FetchAhead {
  private var lines: qs_ahead
  private var passesLeft: Int

  /// - Parameters:
  ///   - state: the first amplitude of the tile.
  ///   - runs: the offsets of the tile's runs, which outlive this.
  ///   - passes: how many passes share the work.
  init?(
    _ state: UnsafeMutableRawPointer?, _ tile: Tile, runs: UnsafeBufferPointer<Int>,
    amplitudeBytes: Int, passes: Int
  ) {
    let runLines = (amplitudeBytes << tile.runBits) >> Int(QS_LINE_BITS)
    guard let state, passes > 0, runLines > 0 else { return nil }
    lines = qs_ahead(
      state: UnsafePointer(state.assumingMemoryBound(to: CChar.self)), runs: runs.baseAddress,
      amplitude_bits: UInt32(amplitudeBytes.trailingZeroBitCount),
      run_bits: UInt32(runLines.trailingZeroBitCount), next: 0, end: UInt64(runLines * runs.count),
      step: 0)
    passesLeft = passes
  }

  /// Runs a pass, which fetches its share.
  ///
  /// - Parameter bases: how often the pass has time to fetch.
  mutating func during(_ pass: inout qs_pass, bases: Int, _ run: (inout qs_pass) -> Void) {
    let turns = UInt64(bases * passesLeft)
    lines.step = (lines.end - lines.next + turns - 1) / turns
    passesLeft -= 1
    withUnsafeMutablePointer(to: &lines) { lines in
      pass.ahead = lines
      run(&pass)
    }
    pass.ahead = nil
  }
}
