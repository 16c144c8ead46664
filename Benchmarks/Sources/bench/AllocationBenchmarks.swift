import CAllocations
import Circuits
import Foundation

/// Counts what one run of a circuit allocates, against thresholds in a file.
///
/// Counts are the same on every machine: growing is a fault, unlike a slow run on a busy machine.
struct AllocationBenchmarks {
  /// The most that a run may take.
  struct Threshold: Codable, Equatable {
    /// Allocations of any size, after a first run has taken what is kept.
    var allocations: UInt64
    /// Bytes of all allocations over those of the state: 1 when the state is allocated once and never
    /// copied.
    var states: Double
  }

  static var areCounted: Bool { allocations_are_counted() }

  /// What the second run of a circuit allocates.
  static func measure(_ circuit: Circuit) throws -> Threshold {
    let run = CircuitRun(circuit, precision: .double, threads: 1)
    _ = try run.seconds(.kept)
    allocations_start()
    let result = Result { try run.seconds(.kept) }
    let counts = allocations_stop()
    _ = try result.get()
    let state = StateVector<Double>.bytesNeeded(qubits: circuit.qubitCount)
    return Threshold(allocations: counts.count, states: Double(counts.bytes) / Double(state))
  }

  /// - Returns: the circuits over their threshold, or without one.
  static func check(_ files: [URL], against thresholds: [String: Threshold]) throws -> [String] {
    var failed: [String] = []
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      let found = try measure(try Circuit(contentsOf: file.path))
      let limit = thresholds[name]
      let isOver =
        limit.map { found.allocations > $0.allocations || found.states > $0.states } ?? true
      if isOver { failed.append(name) }
      let stated = limit.map { "at most \($0.allocations), \(significant($0.states))" }
      print(
        "\(isOver ? "over" : "ok  ")  \(name): \(found.allocations) allocations, "
          + "\(significant(found.states)) states; \(stated ?? "no threshold")")
    }
    return failed
  }
}
