import Circuits
import Gates
import TestSupport
import Testing

/// A simulator that runs a circuit again with other numbers for its parameters puts them into gates that
/// it has kept.
@Suite("New numbers for parameters")
struct AngleBindingTests {
  /// Checks that runs with names give the bits that runs of circuits with the numbers in place give.
  private func check(_ circuit: Circuit, seed: UInt64, runs: Int = 3) throws {
    let simulator = Simulator()
    var random = TestRandom(seed: seed)
    let names = circuit.parameters.map(\.name)
    for _ in 0..<runs {
      let values = Dictionary(uniqueKeysWithValues: names.map { ($0, random.angle()) })
      let found = try simulator.run(circuit, parameters: values)
      let expected = try Simulator().run(circuit.bound(to: values))
      #expect(found.finalState == nil ? expected.finalState == nil : expected.finalState != nil)
      if let state = found.finalState, let reference = expected.finalState {
        #expect(state.qubits == reference.qubits)
        for (factor, other) in zip(state.factors, reference.factors) {
          #expect(factor.qubits == other.qubits)
          for index in 0..<1 << factor.qubits.count {
            #expect(factor.amplitudes[index] == other.amplitudes[index])
          }
        }
      }
      if circuit.qubitCount <= 12 {
        #expect(found.probabilities?.outcomes == expected.probabilities?.outcomes)
      }
    }
  }

  @Test("Every gate of the table, its angles named", arguments: GateTable.records.map(\.name))
  func everyGate(_ name: String) throws {
    let record = try #require(GateTable.record(named: name))
    guard !record.parameterNames.isEmpty else { return }
    var circuit = Circuit(qubits: record.qubitCount)
    let angles = circuit.parameters(count: record.parameterNames.count, named: "θ")
    for qubit in 0..<record.qubitCount { circuit.u(0.3, 1.1, 0.2, qubit) }
    let qubits = Array((0..<record.qubitCount).reversed())
    circuit.append(try StandardGate(record, angles), to: qubits)
    circuit.append(try StandardGate(record, angles.map { 2 * $0 + 0.5 }), to: qubits)
    try check(circuit, seed: 1)
  }

  @Test("Random circuits, all their angles named", arguments: [2, 5, 8, 11, 12], [0, 4])
  func randomCircuits(_ qubits: Int, _ measurements: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let circuit = try randomCircuit(
        qubits: qubits, gates: 60, seed: seed, largest: 3, measurements: measurements)
      try check(circuit.freeingAngles().circuit, seed: seed)
    }
  }

  @Test("Parameters that several groups of qubits share")
  func groups() throws {
    var circuit = Circuit(qubits: 30)
    let angles = circuit.parameters(count: 2, named: "θ")
    for first in stride(from: 0, to: 30, by: 6) {
      for qubit in first..<first + 5 {
        circuit.ry(angles[0] + Angle(Double(qubit)), qubit)
        circuit.crz(angles[1], qubit, qubit + 1)
        circuit.rx(.function(.sin, angles[1]) / 2, qubit + 1)
      }
    }
    try check(circuit, seed: 2)
  }

  @Test("Wrong numbers are named, also where right ones came before")
  func errors() throws {
    var circuit = Circuit(qubits: 1)
    circuit.ry(1 / Angle(Parameter("a")), 0)
    circuit.rx(Angle(Parameter("b")), 0)
    let simulator = Simulator()
    for _ in 0..<2 {
      let result = try simulator.run(circuit, parameters: ["a": 0.5, "b": 1])
      #expect(result.finalState != nil)
      #expect(
        throws: QuantumError.located(.unboundParameter("b"), place: "instruction 1 (rx)")
      ) { try simulator.run(circuit, parameters: ["a": 0.5]) }
      #expect(throws: QuantumError.unknownParameter(name: "c", known: ["a", "b"])) {
        try simulator.run(circuit, parameters: ["a": 0.5, "b": 1, "c": 2])
      }
      #expect(throws: QuantumError.unknownParameter(name: "c", known: ["a", "b"])) {
        try simulator.run(circuit, parameters: ["a": 0.5, "c": 2])
      }
      #expect(throws: QuantumError.self) {
        try simulator.run(circuit, parameters: ["a": 0.5, "b": .nan])
      }
      #expect(
        throws: QuantumError.located(
          .notFinite(what: "parameter 1 of ry", value: .infinity), place: "instruction 0 (ry)")
      ) { try simulator.run(circuit, parameters: ["a": 0, "b": 1]) }
    }
  }
}
