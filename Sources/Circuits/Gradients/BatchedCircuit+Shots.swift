import Gates
import RealModule

/// Values and gradients as a machine would give them: estimated from a number of shots.
extension BatchedCircuit {
  /// How often each Pauli term of each observable is measured, with runs of its own.
  public struct Shots: Hashable, Sendable {
    public let count: Int
    public let seed: UInt64

    /// - Precondition: `count` is positive.
    public init(_ count: Int, seed: UInt64) {
      precondition(count > 0, "at least one shot")
      self.count = count
      self.seed = seed
    }
  }

  /// An estimate of ⟨O⟩ of every observable for every sample, `[samples][observables]`.
  ///
  /// The outcomes of a Pauli term are ±1, so that the mean of N shots is a binomial variable: it is drawn
  /// from the exact value, with the distribution that N runs would have.
  ///
  /// - Throws: as ``values(inputs:weights:)``.
  public func estimates(
    inputs rows: [Double], weights: [Double], shots: Shots
  ) throws(QuantumError) -> [Double] {
    let (count, _, _) = try prepare(rows, weights)
    let singles = terms.joined().map { [PauliTerm(1, $0.masks)] }
    var result = Array(repeating: 0.0, count: count * observables.count)
    try forEachBlock(of: count, evaluations: 1) { (block) throws(QuantumError) in
      let values: [Double]
      if let program = shiftProgram(singles) {
        values = try run(program, rows, weights, block, shifts: []).values
      } else {
        let sums = terms.joined().map { self.sum(of: $0.masks) }
        var all: [Double] = []
        for sample in block {
          let point = Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights
          all += try circuit.values(of: sums, at: point)
        }
        values = all
      }
      for (place, sample) in block.enumerated() {
        estimate(
          values[(place * singles.count)...], shots, stream: sample,
          into: &result, at: sample * observables.count)
      }
    }
    return result
  }

