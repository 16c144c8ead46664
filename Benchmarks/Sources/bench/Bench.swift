import Circuits
import Foundation

/// Times this library against stated goals.
@main
struct Bench {
  static let usage = """
    usage: bench kernels [--qubits 15,24] [--precision double,single] [--threads 1] [--filter TEXT]
           bench circuits FILE|FOLDER... [--precision double,single] [--threads 2] [--filter TEXT]
           bench circuit FILE [--precision double] [--threads 2] [--plan fresh|kept|angles]
                 [--most RUNS] [--state FILE.npy]
           bench serve [--threads 2]
           bench gradients [--qubits 4,6,8,10,12,16,20] [--threads 2]
           bench learning [--threads 2]
           bench hybrid [--qubits 4,8] [--threads 2]
           bench derivative TASK.json [--threads 2] [--most RUNS]
           bench learning-task TASK.json [--threads 2] [--most RUNS]
           bench allocations FILE|FOLDER... [--thresholds FILE]
    options of all but serve and allocations: [--budget SECONDS]; of the first two: [--json FILE]
    """

  static func main() {
    do {
      let options = try Options(
        Array(CommandLine.arguments.dropFirst()),
        names: [
          "qubits", "precision", "threads", "filter", "budget", "json", "plan", "most",
          "thresholds", "state",
        ])
      switch options.verb {
      case "kernels": try kernels(options)
      case "circuits": try circuits(options)
      case "circuit": try circuit(options)
      case "serve":
        var server = CircuitServer(threads: try options.number("threads", default: 2))
        try server.serve()
      case "gradients": try gradients(options)
      case "learning": try learning(options)
      case "hybrid": try hybrid(options)
      case "derivative": try task(options) { try DerivativeTask(contentsOf: $0).prepared() }
      case "learning-task": try task(options) { try LearningTask(contentsOf: $0).prepared() }
      case "allocations": try allocations(options)
      default: throw UsageError("there is no verb \(options.verb)")
      }
    } catch let error as UsageError {
      fail("\(error)\n\(usage)", status: 64)
    } catch {
      fail("\(error)", status: 1)
    }
  }

  private static func kernels(_ options: Options) throws {
    let threads = try options.number("threads", default: 1)
    // The library reads it once, when first used.
    setenv("QSIM_THREADS", "\(threads)", 1)
    let filter = options.text("filter") ?? ""
    let cases = KernelCase.all.filter { filter.isEmpty || $0.name.contains(filter) }
    let benchmarks = KernelBenchmarks(
      stopwatch: Stopwatch(budget: try options.number("budget", default: 0.05)), threads: threads)
    var report = Report()
    printMachine()
    for qubits in try options.list("qubits", default: [15, 24]) {
      for precision in try precisions(options) {
        switch precision {
        case .double: try benchmarks.run(cases, qubits: qubits, as: Double.self, into: &report)
        case .single: try benchmarks.run(cases, qubits: qubits, as: Float.self, into: &report)
        }
      }
    }
    try finish(report, options)
  }

  private static func circuits(_ options: Options) throws {
    let benchmarks = CircuitBenchmarks(
      stopwatch: Stopwatch(budget: try options.number("budget", default: 0.2)),
      threads: try options.number("threads", default: 2))
    var report = Report()
    printMachine()
    for precision in try precisions(options) {
      try benchmarks.run(try files(options), precision: precision, into: &report)
    }
    try finish(report, options)
  }

  private static func gradients(_ options: Options) throws {
    let threads = try options.number("threads", default: 2)
    // The library reads it once, when first used.
    setenv("QSIM_THREADS", "\(threads)", 1)
    let benchmarks = GradientBenchmarks(
      stopwatch: Stopwatch(budget: try options.number("budget", default: 0.3)), threads: threads)
    let widths: [Int] = try options.list("qubits", default: [4, 6, 8, 10, 12, 16, 20])
    var report = Report()
    printMachine()
    for width in widths where width >= 2 { try benchmarks.ansatz(qubits: width, into: &report) }
    for width in widths where 2...12 ~= width { try benchmarks.batch(qubits: width, into: &report) }
    if widths.contains(20) {
      for terms in [100, 1000] { try benchmarks.hamiltonian(terms: terms, into: &report) }
    }
    try finish(report, options)
  }

  private static func learning(_ options: Options) throws {
    let threads = try options.number("threads", default: 2)
    // The library reads it once, when first used.
    setenv("QSIM_THREADS", "\(threads)", 1)
    let benchmarks = LearningBenchmarks(
      stopwatch: Stopwatch(budget: try options.number("budget", default: 0.3)), threads: threads)
    var report = Report()
    printMachine()
    try benchmarks.kernel(rows: 120, qubits: 4, into: &report)
    try benchmarks.kernel(rows: 1437, qubits: 8, into: &report)
    try finish(report, options)
  }

