import ComplexModule
import Gates
import RealModule
import TestSupport
import Testing

@testable import Circuits

/// Where outcomes alone are asked for, leaving work out must not change their probabilities.
@Suite("Work that no outcome depends on")
struct DeadWorkTests {
  private func distribution(
    _ circuit: Circuit, keepsState: Bool, level: OptimizationLevel = .full,
    precision: Simulator.Precision = .double
  ) throws -> [String: Double] {
    var simulator = Simulator()
    simulator.configuration.keepsFinalState = keepsState
    simulator.configuration.optimization = level
    simulator.configuration.precision = precision
    let result = try simulator.run(circuit)
    #expect(keepsState || result.finalState == nil)
    var probabilities: [String: Double] = [:]
    try #require(result.probabilities).forEachOutcome {
      probabilities[$0.bits.description] = $0.probability
    }
    return probabilities
  }

  private func expectSame(
    _ circuit: Circuit, level: OptimizationLevel = .full, precision: Simulator.Precision = .double,
    _ comment: Comment
  ) throws {
    let whole = try distribution(circuit, keepsState: true, level: .none)
    let short = try distribution(circuit, keepsState: false, level: level, precision: precision)
    // Sixty gates, each rounding a few units in the last place.
    let tolerance = precision == .double ? 1e-12 : 2e-5
    for (bits, probability) in whole {
      #expect(abs(short[bits, default: 0] - probability) < tolerance, "\(comment), \(bits)")
    }
    for (bits, probability) in short {
      #expect(abs(whole[bits, default: 0] - probability) < tolerance, "\(comment), \(bits)")
    }
  }

  @Test(
    "Random circuits with measurements, resets and conditions keep their outcomes",
    arguments: 0..<60)
  func dynamicCircuits(seed: Int) throws {
    let circuit = try randomCircuit(
      qubits: 2 + seed % 5, gates: 40, seed: UInt64(seed), largest: 3, measurements: 8)
    for level in OptimizationLevel.allCases {
      try expectSame(circuit, level: level, "seed \(seed), \(level)")
    }
    try expectSame(circuit, precision: .single, "seed \(seed), single")
  }

  @Test(
    "Random circuits that measure some qubits at the end keep their outcomes", arguments: 0..<40)
  func finalMeasurements(seed: Int) throws {
    var random = TestRandom(seed: UInt64(7_000 + seed))
    let qubits = 3 + seed % 6
    var circuit = Circuit(qubits: qubits, bits: qubits)
    for _ in 0..<60 {
      let pair = random.qubits(2, among: qubits)
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1: circuit.cx(pair[0], pair[1])
      case 2: circuit.swap(pair[0], pair[1])
      case 3: circuit.h(pair[0])
      case 4: circuit.cp(.value(random.angle()), pair[0], pair[1])
      case 5: circuit.rz(.value(random.angle()), pair[0])
      case 6: circuit.cry(.value(random.angle()), pair[0], pair[1])
      default: circuit.ry(.value(random.angle()), pair[0])
      }
    }
    for (bit, qubit) in random.qubits(1 + seed % 3, among: qubits).enumerated() {
      circuit.measure(qubit, into: bit)
    }
    for level in OptimizationLevel.allCases {
      try expectSame(circuit, level: level, "seed \(seed), \(level)")
    }
  }

  @Test("Samples repeat with their seed and follow the exact distribution")
  func samples() throws {
    var circuit = Circuit(qubits: 5, bits: 2)
    for qubit in 0..<5 { circuit.ry(.value(0.4 * Double(qubit + 1)), qubit) }
    circuit.cx(0, 3)
    circuit.swap(3, 1)
    circuit.cp(0.3, 1, 2)
    circuit.measure(1, into: 0)
    circuit.measure(2, into: 1)
    let exact = try circuit.probabilities()
    let counts = try circuit.sample(shots: 40_000, seed: 11)
    #expect(try circuit.sample(shots: 40_000, seed: 11) == counts)
    for (bits, probability) in exact {
      // Six standard deviations.
      let deviation = (40_000 * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(counts[bits, default: 0]) - 40_000 * probability) <= 6 * deviation + 1)
    }
  }

  @Test("Gates diagonal in what is measured, and those beside it, are dropped")
  func trailingGates() throws {
    var circuit = Circuit(qubits: 4, bits: 2)
    circuit.h(0)
    circuit.cx(0, 1)
    circuit.cz(0, 1)
    circuit.t(0)
    circuit.cx(1, 2)
    circuit.h(2)
    circuit.h(3)
    circuit.measure(0, into: 0)
    circuit.measure(1, into: 1)
    let program = try Program(circuit, values: [:], keepsState: false) { _ in }
    #expect(program.steps.count == 2)
    #expect(program.qubits == [0, 1])
    let whole = try Program(circuit, values: [:]) { _ in }
    #expect(whole.steps.count == 7)
    #expect(whole.qubits == [0, 1, 2, 3])
  }

  @Test("A gate on which a later condition depends stays")
  func conditions() throws {
    var circuit = Circuit(qubits: 2, bits: 2)
    circuit.h(0)
    circuit.measure(0, into: 0)
    circuit.if(circuit.classicalRegisters[0], equals: 1) { $0.x(1) }
    circuit.measure(1, into: 1)
    #expect(try circuit.probabilities().keys.sorted() == ["00", "11"])
  }

  @Test("Qubits that outcomes cannot depend on take no memory")
  func lightCone() throws {
    var circuit = Circuit(qubits: 200, bits: 2)
    // Two brickwork layers: the outcome of qubit 100 depends on its neighbourhood alone.
    for qubit in 0..<200 { circuit.ry(.value(0.1 + 0.01 * Double(qubit)), qubit) }
    for layer in 0..<2 {
      for qubit in stride(from: layer, to: 199, by: 2) { circuit.cx(qubit, qubit + 1) }
      for qubit in 0..<200 { circuit.rx(.value(0.2 + 0.01 * Double(qubit)), qubit) }
    }
    circuit.measure(100, into: 0)
    var part = Circuit(qubits: 5, bits: 2)
    for qubit in 0..<5 { part.ry(.value(0.1 + 0.01 * Double(qubit + 98)), qubit) }
    for layer in 0..<2 {
      for qubit in stride(from: layer, to: 4, by: 2) { part.cx(qubit, qubit + 1) }
      for qubit in 0..<5 { part.rx(.value(0.2 + 0.01 * Double(qubit + 98)), qubit) }
    }
    part.measure(2, into: 0)
    var simulator = Simulator()
    simulator.configuration.keepsFinalState = false
    simulator.configuration.memoryLimit = 1 << 10
    let result = try #require(simulator.run(circuit).probabilities)
    let expected = try part.probabilities()
    for (bits, probability) in expected {
      #expect(abs(result[BitString(bits)!] - probability) < 1e-13)
    }
    // Asked for its state, the same circuit is too large.
    #expect(throws: QuantumError.self) { try circuit.stateVector() }
  }

  @Test("A mistake in a gate on which nothing depends is still one")
  func mistakes() throws {
    struct Broken: QuantumGate {
      let name = "broken"
      let qubitCount = 1
      func action(_ angles: [Double]) -> GateAction { .diagonal([1, Complex(0.5)]) }
    }
    var circuit = Circuit(qubits: 2, bits: 1)
    circuit.measure(0, into: 0)
    circuit.append(Broken(), to: [1])
    #expect(throws: QuantumError.self) { try circuit.probabilities() }
    var unbound = Circuit(qubits: 2, bits: 1)
    unbound.measure(0, into: 0)
    unbound.rx(Angle(Parameter("t")), 1)
    #expect(throws: QuantumError.self) { try unbound.probabilities() }
  }
}
