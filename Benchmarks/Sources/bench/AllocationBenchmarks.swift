import CAllocations
import Circuits
import Foundation

/// Counts what one run of a circuit allocates, against thresholds in a file.
///
/// Counts are the same on every machine: growing is a fault, unlike a slow run on a busy machine.
struct AllocationBenchmarks {
  /// What a run takes, or the most that it may.
  struct Counts: Codable, Equatable {
    /// Allocations of any size, after a first run has taken what is kept.
    var allocations: UInt64
    /// Those of at least the state's size: one for the state, each other one for a copy of it.
    var states: UInt64
  }

  static var areCounted: Bool { allocations_are_counted() }

  /// What the second run of a circuit allocates, its compiling included.
  static func measure(_ circuit: Circuit) throws -> Counts {
    let run = CircuitRun(circuit, precision: .double, threads: 1)
    _ = try run.seconds(.fresh)
    allocations_start(StateVector<Double>.bytesNeeded(qubits: circuit.qubitCount))
    let result = Result { try run.seconds(.fresh) }
    let counts = allocations_stop()
    _ = try result.get()
    return Counts(allocations: counts.count, states: counts.large)
  }

  /// Prints each circuit's counts, beside its threshold where it has one.
  ///
  /// - Returns: the circuits over their threshold.
  static func check(_ files: [URL], against thresholds: [String: Counts]) throws -> [String] {
    var failed: [String] = []
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      let found = try measure(try Circuit(contentsOf: file.path))
      var line = "\(name): \(found.allocations) allocations, \(found.states) as large as the state"
      if let limit = thresholds[name] {
        line += "; at most \(limit.allocations) and \(limit.states)"
        if found.allocations > limit.allocations || found.states > limit.states {
          line += ": over"
          failed.append(name)
        }
      }
      print(line)
    }
    return failed
  }
}