  private static func hybrid(_ options: Options) throws {
    let threads = try options.number("threads", default: 2)
    setenv("QSIM_THREADS", "\(threads)", 1)
    let benchmarks = HybridBenchmarks(
      stopwatch: Stopwatch(budget: try options.number("budget", default: 0.5)), threads: threads)
    var report = Report()
    printMachine()
    try benchmarks.training(into: &report)
    var allocating: [Int] = []
    for width in try options.list("qubits", default: [4, 6, 8]) where 1...12 ~= width {
      if try !benchmarks.predictions(qubits: width, into: &report) { allocating.append(width) }
    }
    try finish(report, options)
    guard allocating.isEmpty else {
      fail("predictions allocated at \(allocating) qubits", status: 1)
    }
  }

  /// For other programs: the seconds of every run of one task, and what it finds, as JSON.
  private static func task(
    _ options: Options, _ prepare: (_ path: String) throws -> () throws -> DerivativeTask.Outcome
  ) throws {
    guard let path = options.arguments.first else {
      throw UsageError("\(options.verb) needs a task")
    }
    let threads = try options.number("threads", default: 2)
    // The library reads it once, when first used.
    setenv("QSIM_THREADS", "\(threads)", 1)
    let stopwatch = Stopwatch(
      budget: try options.number("budget", default: 0.2),
      most: try options.number("most", default: 1_000_000))
    let begun = ContinuousClock.now
    let work = try prepare(path)
    let preparation = (ContinuousClock.now - begun).seconds
    var outcome: DerivativeTask.Outcome = ([], [])
    let seconds = try stopwatch.samples {
      outcome = try work()
      return nil
    }
    print(
      "{\"seconds\": \(seconds), \"values\": \(outcome.values), "
        + "\"gradient\": \(outcome.gradient), \"preparation\": \(preparation)}")
  }

  /// For other programs: the seconds of every run of one circuit, as JSON; or its final state.
  private static func circuit(_ options: Options) throws {
    guard let path = options.arguments.first, let precision = try precisions(options).first,
      let plan = CircuitRun.Plan(rawValue: options.text("plan") ?? "kept")
    else {
      throw UsageError("circuit needs a file, a precision, and a plan: fresh, kept or angles")
    }
    let stopwatch = Stopwatch(
      budget: try options.number("budget", default: 0.2),
      most: try options.number("most", default: 1_000_000))
    let run = CircuitRun(
      try Circuit(contentsOf: path), precision: precision,
      threads: try options.number("threads", default: 2))
    if let path = options.text("state") {
      return try StateFile.write(run.finalState(), to: path)
    }
    let seconds = try stopwatch.samples { try run.seconds(plan) }
    print("{\"seconds\": \(seconds)}")
  }

  private static func allocations(_ options: Options) throws {
    guard AllocationBenchmarks.areCounted else {
      throw UsageError("allocations are counted with the GNU C library alone")
    }
    var thresholds: [String: AllocationBenchmarks.Counts] = [:]
    if let path = options.text("thresholds") {
      thresholds = try JSONDecoder().decode(
        [String: AllocationBenchmarks.Counts].self,
        from: Data(contentsOf: URL(filePath: path)))
    }
    let failed = try AllocationBenchmarks.check(try files(options), against: thresholds)
    if !failed.isEmpty {
      fail("over their thresholds: \(failed.joined(separator: ", "))", status: 1)
    }
  }

  private static func precisions(_ options: Options) throws -> [Simulator.Precision] {
    try options.list("precision", default: ["double", "single"]).map { name in
      guard let precision = Simulator.Precision(rawValue: name) else {
        throw UsageError("--precision is double or single, not \(name)")
      }
      return precision
    }
  }

  /// The circuit files named, and those in the folders named, the narrow first.
  private static func files(_ options: Options) throws -> [URL] {
    let filter = options.text("filter") ?? ""
    var files: [URL] = []
    let manager = FileManager.default
    for argument in options.arguments {
      let url = URL(filePath: argument)
      var isFolder: ObjCBool = false
      if manager.fileExists(atPath: argument, isDirectory: &isFolder), isFolder.boolValue {
        files += try manager.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
          .filter { $0.pathExtension == "qasm" }
      } else {
        files.append(url)
      }
    }
    guard !files.isEmpty else { throw UsageError("no circuit files") }
    return files.filter { filter.isEmpty || $0.lastPathComponent.contains(filter) }
      .sorted { $0.path.compare($1.path, options: .numeric) == .orderedAscending }
  }

  private static func printMachine() {
    let load = significant(Machine.load, 2)
    print("\(Machine.processor), kernels \(Machine.kernels), load \(load)")
  }

  private static func finish(_ report: Report, _ options: Options) throws {
    report.printSummary()
    if let path = options.text("json") {
      try report.json.write(toFile: path, atomically: true, encoding: .utf8)
    }
  }

  private static func fail(_ text: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    exit(status)
  }
}
