import CKernels

/// Σ coefficient · P|ψ⟩ over many Pauli strings, pass by pass.
///
/// The amplitude that arrives at i comes from `i ⊕ flip`, where the parity under `sign` differs by y:
/// `(P ψ)_i = (-i)ʸ (-1)^|i ∧ sign| ψ_{i⊕flip}`.
struct PauliApplication<Scalar: StateScalar>: Sendable {
  private let terms: [PauliTerm]
  private let plan: PauliPasses
  private let options: KernelOptions
  // The table lives as long as the program and never changes.
  private nonisolated(unsafe) let kernels: UnsafePointer<qs_kernel_table>

  init(_ terms: [PauliTerm], qubitCount: Int, options: KernelOptions) {
    self.terms = terms
    self.options = options
    plan = PauliPasses(terms.map(\.masks), qubitCount: qubitCount, scalar: Scalar.self)
    kernels = options.set.kernels(for: Scalar.self, count: 1 << qubitCount)
  }

  /// Adds to `out`, which must not overlap `state`. Each element is added to in the order of passes
  /// and groups, whatever the number of threads.
  func add(
    _ state: UnsafePointer<Complex<Scalar>>, to out: UnsafeMutablePointer<Complex<Scalar>>
  ) {
    // Blocks of `out` belong to one task each, and the pool returns before the pointers end.
    nonisolated(unsafe) let (state, out) = (state, out)
    let blockCount = plan.blockCount
    for pass in plan.passes {
      let work = (blockCount << plan.blockQubits) * pass.groups.count
      let isSerial = blockCount == 1 || options.threads == 1 || work < options.serialLimit
      let tasks = isSerial ? 1 : min(64, blockCount)
      let task: @Sendable (Int) -> Void = { task in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 << plan.tableQubits) { tables in
          guard let table = tables.baseAddress else { return }
          for number in blockCount * task / tasks..<blockCount * (task + 1) / tasks {
            let block = Self.paired(number, pass.blockFlip)
            let target = out + block << plan.blockQubits
            let source = state + (block ^ pass.blockFlip) << plan.blockQubits
            for group in pass.groups {
              if group.terms.count < PauliPasses.tableThreshold {
                add(group, source, to: target, block)
              } else {
                addByTable(group, source, to: target, block, table)
              }
            }
          }
        }
      }
      WorkerPool.shared.run(slices: tasks, threads: options.threads, task)
    }
  }

  /// The blocks in an order in which those that exchange follow each other: the lowest bit of the
  /// number says which of the two.
  private static func paired(_ number: Int, _ flip: Int) -> Int {
    guard flip != 0 else { return number }
    let pivot = 1 << flip.trailingZeroBitCount
    let (pair, isSecond) = (number >> 1, number & 1)
    let first = (pair & ~(pivot - 1)) << 1 | pair & (pivot - 1)
    return isSecond == 1 ? first ^ flip : first
  }

  private func factor(_ term: PauliTerm) -> (re: Double, im: Double) {
    switch term.masks.yCount & 3 {
    case 0: (term.coefficient, 0)
    case 1: (0, -term.coefficient)
    case 2: (-term.coefficient, 0)
    default: (0, term.coefficient)
    }
  }

  private func add(
    _ group: PauliPasses.Group, _ source: UnsafePointer<Complex<Scalar>>,
    to target: UnsafeMutablePointer<Complex<Scalar>>, _ block: Int
  ) {
    let inside = plan.blockMask
    for index in group.terms {
      let sign = terms[index].masks.sign
      var (re, im) = factor(terms[index])
      if PauliPasses.isOdd(block << plan.blockQubits, sign) { (re, im) = (-re, -im) }
      kernels.pointee.pauli_add(
        target, source, UInt32(plan.blockQubits), group.flip & inside, sign & inside, re, im)
    }
  }

  /// The strings of a group are one diagonal after the flip: its elements are the Walsh–Hadamard
  /// transform of the coefficients.
  private func addByTable(
    _ group: PauliPasses.Group, _ source: UnsafePointer<Complex<Scalar>>,
    to target: UnsafeMutablePointer<Complex<Scalar>>, _ block: Int,
    _ table: UnsafeMutablePointer<Double>
  ) {
    let bits = plan.tableQubits
    let inside = (1 << bits) - 1
    let hasReal = group.terms.contains { terms[$0].masks.yCount & 1 == 0 }
    let hasImaginary = group.terms.contains { terms[$0].masks.yCount & 1 == 1 }
    let (re, im) = (table, table + 1 << bits)
    let partFlip = Int(group.flip & plan.blockMask) >> bits
    for part in 0..<(1 << (plan.blockQubits - bits)) {
      table.update(repeating: 0, count: 2 << bits)
      let first = block << plan.blockQubits | part << bits
      for index in group.terms {
        let mask = terms[index].masks
        let (real, imaginary) = factor(terms[index])
        let sign = PauliPasses.isOdd(first, mask.sign) ? -1.0 : 1.0
        let place = Int(truncatingIfNeeded: mask.sign) & inside
        re[place] += sign * real
        im[place] += sign * imaginary
      }
      if hasReal { kernels.pointee.walsh(re, UInt32(bits)) }
      if hasImaginary { kernels.pointee.walsh(im, UInt32(bits)) }
      kernels.pointee.table_add(
        target + part << bits, source + (part ^ partFlip) << bits, UInt32(bits),
        group.flip & UInt64(inside), hasReal ? re : nil, hasImaginary ? im : nil)
    }
  }
}
