import Circuits
import TestSupport
import Testing

@Suite struct ParameterShiftTests {
  /// A gate whose generator has the eigenvalues 0, 0.6, 2 and 5: gaps that are no multiples of one.
  private struct Uneven: QuantumGate {
    var parameters: [Angle]
    let name = "uneven"
    let qubitCount = 2
    /// diag(0, 0.6, 2, 5) as Pauli strings; a change of basis comes from the gates around it.
    let generator: PauliSum? = 1.9 - 0.9 * Z(0) - 1.6 * Z(1) + 0.6 * Z(0) * Z(1)

    func action(_ angles: [Double]) -> GateAction {
      .diagonal(
        [0, 0.6, 2, 5].map { Complex(.cos($0 * angles[0] / 2), -.sin($0 * angles[0] / 2)) })
    }
  }

  private static func circuit() -> Circuit {
    var circuit = Circuit(qubits: 3)
    let a = Angle.parameter(Parameter("a"))
    let b = Angle.parameter(Parameter("b"))
    for qubit in 0..<3 { circuit.ry(.value(0.5 + Double(qubit)), qubit) }
    circuit.append(Uneven(parameters: [a * b]), to: [2, 0])
    circuit.rx(2 * a, 1)
    circuit.append(Uneven(parameters: [b]).controlled(), to: [0, 1, 2])
    circuit.crz(a - b, 1, 2)
    for qubit in 0..<3 { circuit.rx(.value(1.5 - Double(qubit)), qubit) }
    return circuit
  }

  @Test("generators with uneven gaps have the shift rule of a linear system")
  func unevenGaps() throws {
    let prepared = try DifferentiableCircuit(Self.circuit())
    let observables = [Z(0) + 0.3 * X(1) * Y(2), Z(2)]
    let adjoint = try prepared.valuesAndJacobian(of: observables, at: [0.4, 1.3]).jacobian
    let shifted = try prepared.parameterShiftJacobian(of: observables, at: [0.4, 1.3])
    let differences = try prepared.finiteDifferenceJacobian(of: observables, at: [0.4, 1.3])
    for (a, (b, c)) in zip(adjoint.joined(), zip(shifted.joined(), differences.joined())) {
      #expect(abs(a - b) < 1e-10 && abs(a - c) < 1e-9, "\(a), \(b), \(c)")
    }
  }

  @Test("estimates lie within five standard errors, which shrink with the shots")
  func estimates() throws {
    let prepared = try DifferentiableCircuit(Self.circuit())
    let observables = [Z(0) + 0.3 * X(1) * Y(2), Z(2)]
    let exact = try prepared.valuesAndJacobian(of: observables, at: [0.4, 1.3]).jacobian
    var errors: [Double] = []
    for shots in [400, 40_000] {
      let found = try prepared.estimatedJacobian(
        of: observables, at: [0.4, 1.3], shots: shots, seed: 11)
      for (estimate, value) in zip(found.joined(), exact.joined()) {
        #expect(abs(estimate.value - value) < 5 * estimate.standardError, "\(shots)")
        errors.append(estimate.standardError)
      }
    }
    for (few, many) in zip(errors.prefix(4), errors.suffix(4)) {
      #expect(abs(few / many - 10) < 2, "\(few), \(many)")
    }
  }

  @Test("the spread of estimates over seeds is the standard error that they state")
  func spread() throws {
    var circuit = Circuit(qubits: 1)
    circuit.ry(3 * Angle.parameter(Parameter("a")), 0)
    let prepared = try DifferentiableCircuit(circuit)
    let estimates = try (0..<400).map {
      try prepared.estimatedJacobian(of: [2 * Z(0)], at: [0.3], shots: 100, seed: UInt64($0))[0][0]
    }
    let mean = estimates.reduce(0) { $0 + $1.value } / 400
    let spread =
      (estimates.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / 399).squareRoot()
    let stated = estimates.reduce(0) { $0 + $1.standardError } / 400
    #expect(abs(mean + 6 * .sin(0.9)) < 5 * stated / 20)
    #expect(abs(spread / stated - 1) < 0.2, "\(spread) against \(stated)")
  }

