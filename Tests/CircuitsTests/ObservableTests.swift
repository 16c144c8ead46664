import Circuits
import ComplexModule
import RealModule
import TestSupport
import Testing

@Suite("Observables of circuits") struct ObservableTests {
  static let circuit: Circuit = {
    var circuit = Circuit(qubits: 5)
    circuit.ry(0.4, 1)
    circuit.cx(1, 3)
    circuit.rx(1.1, 3)
    return circuit
  }()

  static func reference(_ sum: PauliSum) throws -> (mean: Double, variance: Double) {
    let state = try ReferenceSimulator.state(after: circuit)
    let matrix = ReferenceMatrix(try sum.matrix(qubits: 5))
    let image = matrix.rows.map { zip($0, state).reduce(Complex.zero) { $0 + $1.0 * $1.1 } }
    let mean = zip(state, image).reduce(0) { $0 + ($1.0.conjugate * $1.1).real }
    return (mean, image.reduce(0) { $0 + $1.lengthSquared } - mean * mean)
  }

  @Test("Values and variances count the qubits that no gate touches")
  func idleQubits() throws {
    let sums = [
      Z(1) * Z(3), Y(3), Z(0) * Z(1) * Z(4), X(0), X(0) * Z(1) + Z(3) - 0.5 * Y(4) * Y(2),
      I, PauliSum(), X(2) + Z(2) * Y(3) + 3,
    ]
    let observed = try Simulator().observe(sums, in: Self.circuit)
    let (values, variances) = (try observed.expectations(), try observed.variances())
    let estimates = try observed.estimates(shots: 20_000, seed: 1)
    let covariances = try observed.covariances()
    for (index, sum) in sums.enumerated() {
      let (mean, variance) = try Self.reference(sum)
      #expect(abs(values[index] - mean) < 1e-14)
      #expect(abs(variances[index] - variance) < 1e-14)
      #expect(abs(covariances[index][index] - variance) < 1e-14)
      #expect(abs(estimates[index].value - mean) <= 5 * estimates[index].standardError + 1e-14)
      #expect(try Self.circuit.expectation(of: sum) == values[index])
      #expect(abs(try Self.circuit.variance(of: sum) - variance) < 1e-14)
    }
  }

  @Test("Single precision and parameters are heeded")
  func configuration() throws {
    var circuit = Circuit(qubits: 1)
    circuit.ry(.parameter(Parameter("a")), 0)
    let value = try circuit.expectation(of: Z(0), parameters: ["a": 0.3])
    #expect(abs(value - Double.cos(0.3)) < 1e-15)
    var configuration = Simulator.Configuration()
    configuration.precision = .single
    let single = try Simulator(configuration).observe([Z(0)], in: circuit, parameters: ["a": 0.3])
    let rounded = try single.expectations()[0]
    #expect(rounded != value && abs(rounded - value) < 1e-6)
    let estimate = try circuit.estimate(of: X(0), shots: 500, seed: 2, parameters: ["a": 0.3])
    #expect(abs(estimate.value - Double.sin(0.3)) < 5 * estimate.standardError)
    #expect(throws: QuantumError.self) { try circuit.expectation(of: Z(0)) }
  }

  @Test("Final measurements do not matter, others are refused")
  func measurements() throws {
    var circuit = Circuit(qubits: 1, bits: 1)
    circuit.h(0)
    circuit.measure(0, into: 0)
    #expect(abs(try circuit.expectation(of: X(0)) - 1) < 1e-15)
    circuit.h(0)
    #expect(throws: QuantumError.self) { try circuit.expectation(of: X(0)) }
    #expect(throws: QuantumError.qubitOutOfRange(qubit: 3, qubitCount: 1)) {
      try circuit.expectation(of: X(3))
    }
  }
}
