import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorInitialStatesTests {
  @Test("A basis state is 1 at its index and 0 elsewhere")
  func basisStates() throws {
    for qubits in 0...6 {
      for index in 0..<1 << qubits {
        let state = try StateVector<Float>(qubits: qubits, basisState: index)
        #expect(state.amplitudes == (0..<1 << qubits).map { $0 == index ? 1 : 0 })
      }
    }
    for index in [-1, 8, Int.max] {
      let error = #expect(throws: QuantumError.self) {
        try StateVector<Double>(qubits: 3, basisState: index)
      }
      #expect(error == .outOfRange(what: "the basis state", value: Double(index), range: "0..<8"))
    }
  }

  @Test("Amplitudes come back as they were given, or divided by their norm")
  func amplitudes() throws {
    var random = RandomStream(seed: 9)
    for qubits in 0...8 {
      let amplitudes = random.state(qubits: qubits)
      #expect(try StateVector(amplitudes: amplitudes).amplitudes == amplitudes)
      // Parts down to 1e-200 and up to 1e200 have squares beyond the range of Double.
      for scale in [3, 1e200, 1e-200] {
        let state = try StateVector(
          amplitudes: amplitudes.map { $0 * Complex(scale) }, normalize: true)
        for (index, amplitude) in state.amplitudes.enumerated() {
          #expect((amplitude - amplitudes[index]).length < 4 * .ulpOfOne)
        }
      }
    }
  }

  @Test("Amplitudes that are no state are refused, each with its reason")
  func wrongAmplitudes() {
    for count in [0, 3, 5, 6, 7, 9] {
      let error = #expect(throws: QuantumError.self) {
        try StateVector<Double>(amplitudes: Array(repeating: 1, count: count), normalize: true)
      }
      guard case .wrongElementCount(_, let expected, count) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(expected.nonzeroBitCount == 1 && expected > count)
    }
    #expect(throws: QuantumError.notNormalizable(norm: 0)) {
      try StateVector<Float>(amplitudes: [0, 0], normalize: true)
    }
    #expect(throws: QuantumError.notFinite(what: "amplitude 1", value: .infinity)) {
      try StateVector<Double>(amplitudes: [1, Complex(0, .infinity)])
    }
    let error = #expect(throws: QuantumError.self) { try StateVector<Double>(amplitudes: [1, 1]) }
    #expect(error.map(String.init(describing:))?.contains("normalize: true") == true)
  }

  @Test("A product state has the products of its factors, the first factor least significant")
  func products() throws {
    var random = RandomStream(seed: 10)
    for qubits in 0...8 {
      let factors = (0..<qubits).map { _ in
        (zero: random.complexNormal(), one: random.complexNormal())
      }
      let state = try StateVector<Double>(product: factors)
      for index in 0..<state.count {
        var expected: Complex<Double> = 1
        for (qubit, factor) in factors.enumerated() {
          let norm = (factor.zero.lengthSquared + factor.one.lengthSquared).squareRoot()
          expected *= (index >> qubit & 1 == 0 ? factor.zero : factor.one) / Complex(norm)
        }
        // Each factor rounds a few times.
        #expect((state[index] - expected).length < Double(8 * qubits + 1) * .ulpOfOne)
      }
    }
    #expect(throws: QuantumError.notNormalizable(norm: 0)) {
      try StateVector<Double>(product: [(1, 0), (0, 0)])
    }
    #expect(throws: QuantumError.self) { try StateVector<Double>(product: [(Complex(.nan, 0), 1)]) }
  }

  @Test("The uniform state has equal amplitudes and norm 1")
  func uniform() throws {
    for qubits in 0...16 {
      let state = try StateVector<Double>.uniform(qubits: qubits)
      let expected = Complex(1 / Double(1 << qubits).squareRoot())
      #expect(state.amplitudes.allSatisfy { $0 == expected })
    }
  }
}
