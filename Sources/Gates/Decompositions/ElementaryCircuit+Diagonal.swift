import QState

/// Diagonal operations and rotations chosen by other qubits, by Walsh transforms in Gray code order.
///
/// A diagonal's phases are a sum of signs (−1)^(s·x) over parities s of the qubits, and a rotation that
/// depends on qubits x has an angle that is such a sum. Each term is one rotation between `cx` that
/// compute its parity; taken in Gray code order, neighbouring parities differ by one `cx`.
///
/// S. S. Bullock and I. L. Markov, "Asymptotically optimal circuits for arbitrary n-qubit diagonal
/// computations", Quantum Inf. Comput. 4, 27–47 (2004), arXiv:quant-ph/0303039. M. Möttönen,
/// J. J. Vartiainen, V. Bergholm, M. M. Salomaa, "Quantum circuits for general multiqubit gates", Phys.
/// Rev. Lett. 93, 130502 (2004), doi:10.1103/PhysRevLett.93.130502.
extension ElementaryCircuit {
  /// An axis whose rotations are inverted by X.
  enum Axis {
    case y, z

    func rotation(_ angle: Double) -> OneQubitMatrix {
      self == .y ? .ry(angle) : .rz(angle)
    }
  }

  /// Multiplies basis state x of `qubits` (the first least significant) by exp(i phases[x]), where all
  /// `controls` are 1. At most 2^n − 2 `cx` for n qubits without controls.
  mutating func diagonal(phases: [Double], qubits: [Int], controls: [Int] = []) {
    let terms = phases.walshTransform
    controlledPhase(terms[0], on: controls)
    // The terms whose highest qubit is the target: parities of it with the ones below.
    for (place, target) in qubits.enumerated() {
      let angles = (0..<(1 << place)).map { -2 * terms[1 << place | $0] }
      rotations(.z, terms: angles, selecting: Array(qubits[..<place]), target, controls: controls)
    }
  }

  /// Rotates `target` about an axis by angles[x] for basis state x of the selecting qubits (the first
  /// least significant). At most 2^n `cx` for n selecting qubits.
  mutating func multiplexedRotation(
    _ axis: Axis, angles: [Double], selecting: [Int], target: Int
  ) {
    rotations(axis, terms: angles.walshTransform, selecting: selecting, target, controls: [])
  }

  /// Rotates `target` by the sum over s of terms[s] (−1)^(s·x).
  private mutating func rotations(
    _ axis: Axis, terms: [Double], selecting: [Int], _ target: Int, controls: [Int]
  ) {
    /// The parity that `target` carries now.
    var parity = 0
    func carry(_ wanted: Int, _ circuit: inout ElementaryCircuit) {
      for (place, qubit) in selecting.enumerated() where ((parity ^ wanted) >> place) & 1 == 1 {
        circuit.cx(qubit, target)
      }
      parity = wanted
    }
    for index in terms.indices {
      let gray = index ^ (index >> 1)
      let angle = terms[gray]
      // Where a term vanishes its cx are not needed either.
      guard abs(angle) > Double.ulpOfOne / 2 else { continue }
      carry(gray, &self)
      controlled(axis.rotation(angle), controls: controls, target: target)
    }
    carry(0, &self)
  }
}

extension [Double] {
  /// The coefficients c with self[x] = Σ c[s] (−1)^(s·x), where s·x is the parity of the common bits;
  /// 2^n elements.
  fileprivate var walshTransform: [Double] {
    var result = self
    var half = 1
    while half < count {
      for start in stride(from: 0, to: count, by: 2 * half) {
        for index in start..<start + half {
          let (a, b) = (result[index], result[index + half])
          result[index] = (a + b) / 2
          result[index + half] = (a - b) / 2
        }
      }
      half *= 2
    }
    return result
  }
}
