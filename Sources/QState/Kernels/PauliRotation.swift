/// The numbers of `exp(-iθ/2 P) = cos(θ/2) - i sin(θ/2) P` in the form that amplitudes need.
///
/// P |i⟩ = iʸ (-1)^parity(i & sign) |i ⊕ flip⟩ with y the number of Y, flip the qubits of X and Y, and
/// sign those of Y and Z. The amplitude that arrives at i comes from i ⊕ flip, whose parity under
/// sign differs from that of i by y; so
/// a'ᵢ = cos(θ/2) aᵢ + (-1)^parity(i & sign) · (-i)^(y+1) sin(θ/2) · a_{i ⊕ flip}.
struct PauliRotation {
  let flipMask: UInt64
  let signMask: UInt64
  /// cos(θ/2).
  let keep: Double
  /// (-i)^(y+1) sin(θ/2): real or imaginary.
  let move: Complex<Double>

  init(_ paulis: [Pauli], on targets: [Int], angle: Double) {
    var flip: UInt64 = 0
    var sign: UInt64 = 0
    for (pauli, target) in zip(paulis, targets) {
      let bit: UInt64 = 1 << UInt64(target)
      if pauli == .x || pauli == .y { flip |= bit }
      if pauli == .y || pauli == .z { sign |= bit }
    }
    flipMask = flip
    signMask = sign
    keep = .cos(angle / 2)
    let sine = Double.sin(angle / 2)
    switch (flip & sign).nonzeroBitCount % 4 {
    case 0: move = Complex(0, -sine)
    case 1: move = Complex(-sine, 0)
    case 2: move = Complex(0, sine)
    default: move = Complex(sine, 0)
    }
  }
}
