import Circuits

/// The memory bandwidth of this machine, by updating a buffer beyond every cache in place.
struct MemoryProbe {
  /// Bytes read and written in a second: each byte of the buffer counts twice.
  let bytesPerSecond: Double
  /// Size of the buffer.
  let bytes: UInt64
  let threads: Int
  /// Seconds a byte that fresh memory costs when it is first written to.
  let pageSeconds: Double

  /// The best of a few updates.
  init(threads: Int) throws(QuantumError) {
    // 256 MiB, or what a small machine can spare.
    var qubits = 24
    while qubits > 16, MachineMemory.available / 4 < 16 << UInt64(qubits) { qubits -= 1 }
    let options = KernelOptions(set: try .selected(), threads: threads)
    let start = ContinuousClock.now
    var state = try StateVector<Double>(qubits: qubits)
    // Waits for the system to hand out the pages.
    try state.applyUnchecked(.scale(Complex(0, 1)), to: [], using: options)
    let first = start.secondsUntilNow
    var best = first
    for _ in 0..<4 {
      let start = ContinuousClock.now
      try state.applyUnchecked(.scale(Complex(0, 1)), to: [], using: options)
      best = min(best, start.secondsUntilNow)
    }
    bytes = 16 << UInt64(qubits)
    pageSeconds = (first - best) / Double(bytes)
    bytesPerSecond = 2 * Double(bytes) / best
    self.threads = threads
  }
}
