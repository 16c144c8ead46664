internal import Gates

extension Program {
  /// Leaves out the operations on which no outcome's probability depends, and the qubits that then
  /// stay |0⟩.
  ///
  /// An operation that commutes with all that is left behind it may as well come last. There it does
  /// nothing to the outcomes if it is diagonal in every qubit that is read: it multiplies amplitudes
  /// by phases, and acts on what is traced out.
  ///
  /// Cost: O(steps).
  mutating func dropDeadWork() {
    var disturbed: UInt64 = 0
    var observed = finalReads.reduce(0 as UInt64) { $0 | 1 << UInt64($1.qubit) }
    var kept: [Step] = []
    kept.reserveCapacity(steps.count)
    for step in steps.reversed() {
      switch step.action {
      case .apply(let operation):
        let own = operation.disturbed
        let looked = operation.qubits & ~own
        if own & (disturbed | observed) == 0, looked & disturbed == 0 { continue }
        disturbed |= own
        observed |= looked
      case .measure(let qubit, _):
        if let qubit { observed |= 1 << UInt64(qubit) }
      case .reset(let qubit):
        disturbed |= 1 << UInt64(qubit)
      }
      kept.append(step)
    }
    guard kept.count < steps.count else { return }
    steps = kept.reversed()
    dropIdleQubits()
  }

  /// Leaves out qubits that no operation acts on: they read 0, and a reset of them does nothing.
  private mutating func dropIdleQubits() {
    var touched: UInt64 = 0
    for case .apply(let operation) in steps.lazy.map({ $0.action }) { touched |= operation.qubits }
    guard touched.nonzeroBitCount < qubits.count else { return }
    var place = Array(repeating: -1, count: qubits.count)
    for (new, old) in BitIndices(touched).enumerated() { place[old] = new }
    steps = steps.compactMap { $0.moved(to: place) }
    finalReads = finalReads.compactMap { read in
      place[read.qubit] < 0 ? nil : (read.bit, place[read.qubit])
    }
    qubits = BitIndices(touched).map { qubits[$0] }
  }
}
