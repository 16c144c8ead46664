import ArgumentParser
import Circuits

struct Expect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expect",
    abstract: "Expectation values of observables in a circuit's final state.",
    discussion: """
      An observable is a sum of Pauli strings, such as "0.5*ZZI - 1.2*X0*Y2": in a word the letter of \
      qubit 0 stands rightmost. @PATH reads it from a file with a term a line.

      Without --shots values are exact and come with the variance. With --shots N they are estimates \
      with standard errors: terms that differ on no qubit are measured together, each such group N \
      times.

      --gradient adds the derivative of each value with respect to every input of the circuit and to \
      every number among the parameters of its gates, each gate by itself. Exact derivatives are \
      adjoint ones; with --shots they are estimates by parameter-shift rules.
      """)

  @Argument(help: "A circuit file; '-' is standard input.", completion: .file())
  var file: String

  @Option(
    name: .customLong("observable"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A Pauli sum, or @PATH; may be repeated.", valueName: "sum"))
  var observables: [String]

  @Flag(help: "Add derivatives with respect to inputs and to the numbers in gates.")
  var gradient = false

  @Option(parsing: .unconditional, help: "Measurements of each group of terms; 0 is exact.")
  var shots = 0

  @Option(parsing: .unconditional, help: "Seed of the shots. Drawn, and reported, when not given.")
  var seed: UInt64?

  @Option(help: "Of the amplitudes: 16 bytes each, or 8.")
  var precision = Simulator.Precision.double

  @Option(parsing: .unconditional, help: "Threads to use (default: one a processor).")
  var threads: Int?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Value of a parameter of the circuit.", valueName: "name=value"))
  var settings: [Setting] = []

  @Option(help: "How to print.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp("Print to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The most memory that states may take, such as 8GiB or 500MB.", valueName: "amount"))
  var memoryLimit: MemoryAmount?

  @Option(help: ArgumentHelp("When to give up, such as 60s or 5min.", valueName: "time"))
  var timeLimit: TimeAmount?

  @Option(name: .customLong("from"), help: "Format of the file, instead of finding out.")
  var sourceFormat: CircuitFormat?

  @Flag(help: "Print nothing but results and errors.")
  var quiet = false

  func validate() throws {
    if observables.isEmpty { throw ValidationError("Give an --observable.") }
    if shots < 0 || shots == 1 {
      throw ValidationError("--shots is \(shots): give 0, or 2 and more for a standard error.")
    }
    if gradient, precision == .single {
      throw ValidationError("--gradient needs --precision double.")
    }
    if let threads, !(1...Simulator.threadLimit).contains(threads) {
      throw ValidationError("--threads is \(threads): give 1 to \(Simulator.threadLimit).")
    }
    if file == "-", observables.contains("@-") {
      throw ValidationError("Standard input ('-') can be read once.")
    }
  }

  func run() throws {
    _ = try Machine.options()
    let destination = try Destination(output)
    let circuitFile = try CircuitFile(file, as: sourceFormat, isQuiet: quiet)
    let sums = try observables.map { text throws(Failure) in try Self.observable(text) }
    for (text, sum) in zip(observables, sums) { try check(sum, text, circuitFile.circuit) }

    var configuration = Simulator.Configuration()
    configuration.precision = precision
    configuration.threads = threads
    configuration.memoryLimit = memoryLimit?.bytes
    configuration.timeLimit = timeLimit?.duration
    let progress = Progress(
      total: circuitFile.circuit.instructions.count, unit: "instructions", isQuiet: quiet)
    if let progress { configuration.progress = { progress.show($0) } }

    let values = Setting.values(settings)
    let usedSeed = shots > 0 ? seed ?? UInt64.random(in: 0..<(1 << 53)) : nil
    let report: ExpectReport
    do throws(QuantumError) {
      defer { Progress.erase() }
      let differentiation =
        try gradient ? Differentiation(circuitFile, values, configuration) : nil
      let observation = try Simulator(configuration).observe(
        sums, in: circuitFile.circuit, parameters: values)
      let start = ContinuousClock.now
      let entries: [ExpectReport.Entry]
      if let usedSeed {
        entries = zip(
          observables, try observation.estimates(shots: shots, seed: usedSeed)
        ).map { .init(observable: $0, value: $1.value, spread: $1.standardError) }
      } else {
        entries = zip(
          observables, zip(try observation.expectations(), try observation.variances())
        ).map { .init(observable: $0, value: $1.0, spread: $1.1) }
      }
      let derivatives = try differentiation?.derivatives(
        of: sums, sampled: usedSeed.map { (shots, $0) })
      report = ExpectReport(
        file: circuitFile, result: observation.result, entries: entries, derivatives: derivatives,
        groups: usedSeed == nil ? nil : PauliSum.measurementGroups(of: sums).count,
        shots: shots, seed: usedSeed ?? seed, observeSeconds: start.secondsUntilNow,
        isQuiet: quiet)
    } catch {
      throw Failure(error, in: file)
    }
    if let derivatives = report.derivatives, derivatives.inputs.isEmpty, derivatives.angles.isEmpty,
      !quiet
    {
      StandardError.write(
        "\(file): note: nothing to differentiate by: no gate has an input or a number as a parameter\n"
      )
    }
    switch format {
    case .json: try report.writeJSON(to: destination.sink)
    case .text: try report.writeText(to: destination.sink)
    }
    try destination.resultIsWhole()
    try destination.finish()
  }

  /// The sum that an argument says or names.
  private static func observable(_ argument: String) throws(Failure) -> PauliSum {
    do {
      return argument.hasPrefix("@")
        ? try PauliSum(contentsOf: String(argument.dropFirst()))
        : try PauliSum(parsing: Array(argument.utf8), named: "--observable")
    } catch let error as ParseError {
      throw Failure(error, status: argument.hasPrefix("@") ? .badInput : .usage)
    } catch let error as FileError {
      throw Failure(error)
    } catch {
      throw Failure(.internalFault, "\(error)")
    }
  }

  /// What is wrong with an observable, said before anything is simulated.
  private func check(_ sum: PauliSum, _ text: String, _ circuit: Circuit) throws(Failure) {
    let isFile = text.hasPrefix("@")
    let subject = isFile ? String(text.dropFirst()) : "--observable"
    if sum.qubitCount > circuit.qubitCount {
      throw Failure(
        isFile ? .badInput : .usage, in: subject,
        "the observable acts on qubit \(sum.qubitCount - 1) and the circuit has "
          + "\(circuit.qubitCount.counted("qubit")), numbered from 0")
    }
    if let term = sum.terms.first(where: { $0.coefficient.imaginary != 0 }) {
      throw Failure(
        isFile ? .badInput : .usage, in: subject,
        "the coefficient of \(term.string) is not real, so that the sum is no observable: "
          + "add the adjoint, or give real coefficients and no products such as X0*Y0")
    }
  }
}
