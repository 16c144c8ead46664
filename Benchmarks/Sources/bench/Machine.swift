import Circuits
import Foundation

/// The machine that figures belong to.
enum Machine {
  static var processor: String {
    let information = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    let line = information?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let count = ProcessInfo.processInfo.processorCount
    return "\(name ?? "unknown processor"), \(count) processors"
  }

  /// Processes wanting a processor, averaged over the last minute: figures from a busy machine are
  /// larger.
  static var load: Double {
    var averages = [0.0]
    return getloadavg(&averages, 1) == 1 ? averages[0] : .nan
  }

  static var kernels: String {
    (try? KernelSet.selected().rawValue) ?? "unknown"
  }
}
