import Circuits

/// How fast this machine simulates, measured in a fraction of a second, to predict longer runs.
///
/// A stage costs its passes, whose data lies in the cache, and one reading and writing of what it
/// visits where the state does not fit the cache.
struct MachineRates {
  /// Seconds of a pass an amplitude.
  let pass: Double
  /// Seconds of an operation by itself an amplitude.
  let operation: Double
  /// Seconds of a pass or an operation on a state of a few amplitudes.
  let overhead: Double
  let bytesPerSecond: Double
  /// What a first run takes longer than the next ones, on a state within the cache: threads start,
  /// code and memory are touched for the first time.
  let startup: Double
  /// Seconds a byte that fresh memory costs.
  let pageSeconds: Double
  /// Seconds that measuring took.
  let seconds: Double

  /// Measures with the threads, kernels and precision of the configuration.
  ///
  /// - Parameter qubits: of the state whose time is to be predicted; smaller states use one thread.
  init(_ configuration: Simulator.Configuration, qubits: Int) throws(QuantumError) {
    let start = ContinuousClock.now
    var configuration = configuration
    configuration.progress = nil
    configuration.memoryLimit = nil
    configuration.timeLimit = nil
    configuration.keepsFinalState = true
    let width = min(max(qubits, 4), 16)

    // First, so that its first run is the program's.
    let large = try Self.measure(configuration, width: width)
    startup = large.first - large.seconds
    let small = try Self.measure(configuration, width: 2)
    overhead = small.seconds / Double(max(1, small.plan.passes + small.plan.wholeOperations))
    configuration.optimization = .none
    let plain = try Self.measure(configuration, width: width)
    let fixed = overhead
    func perAmplitude(_ run: Measurement) -> Double {
      var work = 0.0
      var steps = 0
      for stage in run.plan.stages {
        steps += stage.passes + stage.operations
        work += Double(stage.passes + stage.operations) * stage.amplitudes
      }
      return max(0.1 * run.seconds, run.seconds - Double(steps) * fixed) / max(1, work)
    }
    pass = perAmplitude(large)
    operation = perAmplitude(plain)
    let probe = try MemoryProbe(threads: large.plan.threads)
    bytesPerSecond = probe.bytesPerSecond
    pageSeconds = probe.pageSeconds
    seconds = start.secondsUntilNow
  }

  private struct Measurement {
    let plan: SimulationPlan
    let first: Double
    /// The least of all runs.
    let seconds: Double
  }

  /// The least of a few runs of a random circuit, its plan at hand.
  private static func measure(
    _ configuration: Simulator.Configuration, width: Int
  ) throws(QuantumError) -> Measurement {
    let circuit = try CircuitFamily.rqc.circuit(qubits: width)
    let simulator = Simulator(configuration)
    var seconds: [Double] = []
    for _ in 0..<5 {
      // One shot, so that no distribution is made.
      seconds.append(try simulator.run(circuit, shots: 1, seed: 1).seconds.simulate)
    }
    return Measurement(
      plan: try simulator.plan(circuit), first: seconds[0], seconds: seconds.min() ?? seconds[0])
  }

  /// Seconds from |0…0⟩ to the final state, and to its probabilities where these are asked for.
  func seconds(for plan: SimulationPlan, distribution: Bool) -> Double {
    let amplitudeBytes = plan.precision == .double ? 16.0 : 8
    // Smaller states stay in the second-level cache from stage to stage.
    let streams = plan.stateBytes > 1 << 20
    // What a state within the cache costs more is in the first run that was measured.
    var sum = startup + max(0, Double(plan.stateBytes) - Double(1 << 20)) * pageSeconds
    for stage in plan.stages {
      sum += Double(stage.passes + stage.operations) * overhead
      let work =
        stage.amplitudes * (Double(stage.passes) * pass + Double(stage.operations) * operation)
      let traffic = streams ? 2 * amplitudeBytes * stage.amplitudes / bytesPerSecond : 0
      // An operation by itself computes while it waits for memory; a tile is fetched first.
      sum += stage.passes == 0 ? max(work, traffic) : work + traffic
    }
    if distribution {
      // Once for the likeliest outcomes, once to count all.
      sum += 2 * (Double(plan.stateBytes) + Double(plan.distributionBytes)) / bytesPerSecond
      sum += Double(plan.distributionBytes) * pageSeconds
    }
    return sum
  }
}
