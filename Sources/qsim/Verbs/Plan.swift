import ArgumentParser
import Circuits

struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what run would do with a circuit, and what it would take.",
    discussion: """
      Of a run without --statevector, --amplitudes and --verify, which needs outcomes alone. Nothing is \
      simulated but small circuits, for a fraction of a second, to see how fast this machine is. Times \
      are estimates: within a factor of two as a rule, too long for states that stay mostly zero. The \
      exit status is 69 when the circuit does not fit the memory.
      """)

  @Argument(help: "An OpenQASM 2 file; '-' is standard input.", completion: .file())
  var file: String

  @Option(parsing: .unconditional, help: "Samples to draw; 0 plans the exact distribution.")
  var shots = 0

  @Option(help: "How to simulate.")
  var method = Simulator.Method.automatic

  @Option(help: "Of the amplitudes: 16 bytes each, or 8.")
  var precision = Simulator.Precision.double

  @Option(parsing: .unconditional, help: "Threads to use (default: one a processor).")
  var threads: Int?

  @Option(help: "How far circuits are rearranged, as in run.")
  var optimize = OptimizationLevel.full

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Value of a parameter of the circuit.", valueName: "name=value"))
  var settings: [Setting] = []

  @Option(
    help: ArgumentHelp(
      "The most memory that states may take, such as 8GiB or 500MB.", valueName: "amount"))
  var memoryLimit: MemoryAmount?

  @Option(help: "How to print.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp("Print to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(name: .customLong("from"), help: "Format of the file, instead of finding out.")
  var sourceFormat: CircuitFormat?

  func validate() throws {
    if shots < 0 { throw ValidationError("--shots is \(shots): give 0 or more.") }
    if let threads, !(1...Simulator.threadLimit).contains(threads) {
      throw ValidationError("--threads is \(threads): give 1 to \(Simulator.threadLimit).")
    }
  }

  func run() throws {
    _ = try Machine.options()
    let destination = try Destination(output)
    let file = try CircuitFile(file, as: sourceFormat)
    var configuration = Simulator.Configuration()
    configuration.method = method
    configuration.precision = precision
    configuration.threads = threads
    configuration.optimization = optimize
    configuration.memoryLimit = memoryLimit?.bytes
    // As in run, where neither amplitudes nor the state is asked for.
    configuration.keepsFinalState = false

    let report: PlanReport
    do throws(QuantumError) {
      let plan = try Simulator(configuration).plan(
        file.circuit, parameters: Setting.values(settings))
      report = PlanReport(
        file: file, plan: plan,
        rates: try MachineRates(configuration, qubits: plan.stateQubits), shots: shots,
        available: min(memoryLimit?.bytes ?? .max, MachineMemory.available))
    } catch {
      throw Failure(error, in: file.path)
    }
    switch format {
    case .text: try report.writeText(to: destination.sink)
    case .json: try report.writeJSON(to: destination.sink)
    }
    try destination.resultIsWhole()
    try destination.finish()
    if let refusal = report.refusal { throw refusal }
  }
}
