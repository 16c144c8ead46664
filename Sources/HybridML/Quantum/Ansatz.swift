import Circuits

/// The trained part of a circuit: layers of rotations by weights, and gates that entangle.
public enum Ansatz: String, Hashable, Sendable, Codable, CaseIterable {
  /// A general rotation `rz(ω) ry(θ) rz(φ)` on every qubit, then `cx` from each to the one r further, r
  /// growing by one a layer (M. Schuld, A. Bocharov, K. Svore, N. Wiebe, "Circuit-centric quantum
  /// classifiers" (2020), doi:10.1103/PhysRevA.101.032308).
  case stronglyEntangling
  /// `rx` on every qubit, then a ring of `cx`.
  case basicEntangler
  /// `ry` on every qubit, then a chain of `cx`: real amplitudes throughout.
  case realAmplitudes
  /// `ry` and `rz` on every qubit, then a chain of `cx`.
  case efficientSU2
  /// Pairs of neighbours, even ones and then odd ones: `cz`, then `ry` on both (M. Cerezo et al. (2021),
  /// doi:10.1038/s41467-021-21728-w).
  case simplifiedTwoDesign

  /// How many weights a layer has.
  public func weightCount(qubits: Int) -> Int {
    switch self {
    case .stronglyEntangling: 3 * qubits
    case .basicEntangler, .realAmplitudes: qubits
    case .efficientSU2: 2 * qubits
    case .simplifiedTwoDesign: 2 * (qubits / 2 + (qubits - 1) / 2)
    }
  }

  /// Appends layer number `layer`, from 0.
  func append(_ weights: [Angle], layer: Int, to circuit: inout Circuit) {
    let qubits = circuit.qubitCount
    switch self {
    case .stronglyEntangling:
      for qubit in 0..<qubits {
        circuit.rz(weights[3 * qubit], qubit)
        circuit.ry(weights[3 * qubit + 1], qubit)
        circuit.rz(weights[3 * qubit + 2], qubit)
      }
      guard qubits > 1 else { return }
      let range = layer % (qubits - 1) + 1
      for qubit in 0..<qubits { circuit.cx(qubit, (qubit + range) % qubits) }
    case .basicEntangler:
      for qubit in 0..<qubits { circuit.rx(weights[qubit], qubit) }
      if qubits == 2 {
        circuit.cx(0, 1)
      } else if qubits > 2 {
        for qubit in 0..<qubits { circuit.cx(qubit, (qubit + 1) % qubits) }
      }
    case .realAmplitudes:
      for qubit in 0..<qubits { circuit.ry(weights[qubit], qubit) }
      for qubit in 0..<(qubits - 1) { circuit.cx(qubit, qubit + 1) }
    case .efficientSU2:
      for qubit in 0..<qubits {
        circuit.ry(weights[2 * qubit], qubit)
        circuit.rz(weights[2 * qubit + 1], qubit)
      }
      for qubit in 0..<(qubits - 1) { circuit.cx(qubit, qubit + 1) }
    case .simplifiedTwoDesign:
      var next = 0
      for start in [0, 1] {
        for qubit in stride(from: start, to: qubits - 1, by: 2) {
          circuit.cz(qubit, qubit + 1)
          circuit.ry(weights[next], qubit)
          circuit.ry(weights[next + 1], qubit + 1)
          next += 2
        }
      }
    }
  }
}
