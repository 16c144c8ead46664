import HybridML
import TestSupport
import Testing

@Suite struct EncodingTests {
  private static func state(_ encoding: Encoding, _ features: [Double]) throws -> [Complex<Double>]
  {
    let inputs = try encoding.inputs(
      RealMatrix(rows: 1, columns: features.count, elements: features))
    let circuit = try encoding.circuit(features: features.count)
    let values = Dictionary(
      uniqueKeysWithValues: inputs.elements.enumerated().map { ("x[\($0)]", $1) })
    let bound = try circuit.bound(
      to: values.filter { name, _ in circuit.parameters.contains { $0.name == name } })
    let state = try bound.stateVector()
    return (0..<1 << circuit.qubitCount).map { state[$0] }
  }

  @Test("amplitude encoding prepares the features divided by their norm, at any scale")
  func amplitudes() throws {
    var random = TestRandom(seed: 4)
    for count in 1...17 {
      for scale in [1.0, 1e-200, 1e200] {
        var features = (0..<count).map { _ in scale * Double.random(in: -1...1, using: &random) }
        if count > 4 { features[Int.random(in: 0..<count, using: &random)] = 0 }
        let unit = features.map { $0 / scale }
        let norm = unit.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let state = try Self.state(.amplitude, features)
        #expect(state.count == max(2, [2, 4, 8, 16, 32].first { $0 >= count } ?? 0))
        for (index, amplitude) in state.enumerated() {
          let expected = index < count ? unit[index] / norm : 0
          #expect((amplitude - Complex(expected)).length < 1e-14, "\(count) \(index)")
        }
      }
    }
    #expect(throws: DataError.self) { try Self.state(.amplitude, [0, 0, 0]) }
  }

  @Test("basis encoding prepares the state of the bits")
  func bits() throws {
    for value in 0..<16 {
      let state = try Self.state(.basis, (0..<4).map { Double(value >> $0 & 1) })
      for index in 0..<16 {
        #expect(abs(state[index].length - (index == value ? 1 : 0)) < 1e-15)
      }
    }
    #expect(throws: DataError.self) { try Self.state(.basis, [0, 0.5]) }
  }

  @Test("the Z and ZZ maps are those of Qiskit, gate by gate, up to a phase")
  func featureMaps() throws {
    let x = [0.3, -1.1, 2.2]
    for isPaired in [false, true] {
      var circuit = Circuit(qubits: 3)
      for _ in 0..<2 {
        for qubit in 0..<3 {
          circuit.h(qubit)
          circuit.p(.value(2 * x[qubit]), qubit)
        }
        guard isPaired else { continue }
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
          circuit.cx(a, b)
          circuit.p(.value(2 * (.pi - x[a]) * (.pi - x[b])), b)
          circuit.cx(a, b)
        }
      }
      let expected = try circuit.stateVector()
      for encoding in isPaired
        ? [Encoding.zzFeatureMap(repetitions: 2), .pauliFeatureMap(["Z", "ZZ"], repetitions: 2)]
        : [.zFeatureMap(repetitions: 2), .pauliFeatureMap(["Z"], repetitions: 2)]
      {
        let state = try Self.state(encoding, x)
        var overlap = Complex<Double>.zero
        for index in 0..<8 { overlap += expected[index].conjugate * state[index] }
        #expect(abs(overlap.length - 1) < 1e-13, "\(encoding)")
      }
    }
  }

  @Test("Pauli maps rotate by each word on every choice of qubits")
  func pauliMaps() throws {
    let x = [0.4, 0.9, -0.7]
    // With an independent circuit: e^{-iφ XY} is CX-conjugated rotations in other bases.
    var circuit = Circuit(qubits: 3)
    for qubit in 0..<3 { circuit.h(qubit) }
    for qubit in 0..<3 { circuit.ry(.value(2 * x[qubit]), qubit) }
    for (a, b) in [(0, 1), (0, 2), (1, 2)] {
      circuit.h(a)
      circuit.sdg(b)
      circuit.h(b)
      circuit.cx(a, b)
      circuit.rz(.value(2 * (.pi - x[a]) * (.pi - x[b])), b)
      circuit.cx(a, b)
      circuit.h(b)
      circuit.s(b)
      circuit.h(a)
    }
    let expected = try circuit.stateVector()
    let state = try Self.state(.pauliFeatureMap(["Y", "XY"], repetitions: 1), x)
    var overlap = Complex<Double>.zero
    for index in 0..<8 { overlap += expected[index].conjugate * state[index] }
    #expect(abs(overlap.length - 1) < 1e-13)
  }

  @Test("Chebyshev encoding gives Chebyshev polynomials")
  func chebyshev() throws {
    let x = [0.3, -0.8, 0.95]
    let circuit = try Encoding.chebyshev.circuit(features: 3)
    for qubit in 0..<3 {
      let value = try DifferentiableCircuit(circuit).value(of: Z(qubit), at: x)
      // cos(2(q + 1) arccos x) = T_{2(q + 1)}(x), by the recurrence.
      var (before, now) = (1.0, x[qubit])
      for _ in 1..<2 * (qubit + 1) { (before, now) = (now, 2 * x[qubit] * now - before) }
      #expect(abs(value - now) < 1e-13)
    }
    let error = #expect(throws: DataError.self) { try Self.state(.chebyshev, [0, 1.5]) }
    #expect(error.map { "\($0)".contains("feature 1 of row 0 is 1.5") } == true)
  }
}
