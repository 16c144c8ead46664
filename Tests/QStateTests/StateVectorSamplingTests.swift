import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorSamplingTests {
  /// Observed counts of every outcome, after checking what must hold for any draw.
  func draw<Scalar: StateScalar>(
    _ state: StateVector<Scalar>, shots: Int, qubits: [Int]? = nil, seed: UInt64
  ) throws -> [Int] {
    var random = RandomStream(seed: seed)
    let counts = try state.sample(shots: shots, qubits: qubits, using: &random)
    var result = [Int](repeating: 0, count: 1 << (qubits?.count ?? state.qubitCount))
    var previous = -1
    for (outcome, count) in counts {
      #expect(outcome > previous, "ascending, each once")
      #expect(count > 0)
      result[outcome] = count
      previous = outcome
    }
    #expect(counts.reduce(0) { $0 + $1.count } == shots)
    return result
  }

  /// A state of which a third of the amplitudes are zero.
  func state<Scalar: StateScalar>(_ qubits: Int, _ type: Scalar.Type) throws -> StateVector<Scalar>
  {
    var random = RandomStream(seed: 91, stream: UInt64(qubits))
    var amplitudes = random.state(qubits: qubits)
    for index in amplitudes.indices where index % 3 == 1 { amplitudes[index] = 0 }
    var state = try StateVector<Scalar>(rounding: amplitudes)
    if qubits > 0 { try state.normalize() }
    return state
  }

  func checkDistribution<Scalar: StateScalar>(_ qubits: Int, _ type: Scalar.Type) throws {
    let state = try state(qubits, type)
    let probabilities = try state.probabilities()
    for shots in [100, 50_000, 1_000_000] {
      let observed = try draw(state, shots: shots, seed: UInt64(shots))
      // A count where the probability is zero makes the deviate infinite.
      let expected = probabilities.map { Double(shots) * $0 }
      #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
    }
  }

  @Test("Counts follow the probabilities", arguments: [0, 1, 2, 5, 10, 13, 14, 15])
  func distribution(qubits: Int) throws {
    try checkDistribution(qubits, Float.self)
    try checkDistribution(qubits, Double.self)
  }

  @Test(
    "Chosen qubits in any order follow their joint probabilities",
    arguments: [[], [0], [13], [3, 1], [13, 0, 7], Array((0..<14).reversed()), Array(1..<14)],
    [10, 200_000])
  func chosenQubits(qubits: [Int], shots: Int) throws {
    let state = try state(14, Double.self)
    let observed = try draw(state, shots: shots, qubits: qubits, seed: 5)
    let expected = try state.probabilities(of: qubits).map { Double(shots) * $0 }
    #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
  }

  @Test("More outcomes than shots are drawn from basis states, fewer from their probabilities")
  func manyOutcomes() throws {
    var random = RandomStream(seed: 92)
    let amplitudes = random.state(qubits: 18)
    let state = try StateVector<Double>(rounding: amplitudes)
    let qubits = Array((0..<17).reversed())
    let shots = 20_000
    let observed = try draw(state, shots: shots, qubits: qubits, seed: 6)
    let expected = try state.probabilities(of: qubits).map { Double(shots) * $0 }
    #expect(chiSquareDeviate(observed: observed, expected: expected) < 4)
  }

  @Test("All qubits named in order draw the same as none named")
  func identity() throws {
    let state = try state(6, Double.self)
    #expect(
      try draw(state, shots: 500, seed: 7) == draw(state, shots: 500, qubits: Array(0..<6), seed: 7)
    )
  }

  @Test("The seed decides the counts, the number of threads does not")
  func threads() throws {
    let state = try state(15, Float.self)
    for (shots, qubits) in [(1000, nil), (300_000, nil), (1000, [14, 2, 5])] {
      let results = try atThreadCounts { try draw(state, shots: shots, qubits: qubits, seed: 8) }
      for result in results { #expect(result == results[0]) }
    }
    #expect(try draw(state, shots: 1000, seed: 8) != draw(state, shots: 1000, seed: 9))
  }

  @Test("A basis state gives its index every time, a billion shots too")
  func basisState() throws {
    let state = try StateVector<Double>(qubits: 15, basisState: 12_345)
    var random = RandomStream(seed: 10)
    let counts = try state.sample(shots: 1_000_000_000, using: &random)
    #expect(counts.count == 1)
    #expect(counts[0] == (12_345, 1_000_000_000))
  }

  @Test("No shots give no outcome")
  func noShots() throws {
    #expect(try draw(state(4, Double.self), shots: 0, seed: 1).allSatisfy { $0 == 0 })
  }

  @Test("Negative shots, wrong qubits and vectors that are no states are refused")
  func misuse() throws {
    var random = RandomStream(seed: 11)
    let state = try StateVector<Double>(qubits: 3)
    #expect(
      throws: QuantumError.outOfRange(what: "the number of shots", value: -1, range: "0...")
    ) { try state.sample(shots: -1, using: &random) }
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 3)) {
      try state.sample(shots: 1, qubits: [3], using: &random)
    }
    #expect(throws: QuantumError.duplicateQubit(0)) {
      try state.sample(shots: 1, qubits: [0, 0], using: &random)
    }
    let nothing = try StateVector<Double>(rounding: [0, 0])
    #expect(throws: QuantumError.notNormalizable(norm: 0)) {
      try nothing.sample(shots: 1, using: &random)
    }
  }
}
