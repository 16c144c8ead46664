// A gate of one's own, with an angle, in a circuit that is trained: it turns |01⟩ into |10⟩ and leaves the
// number of ones alone. The circuit finds the ground state of two spins with exchange.

import Circuits
import RealModule

struct PartialExchange: QuantumGate {
  let name = "exchange"
  let qubitCount = 2
  let parameters: [Angle]
  // exp(-iθ/2 G): derivatives follow from G.
  let generator: PauliSum? = 0.5 * X(0) * X(1) + 0.5 * Y(0) * Y(1)

  init(_ angle: Angle) { parameters = [angle] }

  func action(_ angles: [Double]) -> GateAction {
    let (c, s) = (
      Complex(Double.cos(angles[0] / 2)), Complex(0, -Double.sin(angles[0] / 2))
    )
    return .matrix([[1, 0, 0, 0], [0, c, s, 0], [0, s, c, 0], [0, 0, 0, 1]])
  }
}

var circuit = Circuit(qubits: 2)
let angle = circuit.parameters(count: 2, named: "θ")
circuit.x(0)
circuit.append(PartialExchange(angle[0]), to: [0, 1])
circuit.rz(angle[1], 1)
let energy: PauliSum = X(0) * X(1) + Y(0) * Y(1) + 0.5 * Z(0)

var angles = [0.3, 0.2]
var optimizer = Adam(learningRate: 0.1)
for _ in 0..<300 {
  let (_, gradient) = try circuit.valueAndGradient(of: energy, at: angles)
  optimizer.update(&angles, along: gradient)
}
let found = try circuit.valueAndGradient(of: energy, at: angles).value
print("energy \(found), and \(-(4.25).squareRoot()) by hand")
