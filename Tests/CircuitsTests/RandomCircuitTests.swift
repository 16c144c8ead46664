import Circuits
import ComplexModule
import RealModule
import TestSupport
import Testing

/// Random circuits over the whole gate table, with wrapped gates, against the slow reference.
@Suite("Random circuits")
struct RandomCircuitTests {
  /// Sixty gates on amplitudes of magnitude at most 1, each rounding a few units in the last place.
  private func tolerance<Scalar: StateScalar>(_: Scalar.Type) -> Double {
    60 * 20 * Double(Scalar.ulpOfOne)
  }

  @Test("States of one to ten qubits agree for every kernel set and precision", arguments: 1...10)
  func states(_ qubits: Int) throws {
    for seed in 0..<3 {
      let circuit = try randomCircuit(qubits: qubits, gates: 60, seed: UInt64(100 * qubits + seed))
      let expected = try ReferenceSimulator.state(after: circuit)
      for options in KernelOptions.everyKind {
        let double = try run(circuit, as: Double.self, using: options)
        #expect(maximumDistance(double, expected) < tolerance(Double.self), "\(options), \(seed)")
        let single = try run(circuit, as: Float.self, using: options)
        #expect(maximumDistance(single, expected) < tolerance(Float.self), "\(options), \(seed)")
      }
      let simulated = try circuit.stateVector()
      #expect(maximumDistance(simulated.amplitudes, expected) < tolerance(Double.self))
    }
  }

  @Test("A circuit and its inverse give back |0…0⟩", arguments: 1...8)
  func inverses(_ qubits: Int) throws {
    var circuit = try randomCircuit(qubits: qubits, gates: 60, seed: UInt64(qubits))
    circuit.append(try circuit.inverse())
    let start = ReferenceSimulator.basisState(0, qubits: qubits)
    let state = try circuit.stateVector()
    #expect(maximumDistance(state.amplitudes, start) < 2 * tolerance(Double.self))
  }

  @Test("A controlled circuit acts where its control is 1, phases included", arguments: 1...5)
  func controlled(_ qubits: Int) throws {
    let circuit = try randomCircuit(qubits: qubits, gates: 40, seed: UInt64(qubits))
    let ideal = try ReferenceSimulator.state(after: circuit)
    let root = Complex(Double.sqrt(0.5))
    var start = [Complex<Double>](repeating: 0, count: 1 << qubits)
    start[0] = 1
    // The control, the last qubit, begins in (|0⟩ + |1⟩)/√2.
    var superposed = Circuit(qubits: qubits + 1)
    superposed.h(qubits)
    superposed.append(try circuit.controlled())
    let state = try superposed.stateVector()
    let expected = (start + ideal).map { root * $0 }
    #expect(maximumDistance(state.amplitudes, expected) < tolerance(Double.self))
  }

  @Test(
    "Measurements, resets and conditions strewn in give the reference's distribution",
    arguments: 0..<40)
  func distributions(_ seed: Int) throws {
    let circuit = try randomCircuit(
      qubits: 2 + seed % 4, gates: 20, seed: UInt64(seed), measurements: 8)
    let expected = try ReferenceSimulator.distribution(of: circuit)
    let probabilities = try circuit.probabilities()
    guard circuit.instructions.contains(where: { !$0.bits.isEmpty }) else { return }
    for (bits, probability) in expected {
      let text = BitString(bits, count: circuit.bitCount).description
      #expect(abs((probabilities[text] ?? 0) - probability) < tolerance(Double.self), "\(text)")
    }
    let total = probabilities.values.reduce(0, +)
    #expect(abs(total - 1) < tolerance(Double.self))
  }

  /// The circuit's amplitudes, gate by gate on one state with chosen kernels.
  private func run<Scalar: StateScalar>(
    _ circuit: Circuit, as scalar: Scalar.Type, using options: KernelOptions
  ) throws -> [Complex<Scalar>] {
    var state = try StateVector<Scalar>(qubits: circuit.qubitCount)
    for instruction in circuit.instructions {
      guard case .gate(let gate) = instruction.operation else { continue }
      try gate.forEachOperation(on: instruction.qubits) {
        operation, targets, controls throws(QuantumError) in
        try state.applyUnchecked(operation, to: targets, controls: controls, using: options)
      }
    }
    return state.amplitudes
  }
}
