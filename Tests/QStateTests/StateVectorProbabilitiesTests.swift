import ComplexModule
import RealModule
import TestSupport
import Testing

@testable import QState

@Suite struct StateVectorProbabilitiesTests {
  /// The marginal distribution by its definition.
  func marginal(_ amplitudes: [Complex<Double>], _ qubits: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: 1 << qubits.count)
    for (index, amplitude) in amplitudes.enumerated() {
      var outcome = 0
      for (bit, qubit) in qubits.enumerated() { outcome |= (index >> qubit & 1) << bit }
      result[outcome] += amplitude.lengthSquared
    }
    return result
  }

  func check<Scalar: StateScalar>(
    _ state: StateVector<Scalar>, _ amplitudes: [Complex<Double>], _ qubits: [Int]
  ) throws {
    let actual = try state.probabilities(of: qubits)
    let expected = marginal(amplitudes, qubits)
    #expect(actual.count == expected.count)
    let error = zip(actual, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(error < 1e-14, "qubits \(qubits)")
  }

  @Test("Every ordered choice of qubits of small states", arguments: 0...5)
  func everyChoice(qubitCount: Int) throws {
    var random = RandomStream(seed: 71, stream: UInt64(qubitCount))
    let amplitudes = random.state(qubits: qubitCount)
    let double = try StateVector<Double>(rounding: amplitudes)
    let single = try StateVector<Float>(rounding: amplitudes)
    let rounded = single.wide
    for count in 0...qubitCount {
      for qubits in placements(of: count, among: qubitCount) {
        try check(double, amplitudes, qubits)
        try check(single, rounded, qubits)
      }
    }
  }

  @Test(
    "Choices below, above and across the blocks of larger states",
    arguments: [
      [], [0], [14], [12], [11], [0, 14], [14, 0], [11, 12], [13, 12, 14], [1, 3, 5, 7, 9, 11, 13],
      [2, 14, 1, 13, 0, 12], Array(0..<12), Array(12..<15), Array(0..<15), (0..<15).reversed(),
      [14, 0, 13, 1, 12, 2, 11, 3, 10, 4, 9, 5, 8, 6],
    ])
  func largerStates(qubits: [Int]) throws {
    var random = RandomStream(seed: 72)
    let amplitudes = random.state(qubits: 15)
    try check(StateVector<Double>(rounding: amplitudes), amplitudes, qubits)
  }

  @Test("All probabilities are those of the basis states in order")
  func all() throws {
    var random = RandomStream(seed: 73)
    let amplitudes = random.state(qubits: 6)
    let state = try StateVector<Double>(rounding: amplitudes)
    let probabilities = try state.probabilities()
    #expect(probabilities.count == 64)
    for (actual, amplitude) in zip(probabilities, amplitudes) {
      #expect(abs(actual - amplitude.lengthSquared) < 1e-16)
    }
  }

  @Test("The same bits at every number of threads")
  func threads() throws {
    var random = RandomStream(seed: 74)
    let state = try StateVector<Double>(rounding: random.state(qubits: 16))
    for qubits in [[], [3], [15, 2], [4, 12, 13, 14, 15], Array(0..<14), Array(0..<16)] {
      let results = try atThreadCounts { try state.probabilities(of: qubits) }
      for result in results { #expect(result == results[0]) }
    }
  }

  @Test("Qubits out of range or named twice are refused")
  func misuse() throws {
    let state = try StateVector<Double>(qubits: 3)
    for qubit in [-1, 3] {
      #expect(throws: QuantumError.qubitOutOfRange(qubit: qubit, qubitCount: 3)) {
        try state.probabilities(of: [0, qubit])
      }
    }
    #expect(throws: QuantumError.duplicateQubit(1)) { try state.probabilities(of: [1, 0, 1]) }
  }
}
