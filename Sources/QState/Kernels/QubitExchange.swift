internal import CKernels

/// Pairs of qubits that change places, all in one sweep over the state.
///
/// A transform that ends in reversed order, or a circuit whose swaps were only noted, would else take a
/// sweep for each pair.
package struct QubitExchange: Sendable {
  let qubitCount: Int
  /// Qubits that a block has all combinations of: the lowest, which are neighbours in memory, and those
  /// that they are exchanged with.
  private let inside: UInt64
  private let runBits: Int
  /// Where the runs of neighbours of a block begin.
  private let runs: [UInt64]
  /// For each amplitude of a block, which of the partner's comes there.
  private let sources: [UInt16]
  /// The pairs of qubits that are not in the block.
  private let outside: [(low: Int, high: Int)]

  /// Sixteen amplitudes are whole lines of the cache in both precisions.
  private static let longestRun = 4

  /// - Parameter pairs: no two with a qubit in common.
  package init(_ pairs: [(Int, Int)], qubitCount: Int) {
    self.qubitCount = qubitCount
    let runBits = min(Self.longestRun, qubitCount)
    var partner = Array(0..<qubitCount)
    for (a, b) in pairs { (partner[a], partner[b]) = (b, a) }
    let above = (0..<runBits).map { partner[$0] }.filter { $0 >= runBits }.sorted()
    let inside = Array(0..<runBits) + above
    precondition(1 << inside.count <= Int(QS_EXCHANGE_BLOCK), "a block larger than the kernel's")

    var runs: [UInt64] = [0]
    for qubit in above { runs += runs.map { $0 | 1 << UInt64(qubit) } }
    self.runs = runs
    // Each bit of the block's index moves to that of its partner.
    var sources: [UInt16] = [0]
    sources.reserveCapacity(1 << inside.count)
    for qubit in inside {
      let bit = 1 << UInt16(inside.firstIndex(of: partner[qubit]) ?? 0) as UInt16
      for index in sources.indices { sources.append(sources[index] | bit) }
    }
    self.sources = sources
    self.runBits = runBits
    self.inside = Controls(on: inside).mask
    outside = pairs.filter { !inside.contains($0.0) && !inside.contains($0.1) }
      .map { (min($0.0, $0.1), max($0.0, $0.1)) }
  }

  fileprivate func run(
    on amplitudes: UnsafeMutableRawPointer, _ precision: StatePrecision, _ options: KernelOptions
  ) {
    let kernels = options.set.kernels(for: precision, count: 1 << qubitCount).pointee
    // Every table has all kernels.
    let kernel = kernels.exchange.unsafelyUnwrapped
    let blocks = 1 << (qubitCount - inside.nonzeroBitCount)
    runs.withUnsafeBufferPointer { runs in
      sources.withUnsafeBufferPointer { sources in
        var layout = qs_exchange()
        layout.inside = inside
        layout.run_bits = UInt32(runBits)
        layout.run_count = UInt32(runs.count)
        layout.runs = runs.baseAddress
        layout.sources = sources.baseAddress
        layout.pair_count = UInt32(outside.count)
        withUnsafeMutableBytes(of: &layout.low) { low in
          for (k, pair) in outside.enumerated() { low[k] = UInt8(pair.low) }
        }
        withUnsafeMutableBytes(of: &layout.high) { high in
          for (k, pair) in outside.enumerated() { high[k] = UInt8(pair.high) }
        }
        // The pool returns before the buffers end, and one slice works on each pair of blocks.
        nonisolated(unsafe) let exchange = layout
        nonisolated(unsafe) let amplitudes = amplitudes
        let slices = options.slices(amplitudes: 1 << qubitCount)
        let body: @Sendable (Int) -> Void = { slice in
          withUnsafePointer(to: exchange) {
            kernel(
              amplitudes, $0, UInt64(blocks * slice / slices),
              UInt64(blocks * (slice + 1) / slices))
          }
        }
        if slices == 1 {
          body(0)
        } else {
          WorkerPool.shared.run(slices: slices, threads: options.threads, body)
        }
      }
    }
  }
}

extension StateVector {
  /// Exchanges qubits of a state of as many qubits as the exchange was made for.
  ///
  /// Cost: one sweep over the amplitudes.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` when the
  ///   amplitudes are shared and a copy does not fit.
  package mutating func run(
    _ exchange: QubitExchange, using options: KernelOptions
  ) throws(QuantumError) {
    precondition(exchange.qubitCount == qubitCount, "an exchange for another number of qubits")
    try withUnsafeMutableAmplitudes { amplitudes in
      guard let base = amplitudes.baseAddress else { return }
      exchange.run(on: UnsafeMutableRawPointer(base), Scalar.precision, options)
    }
  }
}
