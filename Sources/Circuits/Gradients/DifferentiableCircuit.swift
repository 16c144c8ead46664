public import Gates

/// A circuit prepared once for expectation values and their derivatives at many values of its parameters.
///
/// ```swift
/// let energy = try DifferentiableCircuit(ansatz)
/// let (value, gradient) = try energy.valueAndGradient(of: 0.5 * Z(0) * Z(1) + X(0), at: angles)
/// ```
///
/// Parameters are numbered in order of ``parameters``. All derivatives are exact (adjoint
/// differentiation, no finite differences) and have the same bits at every number of threads.
public struct DifferentiableCircuit: Sendable {
  /// What the numbers in `at:` stand for, in order.
  public let parameters: [Parameter]
  public let qubitCount: Int
  let program: ParametricProgram
  let tape: AngleTape
  /// Runs large states, with plans that keep their parts in cache.
  private let circuit: Circuit
  private let simulator: Simulator
  var configuration: Simulator.Configuration { simulator.configuration }
  /// From this many qubits on, a plan pays for its making. Tests make it small.
  package var plannedQubits = 15
  /// The state's qubit for each of the circuit's, or -1 where nothing acts on it.
  let position: [Int]

  /// - Parameters:
  ///   - parameters: the order of the parameters; nil takes ``Circuit/parameters``, the order of first
  ///     occurrence.
  ///   - configuration: threads, kernels, and limits of memory and time for each call. Derivatives need
  ///     double precision.
  /// - Throws: building mistakes; ``QuantumError/unsupported(what:remedy:)`` for circuits that reset,
  ///   decide, or measure before their end, and for parameters of gates whose derivative is not known;
  ///   ``QuantumError/insufficientMemory(qubits:bytesNeeded:bytesAvailable:)``;
  ///   ``QuantumError/unboundParameter(_:)`` for a parameter that `parameters` leaves out.
  public init(
    _ circuit: Circuit, parameters: [Parameter]? = nil,
    configuration: Simulator.Configuration = Simulator.Configuration()
  ) throws(QuantumError) {
    guard configuration.precision == .double else {
      throw .unsupported(
        what: "derivatives in single precision", remedy: "ask for double precision")
    }
    let parameters = parameters ?? circuit.parameters
    let builder = try ProgramBuilder(
      circuit, parameters: parameters, memoryLimit: configuration.memoryLimit)
    self.parameters = parameters
    self.circuit = circuit.withoutMeasurements
    var configuration = configuration
    configuration.keepsFinalState = true
    simulator = Simulator(configuration)
    qubitCount = circuit.qubitCount
    program = builder.program
    tape = builder.tape
    position = builder.position
  }

  /// ⟨O⟩ for each observable. Cost: one run, and one application of each term.
  ///
  /// - Parameter values: one for each of ``parameters``.
  /// - Throws: ``QuantumError/wrongElementCount(what:expected:got:)``,
  ///   ``QuantumError/notFinite(what:value:)``, ``QuantumError/notHermitian(what:deviation:)``,
  ///   ``QuantumError/qubitOutOfRange(qubit:qubitCount:)``
  public func values(
    of observables: [PauliSum], at values: [Double]
  ) throws(QuantumError) -> [Double] {
    let terms = try observables.map { (sum) throws(QuantumError) in try stateTerms(sum) }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 1, qubits: program.qubitCount)
      let state = try finalState(runner(at: values).runner, at: values)
      try limits.checkpoint()
      return try Self.expectations(of: terms, in: state)
    }
  }

  /// ⟨O⟩ at these values of the parameters.
  public func value(of observable: PauliSum, at values: [Double]) throws(QuantumError) -> Double {
    try self.values(of: [observable], at: values)[0]
  }

  /// ⟨O⟩ and its derivative with respect to every parameter, `[parameters]`.
  ///
  /// Cost: about three runs and one reading of two states for each gate with a parameter; memory of
  /// three states.
  ///
  /// - Throws: as ``values(of:at:)``.
  public func valueAndGradient(
    of observable: PauliSum, at values: [Double]
  ) throws(QuantumError) -> (value: Double, gradient: [Double]) {
    let result = try valuesAndJacobian(of: [observable], at: values)
    return (result.values[0], result.jacobian[0])
  }

  /// ⟨O⟩ of several observables, and a row of derivatives for each: `[observables][parameters]`.
  ///
  /// One backward pass serves all: memory of one state more than there are observables.
  public func valuesAndJacobian(
    of observables: [PauliSum], at values: [Double]
  ) throws(QuantumError) -> (values: [Double], jacobian: [[Double]]) {
    let terms = try observables.map { (sum) throws(QuantumError) in try stateTerms(sum) }
    return try scoped { limits throws(QuantumError) in
      try limits.checkMemory(states: 1 + terms.count, qubits: program.qubitCount)
      let (runner, nodes) = try runner(at: values)
      var ket = try finalState(runner, at: values)
      // Few terms are read faster by themselves; of many the sum is at hand.
      let areFew = terms.allSatisfy { $0.count <= 8 }
      var results = areFew ? try Self.expectations(of: terms, in: ket) : []
      var bras: [StateVector<Double>] = []
      for terms in terms {
        try limits.checkpoint()
        let bra = try observed(terms, on: ket, runner)
        if !areFew { results.append(try bra.innerProduct(with: ket).real) }
        bras.append(bra)
      }
      let slots = try runner.pullBack(ket: &ket, bras: &bras, checkpoint: limits.checkpoint)
      return (results, slots.map { tape.pullBack(nodes, slots: $0) })
    }
  }

  /// The gradient of `Σ weights[k] ⟨O_k⟩`, at the cost of one observable: the vector-Jacobian product.
  public func vectorJacobianProduct(
    of observables: [PauliSum], weights: [Double], at values: [Double]
  ) throws(QuantumError) -> [Double] {
    guard weights.count == observables.count else {
      throw .wrongElementCount(
        what: "the weights of observables", expected: observables.count, got: weights.count)
    }
    let sum = zip(weights, observables).reduce(PauliSum()) { $0 + $1.0 * $1.1 }
    return try valueAndGradient(of: sum, at: values).gradient
  }
}