  /// Estimated values, and the gradient of a sum over samples of any function of a sample's values, by
  /// the parameter-shift rule: every derivative is a difference of estimates at shifted angles
  /// (M. Schuld et al. (2019), doi:10.1103/PhysRevA.99.032331; for controlled rotations with four terms,
  /// G.-L. Anselmetti et al. (2021), doi:10.1088/1367-2630/ac2cb3).
  ///
  /// - Parameters: as ``valuesAndGradient(inputs:weights:wantsInputGradient:derivative:)``.
  /// - Complexity: two runs a sample for each angle with a weight, four where it is controlled.
  /// - Throws: as ``values(inputs:weights:)``; ``QuantumError/unsupported(what:remedy:)`` for circuits of
  ///   more than 12 qubits or with gates of one's own that have angles.
  public func estimatedValuesAndGradient(
    inputs rows: [Double], weights: [Double], shots: Shots,
    derivative: (
      _ sample: Int, _ values: UnsafeBufferPointer<Double>,
      _ derivatives: UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) throws(QuantumError) -> (values: [Double], weights: [Double]) {
    let (count, _, _) = try prepare(rows, weights)
    let singles = terms.joined().map { [PauliTerm(1, $0.masks)] }
    guard let program = shiftProgram(singles) else {
      throw .unsupported(
        what: "the parameter-shift rule for this circuit",
        remedy: "use at most 12 qubits and gates of the table, or simultaneous perturbation")
    }
    let shifts = self.shifts()
    let evaluations = shifts.count + 1
    let outputs = observables.count
    var result = Array(repeating: 0.0, count: count * outputs)
    var gradient = Array(repeating: 0.0, count: weights.count)
    var shifted = Array(repeating: 0.0, count: outputs)
    var outer = shifted
    try forEachBlock(of: count, evaluations: evaluations) { (block) throws(QuantumError) in
      let (values, nodes) = try run(program, rows, weights, block, shifts: shifts)
      for (place, sample) in block.enumerated() {
        func estimate(_ number: Int, into target: inout [Double], at offset: Int) {
          let evaluation = place * evaluations + number
          self.estimate(
            values[(evaluation * singles.count)...], shots, stream: sample * evaluations + number,
            into: &target, at: offset)
        }
        estimate(0, into: &result, at: sample * outputs)
        result.withUnsafeBufferPointer { values in
          outer.withUnsafeMutableBufferPointer {
            derivative(
              sample,
              UnsafeBufferPointer(rebasing: values[sample * outputs..<(sample + 1) * outputs]), $0)
          }
        }
        var slots = Array(repeating: 0.0, count: circuit.tape.slots.count)
        for (number, shift) in shifts.enumerated() {
          estimate(number + 1, into: &shifted, at: 0)
          for k in 0..<outputs { slots[shift.slot] += shift.factor * outer[k] * shifted[k] }
        }
        let all = circuit.tape.pullBack(nodes[place], slots: slots)
        for index in gradient.indices { gradient[index] += all[inputs.count + index] }
      }
    }
    return (result, gradient)
  }

  /// One term of a derivative: the value with the angle in a slot moved, times a factor.
  private struct Shift {
    let slot: Int
    let angle: Double
    let factor: Double
  }

  /// The terms of the derivatives of every slot that depends on a weight.
  private func shifts() -> [Shift] {
    let tape = circuit.tape
    let hasWeight = tape.nodesDepending { $0 >= inputs.count }
    var isFourfold = Array(repeating: false, count: tape.slots.count)
    for step in circuit.program.steps where !step.controls.isEmpty {
      // A controlled phase has two eigenvalues like a rotation, a controlled rotation three.
      if case .phase = step.action { continue }
      for slot in circuit.program.slotsAndQubits(of: step).slots { isFourfold[slot] = true }
    }
    let root = 2.0.squareRoot()
    return tape.slots.indices.filter { hasWeight[tape.slots[$0]] }.flatMap { slot -> [Shift] in
      let near = isFourfold[slot] ? (root + 1) / (4 * root) : 0.5
      let far = (root - 1) / (4 * root)
      let pair = [
        Shift(slot: slot, angle: .pi / 2, factor: near),
        Shift(slot: slot, angle: -.pi / 2, factor: -near),
      ]
      if !isFourfold[slot] { return pair }
      return pair + [
        Shift(slot: slot, angle: 3 * .pi / 2, factor: -far),
        Shift(slot: slot, angle: -3 * .pi / 2, factor: far),
      ]
    }
  }

  /// A program whose angles all differ between evaluations.
  private func shiftProgram(_ observables: [[PauliTerm]]) -> BatchProgram<Double>? {
    guard let set = try? KernelOptions.current().set else { return nil }
    return BatchProgram(
      circuit.program, isOwn: circuit.tape.isVariable,
      isWanted: circuit.tape.slots.map { _ in false }, observables: observables, set: set)
  }

  /// The values of each sample of a block, first as it is and then for each shift, and the nodes of the
  /// tape for each.
  private func run(
    _ program: BatchProgram<Double>, _ rows: [Double], _ weights: [Double], _ block: Range<Int>,
    shifts: [Shift]
  ) throws(QuantumError) -> (values: [Double], nodes: [[Double]]) {
    let tape = circuit.tape
    let nodes = block.map { sample in
      tape.values(at: Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights)
    }
    let own = tape.slots.indices.filter { tape.isVariable[$0] }
    let angles = tape.slots.map { nodes[0][$0] }
    for nodes in nodes {
      for slot in own where !nodes[tape.slots[slot]].isFinite {
        throw .notFinite(what: "an angle", value: nodes[tape.slots[slot]])
      }
    }
    let evaluations = shifts.count + 1
    let width = program.observableCount
    var values = Array(repeating: 0.0, count: block.count * evaluations * width)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      program.run(
        count: block.count * evaluations, angles: angles,
        ownAngles: { evaluation, result in
          let (place, number) = evaluation.quotientAndRemainder(dividingBy: evaluations)
          for (index, slot) in own.enumerated() {
            result[index] = nodes[place][tape.slots[slot]]
            if number > 0, shifts[number - 1].slot == slot {
              result[index] += shifts[number - 1].angle
            }
          }
        }, values: base)
    }
    return (values, nodes)
  }

  /// Adds up the estimates of the terms of each observable.
  private func estimate(
    _ exact: ArraySlice<Double>, _ shots: Shots, stream: Int, into result: inout [Double],
    at offset: Int
  ) {
    var random = RandomStream(seed: shots.seed, stream: UInt64(stream))
    var place = exact.startIndex
    for (k, terms) in terms.enumerated() {
      var sum = 0.0
      for term in terms {
        let isIdentity = term.masks.flip == 0 && term.masks.sign == 0
        let ones = random.binomial(trials: shots.count, probability: (1 + exact[place]) / 2)
        let mean = Double(2 * ones - shots.count) / Double(shots.count)
        sum += term.coefficient * (isIdentity ? 1 : mean)
        place += 1
      }
      result[offset + k] = sum
    }
  }

  /// A term on the circuit's own qubits.
  private func sum(of masks: PauliMasks) -> PauliSum {
    var sum = I
    for (qubit, place) in circuit.position.enumerated() where place >= 0 {
      let (flips, signs) = (masks.flip >> UInt64(place) & 1, masks.sign >> UInt64(place) & 1)
      switch (flips, signs) {
      case (1, 1): sum *= Y(qubit)
      case (1, 0): sum *= X(qubit)
      case (0, 1): sum *= Z(qubit)
      default: break
      }
    }
    return sum
  }

  /// Takes samples in blocks that keep few values at a time.
  private func forEachBlock(
    of count: Int, evaluations: Int, _ body: (Range<Int>) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    let length = max(1, (1 << 16) / evaluations)
    var start = 0
    while start < count {
      let end = min(start + length, count)
      try body(start..<end)
      start = end
    }
  }
}
