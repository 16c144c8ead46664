import Gates

/// What a computation of derivatives may take, from its beginning on: time, memory, patience.
struct RunLimits {
  private let configuration: Simulator.Configuration
  private let start = ContinuousClock.now

  init(_ configuration: Simulator.Configuration) { self.configuration = configuration }

  /// Refuses to go on past the time limit or after a cancellation.
  func checkpoint() throws(QuantumError) {
    if configuration.isCancelled?() == true { throw .cancelled }
    if let limit = configuration.timeLimit, ContinuousClock.now - start > limit {
      throw .timeLimitExceeded(seconds: limit.seconds)
    }
  }

  /// Refuses more states at once than the memory limit allows.
  func checkMemory(states: Int, qubits: Int) throws(QuantumError) {
    try StateVector<Double>.checkMemory(qubits: qubits, limit: configuration.memoryLimit)
    let bytes = StateVector<Double>.bytesNeeded(qubits: qubits)
    let (needed, overflow) = bytes.multipliedReportingOverflow(by: UInt64(states))
    guard let limit = configuration.memoryLimit, overflow || needed > limit else { return }
    throw .insufficientMemory(
      qubits: qubits, bytesNeeded: overflow ? .max : needed, bytesAvailable: limit)
  }
}
