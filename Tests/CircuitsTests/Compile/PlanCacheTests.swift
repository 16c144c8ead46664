import Circuits
import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

/// A simulator that keeps plans must never answer for another circuit.
@Suite("Kept plans")
struct PlanCacheTests {
  @Test("A circuit that grows between runs gives the state of each length")
  func growingCircuit() throws {
    let simulator = Simulator()
    var circuit = Circuit(qubits: 3)
    var random = TestRandom(seed: 1)
    for _ in 0..<30 {
      let gate = try random.standardGate(largest: 2)
      circuit.append(gate, to: random.qubits(gate.qubitCount, among: 3))
      circuit.cx(0, 1)
      circuit.cx(1, 2)
      for _ in 0..<2 {
        let result = try simulator.run(circuit)
        let expected = try ReferenceSimulator.state(after: circuit)
        let state = try #require(result.finalState)
        for index in 0..<8 { #expect((state[index] - expected[index]).length < 1e-13) }
      }
    }
  }

  @Test("Each value of a parameter has its own plan")
  func parameters() throws {
    let simulator = Simulator()
    var circuit = Circuit(qubits: 1)
    circuit.ry(Angle(Parameter("t")), 0)
    for round in 0..<3 {
      for step in 0..<12 {
        let angle = 0.2 * Double(step)
        let result = try simulator.run(circuit, parameters: ["t": angle])
        let state = try #require(result.finalState)
        #expect(abs(state[1].real - .sin(angle / 2)) < 1e-15, "round \(round)")
      }
    }
  }

  @Test("Precision, optimization and the number of threads may change between runs")
  func configurations() throws {
    var simulator = Simulator()
    let circuit = try randomCircuit(qubits: 4, gates: 30, seed: 3)
    let expected = try ReferenceSimulator.state(after: circuit)
    for _ in 0..<2 {
      for precision in Simulator.Precision.allCases {
        for level in OptimizationLevel.allCases {
          for threads in [1, 2] {
            simulator.configuration.precision = precision
            simulator.configuration.optimization = level
            simulator.configuration.threads = threads
            let result = try simulator.run(circuit)
            let state = try #require(result.finalState)
            #expect(result.precision == precision)
            let tolerance = precision == .double ? 1e-13 : 1e-5
            for (index, amplitude) in expected.enumerated() where result.qubitCount == 4 {
              #expect((state[index] - amplitude).length < tolerance)
            }
          }
        }
      }
    }
  }

  @Test("Circuits with equal instructions and other registers are told apart")
  func registers() throws {
    let simulator = Simulator()
    for _ in 0..<2 {
      for qubits in 1...4 {
        var circuit = Circuit(qubits: qubits)
        circuit.x(0)
        let probabilities = try #require(simulator.run(circuit).probabilities)
        #expect(probabilities.top(1).first?.bits.count == qubits)
      }
    }
  }
}
