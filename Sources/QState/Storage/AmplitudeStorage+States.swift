extension AmplitudeStorage {
  /// Memory for a state whose every amplitude the caller writes.
  ///
  /// - Throws: what ``StateVector/init(qubits:memoryLimit:)`` throws.
  static func blank(
    _ precision: StatePrecision, qubits: Int, memoryLimit: UInt64?
  ) throws(QuantumError) -> AmplitudeStorage {
    try checked(precision, qubits, memoryLimit) { AmplitudeStorage(blank: $0) }
  }

  /// A state of which every amplitude is zero.
  ///
  /// - Throws: as ``blank(_:qubits:memoryLimit:)``.
  static func zeros(
    _ precision: StatePrecision, qubits: Int, memoryLimit: UInt64?
  ) throws(QuantumError) -> AmplitudeStorage {
    try checked(precision, qubits, memoryLimit) { AmplitudeStorage(zeros: $0) }
  }

  /// The same amplitudes in memory of their own.
  ///
  /// - Throws: as ``blank(_:qubits:memoryLimit:)``.
  func copy(_ precision: StatePrecision, qubits: Int) throws(QuantumError) -> AmplitudeStorage {
    try Self.checked(precision, qubits, nil) { _ in copy() }
  }

  /// What `make` gives for the bytes of a state, where these may be taken.
  private static func checked(
    _ precision: StatePrecision, _ qubits: Int, _ memoryLimit: UInt64?,
    _ make: (Int) -> AmplitudeStorage?
  ) throws(QuantumError) -> AmplitudeStorage {
    try precision.checkMemory(qubits: qubits, limit: memoryLimit)
    guard let storage = make(2 * precision.realBytes << qubits) else {
      throw precision.memoryRefused(qubits: qubits)
    }
    return storage
  }

  /// Makes the amplitude of a basis state 1.
  func setOne(_ basisState: Int, _ precision: StatePrecision) {
    switch precision {
    case .double: base.storeBytes(of: 1, toByteOffset: 16 * basisState, as: Double.self)
    case .single: base.storeBytes(of: 1, toByteOffset: 8 * basisState, as: Float.self)
    }
  }
}
