extension StateVector {
  /// The outcomes of measuring many copies of the state, which stays as it is.
  ///
  /// Cost: O(2^n + shots): two readings of the amplitudes, and memory for the outcomes that come up
  /// (with few chosen qubits, for their 2^m probabilities).
  ///
  /// - Parameters:
  ///   - shots: how many copies.
  ///   - qubits: which qubits to measure, the first being the least significant bit of an outcome;
  ///     nil for all, in order.
  ///   - random: what decides the outcomes; the number of threads does not.
  /// - Returns: the outcomes that came up, ascending, with how often; the counts add up to `shots`.
  ///   An outcome of probability zero never comes up.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)`` for negative shots,
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``,
  ///   ``QuantumError/duplicateQubit(_:)``, ``QuantumError/notNormalizable(norm:)`` for a vector that
  ///   is no state.
  public func sample(
    shots: Int, qubits: [Int]? = nil, using random: inout RandomStream
  ) throws(QuantumError) -> [(outcome: Int, count: Int)] {
    guard let qubits, !qubits.elementsEqual(0..<qubitCount) else {
      return try sampleBasisStates(shots: shots, using: &random)
    }
    try check(qubits)
    // Whichever needs less memory: an array of the outcomes' probabilities, or a list of the basis
    // states that came up.
    if 1 << qubits.count <= max(4 * shots, 1 << 16) {
      return try Sampling.counts(
        probabilities: probabilities(of: qubits), shots: shots, using: &random)
    }
    var outcomes = try sampleBasisStates(shots: shots, using: &random)
    for index in outcomes.indices {
      var outcome = 0
      for (bit, qubit) in qubits.enumerated() {
        outcome |= (outcomes[index].outcome >> qubit & 1) << bit
      }
      outcomes[index].outcome = outcome
    }
    outcomes.sort { $0.outcome < $1.outcome }
    return outcomes.reduce(into: []) { merged, next in
      if let last = merged.last, last.outcome == next.outcome {
        merged[merged.count - 1].count += next.count
      } else {
        merged.append(next)
      }
    }
  }

  /// Draws basis states: shares the shots out among blocks by their weights, then draws inside the
  /// blocks that got some, each with a stream of its own.
  private func sampleBasisStates(
    shots: Int, using random: inout RandomStream
  ) throws(QuantumError) -> [(outcome: Int, count: Int)] {
    let length = Swift.min(Sampling.blockSize, count)
    let shares = try Sampling.share(shots, among: blockWeights(length), using: &random)
    let streams = random.fork()
    let drawn = shares.indices.filter { shares[$0] > 0 }
    let slices = drawn.isEmpty ? 0 : Swift.min(drawn.count, 64)
    let kernels = Reductions<Scalar>()
    var parts = [[(outcome: Int, count: Int)]](repeating: [], count: slices)
    parts.withUnsafeMutableBufferPointer { parts in
      withUnsafeAmplitudes { amplitudes in
        guard let base = amplitudes.baseAddress else { return }
        // Slices write different elements of `parts`, and the pool returns before these end.
        nonisolated(unsafe) let (slots, state) = (parts, base)
        WorkerPool.shared.run(slices: slices, threads: WorkerPool.threads) { slice in
          var part: [(outcome: Int, count: Int)] = []
          withUnsafeTemporaryAllocation(of: Double.self, capacity: length) { scratch in
            guard let probabilities = scratch.baseAddress else { return }
            for block in drawn[drawn.count * slice / slices..<drawn.count * (slice + 1) / slices] {
              let start = block * length
              kernels.probabilities(state + start, count: length, into: probabilities)
              var stream = streams(block)
              Sampling.draw(
                shares[block], from: UnsafeBufferPointer(scratch), firstOutcome: start,
                using: &stream, into: &part)
            }
          }
          slots[slice] = part
        }
      }
    }
    return Array(parts.joined())
  }

  /// Σ|a|² over each block of `length` amplitudes.
  private func blockWeights(_ length: Int) -> [Double] {
    let blocks = count / length
    let kernels = Reductions<Scalar>()
    return withUnsafeAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return [] }
      return [Double](unsafeUninitializedCapacity: blocks) { weights, initialized in
        initialized = blocks
        nonisolated(unsafe) let (slots, state) = (weights, base)
        let slices = Swift.min(blocks, 64)
        WorkerPool.shared.run(slices: slices, threads: WorkerPool.threads) { slice in
          for block in blocks * slice / slices..<blocks * (slice + 1) / slices {
            slots[block] = kernels.normSquared(state + block * length, count: length)
          }
        }
      }
    }
  }
}
