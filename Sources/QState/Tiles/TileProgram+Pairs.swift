internal import CKernels

extension TilePass {
  /// This pass with registers that make a pair beside each other, the pair's first qubit first: the
  /// kernels know pairs of registers 0 and 1, and 2 and 3.
  var withPairsInOrder: TilePass {
    guard pairs.contains(where: { isInRegisters($0) }) else { return self }
    var result = self
    let ordered = pairs.filter { isInRegisters($0) }.flatMap { [$0.first, $0.second] }
    result.registers = ordered + registers.filter { !ordered.contains($0) }
    return result
  }

  private func isInRegisters(_ pair: PairRotation) -> Bool {
    registers.contains(pair.first) && registers.contains(pair.second)
  }
}

extension TileProgram {
  /// Lays out a pair rotation; `pass` has its registers in order.
  func encode(_ pair: TilePass.PairRotation, _ pass: TilePass, _ result: inout qs_pass) {
    result.has_pairs = 1
    let first = pass.registers.firstIndex(of: pair.first)
    let second = pass.registers.firstIndex(of: pair.second)
    let lanes = 0..<Int(kernels.lanes)
    let isFirst = { (lane: Int) in lane >> pair.first & 1 == 1 }
    let isSecond = { (lane: Int) in lane >> pair.second & 1 == 1 }
    switch (first, second) {
    case (let register?, .some):
      let numbers = [(false, false), (true, false), (false, true), (true, true)].flatMap { values in
        lanes.map { _ in pair.factor(values.0, values.1) }
      }
      store(spread(numbers), at: register / 2, of: &result.register_pairs)
    case (let register?, nil):
      store(UInt32(1) << UInt32(register), at: pair.second, of: &result.lane_partners)
      let numbers = [false, true].flatMap { one in lanes.map { pair.factor(one, isSecond($0)) } }
      store(spread(numbers), at: pair.second, of: &result.mixed_pairs)
    case (nil, let register?):
      store(UInt32(1) << UInt32(register), at: pair.first, of: &result.lane_partners)
      let numbers = [false, true].flatMap { one in lanes.map { pair.factor(isFirst($0), one) } }
      store(spread(numbers), at: pair.first, of: &result.mixed_pairs)
    case (nil, nil):
      result.paired_lanes = UInt32(pair.mask)
      result.lane_pair = UnsafeRawPointer(
        spread(lanes.map { pair.factor(isFirst($0), isSecond($0)) }))
    }
  }

  /// The numbers as kernels multiply with them, one a lane.
  private func spread(_ numbers: [Complex<Double>]) -> UnsafeMutableRawPointer {
    let vectors = numbers.count / Int(kernels.lanes)
    let rows = allocate(4 * realBytes * numbers.count)
    numbers.withUnsafeBytes { bytes in
      kernels.spread_phases(
        bytes.baseAddress?.assumingMemoryBound(to: Double.self), UInt64(vectors), 0, rows)
    }
    return rows
  }

  /// Sets an element of an array of C.
  private func store<Element, Elements>(
    _ element: Element, at index: Int, of elements: inout Elements
  ) {
    withUnsafeMutableBytes(of: &elements) {
      $0.storeBytes(
        of: element, toByteOffset: index * MemoryLayout<Element>.stride, as: Element.self)
    }
  }
}
