import Synchronization

/// The probability of each reading of some qubits, 2^m for m of them.
///
/// A reading is a number: position k in the list of qubits is its bit k. Whichever way a probability is
/// asked for, and at any number of threads, it has the same bits.
package protocol Readings: Sendable {
  /// The number of qubits that are read, m.
  var bitCount: Int { get }

  /// Calls `body` with blocks that together hold each reading once: in the order that is fastest, which
  /// need not be that of readings, and from several threads.
  func forEachBlock(_ body: @escaping @Sendable (ReadingBlock) -> Void)

  /// Calls `body` with consecutive readings, ascending: the first of them, and the probabilities of that
  /// and the following.
  func forEachRun<E: Error>(
    _ body: (_ first: Int, _ probabilities: [Double]) throws(E) -> Void
  ) throws(E)

  /// The probability of a reading in `0..<2^m`.
  subscript(reading: Int) -> Double { get }
}

/// Some readings with their probabilities; lives no longer than the call that it is handed to.
package struct ReadingBlock {
  /// The smallest reading.
  package let first: Int
  package let probabilities: UnsafeBufferPointer<Double>
  /// What each reading is above the first.
  private let places: UnsafeBufferPointer<Int>
  private let kernels: Reductions<Double>

  init(
    first: Int, places: UnsafeBufferPointer<Int>, probabilities: UnsafeBufferPointer<Double>,
    kernels: Reductions<Double>
  ) {
    self.first = first
    self.places = places
    self.probabilities = probabilities
    self.kernels = kernels
  }

  /// The reading that an element of ``probabilities`` belongs to.
  package func reading(at element: Int) -> Int { first | places[element] }

  /// The largest probability.
  package var largest: Double { kernels.largest(probabilities) }

  /// How many probabilities are `limit` or more.
  package func count(from limit: Double) -> Int { kernels.count(probabilities, from: limit) }
}

extension Readings {
  /// How many readings have a probability of `limit` or more.
  ///
  /// Cost: one reading of all probabilities.
  package func count(from limit: Double) -> Int {
    let total = Total()
    forEachBlock { total.value.add($0.count(from: limit), ordering: .relaxed) }
    return total.value.load(ordering: .relaxed)
  }
}

/// A number that several threads add to.
private final class Total: Sendable {
  let value = Atomic<Int>(0)
}

extension StateVector {
  /// The probabilities of reading some qubits: the state itself, from which they are computed whenever
  /// they are asked for, or an array of them where that takes a sixteenth of the state or less.
  ///
  /// Cost: none, but that the state's memory is held; for an array that of ``probabilities(of:)``.
  ///
  /// - Parameters:
  ///   - qubits: the first is the least significant bit of a reading.
  ///   - holdsState: false for an array in any case.
  /// - Throws: what ``probabilities(of:)`` throws.
  package func readings(
    of qubits: [Int], holdsState: Bool = true
  ) throws(QuantumError) -> any Readings {
    let set = try KernelSet.selected()
    guard holdsState, Scalar.precision.holdsState(of: qubitCount, reading: qubits.count) else {
      return ListedReadings(try probabilities(of: qubits), kernels: set)
    }
    try check(qubits)
    return StateReadings(
      state: self, qubits: qubits, kernels: set, threads: WorkerPool.threads)
  }
}

extension StatePrecision {
  /// Whether the probabilities of reading m qubits are read from the state of n rather than kept beside
  /// it, as they would take more than a sixteenth of its bytes.
  package func holdsState(of qubits: Int, reading read: Int) -> Bool {
    // 8 · 2^m bytes against those of an amplitude times 2^n.
    let shift = qubits - read
    return shift < 8 && 8 << 4 > bytesNeeded(qubits: 0) << UInt64(shift)
  }
}
