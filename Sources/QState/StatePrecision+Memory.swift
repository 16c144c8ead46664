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
