import TestSupport
import Testing

@testable import Circuits

@Suite struct BatchPrecisionTests {
  /// What a run of a batch gives: values, derivatives of shared slots, and those of each sample's own.
  private struct Outcome {
    var values: [Double]
    var shared: [Double]
    var own: [Double]
  }

  private static func run<Scalar: StateScalar>(
    _ scalar: Scalar.Type, _ circuit: DifferentiableCircuit, _ observables: [PauliSum],
    rows: [[Double]], angles: [Double], own: [Bool], set: KernelSet
  ) throws -> Outcome {
    let terms = try observables.map { try circuit.stateTerms($0) }
    let program = try #require(
      BatchProgram<Scalar>(
        circuit.program, isOwn: own, isWanted: own.map { _ in true }, observables: terms, set: set))
    let (count, outputs) = (rows.count, observables.count)
    let width = own.count { $0 }
    var outcome = Outcome(
      values: Array(repeating: 0, count: count * outputs), shared: [],
      own: Array(repeating: 0, count: count * width))
    outcome.values.withUnsafeMutableBufferPointer { values in
      outcome.own.withUnsafeMutableBufferPointer { derivatives in
        // Each sample writes its own row.
        nonisolated(unsafe) let derivatives = derivatives
        guard let base = values.baseAddress else { return }
        let backward = BatchProgram<Scalar>.Backward(
          weights: { _, values, weights in
            for k in 0..<outputs { weights[k] = 1 + values[k] }
          },
          own: { sample, slots, _ in
            for place in 0..<width { derivatives[sample * width + place] = slots[place] }
          })
        outcome.shared = program.evaluate(
          count: count, angles: angles,
          ownAngles: { sample, result in
            for place in 0..<width { result[place] = rows[sample][place] }
          }, values: base, backward: backward)
      }
    }
    return outcome
  }

  @Test("single precision gives the values and derivatives of double, to its rounding")
  func single() throws {
    var random = TestRandom(seed: 3)
    var circuit = Circuit(qubits: 3)
    let parameters = circuit.parameters(count: 9, named: "p")
    for layer in 0..<3 {
      for qubit in 0..<3 { circuit.ry(parameters[3 * layer + qubit], qubit) }
      circuit.cx(0, 1)
      circuit.rzz(0.4, 1, 2)
    }
    let differentiable = try DifferentiableCircuit(circuit, parameters: circuit.parameters)
    let slots = differentiable.tape.slots.count
    let own = (0..<slots).map { $0 % 2 == 0 }
    let angles = (0..<slots).map { _ in random.angle() }
    // More than a group, and a group that is not full.
    let rows = (0..<37).map { _ in own.filter { $0 }.map { _ in random.angle() } }
    let observables: [PauliSum] = [Z(0), 0.5 * X(1) * Y(2) - Z(2)]
    for set in KernelSet.available {
      let double = try Self.run(
        Double.self, differentiable, observables, rows: rows, angles: angles, own: own, set: set)
      let single = try Self.run(
        Float.self, differentiable, observables, rows: rows, angles: angles, own: own, set: set)
      for (x, y) in zip(double.values, single.values) { #expect(abs(x - y) < 1e-5) }
      for (x, y) in zip(double.own, single.own) { #expect(abs(x - y) < 1e-5) }
      // A sum over 37 samples.
      for (x, y) in zip(double.shared, single.shared) { #expect(abs(x - y) < 1e-4) }
      #expect(double.values.contains { abs($0) > 0.1 } && double.own.contains { abs($0) > 0.1 })
      #expect(double.shared.contains { abs($0) > 0.1 })
    }
  }
}
