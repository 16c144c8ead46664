import Gates
import TestSupport
import Testing

@testable import Circuits

/// A simulator that runs a circuit again with other numbers for its parameters puts them into gates that
/// it has kept.
@Suite("New numbers for parameters")
struct AngleBindingTests {
  /// Checks that runs with names give the bits that runs of circuits with the numbers in place give.
  private func check(_ circuit: Circuit, seed: UInt64, runs: Int = 4) throws {
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
        #expect(state.factors.count == reference.factors.count)
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
      let counts = try simulator.run(circuit, shots: 50, seed: 5, parameters: values).counts
      #expect(try counts == Simulator().run(circuit.bound(to: values), shots: 50, seed: 5).counts)
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

  @Test("Gates of the table have their places, others are left to the circuit")
  func places() throws {
    var circuit = Circuit(qubits: 2)
    let θ = circuit.parameters(count: 3, named: "θ")
    circuit.ry(θ[0], 0)
    circuit.h(1)
    circuit.crz(2 * θ[1] + 0.5, 0, 1)
    circuit.append(try StandardGate(named: "cu", [θ[0], θ[1], 0, 1]), to: [0, 1])
    circuit.append(StandardGate.rx(θ[1]).controlled(on: [false]), to: [0, 1])
    circuit.rx(1 / θ[2], 1)
    var long = θ[0]
    // Written out it has 2^17 operations.
    for _ in 0..<16 { long = long + long }
    circuit.rz(long, 0)
    let binding = AngleBinding(circuit)
    func bound(_ values: [Double]) -> [Int]? {
      let names = Dictionary(
        uniqueKeysWithValues: values.enumerated().map { ("θ[\($0)]", $1) })
      return binding.gates(names).map { gates in gates.indices.filter { gates[$0] != nil } }
    }
    #expect(bound([0.1, 0.2, 0.3]) == [0, 2, 5])
    #expect(bound([0.1, 0.2, 0]) == [0, 2])
    #expect(bound([0.1, 0.2]) == nil)
    #expect(bound([0.1, 0.2, .nan]) == nil)
    #expect(bound([0.1, 0.2, 0.3, 0.4]) == nil)
    let gate = try #require(binding.gates(["θ[0]": 0.1, "θ[1]": 0.2, "θ[2]": 1])?[2])
    guard case .matrix(let matrix) = gate.action else {
      Issue.record("a rotation without a matrix")
      return
    }
    #expect((matrix.m11 - .init(length: 1, phase: 0.45)).length < 1e-15)
  }

  @Test("What outcomes do not depend on is checked all the same")
  func outsideTheCone() throws {
    var circuit = Circuit(qubits: 2, bits: 1)
    circuit.ry(Angle(Parameter("a")), 0)
    circuit.ry(1 / Angle(Parameter("b")), 1)
    circuit.measure(0, into: 0)
    var configuration = Simulator.Configuration()
    configuration.keepsFinalState = false
    let simulator = Simulator(configuration)
    for _ in 0..<3 {
      let result = try simulator.run(circuit, parameters: ["a": .pi, "b": 1])
      let one = try #require(result.probabilities)[BitString(1, count: 1)]
      #expect(abs(one - 1) < 1e-15)
      #expect(throws: QuantumError.self) {
        try simulator.run(circuit, parameters: ["a": .pi, "b": 0])
      }
    }
  }

  @Test("A mistake in a group of qubits has its place in the whole circuit")
  func errorInGroup() throws {
    var circuit = Circuit(qubits: 14)
    for first in [0, 7] {
      for qubit in first..<first + 6 { circuit.cx(qubit, qubit + 1) }
    }
    circuit.ry(1 / Angle(Parameter("a")), 9)
    let simulator = Simulator()
    for _ in 0..<3 {
      #expect(try simulator.run(circuit, parameters: ["a": 1]).finalState != nil)
      #expect(
        throws: QuantumError.located(
          .notFinite(what: "parameter 1 of ry", value: .infinity), place: "instruction 12 (ry)")
      ) { try simulator.run(circuit, parameters: ["a": 0]) }
    }
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