  @Test("the same seed gives the same estimates at any number of threads, another one others")
  func seeds() throws {
    func estimate(_ seed: UInt64, _ threads: Int) throws -> [[ObservableEstimate]] {
      var configuration = Simulator.Configuration()
      configuration.threads = threads
      return try DifferentiableCircuit(Self.circuit(), configuration: configuration)
        .estimatedJacobian(of: [X(0), Z(1)], at: [0.2, 0.9], shots: 50, seed: seed)
    }
    let first = try estimate(3, 1)
    #expect(try estimate(3, 4) == first)
    #expect(try estimate(4, 1) != first)
  }

  @Test("qubits that no gate touches are measured like the others")
  func untouchedQubits() throws {
    var circuit = Circuit(qubits: 4)
    circuit.ry(.parameter(Parameter("a")), 2)
    let prepared = try DifferentiableCircuit(circuit)
    let found = try prepared.estimatedJacobian(
      of: [Z(2) * Z(0), X(3)], at: [0.4], shots: 10_000, seed: 1)
    #expect(abs(found[0][0].value + .sin(0.4)) < 5 * found[0][0].standardError)
    // A coin that the derivative does not depend on.
    #expect(abs(found[1][0].value) < 5 * found[1][0].standardError)
    #expect(abs(found[1][0].standardError - (0.5 / 10_000).squareRoot()) < 1e-4)
  }

  @Test("wrong arguments and limits are told")
  func refusals() throws {
    let prepared = try DifferentiableCircuit(Self.circuit())
    #expect(throws: QuantumError.self) {
      try prepared.estimatedJacobian(of: [Z(0)], at: [0, 0], shots: 1, seed: 0)
    }
    #expect(throws: QuantumError.self) {
      try prepared.parameterShiftJacobian(of: [Z(0)], at: [0])
    }
    #expect(throws: QuantumError.self) {
      try prepared.finiteDifferenceJacobian(of: [Z(0)], at: [0, 0], step: 0)
    }
    #expect(throws: QuantumError.self) {
      try prepared.finiteDifferenceJacobian(of: [Z(0)], at: [0])
    }
    #expect(throws: QuantumError.self) {
      try prepared.parameterShiftJacobian(of: [Complex(0, 1) * Z(0)], at: [0, 0])
    }
    var configuration = Simulator.Configuration()
    configuration.isCancelled = { true }
    let cancelled = try DifferentiableCircuit(Self.circuit(), configuration: configuration)
    for work in [
      { _ = try cancelled.valueAndGradient(of: Z(0), at: [0, 0]) },
      { _ = try cancelled.parameterShiftJacobian(of: [Z(0)], at: [0, 0]) },
      { _ = try cancelled.hessian(of: Z(0), at: [0, 0]) },
      { _ = try cancelled.metricTensor(at: [0, 0]) },
      { _ = try cancelled.estimatedJacobian(of: [Z(0)], at: [0, 0], shots: 9, seed: 0) },
    ] as [() throws -> Void] {
      #expect(throws: QuantumError.cancelled) { try work() }
    }
    configuration = Simulator.Configuration()
    configuration.timeLimit = .zero
    let late = try DifferentiableCircuit(Self.circuit(), configuration: configuration)
    #expect(throws: QuantumError.timeLimitExceeded(seconds: 0)) {
      try late.valueAndGradient(of: Z(0), at: [0, 0])
    }
    configuration = Simulator.Configuration()
    configuration.memoryLimit = 200
    // A state of three qubits takes 128 bytes; a gradient needs two.
    let small = try DifferentiableCircuit(Self.circuit(), configuration: configuration)
    #expect(try small.value(of: Z(0), at: [0, 0]).isFinite)
    #expect(
      throws: QuantumError.insufficientMemory(qubits: 3, bytesNeeded: 256, bytesAvailable: 200)
    ) { try small.valueAndGradient(of: Z(0), at: [0, 0]) }
    configuration.precision = .single
    #expect(throws: QuantumError.self) {
      try DifferentiableCircuit(Self.circuit(), configuration: configuration)
    }
  }
}
