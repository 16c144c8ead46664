import Gates

extension BatchedCircuit {
  /// The final state of every sample, `[samples][dimension]`, each up to a global phase.
  ///
  /// States are those of the qubits that gates act on; memory is `samples · dimension · 16` bytes.
  ///
  /// - Throws: as ``values(inputs:weights:)``;
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)`` before anything runs.
  package func states(
    inputs rows: [Double], weights: [Double] = []
  ) throws(QuantumError) -> (states: [Complex<Double>], dimension: Int) {
    let (count, nodes, angles) = try prepare(rows, weights)
    let qubits = circuit.program.qubitCount
    let dimension = 1 << qubits
    let needed = Double(count) * Double(dimension) * 16
    // Asking the system takes longer than small batches do.
    if needed > 0x1p26, needed >= Double(MachineMemory.available) {
      throw .insufficientMemory(
        qubits: qubits, bytesNeeded: UInt64(min(needed, 0x1p63)),
        bytesAvailable: MachineMemory.available)
    }
    guard let program else {
      var states: [Complex<Double>] = []
      states.reserveCapacity(count * dimension)
      for sample in 0..<count {
        let point = Array(rows[(sample * inputs.count)...].prefix(inputs.count)) + weights
        let state = try circuit.finalState(circuit.runner(at: point).runner, at: point)
        state.withUnsafeAmplitudes { states.append(contentsOf: $0) }
      }
      return (try finite(states, dimension), dimension)
    }
    let states = [Complex<Double>](unsafeUninitializedCapacity: count * dimension) {
      states, initialized in
      var values = Array(repeating: 0.0, count: max(count * observables.count, 1))
      values.withUnsafeMutableBufferPointer { values in
        rows.withUnsafeBufferPointer { rows in
          guard let states = states.baseAddress, let values = values.baseAddress else { return }
          nonisolated(unsafe) let rows = rows
          program.run(
            count: count, angles: angles, ownAngles: inputTape.angles(rows, nodes),
            values: values, states: states)
        }
      }
      initialized = count * dimension
    }
    return (try finite(states, dimension), dimension)
  }

  /// An input can lie outside the range of a function that an angle is made with.
  private func finite(
    _ states: [Complex<Double>], _ dimension: Int
  ) throws(QuantumError) -> [Complex<Double>] {
    for (index, amplitude) in states.enumerated() where !amplitude.isFinite {
      throw .notFinite(what: "an angle of sample \(index / dimension)", value: amplitude.real)
    }
    return states
  }
}
