import Circuits
import TestSupport

extension Circuit {
  /// A circuit of everything that drawings know, different for each seed.
  static func randomlyDrawn(seed: UInt64, instructions: Int = 60) -> Circuit {
    var generator = TestRandom(seed: seed)
    var circuit = Circuit()
    circuit.addQubits(Int.random(in: 1...4, using: &generator), named: "q")
    circuit.addQubits(Int.random(in: 0...4, using: &generator), named: "ψ")
    circuit.addBits(Int.random(in: 1...4, using: &generator), named: "c")
    circuit.addBits(Int.random(in: 1...12, using: &generator), named: "long_flags")
    let gates: [SymbolGate] = [
      .h, .x, .z, .cx, .cz, .ccx, .swap, .cswap, .cp(.value(.pi / 8)), .rz(0.1), .rzz(0.25),
      .rz(.parameter(Parameter("θ")) + 1), .gphase(0.5),
      SymbolGate("cu", symbols: [.control(on: false), .box("U"), .box("U")]),
      SymbolGate("three", symbols: [.box("three"), .box("three"), .box("three")]),
      SymbolGate("ab", symbols: [.box("A"), .box("B"), .box("A")]),
    ]
    for _ in 0..<instructions {
      let qubits = Array(0..<circuit.qubitCount).shuffled(using: &generator)
      var condition: Condition?
      if Int.random(in: 0..<6, using: &generator) == 0 {
        let first = Int.random(in: 0..<circuit.bitCount, using: &generator)
        let last = Int.random(in: first..<circuit.bitCount, using: &generator)
        condition = Condition(bits: first..<(last + 1), equals: 1)
      }
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: circuit.reset(qubits[0])
      case 1:
        circuit.append(
          Instruction(.barrier, qubits: Array(qubits.prefix(qubits.count / 2 + 1))))
      case 2, 3:
        let bit = Int.random(in: 0..<circuit.bitCount, using: &generator)
        circuit.append(
          Instruction(.measure, qubits: [qubits[0]], bits: [bit], condition: condition))
      default:
        guard let gate = gates.randomElement(using: &generator), gate.qubitCount <= qubits.count
        else { continue }
        circuit.append(
          Instruction(
            .gate(gate), qubits: Array(qubits.prefix(gate.qubitCount)), condition: condition))
      }
    }
    return circuit
  }
}
