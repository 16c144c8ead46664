public import Gates

/// How exp(−i(A + B)t) is approximated by steps of exp(−iAδ) and exp(−iBδ).
///
/// M. Suzuki, "Fractal decomposition of exponential operators" (1990),
/// doi:10.1016/0375-9601(90)90962-N.
public enum TrotterOrder: Int, CaseIterable, Sendable {
  /// A, then B: the error is O(t·δ).
  case first = 1
  /// Half of A, B, half of A: the error is O(t·δ²). Halves between steps are merged.
  case second = 2
}

extension Circuit {
  /// Evolution exp(−iHt) of a transverse-field Ising chain, H = J Σ ZₖZₖ₊₁ + h Σ Xₖ, in Trotter steps.
  ///
  /// S. Lloyd, "Universal quantum simulators" (1996), doi:10.1126/science.273.5278.1073. Couplings on
  /// even places go before those on odd places, so that each row acts on all qubits at once.
  ///
  /// - Parameters:
  ///   - qubits: 1 or more.
  ///   - coupling: J.
  ///   - field: h.
  ///   - time: t, in units of 1/energy.
  ///   - steps: 1 or more; δ = t/steps.
  ///   - isRing: whether the last qubit is coupled to the first.
  /// - Throws: ``QuantumError/outOfRange(what:value:range:)``
  public static func isingEvolution(
    qubits: Int, coupling: Angle, field: Angle, time: Angle, steps: Int,
    order: TrotterOrder = .first, isRing: Bool = false
  ) throws(QuantumError) -> Circuit {
    try check(qubits, atLeast: 1, "the number of qubits")
    try check(steps, atLeast: 1, "the number of steps")
    let ends =
      Array(stride(from: 0, to: qubits - 1, by: 2)) + stride(from: 1, to: qubits - 1, by: 2)
    var bonds = ends.map { ($0, $0 + 1) }
    if isRing, qubits > 2 { bonds.append((qubits - 1, 0)) }
    let δ = time / Angle.value(Double(steps))
    let (couple, turn) = (2 * coupling * δ, 2 * field * δ)

    var circuit = Circuit(qubits: qubits)
    func appendCouplings(_ angle: Angle) {
      for (a, b) in bonds { circuit.rzz(angle, a, b) }
    }
    if order == .second { appendCouplings(couple / 2) }
    for step in 0..<steps {
      if order == .first { appendCouplings(couple) }
      for qubit in 0..<qubits { circuit.rx(turn, qubit) }
      if order == .second { appendCouplings(step == steps - 1 ? couple / 2 : couple) }
    }
    return circuit
  }
}
