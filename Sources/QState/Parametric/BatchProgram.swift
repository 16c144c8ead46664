import CKernels

/// A program made ready for many samples at a time, one in each lane of a vector.
///
/// Angles in *own* slots differ between samples, the others are shared. Steps keep their order except
/// where they commute: permutations of basis states gather into single ones.
///
/// Memory: two states of `2·lanes·2^n` complex numbers a thread.
package final class BatchProgram<Scalar: StateScalar>: Sendable {
  /// The most qubits whose two groups of states still stay in a second-level cache.
  package static var qubitLimit: Int { 12 }

  let qubitCount: Int
  let slotCount: Int
  let ownSlots: [Int]
  /// The places among own slots whose sines and cosines are computed, and the slots that take those of
  /// another, as the same input stands in both.
  let computed: [Int]
  let copies: [(slot: Int, source: Int)]
  package let observableCount: Int
  let stepCount: Int
  /// Samples in a group.
  let group: Int

  // Written by the initializer alone; what the pointers inside point to lives as long as this object.
  nonisolated(unsafe) let program: UnsafeMutablePointer<qs_batch_program>
  nonisolated(unsafe) let table: UnsafePointer<qs_kernel_table>
  private nonisolated(unsafe) var allocations: [UnsafeMutableRawPointer] = []

  /// - Parameters:
  ///   - isOwn: for each slot, whether its angle differs between samples.
  ///   - sources: for each slot the first one that has the same angle in every sample, itself mostly; nil
  ///     takes all for different.
  ///   - isWanted: for each slot, whether its derivative is asked for.
  ///   - observables: the terms of each, on the state's qubits.
  /// - Returns: nil for a program with gates of someone's own, with matrices on more than four qubits
  ///   or with more than ``qubitLimit`` qubits: run its samples one at a time.
  package init?(
    _ source: ParametricProgram, isOwn: [Bool], sources: [Int]? = nil, isWanted: [Bool],
    observables: [[PauliTerm]], set: KernelSet
  ) {
    guard source.qubitCount <= Self.qubitLimit,
      let steps = BatchSteps(source, isOwn: isOwn, isWanted: isWanted)
    else { return nil }
    qubitCount = source.qubitCount
    slotCount = source.slotCount
    let ownSlots = isOwn.indices.filter { isOwn[$0] }
    self.ownSlots = ownSlots
    let sources = sources ?? Array(isOwn.indices)
    computed = ownSlots.indices.filter { sources[ownSlots[$0]] == ownSlots[$0] }
    copies = ownSlots.filter { sources[$0] != $0 }.map { ($0, sources[$0]) }
    observableCount = observables.count
    stepCount = steps.steps.count
    table = (set == .blas ? .scalar : set).kernels(for: Scalar.self)
    group = 2 * Int(table.pointee.lanes)
    program = .allocate(capacity: 1)
    program.initialize(to: qs_batch_program())

    var terms: [qs_batch_term] = []
    for (index, observable) in observables.enumerated() {
      for term in observable {
        terms.append(
          qs_batch_term(
            flip_mask: term.masks.flip, sign_mask: term.masks.sign,
            y_count: UInt32(term.masks.yCount), observable: UInt32(index),
            factor: term.coefficient))
      }
    }
    let diagonal = terms.filter { $0.flip_mask == 0 }
    terms = diagonal + terms.filter { $0.flip_mask != 0 }

    let cSteps = steps.steps.map { step in
      var c = step.step
      if !step.cycles.isEmpty {
        c.cycles = UnsafePointer(keep(step.cycles))
        c.cycle_words = step.cycles.count
      }
      if let matrix = step.matrix {
        c.matrix = numbers(of: matrix)
        c.adjoint = numbers(of: matrix.adjoint)
      }
      return c
    }
    program.pointee.qubits = UInt32(qubitCount)
    program.pointee.product_steps = UInt32(steps.productSteps)
    program.pointee.first_step = UInt32(steps.firstDifferentiable)
    program.pointee.first_undone = UInt32(steps.firstUndone)
    program.pointee.steps = UnsafePointer(keep(cSteps))
    program.pointee.step_count = UInt32(cSteps.count)
    program.pointee.factors = UnsafePointer(keep(steps.factors))
    program.pointee.terms = UnsafePointer(keep(terms))
    program.pointee.term_count = UInt32(terms.count)
    program.pointee.diagonal_terms = UInt32(diagonal.count)
    program.pointee.observable_count = UInt32(observables.count)
  }

  deinit {
    for memory in allocations { memory.deallocate() }
    program.deallocate()
  }

  private func keep<Element: BitwiseCopyable>(
    _ values: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    copy.initialize(from: values, count: values.count)
    allocations.append(UnsafeMutableRawPointer(copy))
    return copy
  }

  private func numbers(of matrix: ComplexMatrix) -> UnsafePointer<Double> {
    UnsafePointer(keep(matrix.elements.flatMap { [$0.real, $0.imaginary] }))
  }
}

