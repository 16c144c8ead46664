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
    var result = Array(repeating: 0.0, count: count * observables.count)
    let (program, stringCount) = (shiftProgram(), strings.count)
    try forEachBlock(of: count, evaluations: 1) { (block) throws(QuantumError) in
      let values = try run(program, rows, weights, block, shifts: []).values
      for (place, sample) in block.enumerated() {
        estimate(
          values[(place * stringCount)...], shots, stream: sample,
          into: &result, at: sample * observables.count)
      }
    }
    return result
  }

  /// Estimated values, and the gradient of a sum over samples of any function of a sample's values, by
  /// parameter-shift rules (``ShiftRule``): every derivative is a sum of estimates at shifted angles.
  ///
  /// - Parameters: as ``valuesAndGradient(inputs:weights:wantsInputGradient:derivative:)``.
  /// - Complexity: two runs a sample for each angle with a weight, four where it is controlled.
  /// - Throws: as ``values(inputs:weights:)``; ``QuantumError/unsupported(what:remedy:)`` for gates that
  ///   have no such rule.
  public func estimatedValuesAndGradient(
    inputs rows: [Double], weights: [Double], shots: Shots,
    derivative: (
      _ sample: Int, _ values: UnsafeBufferPointer<Double>,
      _ derivatives: UnsafeMutableBufferPointer<Double>
    ) -> Void
  ) throws(QuantumError) -> (values: [Double], weights: [Double]) {
    let (count, _, _) = try prepare(rows, weights)
    let (program, stringCount) = (shiftProgram(), strings.count)
    // One list serves all samples, except where gates of one's own decide.
    var shifts = program == nil || count == 0 ? [] : try self.shifts(rows, weights, sample: 0)
    let outputs = observables.count
    var result = Array(repeating: 0.0, count: count * outputs)
    var gradient = Array(repeating: 0.0, count: weights.count)
    var shifted = Array(repeating: 0.0, count: outputs)
    var outer = shifted
    let length = program == nil ? Self.valuesOfBlock : shifts.count + 1
    try forEachBlock(of: count, evaluations: length) { (block) throws(QuantumError) in
      if program == nil {
        shifts = try self.shifts(rows, weights, sample: block.lowerBound)
      }
      let evaluations = shifts.count + 1
      let (values, nodes) = try run(program, rows, weights, block, shifts: shifts)
      for (place, sample) in block.enumerated() {
        func estimate(_ number: Int, into target: inout [Double], at offset: Int) {
          let evaluation = place * evaluations + number
          self.estimate(
            values[(evaluation * stringCount)...], shots, stream: sample << 32 | number,
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
          for k in 0..<outputs {
            slots[shift.slot] += shift.term.coefficient * outer[k] * shifted[k]
          }
        }
        let all = circuit.tape.pullBack(nodes[place], slots: slots)
        for index in gradient.indices { gradient[index] += all[inputs.count + index] }
      }
    }
    return (result, gradient)
  }

  private typealias Shift = (slot: Int, term: ShiftRule.Term)

  /// The strings of all observables, in order.
  private var strings: [PauliMasks] { terms.joined().map(\.masks) }

  /// The terms of the derivatives of every slot that depends on a weight.
  private func shifts(
    _ rows: [Double], _ weights: [Double], sample: Int
  ) throws(QuantumError) -> [Shift] {
    let tape = circuit.tape
    let hasWeight = tape.nodesDepending { $0 >= inputs.count }
    let row = Array(rows[(sample * inputs.count)...].prefix(inputs.count))
    let angles = try tape.angles(tape.values(at: row + weights))
    return try circuit.shifts(at: angles) { hasWeight[tape.slots[$0]] }
  }

  /// A program whose angles all differ between evaluations, and that finds the value of each string; nil
  /// where evaluations run one after another.
  private func shiftProgram() -> BatchProgram<Double>? {
    guard let set = try? KernelOptions.current().set else { return nil }
    return BatchProgram(
      circuit.program, isOwn: circuit.tape.isVariable,
      isWanted: circuit.tape.slots.map { _ in false },
      observables: strings.map { [PauliTerm(1, $0)] }, set: set)
  }

  /// The value of each string for each sample of a block, first as it is and then for each shift, and the
  /// nodes of the tape for each sample.
  private func run(
    _ program: BatchProgram<Double>?, _ rows: [Double], _ weights: [Double], _ block: Range<Int>,
    shifts: [Shift]
  ) throws(QuantumError) -> (values: [Double], nodes: [[Double]]) {
    let tape = circuit.tape
    let nodes = block.map { sample in
      tape.values(at: Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights)
    }
    let samples = try nodes.map { (nodes) throws(QuantumError) in try tape.angles(nodes) }
    let own = tape.slots.indices.filter { tape.isVariable[$0] }
    let evaluations = shifts.count + 1
    guard let program else {
      var values: [Double] = []
      for angles in samples {
        for number in 0..<evaluations {
          var shifted = angles
          if number > 0 { shifted[shifts[number - 1].slot] += shifts[number - 1].term.shift }
          values += try circuit.state(at: shifted).expectations(of: strings)
        }
      }
      return (values, nodes)
    }
    let width = program.observableCount
    var values = Array(repeating: 0.0, count: block.count * evaluations * width)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      program.run(
        count: block.count * evaluations, angles: samples[0],
        ownAngles: { evaluation, result in
          let (place, number) = evaluation.quotientAndRemainder(dividingBy: evaluations)
          for (index, slot) in own.enumerated() {
            result[index] = samples[place][slot]
            if number > 0, shifts[number - 1].slot == slot {
              result[index] += shifts[number - 1].term.shift
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

  private static var valuesOfBlock: Int { 1 << 16 }

  /// Takes samples in blocks that keep few values at a time.
  private func forEachBlock(
    of count: Int, evaluations: Int, _ body: (Range<Int>) throws(QuantumError) -> Void
  ) throws(QuantumError) {
    let length = max(1, Self.valuesOfBlock / evaluations)
    var start = 0
    while start < count {
      let end = min(start + length, count)
      try body(start..<end)
      start = end
    }
  }
}
