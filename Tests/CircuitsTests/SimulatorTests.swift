import Circuits
import TestSupport
import Testing

@Suite struct SimulatorTests {
  /// A random circuit with measurements, resets and conditions anywhere.
  private static func randomDynamicCircuit(seed: UInt64) -> Circuit {
    var random = RandomStream(seed: seed, stream: 0)
    let qubits = Int.random(in: 1...4, using: &random)
    var circuit = Circuit()
    circuit.addQubits(qubits, named: "q")
    circuit.addBits(2, named: "a")
    circuit.addBits(1, named: "b")
    func place(_ count: Int, _ random: inout RandomStream) -> [Int] {
      Array(Array(0..<qubits).shuffled(using: &random).prefix(count))
    }
    for _ in 0..<Int.random(in: 1...24, using: &random) {
      let q = place(1, &random)[0]
      var instruction: Instruction
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1: instruction = Instruction(.gate(named("h")), qubits: [q])
      case 2:
        let name = ["x", "z", "t"].randomElement(using: &random)!
        instruction = Instruction(.gate(named(name)), qubits: [q])
      case 3:
        let angle = Double.random(in: -3...3, using: &random)
        instruction = Instruction(.gate(named("ry", [.value(angle)])), qubits: [q])
      case 4 where qubits >= 2, 5 where qubits >= 2, 6 where qubits >= 2:
        let name = ["cx", "cz", "swap"].randomElement(using: &random)!
        instruction = Instruction(.gate(named(name)), qubits: place(2, &random))
      case 7: instruction = Instruction(.reset, qubits: [q])
      case 8: instruction = Instruction(.barrier, qubits: [q])
      default:
        let bit = Int.random(in: 0..<3, using: &random)
        instruction = Instruction(.measure, qubits: [q], bits: [bit])
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        let register = circuit.classicalRegisters.randomElement(using: &random)!
        instruction.condition = Condition(
          bits: register.range, equals: UInt64.random(in: 0...3, using: &random))
      }
      circuit.append(instruction)
    }
    circuit.measure(place(1, &random)[0], into: 2)
    return circuit
  }

  private static func named(_ name: String, _ angles: [Angle] = []) -> any QuantumGate {
    guard let gate = try? StandardGate(named: name, angles) else {
      preconditionFailure("no gate '\(name)' in the table")
    }
    return gate
  }

  @Test(
    "Measuring, resetting and branching anywhere gives the distribution of the obvious method",
    arguments: 0..<400)
  func dynamicCircuits(seed: Int) throws {
    let circuit = Self.randomDynamicCircuit(seed: UInt64(seed))
    let expected = ReferenceBranches.distribution(of: circuit)
    for precision in Simulator.Precision.allCases {
      var simulator = Simulator()
      simulator.configuration.precision = precision
      let result = try simulator.run(circuit)
      // 30 gates, each rounding a few units in the last place.
      let tolerance = precision == .double ? 1e-13 : 2e-5
      let got = try #require(result.probabilities)
      for (bits, probability) in expected {
        #expect(abs(got[BitString(bits)!] - probability) < tolerance, "\(bits)")
      }
      let total = got.outcomes.reduce(0) { $0 + $1.probability }
      #expect(abs(total - 1) < tolerance)
    }
  }

  @Test("Samples follow the exact distribution and repeat with their seed", arguments: 0..<60)
  func sampling(seed: Int) throws {
    let circuit = Self.randomDynamicCircuit(seed: UInt64(1000 + seed))
    let expected = ReferenceBranches.distribution(of: circuit)
    let shots = 20_000
    let counts = try circuit.sample(shots: shots, seed: 99)
    #expect(counts.values.reduce(0, +) == shots)
    for (bits, count) in counts {
      let probability = try #require(expected[bits], "an impossible outcome \(bits) was sampled")
      // Six standard deviations: a false alarm once in 10^9, and the seeds are fixed.
      let deviation = (Double(shots) * probability * max(0, 1 - probability)).squareRoot()
      #expect(abs(Double(count) - Double(shots) * probability) <= 6 * deviation + 1e-6)
    }
    #expect(try circuit.sample(shots: shots, seed: 99) == counts)
  }

  @Test("Other seeds give other samples, and a seed is drawn when none is given")
  func seeds() throws {
    var circuit = Circuit(qubits: 4)
    for qubit in 0..<4 { circuit.h(qubit) }
    let first = try circuit.sample(shots: 1_000, seed: 1)
    #expect(try circuit.sample(shots: 1_000, seed: 2) != first)
    #expect(try Simulator().run(circuit, shots: 10).seed != nil)
    #expect(try Simulator().run(circuit).seed == nil)
  }

  @Test("A circuit that measures nothing has outcomes over its qubits")
  func unmeasured() throws {
    var circuit = Circuit(qubits: 3, bits: 2)
    circuit.x(1)
    #expect(try circuit.probabilities() == ["010": 1])
  }

  @Test("Qubits that nothing touches cost nothing")
  func idleQubits() throws {
    var circuit = Circuit(qubits: 1_000, bits: 3)
    circuit.h(17)
    circuit.cx(17, 900)
    circuit.measure(900, into: 0)
    circuit.measure(17, into: 2)
    circuit.measure(3, into: 1)
    circuit.reset(4)
    #expect(try circuit.probabilities().keys.sorted() == ["000", "101"])
    #expect(try circuit.sample(shots: 10, seed: 1).values.reduce(0, +) == 10)
    let final = try #require(try Simulator().run(circuit).finalState)
    #expect(final.qubits == [17, 900])
    var bits = BitString(zeros: 1_000)
    bits[17] = true
    bits[900] = true
    #expect(abs(try final.amplitude(of: bits).real - 0.5.squareRoot()) < 1e-15)
    bits[3] = true
    #expect(try final.amplitude(of: bits) == 0)
  }

  @Test("A measurement that only controls later gates needs no branch")
  func deferredMeasurement() throws {
    // A semiclassical chain of 24 measurements, each conditioning the next gate: 2^24 branches.
    var circuit = Circuit()
    circuit.addQubits(12, named: "q")
    for bit in 0..<12 { circuit.addBits(1, named: "c\(bit)") }
    for qubit in 0..<12 {
      circuit.h(qubit)
      if qubit > 0 { circuit.if(circuit.classicalRegisters[qubit - 1], equals: 1) { $0.z(qubit) } }
      circuit.h(qubit)
      circuit.ry(.pi / 2, qubit)
      circuit.measure(qubit, into: qubit)
    }
    var simulator = Simulator()
    simulator.configuration.branchLimit = 1
    let result = try simulator.run(circuit)
    #expect(try #require(result.probabilities).outcomeCount == 1 << 12)
  }

  @Test("Resetting an unentangled qubit needs no branch, however often")
  func resetOfProductState() throws {
    var circuit = Circuit(qubits: 2, bits: 1)
    circuit.ry(0.7, 1)
    for _ in 0..<100 {
      circuit.h(0)
      circuit.reset(0)
    }
    circuit.measure(1, into: 0)
    var simulator = Simulator()
    simulator.configuration.branchLimit = 1
    let result = try simulator.run(circuit)
    let half = Double.sin(0.35)
    let probability = try #require(result.probabilities)[BitString(1, count: 1)]
    #expect(abs(probability - half * half) < 1e-13)
  }

  @Test("More branches than the limit is an error that names the limit, and sampling still works")
  func branchLimit() throws {
    var circuit = Circuit(qubits: 1, bits: 20)
    for bit in 0..<20 {
      circuit.h(0)
      circuit.measure(0, into: bit)
    }
    var simulator = Simulator()
    simulator.configuration.branchLimit = 100
    #expect(throws: QuantumError.tooManyBranches(limit: 100)) { try simulator.run(circuit) }
    let counts = try simulator.run(circuit, shots: 500, seed: 3).counts
    #expect(counts?.reduce(0) { $0 + $1.count } == 500)
  }

  @Test("A state that memory cannot hold is refused with the bytes needed and available")
  func memory() throws {
    var circuit = Circuit(qubits: 40)
    for qubit in 0..<40 { circuit.h(qubit) }
    for qubit in 1..<40 { circuit.cx(qubit - 1, qubit) }
    var simulator = Simulator()
    simulator.configuration.memoryLimit = 1 << 20
    #expect(
      throws: QuantumError.insufficientMemory(
        qubits: 40, bytesNeeded: 16 << 40, bytesAvailable: 1 << 20)
    ) { try simulator.run(circuit) }
    simulator.configuration.precision = .single
    #expect(
      throws: QuantumError.insufficientMemory(
        qubits: 40, bytesNeeded: 8 << 40, bytesAvailable: 1 << 20)
    ) { try simulator.run(circuit) }
  }

  @Test("A cancelled run and one past its time limit stop with their own errors")
  func stopping() throws {
    var circuit = Circuit(qubits: 2)
    for _ in 0..<100 { circuit.h(0) }
    var cancelled = Simulator()
    cancelled.configuration.isCancelled = { true }
    #expect(throws: QuantumError.cancelled) { try cancelled.run(circuit) }
    var hurried = Simulator()
    hurried.configuration.timeLimit = .zero
    #expect(throws: QuantumError.timeLimitExceeded(seconds: 0)) { try hurried.run(circuit) }
    for limit in [Duration.seconds(3600), .seconds(Int64.max)] {
      var patient = Simulator()
      patient.configuration.timeLimit = limit
      #expect(try patient.run(circuit).gateCount == circuit.instructions.count)
    }
  }

  @Test("A gate that is not unitary is refused with its place and its deviation")
  func notUnitary() throws {
    struct Broken: QuantumGate {
      let name = "broken"
      let qubitCount = 1
      func action(_ angles: [Double]) -> GateAction { .diagonal([1, Complex(0.5)]) }
    }
    var circuit = Circuit(qubits: 1)
    circuit.append(Broken(), to: [0])
    #expect(throws: QuantumError.self) { try circuit.probabilities() }
  }

  @Test("Numbers that are no angles are refused", arguments: [Double.nan, .infinity])
  func notFinite(angle: Double) throws {
    var circuit = Circuit(qubits: 1)
    circuit.rx(.value(angle), 0)
    #expect(throws: QuantumError.self) { try circuit.probabilities() }
  }

  @Test("A final state is offered exactly where there is a single one")
  func finalStates() throws {
    var ending = Circuit(qubits: 2, bits: 2)
    ending.h(0)
    ending.cx(0, 1)
    ending.measure(0, into: 0)
    ending.measure(1, into: 1)
    #expect(try Simulator().run(ending).finalState != nil)
    var reset = ending
    reset.reset(0)
    #expect(try Simulator().run(reset).finalState == nil)
    var continued = ending
    continued.h(0)
    #expect(try Simulator().run(continued).finalState == nil)
    #expect(throws: QuantumError.self) { try continued.stateVector() }
    var conditioned = ending
    conditioned.if(conditioned.classicalRegisters[0], equals: 3) { $0.z(1) }
    #expect(try Simulator().run(conditioned).finalState == nil)
  }

  @Test("A phase of no qubit is kept, at every level and by every kernel set")
  func phaseAlone() throws {
    var circuit = Circuit(qubits: 2)
    circuit.gphase(.pi / 2)
    for kernels in KernelSet.available {
      for level in OptimizationLevel.allCases {
        var configuration = Simulator.Configuration()
        configuration.optimization = level
        configuration.kernels = kernels
        let simulator = Simulator(configuration)
        let state = try #require(try simulator.run(circuit).finalState)
        let amplitude = try state.amplitude(of: BitString(zeros: 2))
        #expect((amplitude - .i).length < 1e-15, "\(kernels), \(level)")
        #expect(try simulator.plan(circuit).operations == 1)
      }
    }
  }

}
