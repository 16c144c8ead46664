import Circuits
import TestSupport

/// Random circuits whose qubits fall into groups that no gate joins.
struct GroupedCircuits {
  private var random: TestRandom

  init(seed: UInt64) { random = TestRandom(seed: seed) }

  /// Groups of 1 to 5 qubits, scattered over the register, 11 to 14 qubits in all and some idle ones.
  mutating func groups(qubits: Int) -> [[Int]] {
    var rest = (0..<qubits).shuffled(using: &random)
    var groups: [[Int]] = []
    while !rest.isEmpty {
      let size = min(rest.count, Int.random(in: 1...5, using: &random))
      groups.append(Array(rest.suffix(size)))
      rest.removeLast(size)
    }
    return groups
  }

  /// Gates within random groups.
  mutating func unitary(qubits: Int = 12, gates: Int = 80) throws -> Circuit {
    var circuit = Circuit(qubits: qubits + 2, bits: 0)
    try addGates(to: &circuit, groups(qubits: qubits + 1), gates)
    return circuit
  }

  private mutating func addGates(
    to circuit: inout Circuit, _ groups: [[Int]], _ count: Int
  ) throws {
    for _ in 0..<count {
      let group = groups[Int.random(in: groups.indices, using: &random)]
      let gate = try random.gate(largest: min(3, group.count))
      circuit.append(gate, to: random.qubits(gate.qubitCount, among: group.count).map { group[$0] })
    }
  }

  /// The same with measurements, resets and conditions, now and then on the bits of another group.
  ///
  /// - Parameter links: whether bits are shared by groups at all.
  mutating func dynamic(qubits: Int = 12, gates: Int = 60, links: Bool) throws -> Circuit {
    let groups = groups(qubits: qubits)
    var circuit = Circuit()
    circuit.addQubits(qubits, named: "q")
    for number in groups.indices { circuit.addBits(2, named: "c\(number)") }
    for _ in 0..<10 {
      try addGates(to: &circuit, groups, gates / 10)
      let number = Int.random(in: groups.indices, using: &random)
      let other =
        links && Int.random(in: 0..<3, using: &random) == 0
        ? Int.random(in: groups.indices, using: &random) : number
      let qubit = groups[number].randomElement(using: &random)!
      switch Int.random(in: 0..<4, using: &random) {
      case 0: circuit.reset(qubit)
      case 1:
        let value = UInt64.random(in: 0...3, using: &random)
        circuit.if(circuit.classicalRegisters[other], equals: value) { $0.x(qubit) }
      default: circuit.measure(qubit, into: 2 * other + Int.random(in: 0...1, using: &random))
      }
    }
    return circuit
  }
}
