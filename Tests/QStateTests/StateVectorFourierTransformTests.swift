import ComplexModule
import RealModule
import Testing

@testable import QState

@Suite struct StateVectorFourierTransformTests {
  func check<Scalar: StateScalar>(_ qubits: Int, inverse: Bool, _ type: Scalar.Type) throws {
    var random = RandomStream(seed: 95, stream: UInt64(qubits))
    let amplitudes = random.state(qubits: qubits)
    let size = 1 << qubits
    var matrix = ComplexMatrix.zeros(rows: size, columns: size)
    for k in 0..<size {
      for j in 0..<size {
        let turns = Double(j * k % size) / Double(size)
        matrix[k, j] = Complex(
          length: 1 / Double(size).squareRoot(), phase: (inverse ? -2 : 2) * .pi * turns)
      }
    }
    var state = try StateVector<Scalar>(rounding: amplitudes)
    try state.applyFourierTransform(inverse: inverse)
    let error = zip(state.wide, matrix * amplitudes).map { ($0 - $1).length }.max() ?? 0
    #expect(error < rounding(type))
    #expect(abs(state.norm() - 1) < rounding(type))
  }

  @Test("It is the unitary matrix of roots of unity", arguments: 0...8, [false, true])
  func definition(qubits: Int, inverse: Bool) throws {
    try check(qubits, inverse: inverse, Float.self)
    try check(qubits, inverse: inverse, Double.self)
  }

  @Test("A basis state becomes a plane wave, and the inverse brings it back")
  func planeWave() throws {
    var state = try StateVector<Double>(qubits: 14, basisState: 5)
    try state.applyFourierTransform()
    for k in [0, 1, 77, 16_383] {
      let expected = Complex(length: 1.0 / 128, phase: 2 * .pi * Double(5 * k % 16_384) / 16_384)
      #expect((state[k] - expected).length < 1e-16)
    }
    try state.applyFourierTransform(inverse: true)
    #expect((state[5] - 1).length < 1e-15)
    #expect(abs(state.norm() - 1) < 1e-15)
  }

  @Test("A transformed copy leaves the original alone")
  func copies() throws {
    let state = try StateVector<Double>(qubits: 3)
    var copy = state
    try copy.applyFourierTransform()
    #expect(state.wide == [1, 0, 0, 0, 0, 0, 0, 0])
  }
}
