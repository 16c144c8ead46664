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
