import Circuits
import Foundation

/// Times this library against stated goals.
@main
struct Bench {
  static let usage = """
    usage: bench kernels [--qubits 15,24] [--precision double,single] [--threads 1] [--filter TEXT]
           common options: [--budget SECONDS] [--json FILE]
    """

  static func main() {
    do {
      let words = Array(CommandLine.arguments.dropFirst())
      let options = try Options(
        words, names: ["qubits", "precision", "threads", "filter", "budget", "json"])
      switch options.verb {
      case "kernels": try kernels(options)
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
    print("\(Machine.processor), kernels \(Machine.kernels), load \(significant(Machine.load, 2))")
    for qubits in try options.list("qubits", default: [15, 24]) {
      for precision in try options.list("precision", default: ["double", "single"]) {
        switch precision {
        case "double": try benchmarks.run(cases, qubits: qubits, as: Double.self, into: &report)
        case "single": try benchmarks.run(cases, qubits: qubits, as: Float.self, into: &report)
        default: throw UsageError("--precision is double or single, not \(precision)")
        }
      }
    }
    try finish(report, options)
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