// MARK: Steps of a computation

extension DifferentiableCircuit {
  /// Runs `body` with the configured threads and kernels, and with limits that count from here.
  func scoped<Result>(
    _ body: (RunLimits) throws(QuantumError) -> Result
  ) throws(QuantumError) -> Result {
    let limits = RunLimits(configuration)
    return try simulator.scoped { () throws(QuantumError) in try body(limits) }
  }

  /// ⟨O⟩ of each observable's terms, every string read once.
  static func expectations(
    of observables: [[PauliTerm]], in state: StateVector<Double>
  ) throws(QuantumError) -> [Double] {
    var places: [PauliMasks: Int] = [:]
    var masks: [PauliMasks] = []
    for term in observables.joined() where places[term.masks] == nil {
      places[term.masks] = masks.count
      masks.append(term.masks)
    }
    let values = try state.expectations(of: masks)
    return observables.map { terms in
      terms.reduce(0) { $0 + $1.coefficient * values[places[$1.masks] ?? 0] }
    }
  }

  /// A runner for these values, and the values of the tape's nodes.
  func runner(
    at values: [Double]
  ) throws(QuantumError) -> (runner: ProgramRunner<Double>, nodes: [Double]) {
    guard values.count == parameters.count else {
      throw .wrongElementCount(
        what: "the circuit's parameters", expected: parameters.count, got: values.count)
    }
    let nodes = tape.values(at: values)
    return (try ProgramRunner(program, angles: tape.angles(nodes)), nodes)
  }

  /// The final state of the qubits that gates act on, up to a global phase.
  func finalState(
    _ runner: ProgramRunner<Double>, at values: [Double]
  ) throws(QuantumError) -> StateVector<Double> {
    if program.qubitCount >= plannedQubits {
      let named = Dictionary(uniqueKeysWithValues: zip(parameters.map(\.name), values))
      let known = Set(circuit.parameters.map(\.name))
      // A shot costs less time and memory than the distribution that a run without shots gives.
      let result = try simulator.run(
        circuit, shots: 1, seed: 0, parameters: named.filter { known.contains($0.key) })
      if case .double(let state)? = try result.finalState?.joined().amplitudes { return state }
    }
    var state = try StateVector<Double>(qubits: program.qubitCount)
    try runner.run(on: &state)
    return state
  }

  /// The terms on the state's qubits. A qubit that no gate touches is |0⟩: Z is 1 there, and X and Y
  /// make a term vanish.
  func stateTerms(_ observable: PauliSum) throws(QuantumError) -> [PauliTerm] {
    guard observable.isHermitian else {
      throw .notHermitian(
        what: "the observable",
        deviation: observable.terms.map { abs($0.coefficient.imaginary) }.max() ?? 0)
    }
    guard observable.qubitCount <= qubitCount else {
      throw .qubitOutOfRange(qubit: observable.qubitCount - 1, qubitCount: qubitCount)
    }
    var terms: [PauliTerm] = []
    for term in observable.terms {
      guard term.coefficient.real.isFinite else {
        throw .notFinite(what: "a coefficient of the observable", value: term.coefficient.real)
      }
      var (paulis, qubits): ([Pauli], [Int]) = ([], [])
      var vanishes = false
      for qubit in term.string.support.qubits {
        if position[qubit] >= 0 {
          paulis.append(term.string[qubit])
          qubits.append(position[qubit])
        } else if term.string[qubit] != .z {
          vanishes = true
        }
      }
      if !vanishes {
        terms.append(PauliTerm(term.coefficient.real, PauliMasks(paulis, on: qubits)))
      }
    }
    return terms
  }

  /// O|ψ⟩.
  func observed(
    _ terms: [PauliTerm], on state: StateVector<Double>, _ runner: ProgramRunner<Double>
  ) throws(QuantumError) -> StateVector<Double> {
    try runner.applying(terms, to: state)
  }
}

extension Circuit {
  /// ⟨O⟩ at the end of the circuit and its derivative with respect to each of ``parameters``, exact.
  ///
  /// Prepares a ``DifferentiableCircuit`` first; keep one where the same circuit is evaluated often.
  ///
  /// - Parameter values: one for each of ``parameters``, in that order.
  /// - Throws: as ``DifferentiableCircuit/init(_:parameters:)`` and
  ///   ``DifferentiableCircuit/values(of:at:)``.
  public func valueAndGradient(
    of observable: PauliSum, at values: [Double]
  ) throws(QuantumError) -> (value: Double, gradient: [Double]) {
    try DifferentiableCircuit(self).valueAndGradient(of: observable, at: values)
  }
}
