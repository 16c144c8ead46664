import ArgumentParser
import Circuits

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time circuits of growing width on this machine.",
    discussion: """
      CIRCUITS are families or circuit files. The families:

      \(CircuitFamily.allCases.map(Self.line).joined(separator: "\n"))

        qsim bench rqc qft --qubits 4-24:2 --svg scaling.svg --json today.json
        qsim bench rqc --qubits 20 --threads 1,2 --precision double,single
        qsim bench rqc qft --qubits 4-24:2 --compare today.json

      Times are of the simulation alone, from |0…0⟩ to the final state, medians of runs that take turns.
      """)

  private static func line(_ family: CircuitFamily) -> String {
    let padding = String(repeating: " ", count: 10 - family.rawValue.count)
    return "  \(family.rawValue)\(padding)\(family.summary)"
  }

  @Argument(help: "Families, 'all', or files (default: rqc qft hea).", completion: .file())
  var circuits: [String] = []

  @Option(help: "Widths, such as 4-24, 4-24:2 or 8,12,20-22 (default: 4-24:2).")
  var qubits: WidthList?

  @Option(help: ArgumentHelp("Of the amplitudes: double, single or both.", valueName: "list"))
  var precision = PrecisionList([.double])

  @Option(
    help: ArgumentHelp(
      "Numbers of threads, such as 1,2 (default: one a processor).", valueName: "list"))
  var threads: ThreadList?

  @Option(parsing: .unconditional, help: "Runs of each kind at a point, at most.")
  var repeats = 20

  @Option(
    help: ArgumentHelp(
      "Time for everything: fewer runs of long circuits, then no more of them (default: 60s).",
      valueName: "time"))
  var budget: TimeAmount?

  @Option(parsing: .unconditional, help: "Seed of the families' random circuits.")
  var seed: UInt64 = 20

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Value of a parameter of the files.", valueName: "name=value"))
  var settings: [Setting] = []

  @Option(
    help: ArgumentHelp(
      "The most memory that a state may take, such as 8GiB or 500MB.", valueName: "amount"))
  var memoryLimit: MemoryAmount?

  @Option(help: "How to print.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp("Print to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Also write a table.", valueName: "path.csv"), completion: .file())
  var csv: String?

  @Option(
    help: ArgumentHelp("Also write all figures, for --compare.", valueName: "path.json"),
    completion: .file())
  var json: String?

  @Option(
    help: ArgumentHelp("Also draw time against qubits.", valueName: "path.svg"),
    completion: .file())
  var svg: String?

  @Option(
    help: ArgumentHelp("Show the change since an earlier --json.", valueName: "path.json"),
    completion: .file())
  var compare: String?

  @Flag(help: "Print nothing but results and errors.")
  var quiet = false

  func validate() throws {
    if repeats < 1 { throw ValidationError("--repeats is \(repeats): give 1 or more.") }
  }

  func run() throws {
    _ = try Machine.options()
    let machine = try Machine()
    let load = SystemLoad.average
    let comparison = try compare.map { path throws(Failure) in try BenchComparison(path) }
    let points = try points(machine)
    try checkMemory(points)
    // Files that cannot be written show before any work.
    let destination = try Destination(output)
    let files = try [csv, json, svg].map { path throws(Failure) in
      try path.map { path throws(Failure) in try OutputFile(path) }
    }

    let probes: [MemoryProbe]
    do throws(QuantumError) {
      var found: [MemoryProbe] = []
      for count in Set(points.map(\.threads)).sorted() {
        found.append(try MemoryProbe(threads: count))
      }
      probes = found
    } catch {
      throw Failure(error, in: "qsim")
    }
    let (results, skipped) = try measure(points, probes)
    let report = BenchReport(
      machine: machine, seed: seed, probes: probes, results: results, skipped: skipped,
      comparison: comparison, load: load)

    if let file = files[0] { try report.writeCSV(to: file.sink) }
    if let file = files[1] { try report.writeJSON(to: file.sink) }
    if let file = files[2] {
      try file.sink.write(
        ScalingPlot(results, machine: "qsim \(QSim.version) on \(machine.processor)").svg)
    }
    for file in files { try file?.commit() }
    switch format {
    case .text: try report.writeText(to: destination.sink)
    case .json: try report.writeJSON(to: destination.sink)
    }
    try destination.resultIsWhole()
    try destination.finish()
  }

  // MARK: What to time

  private func points(_ machine: Machine) throws(Failure) -> [BenchPoint] {
    let sources = try sources()
    let widths = qubits?.widths ?? Array(stride(from: 4, through: 24, by: 2))
    var found: [BenchCircuit] = []
    for source in sources {
      switch source {
      case .file(let circuit): found.append(circuit)
      case .family(let family):
        let least = family.minimumQubits
        let possible = widths.filter { $0 >= least }
        if possible.count < widths.count, !quiet {
          StandardError.write(
            "qsim: note: \(family.rawValue) begins at \(least.counted("qubit")): "
              + "smaller widths are left out\n")
        }
        for width in possible {
          found.append(
            BenchCircuit(
              name: family.rawValue, qubits: width,
              source: .family(family, qubits: width, seed: seed)))
        }
      }
    }
    guard !found.isEmpty else {
      throw Failure(.usage, "--qubits has no width that these circuits can have")
    }
    let threads = threads?.counts ?? [machine.threads]
    return found.flatMap { circuit in
      precision.values.flatMap { precision in
        threads.map { BenchPoint(circuit: circuit, precision: precision, threads: $0) }
      }
    }
  }

  private enum Source {
    case family(CircuitFamily)
    case file(BenchCircuit)
  }

  private func sources() throws(Failure) -> [Source] {
    var found: [Source] = []
    var names: Set<String> = []
    for name in circuits.isEmpty ? ["rqc", "qft", "hea"] : circuits {
      if name == "all" {
        for family in CircuitFamily.allCases where names.insert(family.rawValue).inserted {
          found.append(.family(family))
        }
      } else if let family = CircuitFamily(rawValue: name) {
        if names.insert(name).inserted { found.append(.family(family)) }
      } else if names.insert(name).inserted {
        found.append(.file(try file(name)))
      }
    }
    let hasFamily = found.contains { if case .family = $0 { true } else { false } }
    let hasFile = found.contains { if case .file = $0 { true } else { false } }
    if !settings.isEmpty, !hasFile {
      throw Failure(.usage, "--set is for files: the families have no parameters left")
    }
    if qubits != nil, !hasFamily {
      throw Failure(.usage, "--qubits is for families: a file has a width of its own")
    }
    return found
  }

  private func file(_ name: String) throws(Failure) -> BenchCircuit {
    let families = CircuitFamily.allCases.map(\.rawValue)
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber }
    let file: CircuitFile
    do throws(Failure) {
      file = try CircuitFile(name, as: nil, isQuiet: quiet)
    } catch {
      // A word that is no file was meant to be a family.
      guard error.status == .noInput, isName else { throw error }
      let hint =
        if let nearest = Spelling.nearest(to: name, among: families) {
          "did you mean '\(nearest)'?"
        } else {
          "the families are \(families.joined(separator: ", "))"
        }
      throw Failure(.usage, "there is no family or file '\(name)': \(hint)")
    }
    do throws(QuantumError) {
      let circuit = try file.circuit.bound(to: Setting.values(settings))
      let plan = try Simulator().plan(circuit)
      return BenchCircuit(name: name, qubits: plan.stateQubits, source: .file(circuit))
    } catch {
      throw Failure(error, in: name)
    }
  }

  /// Refuses before anything runs what the machine cannot hold.
  private func checkMemory(_ points: [BenchPoint]) throws(Failure) {
    let available = min(memoryLimit?.bytes ?? .max, MachineMemory.available)
    for point in points where point.stateBytes > available {
      throw Failure(
        .insufficientMemory(
          qubits: point.circuit.qubits, bytesNeeded: point.stateBytes, bytesAvailable: available),
        in: "\(point.circuit.name) in \(point.precision.rawValue) precision")
    }
  }

  // MARK: Timing

  private func measure(
    _ points: [BenchPoint], _ probes: [MemoryProbe]
  ) throws(Failure) -> (results: [BenchResult], skipped: [BenchPoint]) {
    let total = budget?.duration.seconds ?? 60
    let start = ContinuousClock.now
    let progress = Progress(total: points.count, unit: "points", isQuiet: quiet)
    defer { Progress.erase() }
    let weights = points.map { Self.weight($0) }
    let allWeight = weights.reduce(0, +)
    var doneWeight = 0.0
    var results: [Int: BenchResult] = [:]
    var skipped: [Int] = []
    // Small ones first: what the budget does not reach are then the longest.
    let order = points.indices.sorted {
      (points[$0].circuit.qubits, $0) < (points[$1].circuit.qubits, $1)
    }
    for index in order {
      let point = points[index]
      let left = total - start.secondsUntilNow
      let previous = results.values.filter {
        $0.point.circuit.name == point.circuit.name && $0.point.threads == point.threads
          && $0.point.precision == point.precision
      }.max { $0.point.circuit.qubits < $1.point.circuit.qubits }
      if left < Self.least(point, after: previous) {
        skipped.append(index)
      } else {
        let share = max(0.05, left * weights[index] / max(allWeight - doneWeight, weights[index]))
        let bandwidth = probes.first { $0.threads == point.threads }?.bytesPerSecond ?? .nan
        do throws(QuantumError) {
          results[index] = try BenchTimer(repeats: repeats, share: share, bandwidth: bandwidth)
            .time(point)
        } catch {
          throw Failure(error, in: point.circuit.name)
        }
      }
      doneWeight += weights[index]
      progress?.show(doneWeight / allWeight)
    }
    return (
      points.indices.compactMap { results[$0] }, skipped.sorted().map { points[$0] }
    )
  }

  /// What part of the budget a point deserves: short runs are over before it is used up.
  private static func weight(_ point: BenchPoint) -> Double {
    1 + Double(sign: .plus, exponent: point.circuit.qubits - 20, significand: 1)
  }

  /// Seconds that a point takes at the least, judged by the next smaller one: three runs, each twice
  /// as long for every qubit more.
  private static func least(_ point: BenchPoint, after previous: BenchResult?) -> Double {
    guard let previous else { return 0 }
    let more = point.circuit.qubits - previous.point.circuit.qubits
    return 3 * previous.anew.minimum * Double(sign: .plus, exponent: more, significand: 1)
  }
}

/// Precisions on the command line: `double`, `single`, `double,single`.
struct PrecisionList: ExpressibleByArgument {
  let values: [Simulator.Precision]

  init(_ values: [Simulator.Precision]) { self.values = values }

  init?(argument: String) {
    var values: [Simulator.Precision] = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Simulator.Precision(rawValue: String(name)) else { return nil }
      if !values.contains(value) { values.append(value) }
    }
    self.values = values
  }

  var defaultValueDescription: String { values.map(\.rawValue).joined(separator: ",") }
}

/// Numbers of threads on the command line: `1,2,4`.
struct ThreadList: ExpressibleByArgument {
  let counts: [Int]

  init?(argument: String) {
    var counts: [Int] = []
    for text in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let count = Int(text), (1...Simulator.threadLimit).contains(count) else { return nil }
      if !counts.contains(count) { counts.append(count) }
    }
    self.counts = counts
  }
}