/// The steps of a program in the form of the batch kernels.
struct BatchSteps {
  struct Step {
    var step = qs_batch_step()
    var cycles: [UInt32] = []
    var matrix: ComplexMatrix?
    /// Of a permutation: where each basis state goes, and the qubits it touches.
    var image: [UInt32] = []
    var touched: UInt64 = 0
  }

  private(set) var steps: [Step] = []
  private(set) var factors: [qs_batch_factor] = []
  private(set) var productSteps = 0
  private(set) var firstDifferentiable = 0
  private(set) var firstUndone = 0
  private let qubitCount: Int
  private let isOwn: [Bool]
  private let isWanted: [Bool]

  init?(_ program: ParametricProgram, isOwn: [Bool], isWanted: [Bool]) {
    qubitCount = program.qubitCount
    self.isOwn = isOwn
    self.isWanted = isWanted
    for step in program.steps {
      guard add(step, program) else { return nil }
    }
    for index in steps.indices where !steps[index].image.isEmpty {
      steps[index].cycles = Self.cycles(of: steps[index].image)
    }
    var seen: UInt64 = 0
    while productSteps < steps.count, isFreeRun(productSteps, &seen) { productSteps += 1 }
    firstDifferentiable =
      steps.firstIndex { $0.step.differentiable != 0 } ?? steps.count
    // Runs on different qubits commute: the first of them need not be undone.
    firstUndone = firstDifferentiable
    seen = 0
    while firstUndone < steps.count, isFreeRun(firstUndone, &seen) { firstUndone += 1 }
    if firstUndone == firstDifferentiable { firstUndone = min(firstUndone + 1, steps.count) }
  }

  /// Whether a step is a run without controls on a qubit that is not yet in `seen`.
  private func isFreeRun(_ index: Int, _ seen: inout UInt64) -> Bool {
    let step = steps[index].step
    guard step.kind == QS_BATCH_RUN, step.control_mask == 0,
      seen >> UInt64(step.qubit) & 1 == 0
    else { return false }
    seen |= 1 << UInt64(step.qubit)
    return true
  }

  private mutating func add(
    _ step: ParametricProgram.Step, _ program: ParametricProgram
  ) -> Bool {
    var c = qs_batch_step()
    c.control_mask = step.controls.mask
    c.control_values = step.controls.values
    switch step.action {
    case .run(let qubit, let range):
      addRun(qubit, program.factors[range], &c)
    case .phase(let slot):
      c.kind = QS_BATCH_PHASE
      setSlot(slot, &c)
      append(c)
    case .pauli(let masks, let slot):
      c.kind = QS_BATCH_PAULI
      setMasks(masks, &c)
      setSlot(slot, &c)
      append(c)
    case .fixed(let operation, let targets):
      return addFixed(operation, targets, step.controls, c)
    case .general:
      return false
    }
    return true
  }

  private mutating func addRun(
    _ qubit: Int, _ run: ArraySlice<ParametricProgram.Factor>, _ c: inout qs_batch_step
  ) {
    c.kind = QS_BATCH_RUN
    c.qubit = UInt32(qubit)
    c.first_factor = UInt32(factors.count)
    c.factor_count = UInt32(run.count)
    var axes: UInt32 = 0
    for factor in run {
      var f = qs_batch_factor()
      switch factor {
      case .rotation(let axis, let slot):
        f.axis = UInt32(axis.rawValue) - UInt32(Pauli.x.rawValue)
        f.slot = UInt32(slot)
        axes |= 1 << f.axis
        if isOwn[slot] { c.own = 1 }
        if isWanted[slot] { c.differentiable = 1 }
      case .fixed(let q):
        f.axis = 3
        f.fixed = (q.w, q.x, q.y, q.z)
        axes |= (q.x != 0 ? 1 : 0) | (q.y != 0 ? 2 : 0) | (q.z != 0 ? 4 : 0)
      }
      factors.append(f)
    }
    c.axes = axes
    // Moved before the permutation that ends the list, where that does not touch the qubit.
    if c.control_mask == 0, let last = steps.last, !last.image.isEmpty,
      last.touched >> UInt64(qubit) & 1 == 0
    {
      steps.insert(Step(step: c), at: steps.count - 1)
    } else {
      append(c)
    }
  }

