/// What of a state's memory depends on the size of its numbers alone. Not generic: see
/// ``AmplitudeStorage``.
extension StatePrecision {
  /// States below this size are not worth asking the system: its answer takes longer than they do.
  private static var uncheckedBytes: UInt64 { 16 << 20 }

  /// Refuses a number of qubits that the limit, or the memory of this machine, cannot hold.
  package func checkMemory(qubits: Int, limit: UInt64?) throws(QuantumError) {
    guard qubits >= 0 else {
      throw .outOfRange(
        what: "the number of qubits", value: Double(qubits), range: "0...\(Self.maximumQubits)")
    }
    guard qubits <= Self.maximumQubits else {
      throw .tooManyQubits(requested: qubits, limit: Self.maximumQubits)
    }
    let needed = bytesNeeded(qubits: qubits)
    var available = limit ?? .max
    if needed > Self.uncheckedBytes {
      // Memory kept from earlier states stands in the way of larger ones only.
      if MachineMemory.available < needed { SpareMemory.shared.release() }
      available = min(available, MachineMemory.available)
    }
    guard needed <= available else {
      throw .insufficientMemory(qubits: qubits, bytesNeeded: needed, bytesAvailable: available)
    }
  }

  /// The system refused an allocation that its own figures allowed.
  func memoryRefused(qubits: Int) -> QuantumError {
    let needed = bytesNeeded(qubits: qubits)
    return .insufficientMemory(
      qubits: qubits, bytesNeeded: needed, bytesAvailable: min(MachineMemory.available, needed - 1))
  }
}

extension AmplitudeStorage {
  /// Memory for a state whose every amplitude the caller writes.
  ///
  /// - Throws: what ``StateVector/init(qubits:memoryLimit:)`` throws.
  static func blank(
    _ precision: StatePrecision, qubits: Int, memoryLimit: UInt64?
  ) throws(QuantumError) -> AmplitudeStorage {
    try precision.checkMemory(qubits: qubits, limit: memoryLimit)
    guard let storage = AmplitudeStorage(blank: 2 * precision.realBytes << qubits) else {
      throw precision.memoryRefused(qubits: qubits)
    }
    return storage
  }

  /// A state of which every amplitude is zero.
  ///
  /// - Throws: as ``blank(_:qubits:memoryLimit:)``.
  static func zeros(
    _ precision: StatePrecision, qubits: Int, memoryLimit: UInt64?
  ) throws(QuantumError) -> AmplitudeStorage {
    try precision.checkMemory(qubits: qubits, limit: memoryLimit)
    guard let storage = AmplitudeStorage(zeros: 2 * precision.realBytes << qubits) else {
      throw precision.memoryRefused(qubits: qubits)
    }
    return storage
  }

  /// The same amplitudes in memory of their own.
  ///
  /// - Throws: as ``blank(_:qubits:memoryLimit:)``.
  func copy(_ precision: StatePrecision, qubits: Int) throws(QuantumError) -> AmplitudeStorage {
    try precision.checkMemory(qubits: qubits, limit: nil)
    guard let copy = copy() else { throw precision.memoryRefused(qubits: qubits) }
    return copy
  }

  /// Makes the amplitude of a basis state 1.
  func setOne(_ basisState: Int, _ precision: StatePrecision) {
    switch precision {
    case .double: base.storeBytes(of: 1, toByteOffset: 16 * basisState, as: Double.self)
    case .single: base.storeBytes(of: 1, toByteOffset: 8 * basisState, as: Float.self)
    }
  }
}
