import CKernels

/// ⟨ψ|P|ψ⟩ of many Pauli strings, pass by pass.
///
/// With `P|i⟩ = iʸ (-1)^|i ∧ sign| |i ⊕ flip⟩`, the value is
/// `iʸ Σ (-1)^|i ∧ sign| conj(ψ_{i⊕flip}) ψ_i`: for even y the real parts of the products remain, for
/// odd y the imaginary ones, and i and `i ⊕ flip` contribute the same.
struct PauliExpectations<Scalar: StateScalar>: Sendable {
  private let masks: [PauliMasks]
  private let plan: PauliPasses
  private let options: KernelOptions
  // The table lives as long as the program and never changes.
  private nonisolated(unsafe) let kernels: UnsafePointer<qs_kernel_table>

  /// The blocks of a pass are summed in at most so many runs, the runs' sums then in order: neither
  /// depends on the number of threads.
  private static var runs: Int { 64 }

  init(_ masks: [PauliMasks], qubitCount: Int, options: KernelOptions) {
    self.masks = masks
    self.options = options
    plan = PauliPasses(masks, qubitCount: qubitCount, scalar: Scalar.self)
    kernels = options.set.kernels(for: Scalar.self, count: 1 << qubitCount)
  }

  func values(_ state: UnsafePointer<Complex<Scalar>>) -> [Double] {
    var values = [Double](repeating: 0, count: masks.count)
    for pass in plan.passes { add(pass, of: state, to: &values) }
    return values
  }

  private func add(
    _ pass: PauliPasses.Pass, of state: UnsafePointer<Complex<Scalar>>, to values: inout [Double]
  ) {
    // Of two blocks that exchange, the one whose highest flipped qubit is 0.
    let pivot =
      pass.blockFlip == 0 ? 0 : 1 << (Int.bitWidth - 1 - pass.blockFlip.leadingZeroBitCount)
    let blocks = pivot == 0 ? plan.blockCount : plan.blockCount / 2
    let runs = min(blocks, Self.runs)
    // Few blocks leave threads idle unless the strings are shared out too.
    let shares = min(pass.groups.count, max(1, 16 / runs))
    let termCount = masks.count
    var partial = [Double](repeating: 0, count: runs * termCount)
    partial.withUnsafeMutableBufferPointer { partial in
      // Tasks write different elements, and the pool returns before the array ends.
      nonisolated(unsafe) let (slots, state) = (partial, state)
      let task: @Sendable (Int) -> Void = { task in
        let (run, share) = (task / shares, task % shares)
        let groups = pass.groups[
          pass.groups.count * share / shares..<pass.groups.count * (share + 1) / shares]
        let sums = UnsafeMutableBufferPointer(
          rebasing: slots[run * termCount..<(run + 1) * termCount])
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 << plan.tableQubits) { tables in
          guard let table = tables.baseAddress else { return }
          for number in blocks * run / runs..<blocks * (run + 1) / runs {
            // A 0 in the place of the pivot.
            let block = pivot == 0 ? number : (number & ~(pivot - 1)) << 1 | number & (pivot - 1)
            let right = state + block << plan.blockQubits
            let left = state + (block ^ pass.blockFlip) << plan.blockQubits
            for group in groups {
              if group.terms.count < PauliPasses.tableThreshold {
                sum(group, left, right, block, into: sums)
              } else {
                sumByTable(group, left, right, block, table, into: sums)
              }
            }
          }
        }
      }
      let work = (blocks << plan.blockQubits) * pass.groups.count
      let tasks = runs * shares
      if tasks == 1 || options.threads == 1 || work < options.serialLimit {
        for number in 0..<tasks { task(number) }
      } else {
        WorkerPool.shared.run(slices: tasks, threads: options.threads, task)
      }
    }
    for group in pass.groups {
      for term in group.terms {
        var sum = 0.0
        for run in 0..<runs { sum += partial[run * termCount + term] }
        if pivot != 0 { sum *= 2 }
        // iʸ times the product: 1, i·i, -1, -i·i.
        let y = masks[term].yCount & 3
        values[term] = y == 1 || y == 2 ? -sum : sum
      }
    }
  }

  /// One sum a string.
  private func sum(
    _ group: PauliPasses.Group, _ left: UnsafePointer<Complex<Scalar>>,
    _ right: UnsafePointer<Complex<Scalar>>, _ block: Int,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    let inside = plan.blockMask
    for term in group.terms {
      let sign = masks[term].sign
      let value = kernels.pointee.pauli_product_sum(
        left, right, UInt32(plan.blockQubits), group.flip & inside, sign & inside,
        Int32(masks[term].yCount & 1))
      sums[term] += PauliPasses.isOdd(block << plan.blockQubits, sign) ? -value : value
    }
  }

  /// The products once, and all their signed sums at once.
  private func sumByTable(
    _ group: PauliPasses.Group, _ left: UnsafePointer<Complex<Scalar>>,
    _ right: UnsafePointer<Complex<Scalar>>, _ block: Int, _ table: UnsafeMutablePointer<Double>,
    into sums: UnsafeMutableBufferPointer<Double>
  ) {
    let bits = plan.tableQubits
    let inside = (1 << bits) - 1
    let wantsReal = group.terms.contains { masks[$0].yCount & 1 == 0 }
    let wantsImaginary = group.terms.contains { masks[$0].yCount & 1 == 1 }
    let (re, im) = (table, table + 1 << bits)
    let partFlip = Int(group.flip & plan.blockMask) >> bits
    for part in 0..<(1 << (plan.blockQubits - bits)) {
      let start = right + part << bits
      if group.flip == 0 {
        kernels.pointee.probabilities(start, 1 << bits, re)
      } else {
        kernels.pointee.pauli_products(
          left + (part ^ partFlip) << bits, start, UInt32(bits), group.flip & UInt64(inside),
          wantsReal ? re : nil, wantsImaginary ? im : nil)
      }
      if wantsReal { kernels.pointee.walsh(re, UInt32(bits)) }
      if wantsImaginary { kernels.pointee.walsh(im, UInt32(bits)) }
      let first = block << plan.blockQubits | part << bits
      for term in group.terms {
        let mask = masks[term]
        let sums = (mask.yCount & 1 == 1 ? im : re, sums)
        let value = sums.0[Int(truncatingIfNeeded: mask.sign) & inside]
        sums.1[term] += PauliPasses.isOdd(first, mask.sign) ? -value : value
      }
    }
  }
}
