import Circuits

/// The memory bandwidth of this machine, by updating a buffer beyond every cache in place.
struct MemoryProbe {
  /// Bytes read and written in a second: each byte of the buffer counts twice.
  let bytesPerSecond: Double
  /// Size of the buffer.
  let bytes: UInt64
  let threads: Int

  /// The best of a few updates.
  init(threads: Int) throws(QuantumError) {
    // 256 MiB, or what a small machine can spare.
    var qubits = 24
    while qubits > 16, MachineMemory.available / 4 < 16 << UInt64(qubits) { qubits -= 1 }
    var state = try StateVector<Double>(qubits: qubits)
    let options = KernelOptions(set: try .selected(), threads: threads)
    var best = Double.infinity
    // The first one waits for the system to hand out the pages.
    for _ in 0..<5 {
      let start = ContinuousClock.now
      try state.applyUnchecked(.scale(Complex(0, 1)), to: [], using: options)
      best = min(best, start.secondsUntilNow)
    }
    bytes = 16 << UInt64(qubits)
    bytesPerSecond = 2 * Double(bytes) / best
    self.threads = threads
  }
}
