import Circuits
import Foundation

/// Times whole circuits from OpenQASM files named `FAMILY_WIDTH.qasm`.
struct CircuitBenchmarks {
  var stopwatch: Stopwatch
  var threads: Int

  /// Milliseconds on two cores of Zen 4 (one for 14 qubits and fewer), double and single precision:
  /// half of what the best of eight other simulators, or a prototype of this one, took there.
  static let goals: [String: (double: Double, single: Double)] = [
    "rqc_24": (700, 350), "hea_24": (900, 450), "qft_24": (140, 80),
    "rqc_20": (45, 22), "hea_20": (60, 25), "qft_20": (12, 7), "qv_20": (70, 35),
    "ising_20": (60, 30), "qaoa_20": (20, 12),
    "rqc_14": (0.8, 0.4), "hea_14": (0.6, 0.4),
    "rqc_10": (0.05, 0.04), "qft_10": (0.007, 0.007), "ghz_10": (0.003, 0.003),
    "qaoa_10": (0.025, 0.025), "rqc_4": (0.004, 0.004),
  ]

  func run(
    _ files: [URL], precision: Simulator.Precision, into report: inout Report
  ) throws {
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      let circuit = try Circuit(contentsOf: file.path)
      let amplitudes = Double(sign: .plus, exponent: circuit.qubitCount, significand: 1)
      let work = amplitudes * Double(circuit.instructions.count)
      let bytes = precision == .double ? 16.0 : 8.0
      let run = CircuitRun(circuit, precision: precision, threads: threads)
      for plan in CircuitRun.Plan.allCases where plan != .angles || !run.named.values.isEmpty {
        let seconds = try stopwatch.samples { try run.seconds(plan) }.median
        let goal = Self.goals[name].map { precision == .double ? $0.double : $0.single }
        report.add(
          Row(
            group: "Circuits", name: "\(name), \(plan.rawValue) plan",
            precision: precision.rawValue, qubits: circuit.qubitCount, threads: threads,
            value: seconds * 1000, unit: "ms", goal: goal,
            also: [
              // As if every gate were a sweep: above the memory's bandwidth, sweeps were saved.
              ("G amplitude·gates/s", work / seconds / 1e9),
              ("GB/s gate by gate", 2 * bytes * work / seconds / 1e9),
            ]))
      }
    }
  }
}