  private mutating func addFixed(
    _ operation: StateOperation, _ targets: [Int], _ controls: Controls, _ c: qs_batch_step
  ) -> Bool {
    var c = c
    switch operation {
    case .scale(let factor):
      if controls.isEmpty { return true }
      appendPhase(factor, controls)
    case .diagonal(let elements):
      for (index, element) in elements.enumerated() where element != 1 {
        appendPhase(element, controls.requiring(targets, toBe: index))
      }
    case .antidiagonal(let upper, let lower):
      appendPermutation([1, 0], targets, controls)
      appendPhase(upper, controls.requiring(targets, toBe: 0))
      appendPhase(lower, controls.requiring(targets, toBe: 1))
    case .flip:
      let size = 1 << targets.count
      appendPermutation((0..<size).map { $0 ^ (size - 1) }, targets, controls)
    case .swap:
      appendPermutation([0, 2, 1, 3], targets, controls)
    case .permutation(let image):
      appendPermutation(image, targets, controls)
    case .dense(let matrix):
      guard targets.count <= Int(QS_BATCH_TARGETS) else { return false }
      c.kind = QS_BATCH_DENSE
      c.target_count = UInt32(targets.count)
      withUnsafeMutableBytes(of: &c.targets) { bytes in
        let places = bytes.bindMemory(to: UInt32.self)
        for (place, target) in targets.enumerated() { places[place] = UInt32(target) }
      }
      steps.append(Step(step: c, matrix: matrix))
    case .pauliRotation(let paulis, let angle):
      c.kind = QS_BATCH_PAULI
      setMasks(PauliMasks(paulis, on: targets), &c)
      c.is_fixed = 1
      c.fixed = (Double.cos(angle / 2), Double.sin(angle / 2))
      append(c)
    }
    return true
  }

  private func setMasks(_ masks: PauliMasks, _ c: inout qs_batch_step) {
    c.flip_mask = masks.flip
    c.sign_mask = masks.sign
    c.y_count = UInt32(masks.yCount)
  }

  private func setSlot(_ slot: Int, _ c: inout qs_batch_step) {
    c.slot = UInt32(slot)
    c.own = isOwn[slot] ? 1 : 0
    c.differentiable = isWanted[slot] ? 1 : 0
  }

  private mutating func append(_ c: qs_batch_step) { steps.append(Step(step: c)) }

  private mutating func appendPhase(_ factor: Complex<Double>, _ controls: Controls) {
    if factor == 1 { return }
    var c = qs_batch_step()
    c.kind = QS_BATCH_PHASE
    c.control_mask = controls.mask
    c.control_values = controls.values
    c.is_fixed = 1
    c.fixed = (factor.real, factor.imaginary)
    append(c)
  }

  private mutating func appendPermutation(
    _ image: [Int], _ targets: [Int], _ controls: Controls
  ) {
    let mask = Controls(on: targets).mask
    let moves = (0..<UInt32(1 << qubitCount)).map { state -> UInt32 in
      guard UInt64(state) & controls.mask == controls.values else { return state }
      var index = 0
      for (place, target) in targets.enumerated() {
        index |= Int(state >> UInt32(target) & 1) << place
      }
      var moved = state & ~UInt32(mask)
      for (place, target) in targets.enumerated() {
        moved |= UInt32(image[index] >> place & 1) << UInt32(target)
      }
      return moved
    }
    if let last = steps.indices.last, !steps[last].image.isEmpty {
      steps[last].image = steps[last].image.map { moves[Int($0)] }
      steps[last].touched |= mask | controls.mask
      return
    }
    var c = qs_batch_step()
    c.kind = QS_BATCH_PERMUTE
    steps.append(Step(step: c, image: moves, touched: mask | controls.mask))
  }

  /// The cycles of a permutation, each after its length; fixed points are left out.
  private static func cycles(of image: [UInt32]) -> [UInt32] {
    var words: [UInt32] = []
    var seen = Array(repeating: false, count: image.count)
    for start in image.indices where !seen[start] && image[start] != start {
      let length = words.count
      words.append(0)
      var at = start
      repeat {
        seen[at] = true
        words.append(UInt32(at))
        at = Int(image[at])
      } while at != start
      words[length] = UInt32(words.count - length - 1)
    }
    return words
  }
}

extension Controls {
  /// These controls, and targets that must have the bits of `index`.
  fileprivate func requiring(_ targets: [Int], toBe index: Int) -> Controls {
    let more = Controls(
      targets.enumerated().map { (qubit: $1, value: index >> $0 & 1 == 1) })
    return Controls(mask: mask | more.mask, values: values | more.values)
  }
}
