import Circuits
import ComplexModule
import TestSupport
import Testing

@Suite("Plans of simulations")
struct SimulationPlanTests {
  private func plan(
    _ circuit: Circuit, _ level: OptimizationLevel = .full,
    _ precision: Simulator.Precision = .double
  ) throws -> SimulationPlan {
    var configuration = Simulator.Configuration()
    configuration.optimization = level
    configuration.precision = precision
    return try Simulator(configuration).plan(circuit)
  }

  @Test("Without optimization every operation is a sweep; with it passes take many along")
  func levels() throws {
    let circuit = try CircuitFamily.rqc.circuit(qubits: 12)
    let none = try plan(circuit, .none)
    #expect(none.gateCount == circuit.instructions.count)
    #expect(none.stages.count == none.operations && none.wholeOperations == none.operations)
    #expect(none.passes == 0 && none.merges == 0)
    let full = try plan(circuit)
    #expect(full.operations == none.operations)
    #expect(full.passes > 0 && full.passes < full.operations / 4)
    #expect(full.merges == full.operations - full.passes - full.wholeOperations)
    // Few qubits: neighbours merge, and the rest goes one by one.
    let small = try CircuitFamily.rqc.circuit(qubits: 8)
    let listed = try plan(small)
    #expect(listed.passes == 0 && listed.wholeOperations < listed.operations)
  }

  @Test("Bytes are those of the touched qubits, and of the bits that are read")
  func bytes() throws {
    var circuit = Circuit(qubits: 50, bits: 1)
    circuit.h(7)
    circuit.cx(7, 40)
    circuit.measure(40, into: 0)
    let double = try plan(circuit)
    #expect(double.stateQubits == 2 && double.stateBytes == 64)
    #expect(double.distributionBytes == 0, "read from the state")
    #expect(try plan(circuit, .full, .single).stateBytes == 32)
    #expect(double.splits == 0)
    // Probabilities of few of the qubits are listed.
    for qubit in 10..<30 { circuit.cx(7, qubit) }
    #expect(try plan(circuit).distributionBytes == 16)
    // What does not fit any machine is planned all the same, up to what can be counted.
    #expect(try plan(.ghz(qubits: 58)).stateBytes == 1 << 62)
    #expect(throws: QuantumError.tooManyQubits(requested: 59, limit: 58)) {
      try plan(.ghz(qubits: 59))
    }
  }

  @Test("Measurements and resets in the middle are counted as splits")
  func splits() throws {
    var circuit = Circuit(qubits: 2, bits: 1)
    circuit.h(0)
    circuit.measure(0, into: 0)
    circuit.h(0)
    circuit.reset(0)
    circuit.h(0)
    #expect(try plan(circuit).splits == 2)
  }

  @Test("The rounding bound holds, and is not idle", arguments: CircuitFamily.allCases)
  func roundingBound(_ family: CircuitFamily) throws {
    let circuit = try family.circuit(qubits: 7)
    let exact = try ReferenceSimulator.state(after: circuit)
    for level in OptimizationLevel.allCases {
      var configuration = Simulator.Configuration()
      configuration.precision = .single
      configuration.optimization = level
      let result = try Simulator(configuration).run(circuit)
      guard case .single(let state)? = result.finalState?.factors[0].amplitudes else { return }
      let error = zip(state.amplitudes, exact).reduce(0) {
        let (re, im) = (
          Double($1.0.real) - $1.1.real, Double($1.0.imaginary) - $1.1.imaginary
        )
        return $0 + re * re + im * im
      }.squareRoot()
      let bound = try plan(circuit, level, .single).roundingBound
      #expect(error <= bound)
      #expect(bound < 1e-2)
    }
  }

  @Test("A simulator takes the kernels that it is told to", arguments: KernelSet.available)
  func kernels(_ set: KernelSet) throws {
    var configuration = Simulator.Configuration()
    configuration.kernels = set
    let circuit = try CircuitFamily.qft.circuit(qubits: 6)
    #expect(try Simulator(configuration).plan(circuit).kernels == set)
    let state = try #require(try Simulator(configuration).run(circuit).finalState)
    let expected = try ReferenceSimulator.state(after: circuit)
    for index in expected.indices { #expect((state[index] - expected[index]).length < 1e-13) }
  }

  @Test("Kernels that this machine lacks are refused")
  func missingKernels() {
    guard let missing = KernelSet.allCases.first(where: { !KernelSet.available.contains($0) })
    else { return }
    var configuration = Simulator.Configuration()
    configuration.kernels = missing
    #expect(throws: QuantumError.self) {
      try Simulator(configuration).run(try .ghz(qubits: 2))
    }
  }
}
