import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorMeasurementTests {
  /// The projection onto an outcome by its definition, with its probability.
  func projection(
    _ amplitudes: [Complex<Double>], _ qubit: Int, _ outcome: Int
  ) -> (state: [Complex<Double>], probability: Double) {
    var probability = 0.0
    var state = amplitudes
    for index in amplitudes.indices {
      if index >> qubit & 1 == outcome {
        probability += amplitudes[index].lengthSquared
      } else {
        state[index] = 0
      }
    }
    return (state.map { $0 / Complex(probability.squareRoot()) }, probability)
  }

  func largestDifference(_ a: [Complex<Double>], _ b: [Complex<Double>]) -> Double {
    zip(a, b).map { ($0 - $1).length }.max() ?? 0
  }

  func checkCollapse<Scalar: StateScalar>(_ qubits: Int, _ type: Scalar.Type) throws {
    var random = RandomStream(seed: 81, stream: UInt64(qubits))
    let state = try StateVector<Scalar>(rounding: random.state(qubits: qubits))
    for qubit in 0..<qubits {
      for outcome in 0...1 {
        var collapsed = state
        let probability = try collapsed.collapse(qubit, to: outcome)
        let expected = projection(state.wide, qubit, outcome)
        #expect(abs(probability - expected.probability) < rounding(type))
        #expect(largestDifference(collapsed.wide, expected.state) < rounding(type))
        #expect(abs(collapsed.norm() - 1) < rounding(type))
        // Measuring again gives the same outcome and changes nothing.
        #expect(try collapsed.measure(qubit, using: &random) == outcome)
        #expect(largestDifference(collapsed.wide, expected.state) < rounding(type))
      }
    }
  }

  @Test("Collapse is the projection divided by its norm", arguments: 1...6)
  func collapse(qubits: Int) throws {
    try checkCollapse(qubits, Float.self)
    try checkCollapse(qubits, Double.self)
  }

  @Test("Measurement collapses to the outcome it returns, with the outcome's probability")
  func measure() throws {
    var random = RandomStream(seed: 82)
    let state = try StateVector<Double>(rounding: random.state(qubits: 3))
    let amplitudes = state.wide
    for qubit in 0..<3 {
      var ones = 0
      let trials = 2000
      for _ in 0..<trials {
        var measured = state
        let outcome = try measured.measure(qubit, using: &random)
        ones += outcome
        let expected = projection(amplitudes, qubit, outcome).state
        #expect(largestDifference(measured.wide, expected) < 1e-15)
      }
      let probability = projection(amplitudes, qubit, 1).probability
      let spread = (Double(trials) * probability * (1 - probability)).squareRoot()
      #expect(abs(Double(ones) - Double(trials) * probability) < 4 * spread)
    }
  }

  @Test("A norm that rounding moved away from 1 favours no outcome")
  func drift() throws {
    for norm in [0.5, 2] {
      var random = RandomStream(seed: 83)
      var ones = 0
      for _ in 0..<4000 {
        var state = try StateVector<Double>(rounding: [Complex(0.6 * norm), Complex(0.8 * norm)])
        ones += try state.measure(0, using: &random)
        #expect(abs(state.norm() - 1) < 1e-15)
      }
      // Five standard deviations of a binomial with p = 0.64.
      #expect(abs(Double(ones) - 2560) < 5 * (4000 * 0.64 * 0.36).squareRoot())
    }
  }

  @Test("Outcomes that only rounding leaves are never drawn and cannot be selected")
  func impossible() throws {
    var random = RandomStream(seed: 84)
    var nearlyZero = try StateVector<Double>(rounding: [1, Complex(1e-16)])
    for _ in 0..<100 { #expect(try nearlyZero.measure(0, using: &random) == 0) }
    nearlyZero = try StateVector<Double>(rounding: [1, Complex(1e-16)])
    let probability = 1e-16 * 1e-16
    #expect(throws: QuantumError.impossibleOutcome(outcome: 1, probability: probability)) {
      try nearlyZero.collapse(0, to: 1)
    }
    var single = try StateVector<Float>(rounding: [Complex(1e-7), 1])
    #expect(throws: QuantumError.self) { try single.collapse(0, to: 0) }
    var zero = try StateVector<Double>(qubits: 2)
    #expect(throws: QuantumError.impossibleOutcome(outcome: 1, probability: 0)) {
      try zero.collapse(1, to: 1)
    }
    #expect(zero.wide == [1, 0, 0, 0], "a refused collapse leaves the state as it was")
  }

  @Test("A rare outcome that is no rounding error can be selected")
  func rare() throws {
    var state = try StateVector<Double>(rounding: [1, Complex(0, 1e-9)])
    #expect(abs(try state.collapse(0, to: 1) - 1e-18) < 1e-30)
    #expect(state.wide[0] == 0)
    #expect((state.wide[1] - .i).length < 1e-15)
  }

  @Test("Reset leaves the qubit in |0⟩ and the others as the measurement would", arguments: 1...5)
  func reset(qubits: Int) throws {
    for seed in 0..<8 {
      var random = RandomStream(seed: 85, stream: UInt64(seed))
      let state = try StateVector<Double>(rounding: random.state(qubits: qubits))
      for qubit in 0..<qubits {
        var (twin, measured, reset) = (random, state, state)
        let outcome = try measured.measure(qubit, using: &twin)
        if outcome == 1 { try measured.apply(.flip, to: [qubit]) }
        try reset.reset(qubit, using: &random)
        #expect(largestDifference(measured.wide, reset.wide) < 1e-15)
        #expect(try reset.probability(ofOne: qubit) == 0)
        #expect(random.position == twin.position)
      }
    }
  }

  @Test("Measuring all qubits leaves the basis state it returns, with its distribution")
  func measureAll() throws {
    var random = RandomStream(seed: 86)
    let state = try StateVector<Double>(rounding: random.state(qubits: 3))
    var counts = [Int](repeating: 0, count: 8)
    for _ in 0..<4000 {
      var measured = state
      let outcome = try measured.measureAll(using: &random)
      counts[outcome] += 1
      #expect(try measured.probability(of: outcome) > 1 - 1e-15)
      #expect(abs(measured.norm() - 1) < 1e-15)
      let phase = state[outcome] / Complex(state[outcome].length)
      #expect((measured[outcome] - phase).length < 1e-15)
    }
    let expected = state.wide.map { 4000 * $0.lengthSquared }
    #expect(chiSquareDeviate(observed: counts, expected: expected) < 4)
  }

  @Test("A measured copy leaves the original alone")
  func copies() throws {
    var random = RandomStream(seed: 87)
    let state = try StateVector<Double>(rounding: random.state(qubits: 4))
    let before = state.wide
    var copy = state
    try copy.measure(0, using: &random)
    try copy.measureAll(using: &random)
    #expect(state.wide == before)
  }

  @Test("Qubits and outcomes that are none, and vectors that are no states, are refused")
  func misuse() throws {
    var random = RandomStream(seed: 88)
    var state = try StateVector<Double>(qubits: 3)
    for qubit in [-1, 3] {
      let error = QuantumError.qubitOutOfRange(qubit: qubit, qubitCount: 3)
      #expect(throws: error) { try state.measure(qubit, using: &random) }
      #expect(throws: error) { try state.reset(qubit, using: &random) }
      #expect(throws: error) { try state.collapse(qubit, to: 0) }
    }
    for outcome in [-1, 2] {
      #expect(
        throws: QuantumError.outOfRange(
          what: "the outcome of a qubit", value: Double(outcome), range: "0...1")
      ) { try state.collapse(0, to: outcome) }
    }
    var nothing = try StateVector<Double>(rounding: [0, 0])
    let error = QuantumError.notNormalizable(norm: 0)
    #expect(throws: error) { try nothing.measure(0, using: &random) }
    #expect(throws: error) { try nothing.reset(0, using: &random) }
    #expect(throws: error) { try nothing.collapse(0, to: 0) }
    #expect(throws: error) { try nothing.measureAll(using: &random) }
  }
}
