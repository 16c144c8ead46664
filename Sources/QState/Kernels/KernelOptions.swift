/// How an operation is carried out: by which kernels and on how many threads.
package struct KernelOptions: Equatable, Sendable {
  package var set: KernelSet
  package var threads: Int
  /// Work below this many amplitudes stays on the caller's thread. Tests make it small.
  package var serialLimit: Int

  package init(
    set: KernelSet, threads: Int = WorkerPool.threads, serialLimit: Int = WorkerPool.serialLimit
  ) {
    self.set = set
    self.threads = threads
    self.serialLimit = serialLimit
  }

  /// What the environment and ``WorkerPool/setThreads(_:)`` say.
  ///
  /// - Throws: ``QuantumError/unsupported(what:remedy:)`` or
  ///   ``QuantumError/outOfRange(what:value:range:)`` for a wrong `QSIM_KERNELS` or `QSIM_THREADS`.
  package static func current() throws(QuantumError) -> KernelOptions {
    _ = try WorkerPool.environmentThreads.get()
    return KernelOptions(set: try .selected())
  }

  /// Into how many slices work on so many amplitudes is cut: a few a thread, so that one that is
  /// held up leaves its share to the others.
  func slices(amplitudes: Int) -> Int {
    guard threads > 1, amplitudes >= serialLimit else { return 1 }
    return min(4 * threads, max(1, amplitudes / max(1, serialLimit / 4)))
  }
}
