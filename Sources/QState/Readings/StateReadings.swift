/// Readings whose probabilities are computed from the state's amplitudes whenever they are asked for.
struct StateReadings<Scalar: StateScalar>: Readings {
  let state: StateVector<Scalar>
  /// Position k is bit k of a reading.
  let qubits: [Int]
  /// Those of the run that the state comes from.
  let kernels: KernelSet
  let threads: Int

  var bitCount: Int { qubits.count }

  func forEachBlock(_ body: @escaping @Sendable (ReadingBlock) -> Void) {
    let blocks = MarginalBlocks<Scalar>(
      of: qubits, qubitCount: state.qubitCount, kernels: kernels)
    let numbers = Reductions<Double>(kernels)
    state.withUnsafeAmplitudes { amplitudes in
      blocks.forEachSum(amplitudes, threads: threads) { group, sum in
        blocks.places.withUnsafeBufferPointer { places in
          body(
            ReadingBlock(
              first: blocks.firstReading(of: group), places: places, probabilities: sum,
              kernels: numbers))
        }
      }
    }
  }

  /// Runs that are computed together, by all threads, before they are handed out.
  private static var piecesOfRun: Int { 64 }

  func forEachRun<E: Error>(
    _ body: (_ first: Int, _ probabilities: [Double]) throws(E) -> Void
  ) throws(E) {
    let gather = ReadingGather<Scalar>(
      of: qubits, qubitCount: state.qubitCount, kernels: kernels)
    let length = min(1 << bitCount, Self.piecesOfRun * gather.length)
    let threads = state.count < WorkerPool.serialLimit ? 1 : threads
    var probabilities = [Double](repeating: 0, count: length)
    for first in stride(from: 0, to: 1 << bitCount, by: length) {
      probabilities.withUnsafeMutableBufferPointer { target in
        state.withUnsafeAmplitudes { amplitudes in
          guard let base = target.baseAddress else { return }
          // Pieces write different elements, and the pool returns before the pointers end.
          nonisolated(unsafe) let (slots, source) = (base, amplitudes)
          WorkerPool.shared.run(slices: length / gather.length, threads: threads) { piece in
            let start = piece * gather.length
            gather.probabilities(source, from: first + start, into: slots + start)
          }
        }
      }
      try body(first, probabilities)
    }
  }

  subscript(reading: Int) -> Double {
    if qubits.count == state.qubitCount {
      let index = reading.bits(depositedAt: qubits)
      var probability = 0.0
      state.withUnsafeAmplitudes { amplitudes in
        guard let base = amplitudes.baseAddress else { return }
        Reductions<Scalar>(kernels).probabilities(base + index, count: 1, into: &probability)
      }
      return probability
    }
    let gather = ReadingGather<Scalar>(
      of: qubits, qubitCount: state.qubitCount, longest: 1, kernels: kernels)
    var probability = 0.0
    state.withUnsafeAmplitudes {
      gather.probabilities($0, from: reading, into: &probability)
    }
    return probability
  }
}
