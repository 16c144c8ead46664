internal import CKernels
internal import RealModule

extension TileProgram {
  /// Selectors of one table of twiddle factors where there are few tables; with the vectors of its
  /// rows it stays in the first-level cache.
  private static var comfortable: Int { 7 }

  /// Lays out the twiddle factors of a level: tables, each of some of the sources, whose rows are
  /// multiplied. The lanes among the sources are in the first table.
  func encode(_ level: TilePass.FourierLevel, _ tile: Tile, _ result: inout qs_pass) {
    result.fourier = level.isNegative ? -1 : 1
    guard !level.sources.isEmpty else { return }
    let lanes = (0..<laneBits).map { lane in level.sources.firstIndex(of: lane) }
    // The weight of each source in j is its place.
    let above = level.sources.enumerated().filter { $0.element >= laneBits }
    let count = min(
      max(1, (above.count + Self.comfortable - 1) / Self.comfortable), Int(QS_PASS_TABLES))
    let bits = level.targets.count + level.sources.count
    result.twiddle_count = UInt32(count)
    withUnsafeMutableBytes(of: &result.twiddles) { bytes in
      let tables = bytes.assumingMemoryBound(to: qs_phases.self)
      for table in 0..<count {
        let part = above[
          above.count * table / count..<above.count * (table + 1) / count]
        tables[table] = twiddles(
          Array(part), lanes: table == 0 ? lanes : lanes.map { _ in nil }, bits: bits,
          isNegative: level.isNegative, tile)
      }
    }
  }

  private func twiddles(
    _ sources: [(offset: Int, element: Int)], lanes: [Int?], bits: Int, isNegative: Bool,
    _ tile: Tile
  ) -> qs_phases {
    let mask = Controls(on: sources.map(\.element)).mask
    var weights: [Int?] = lanes
    for qubit in selected(mask, tile) {
      weights.append(sources.first { $0.element == qubit }?.offset)
    }
    let count = 1 << weights.count
    let states = Double(sign: .plus, exponent: bits, significand: 1)
    let unit = (isNegative ? -2 : 2) * Double.pi / states
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count) { numbers in
      for row in 0..<count {
        var value = 0
        for (k, weight) in weights.enumerated() where row >> k & 1 == 1 {
          if let weight { value |= 1 << weight }
        }
        let angle = unit * Double(value)
        numbers[2 * row] = Double.cos(angle)
        numbers[2 * row + 1] = Double.sin(angle)
      }
      let rows = allocate(4 * realBytes * count)
      kernels.spread_phases(
        numbers.baseAddress.unsafelyUnwrapped, UInt64(count >> laneBits), 0, rows)
      return qs_phases(rows: rows, real: 0, selectors: selectors(mask, tile))
    }
  }
}
