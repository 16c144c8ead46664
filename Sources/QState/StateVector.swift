/// The state of n qubits as 2^n complex amplitudes.
///
/// A value: copying one is free until either copy changes, which then takes memory of its own.
/// Amplitudes are interleaved complex numbers of precision `Scalar`, as C, NumPy, BLAS and FFTW have
/// them. **Bit order:** qubit k is bit k of an amplitude's index.
public struct StateVector<Scalar: StateScalar>: Sendable {
  /// The number of qubits, n.
  public let qubitCount: Int
  var storage: AmplitudeStorage

  /// The state |0…0⟩.
  ///
  /// - Parameters:
  ///   - qubits: how many; 0 gives the single amplitude 1.
  ///   - memoryLimit: the most bytes that the amplitudes may take; nil leaves it to the machine.
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` before anything
  ///   is allocated, ``QuantumError/tooManyQubits(requested:limit:)``, or
  ///   ``QuantumError/outOfRange(what:value:range:)`` for a negative number.
  public init(qubits: Int, memoryLimit: UInt64? = nil) throws(QuantumError) {
    try self.init(qubits: qubits, basisState: 0, memoryLimit: memoryLimit)
  }

  /// A state of which every amplitude is still zero: the caller must make it a state.
  init(zeros qubits: Int, memoryLimit: UInt64? = nil) throws(QuantumError) {
    storage = try .zeros(Scalar.precision, qubits: qubits, memoryLimit: memoryLimit)
    qubitCount = qubits
  }

  /// A state of which every amplitude may be anything, for a ``TileProgram`` that starts from |0…0⟩ and
  /// writes them all. Nothing else may be done with it before.
  package init(blank qubits: Int, memoryLimit: UInt64? = nil) throws(QuantumError) {
    storage = try .blank(Scalar.precision, qubits: qubits, memoryLimit: memoryLimit)
    qubitCount = qubits
  }

  /// The number of amplitudes, 2^n.
  public var count: Int { 1 << qubitCount }

  /// The amplitudes, while the storage lives.
  var pointer: UnsafeMutablePointer<Complex<Scalar>> {
    // Complex<Scalar> is two Scalars, for which any bytes are a valid value.
    storage.base.assumingMemoryBound(to: Complex<Scalar>.self)
  }

  /// The amplitude of a basis state.
  ///
  /// - Parameter index: a basis state in `0..<count`; any other is a broken promise and traps.
  public subscript(index: Int) -> Complex<Scalar> {
    precondition(index >= 0 && index < count, "basis state \(index) is outside 0..<\(count)")
    return pointer[index]
  }

  /// A copy of all amplitudes, `[2^n]`. Takes as much memory as the state.
  public var amplitudes: [Complex<Scalar>] {
    withUnsafeAmplitudes { Array($0) }
  }
}

// MARK: Memory

extension StateVector {
  /// The most qubits whose amplitudes' bytes can be counted at all; memory ends long before.
  public static var maximumQubits: Int { StatePrecision.maximumQubits }

  /// Bytes that the amplitudes of so many qubits take; `UInt64.max` where the number has more bits.
  public static func bytesNeeded(qubits: Int) -> UInt64 {
    Scalar.precision.bytesNeeded(qubits: qubits)
  }

  /// Refuses a number of qubits that the limit, or the memory of this machine, cannot hold.
  package static func checkMemory(qubits: Int, limit: UInt64?) throws(QuantumError) {
    try Scalar.precision.checkMemory(qubits: qubits, limit: limit)
  }

  /// How many times these amplitudes were copied since they were first allocated: running a circuit
  /// must leave it at 0.
  package var copyCount: Int { storage.copyCount }

  /// Takes memory of its own where another state shares it.
  mutating func makeUnique() throws(QuantumError) {
    if isKnownUniquelyReferenced(&storage) { return }
    storage = try storage.copy(Scalar.precision, qubits: qubitCount)
  }

  /// The amplitudes for reading. The pointer must not outlive the call.
  package func withUnsafeAmplitudes<Result>(
    _ body: (UnsafeBufferPointer<Complex<Scalar>>) -> Result
  ) -> Result {
    defer { extendLifetime(storage) }
    return body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// The amplitudes for writing, copied first where another state shares them. The pointer must not
  /// outlive the call.
  ///
  /// - Throws: ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` where a copy
  ///   was needed; what `body` throws.
  package mutating func withUnsafeMutableAmplitudes<Result>(
    _ body: (UnsafeMutableBufferPointer<Complex<Scalar>>) throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    try makeUnique()
    defer { extendLifetime(storage) }
    return try body(UnsafeMutableBufferPointer(start: pointer, count: count))
  }
}
