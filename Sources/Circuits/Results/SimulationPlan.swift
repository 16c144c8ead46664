public import Gates

/// What a simulator would do with a circuit, found without running it.
public struct SimulationPlan: Sendable {
  /// Qubits and classical bits of the circuit.
  public let qubitCount: Int
  public let bitCount: Int
  /// Gates of the circuit; measurements, resets and barriers do not count.
  public let gateCount: Int
  public let method: Simulator.Method
  /// Why this method would be chosen, in one clause.
  public let why: String
  public let precision: Simulator.Precision
  public let optimization: OptimizationLevel
  public let threads: Int
  public let kernels: KernelSet
  /// The numbers of qubits of the groups that have a state each. Qubits that no gate touches, or that
  /// no outcome depends on, cost nothing and are in none.
  public let groups: [Int]
  /// Bytes of the states that are held at once, one history of outcomes assumed: of all groups where
  /// the final state is kept, else of the largest. `UInt64.max` where the number has more bits.
  public let stateBytes: UInt64
  /// Bytes that the probabilities of an exact result take beside the states: none of groups whose
  /// probabilities are computed from their states when they are asked for.
  public let distributionBytes: UInt64
  /// Measurements and resets in the middle, each of which may split the run into two branches.
  public let splits: Int
  /// Structural operations that the gates are made of.
  public let operations: Int
  /// Sweeps over the state: stages, each of which does all its passes on one tile after the other, and
  /// operations that are carried out by themselves.
  public let stages: [Stage]
  /// A bound on the distance of the final state from the exact one that rounding can cause, to first
  /// order.
  public let roundingBound: Double
  /// Seconds that making this plan took.
  public let seconds: Double

  public struct Stage: Hashable, Sendable {
    /// Passes with the tile in the cache.
    public let passes: Int
    /// Operations that need passes of their own kind.
    public let operations: Int
    /// How many amplitudes are visited: those that may be nonzero.
    public let amplitudes: Double
  }

  /// Qubits of the largest state.
  public var stateQubits: Int { groups.max() ?? 0 }
  /// Passes of all stages.
  public var passes: Int { stages.reduce(0) { $0 + $1.passes } }
  /// Operations that no pass takes along.
  public var wholeOperations: Int { stages.reduce(0) { $0 + $1.operations } }
  /// Operations that cost no pass of their own, as another takes them along or they cancel.
  public var merges: Int { max(0, operations - passes - wholeOperations) }
}

extension Simulator {
  /// What ``run(_:shots:seed:parameters:)`` would do. Nothing is run and no state is allocated; a
  /// circuit that does not fit the memory is planned all the same.
  ///
  /// - Throws: building mistakes, parameters without a value, gates that are not unitary,
  ///   ``QuantumError/tooManyQubits(requested:limit:)``.
  /// - Complexity: that of compiling, O(gates · stages).
  public func plan(
    _ circuit: Circuit, parameters: [String: Double] = [:]
  ) throws(QuantumError) -> SimulationPlan {
    try scoped { () throws(QuantumError) in
      switch configuration.precision {
      case .double: try plan(circuit, parameters, StateVector<Double>.self)
      case .single: try plan(circuit, parameters, StateVector<Float>.self)
      }
    }
  }

  private func plan<Scalar: StateScalar>(
    _ circuit: Circuit, _ parameters: [String: Double], _: StateVector<Scalar>.Type
  ) throws(QuantumError) -> SimulationPlan {
    let start = ContinuousClock.now
    let options = try KernelOptions.current()
    let compiled = try CompiledCircuit(
      circuit, Scalar.precision, values: parameters, configuration: configuration, options: options,
      keepsSteps: true
    ) { qubits throws(QuantumError) in
      guard qubits <= StateVector<Scalar>.maximumQubits else {
        throw .tooManyQubits(requested: qubits, limit: StateVector<Scalar>.maximumQubits)
      }
    }
    let seconds = start.secondsUntilNow
    let components = compiled.components
    return SimulationPlan(
      qubitCount: circuit.qubitCount, bitCount: circuit.bitCount, gateCount: compiled.gateCount,
      method: .statevector, why: compiled.size.clause, precision: configuration.precision,
      optimization: configuration.optimization, threads: WorkerPool.threads, kernels: options.set,
      groups: components.map { $0.qubits.count }, stateBytes: compiled.stateBytes,
      distributionBytes: compiled.distributionBytes(
        Scalar.precision, limit: configuration.memoryLimit),
      splits: components.reduce(0) { $0 + $1.program.splits },
      operations: components.reduce(0) { $0 + $1.program.steps.count - $1.program.splits },
      stages: components.flatMap { $0.plan.stages(of: $0.program) },
      roundingBound: components.reduce(0) {
        $0 + RoundingBound.error(of: $1.program.steps, unit: Double(Scalar.ulpOfOne) / 2)
      },
      seconds: seconds)
  }
}

extension CompiledCircuit {
  /// Bytes of the probabilities that are listed of what is read at the end.
  fileprivate func distributionBytes(_ precision: StatePrecision, limit: UInt64?) -> UInt64 {
    var bytes: UInt64 = 0
    for (number, part) in parts.enumerated() {
      // Of several histories probabilities are listed, to be added.
      let holdsStates =
        holdsStates(ofPart: number, limit: limit)
        && part.components.allSatisfy { $0.program.splits == 0 }
      for component in part.components where !component.finalBits.isEmpty {
        let read = component.readout.qubits.count
        if holdsStates, precision.holdsState(of: component.qubits.count, reading: read) { continue }
        bytes = bytes.addingWithoutOverflow(read < 61 ? 8 << UInt64(read) : .max)
      }
    }
    return bytes
  }
}

extension Program {
  /// Steps that may split the run.
  fileprivate var splits: Int {
    steps.count { step in
      switch step.action {
      case .apply, .measure(nil, _): false
      case .measure, .reset: true
      }
    }
  }
}

extension ExecutionPlan {
  fileprivate func stages(of program: Program) -> [SimulationPlan.Stage] {
    let all = Double(sign: .plus, exponent: program.qubits.count, significand: 1)
    return (steps + (program.keepsState ? restoringSteps : [])).map { step in
      switch step {
      case .single, .exchange: return .init(passes: 0, operations: 1, amplitudes: all)
      case .list(let list): return .init(passes: 0, operations: list.count, amplitudes: all)
      case .stage(let tiles, let number):
        let load = tiles.load(ofStage: number)
        return .init(
          passes: load.passes, operations: load.operations, amplitudes: load.amplitudes)
      }
    }
  }
}
