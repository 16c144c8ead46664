import Circuits

/// A circuit to be timed, made when its turn comes.
struct BenchCircuit {
  enum Source {
    case family(CircuitFamily, qubits: Int, seed: UInt64)
    case file(Circuit)
  }

  /// The family's or the file's name.
  let name: String
  let qubits: Int
  let source: Source

  func circuit() throws(QuantumError) -> Circuit {
    switch source {
    case .family(let family, let qubits, let seed):
      try family.circuit(qubits: qubits, seed: seed)
    case .file(let circuit): circuit
    }
  }
}

/// One place of the table: a circuit, a precision and a number of threads.
struct BenchPoint {
  let circuit: BenchCircuit
  let precision: Simulator.Precision
  let threads: Int

  var stateBytes: UInt64 {
    switch precision {
    case .double: StateVector<Double>.bytesNeeded(qubits: circuit.qubits)
    case .single: StateVector<Float>.bytesNeeded(qubits: circuit.qubits)
    }
  }

  /// What names the place in a comparison.
  var key: String { "\(circuit.name) \(circuit.qubits) \(precision.rawValue) \(threads)" }

  var configuration: Simulator.Configuration {
    var configuration = Simulator.Configuration()
    configuration.precision = precision
    configuration.threads = threads
    return configuration
  }
}

/// What was found at a point.
struct BenchResult {
  let point: BenchPoint
  let gates: Int
  /// The same simulator runs the circuit again, and has its plan.
  let kept: Timing
  /// The plan is made within the time, as when a circuit is met once.
  let anew: Timing
  /// Amplitudes that the plan reads and writes, each time that a stage visits them.
  let visits: Double
  /// Of the memory, in bytes a second, with as many threads.
  let bandwidth: Double

  /// Amplitudes times gates a second.
  var rate: Double {
    Double(gates) * Double(sign: .plus, exponent: point.circuit.qubits, significand: 1)
      / kept.median
  }

  /// Bytes that the stages read and write in a second; from and to the caches where the state fits.
  var bytesPerSecond: Double {
    2 * (point.precision == .double ? 16 : 8) * visits / kept.median
  }
}

/// Times points by running them again and again.
struct BenchTimer {
  /// Runs of each kind, at most.
  let repeats: Int
  /// Seconds for one point: fewer runs where they are long.
  let share: Double
  let bandwidth: Double

  func time(_ point: BenchPoint) throws(QuantumError) -> BenchResult {
    let circuit = try point.circuit.circuit()
    let keeping = Simulator(point.configuration)
    let start = ContinuousClock.now
    // Pays for pages and makes the plan; counts only where a second run would take too long.
    let first = try Self.seconds(keeping, circuit)
    var kept: [Double] = []
    var anew: [Double] = []
    repeat {
      // Taking turns, so that whatever else the machine does meets both alike.
      kept.append(try Self.seconds(keeping, circuit).simulate)
      if first.total + start.secondsUntilNow > 2 * share, anew.isEmpty {
        anew.append(first.total)
        break
      }
      anew.append(try Self.seconds(Simulator(point.configuration), circuit).total)
    } while kept.count < repeats && start.secondsUntilNow < share
    let plan = try keeping.plan(circuit)
    return BenchResult(
      point: point, gates: plan.gateCount, kept: Timing(kept), anew: Timing(anew),
      visits: plan.stages.reduce(0) { $0 + $1.amplitudes }, bandwidth: bandwidth)
  }

  /// From |0…0⟩ to the final state. One sample is drawn, so that no distribution is made, and its time
  /// left out.
  private static func seconds(
    _ simulator: Simulator, _ circuit: Circuit
  ) throws(QuantumError) -> (simulate: Double, total: Double) {
    let seconds = try simulator.run(circuit, shots: 1, seed: 1).seconds
    return (seconds.simulate, seconds.compile + seconds.simulate)
  }
}
