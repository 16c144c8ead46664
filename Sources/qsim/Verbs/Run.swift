import ArgumentParser
import Circuits

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulate circuit files and print the outcome.",
    discussion: """
      Without --shots the result is exact: the probability of every outcome over the classical bits, or \
      over the qubits of a circuit that measures nothing. With --shots N it is N samples; the same \
      seed gives the same counts on any machine and any number of threads.

      Outcomes are bit strings: bit 0 rightmost, the register declared last leftmost.
      """)

  @Argument(help: "OpenQASM 2 files; '-' is standard input.", completion: .file())
  var files: [String]

  @Option(parsing: .unconditional, help: "Samples to draw; 0 gives the exact distribution.")
  var shots = 0

  @Option(
    parsing: .unconditional, help: "Seed of the samples. Drawn, and reported, when not given.")
  var seed: UInt64?

  @Option(help: "How to simulate.")
  var method = Simulator.Method.automatic

  @Option(help: "Of the amplitudes: 16 bytes each, or 8.")
  var precision = Simulator.Precision.double

  @Option(parsing: .unconditional, help: "Threads to use (default: one a processor).")
  var threads: Int?

  @Option(
    help: """
      How far circuits are rearranged: 0 runs gate after gate, 1 merges neighbours, 2 works on parts \
      that fit the cache, 3 does all that is known to help. The result is the same within rounding.
      """)
  var optimize = OptimizationLevel.full

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Value of a parameter of the circuit.", valueName: "name=value"))
  var settings: [Setting] = []

  @Option(help: ArgumentHelp("Noise model; none can be simulated yet.", visibility: .hidden))
  var noise: String?

  @Option(help: "How to print.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp("Print to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(parsing: .unconditional, help: "Print the K most probable outcomes only.")
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "Print the amplitudes of these basis states of the qubits.", valueName: "bits,…"))
  var amplitudes: BasisStates?

  @Option(
    help: ArgumentHelp("Write the final state as a NumPy array.", valueName: "path.npy"),
    completion: .file())
  var statevector: String?

  @Option(
    help: ArgumentHelp(
      "The most memory that states may take, such as 8GiB or 500MB.", valueName: "amount"))
  var memoryLimit: MemoryAmount?

  @Option(help: ArgumentHelp("When to give up on a file, such as 60s or 5min.", valueName: "time"))
  var timeLimit: TimeAmount?

  @Option(
    parsing: .unconditional,
    help: "The most histories of mid-circuit outcomes that an exact result follows.")
  var branchLimit = Simulator.Configuration().branchLimit

  @Option(name: .customLong("from"), help: "Format of the files, instead of finding out.")
  var sourceFormat: CircuitFormat?

  @Flag(
    help: """
      Run again by an independent path (gate after gate, scalar kernels) and compare; a part of the \
      amplitudes or of the circuit where all would take too much memory or over a minute. The exit \
      status is 70 when the results differ by more than rounding.
      """)
  var verify = false

  @Flag(help: "Print nothing but results and errors.")
  var quiet = false

  func validate() throws {
    if shots < 0 { throw ValidationError("--shots is \(shots): give 0 or more.") }
    if let threads, threads > Simulator.threadLimit {
      throw ValidationError("--threads is \(threads): give \(Simulator.threadLimit) or fewer.")
    }
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads): give 1 or more.")
    }
    if let top, top < 1 { throw ValidationError("--top is \(top): give 1 or more.") }
    if branchLimit < 1 {
      throw ValidationError("--branch-limit is \(branchLimit): give 1 or more.")
    }
    if statevector != nil, files.count > 1 {
      throw ValidationError("--statevector writes one state: give one circuit file.")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input ('-') can be read once.")
    }
    if noise != nil {
      throw ValidationError(
        "This version simulates no noise, so --noise is refused rather than ignored.")
    }
  }

  func run() throws {
    _ = try Machine.options()
    let destination = try Destination(output)
    let stateFile = try statevector.map { path throws(Failure) in try OutputFile(path) }
    let status = Batch.forEach(files) { path throws(Failure) in
      try run(path, destination, stateFile)
    }
    try destination.finish()
    try status.end()
  }

  private func run(
    _ path: String, _ destination: Destination, _ stateFile: OutputFile?
  ) throws(Failure) {
    let file = try CircuitFile(path, as: sourceFormat, isQuiet: quiet)
    let circuit = file.circuit
    try checkRequests(file)

    var configuration = Simulator.Configuration()
    configuration.method = method
    configuration.precision = precision
    configuration.threads = threads
    configuration.optimization = optimize
    configuration.keepsFinalState = amplitudes != nil || statevector != nil || verify
    configuration.memoryLimit = memoryLimit?.bytes
    configuration.timeLimit = timeLimit?.duration
    configuration.branchLimit = branchLimit
    let progress = Progress(
      total: circuit.instructions.count, unit: "instructions", isQuiet: quiet)
    if let progress { configuration.progress = { progress.show($0) } }

    var result: SimulationResult
    do throws(QuantumError) {
      defer { Progress.erase() }
      result = try Simulator(configuration).run(
        circuit, shots: shots, seed: seed, parameters: Setting.values(settings))
    } catch {
      throw Failure(error, in: path)
    }

    let amplitudes = try chosenAmplitudes(of: result, path)
    if let stateFile {
      try NumPyFile.write(try finalState(of: result, path), to: stateFile.sink)
    }
    let listing =
      switch format {
      case .json:
        try OutcomeListing(
          objectOf: result, path: path, top: top, hasStateFile: stateFile != nil,
          readsLater: !verify)
      case .text: OutcomeListing(tableOf: result, top: top)
      }
    // After all else that needs the final state, which may have to make room for a second one.
    let verification = verify ? try verify(&result, circuit, configuration, path) : nil
    try verification?.check(path)
    try stateFile?.commit()
    let report = RunReport(
      file: file, result: result, seed: seed, amplitudes: amplitudes, listing: listing,
      isQuiet: quiet, verification: verification)
    switch format {
    case .json: try report.writeJSON(to: destination.sink)
    case .text: try report.writeText(to: destination.sink, separated: destination.hasOutput)
    }
    try destination.resultIsWhole()
  }

  private func verify(
    _ result: inout SimulationResult, _ circuit: Circuit,
    _ configuration: Simulator.Configuration, _ path: String
  ) throws(Failure) -> Verification {
    let bound: Circuit
    do throws(QuantumError) {
      bound = try circuit.bound(to: Setting.values(settings))
    } catch {
      throw Failure(error, in: path)
    }
    return try Verifier(bound, path: path, configuration: configuration).verify(&result)
  }

  /// What can be known to be impossible before simulating.
  private func checkRequests(_ file: CircuitFile) throws(Failure) {
    let qubitCount = file.circuit.qubitCount
    for bits in amplitudes?.states ?? [] where bits.count != qubitCount {
      throw Failure(
        .usage, in: file.path,
        "--amplitudes \(bits) has \(bits.count.counted("bit")) "
          + "and the circuit \(qubitCount.counted("qubit"))")
    }
    if let statevector {
      try NumPyFile.checkRoom(for: statevector, qubits: qubitCount, precision: precision)
    }
  }

  private func chosenAmplitudes(
    of result: SimulationResult, _ path: String
  ) throws(Failure) -> [RunReport.Amplitude] {
    guard let amplitudes else { return [] }
    let state = try finalState(of: result, path)
    var chosen: [RunReport.Amplitude] = []
    for bits in amplitudes.states {
      do throws(QuantumError) {
        let value = try state.amplitude(of: bits)
        chosen.append(
          RunReport.Amplitude(bits: bits, real: value.real, imaginary: value.imaginary))
      } catch {
        throw Failure(error, in: path)
      }
    }
    return chosen
  }

  private func finalState(
    of result: SimulationResult, _ path: String
  ) throws(Failure) -> FinalState {
    guard let state = result.finalState else {
      throw Failure(
        .usage, in: path,
        "there is no single final state, as the circuit resets a qubit or goes on after a "
          + "measurement: leave out --amplitudes and --statevector")
    }
    return state
  }
}
