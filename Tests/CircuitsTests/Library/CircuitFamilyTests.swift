import Circuits
import ComplexModule
import TestSupport
import Testing

/// The families of circuits that simulators are compared on.
@Suite("Families of circuits")
struct CircuitFamilyTests {
  private func text(_ family: CircuitFamily, _ qubits: Int, seed: UInt64 = 20) throws -> String {
    try family.circuit(qubits: qubits, seed: seed).openQASM2()
  }

  @Test(
    "Every width has a valid circuit that uses all its qubits", arguments: CircuitFamily.allCases)
  func widths(_ family: CircuitFamily) throws {
    for qubits in family.minimumQubits...13 {
      let circuit = try family.circuit(qubits: qubits)
      try circuit.validate()
      #expect(circuit.qubitCount == qubits)
      #expect(Set(circuit.instructions.flatMap(\.qubits)) == Set(0..<qubits))
    }
  }

  @Test("The engine agrees with the reference", arguments: CircuitFamily.allCases)
  func states(_ family: CircuitFamily) throws {
    for qubits in family.minimumQubits...7 {
      let circuit = try family.circuit(qubits: qubits)
      let expected = try ReferenceSimulator.state(after: circuit)
      #expect(maximumDistance(try circuit.stateVector().amplitudes, expected) < 1e-13)
    }
  }

  @Test("The same seed gives the same circuit, another seed another one")
  func seeds() throws {
    for family in CircuitFamily.allCases {
      #expect(try text(family, 6) == text(family, 6))
      let isRandom = family != .ghz
      #expect(try (text(family, 6) != text(family, 6, seed: 21)) == isRandom)
    }
  }

  @Test("A seed means the same circuit on every machine")
  func pinned() throws {
    // Written down once: whoever changes it changes what earlier figures mean.
    let lines = try text(.clifford, 4).split(separator: "\n").dropFirst(3).prefix(6)
    #expect(
      lines.joined(separator: " ") == "x q[0]; x q[1]; h q[2]; x q[3]; cz q[2],q[1]; cz q[0],q[3];")
  }

  @Test("Too few qubits are refused with the family's name", arguments: CircuitFamily.allCases)
  func tooFew(_ family: CircuitFamily) throws {
    for qubits in [family.minimumQubits - 1, 0, -3] {
      let error = #expect(throws: QuantumError.self) { try family.circuit(qubits: qubits) }
      #expect(error?.description.contains(family.rawValue) == true)
    }
  }

  @Test("Grover's family finds its item more often than chance, and frees its helpers")
  func grover() throws {
    for qubits in [6, 7, 8, 9] {
      let bits = (qubits + 2) / 2
      let state = try CircuitFamily.grover.circuit(qubits: qubits).stateVector()
      // The largest probability of an item, whatever the flag holds.
      var items = [Double](repeating: 0, count: 1 << bits)
      for index in 0..<state.count {
        let helpers = index >> bits & (1 << (bits - 2) - 1)
        if helpers != 0 {
          #expect(state[index].lengthSquared < 1e-25)
        } else {
          items[index & (1 << bits - 1)] += state[index].lengthSquared
        }
      }
      #expect(try #require(items.max()) > 0.8)
    }
  }
}
