import Circuits

extension Ansatz {
  /// How many weights layer number `layer`, from 0, has.
  func weightCount(qubits: Int, layer: Int) -> Int {
    switch design {
    case .stronglyEntangling: 3 * qubits
    case .twoLocal(let gates): gates.weightCount(qubits: qubits, isLast: layer == layers - 1)
    case .simplifiedTwoDesign: (layer == 0 ? qubits : 0) + 2 * max(qubits - 1, 0)
    case .network(let network): network.weightCount(qubits: qubits)
    case .convolutional: qubits == 1 ? 1 : 7 * TensorNetwork.levels(qubits: qubits).count
    case .particleConserving: 2 * qubits - 1
    case .custom(let custom): custom.weights(qubits)
    }
  }

  /// Appends layer number `layer`, from 0.
  func append(_ weights: [Angle], layer: Int, to circuit: inout Circuit) {
    switch design {
    case .stronglyEntangling: Self.stronglyEntangling(weights, layer, &circuit)
    case .twoLocal(let gates):
      gates.append(weights, isLast: layer == layers - 1, to: &circuit)
    case .simplifiedTwoDesign: Self.simplifiedTwoDesign(weights, layer, &circuit)
    case .network(let network): network.append(weights, to: &circuit)
    case .convolutional: Self.convolutional(weights, &circuit)
    case .particleConserving: Self.particleConserving(weights, &circuit)
    case .custom(let custom): custom.gates(weights, layer, &circuit)
    }
  }

  private static func stronglyEntangling(
    _ weights: [Angle], _ layer: Int, _ circuit: inout Circuit
  ) {
    let qubits = circuit.qubitCount
    for qubit in 0..<qubits {
      circuit.rz(weights[3 * qubit], qubit)
      circuit.ry(weights[3 * qubit + 1], qubit)
      circuit.rz(weights[3 * qubit + 2], qubit)
    }
    guard qubits > 1 else { return }
    let range = layer % (qubits - 1) + 1
    for qubit in 0..<qubits { circuit.cx(qubit, (qubit + range) % qubits) }
  }

  private static func simplifiedTwoDesign(
    _ weights: [Angle], _ layer: Int, _ circuit: inout Circuit
  ) {
    var next = 0
    if layer == 0 {
      for qubit in 0..<circuit.qubitCount { circuit.ry(weights[qubit], qubit) }
      next = circuit.qubitCount
    }
    for start in [0, 1] {
      for qubit in stride(from: start, to: circuit.qubitCount - 1, by: 2) {
        circuit.cz(qubit, qubit + 1)
        circuit.ry(weights[next], qubit)
        circuit.ry(weights[next + 1], qubit + 1)
        next += 2
      }
    }
  }

  private static func convolutional(_ weights: [Angle], _ circuit: inout Circuit) {
    if circuit.qubitCount == 1 { return circuit.ry(weights[0], 0) }
    for (number, level) in TensorNetwork.levels(qubits: circuit.qubitCount).enumerated() {
      let own = Array(weights[7 * number..<7 * (number + 1)])
      for start in [0, 1] {
        for index in stride(from: start, to: level.count - 1, by: 2) {
          let (a, b) = (level[index], level[index + 1])
          circuit.ry(own[0], a)
          circuit.ry(own[1], b)
          circuit.rxx(own[2], a, b)
          circuit.ryy(own[3], a, b)
          circuit.rzz(own[4], a, b)
        }
      }
      // A measurement of `a` that decides over a rotation of `b`, put off to the end.
      for (a, b) in TensorNetwork.joined(level) {
        circuit.crz(own[5], a, b)
        circuit.x(a)
        circuit.crx(own[6], a, b)
        circuit.x(a)
      }
    }
  }

  private static func particleConserving(_ weights: [Angle], _ circuit: inout Circuit) {
    var next = 0
    for start in [0, 1] {
      for qubit in stride(from: start, to: circuit.qubitCount - 1, by: 2) {
        // exp(−iθ/2 · (YX − XY)/2) turns |01⟩ and |10⟩ into each other; the two parts commute.
        circuit.append(PauliRotation([.y, .x], 0.5 * weights[next]), to: [qubit, qubit + 1])
        circuit.append(PauliRotation([.x, .y], -0.5 * weights[next]), to: [qubit, qubit + 1])
        next += 1
      }
    }
    for qubit in 0..<circuit.qubitCount { circuit.rz(weights[next + qubit], qubit) }
  }
}
