import Circuits

/// An earlier run to compare with, read from the JSON that it wrote.
struct BenchComparison {
  let path: String
  private let earlier: [String: Timing]
  private let machine: JSONValue?
  private let version: String
  /// Bytes a second of the earlier probes, by threads.
  private let bandwidth: [Int: Double]

  /// How a time changed.
  enum Change: Equatable {
    /// The quartiles overlap, or the medians differ by less than 2 %.
    case noise
    /// So many times as fast; below 1: slower.
    case factor(Double)
  }

  init(_ path: String) throws(Failure) {
    self.path = path
    let text = SystemFile.text(path)
    guard !text.isEmpty else {
      throw Failure(.noInput, in: path, "cannot be read, or is empty")
    }
    guard let json = JSONValue(text), let results = json["results"]?.array else {
      throw Failure(.badInput, in: path, "is no JSON of an earlier 'qsim bench --json'")
    }
    var earlier: [String: Timing] = [:]
    for result in results {
      guard let circuit = result["circuit"]?.string, let qubits = result["qubits"]?.int,
        let precision = result["precision"]?.string, let threads = result["threads"]?.int,
        let kept = Timing(result["kept"])
      else { throw Failure(.badInput, in: path, "a result lacks its circuit, size or times") }
      earlier["\(circuit) \(qubits) \(precision) \(threads)"] = kept
    }
    self.earlier = earlier
    var bandwidth: [Int: Double] = [:]
    for probe in json["bandwidth"]?.array ?? [] {
      if let threads = probe["threads"]?.int {
        bandwidth[threads] = probe["bytesPerSecond"]?.number
      }
    }
    self.bandwidth = bandwidth.filter { $0.value > 0 }
    machine = json["machine"]
    version = json["version"]?.string ?? "an unknown version"
  }

  /// `nil` where the earlier run did not have the point.
  func change(_ result: BenchResult) -> Change? {
    guard let before = earlier[result.point.key] else { return nil }
    return Self.change(from: before, to: result.kept)
  }

  static func change(from before: Timing, to now: Timing) -> Change {
    let factor = before.median / now.median
    let overlap =
      before.lowerQuartile <= now.upperQuartile && now.lowerQuartile <= before.upperQuartile
    // A single run shows no spread at all.
    let isShort = before.repeats < 3 || now.repeats < 3
    if overlap || abs(factor - 1) < (isShort ? 0.2 : 0.02) { return .noise }
    return .factor(factor)
  }

  /// The geometric mean of all factors, and how many there are.
  func mean(_ results: [BenchResult]) -> (factor: Double, count: Int)? {
    let logs = results.compactMap { result in
      earlier[result.point.key].map { Double.log($0.median / result.kept.median) }
    }
    if logs.isEmpty { return nil }
    return (.exp(logs.reduce(0, +) / Double(logs.count)), logs.count)
  }

  /// Why the two runs may not be comparable; empty where nothing is known to speak against it.
  func caveats(_ machine: Machine, load: Double?, probes: [MemoryProbe]) -> [String] {
    var found: [String] = []
    if let before = self.machine?["processor"]?.string, before != machine.processor {
      found.append("it ran on another processor (\(before.printable))")
    }
    if let before = self.machine?["kernels"]?.string, before != machine.kernels.rawValue {
      found.append("it used other kernels (\(before.printable))")
    }
    if version != QSim.version { found.append("it was qsim \(version.printable)") }
    if let before = self.machine?["load"]?.number, let load,
      abs(before - load) >= SystemLoad.noticeable
    {
      found.append(
        "the machine was \(before > load ? "busier" : "quieter") then (load "
          + "\(NumberText.fixed(before, 1)), now \(NumberText.fixed(load, 1))): changes may come from that"
      )
    }
    for probe in probes {
      guard let before = bandwidth[probe.threads] else { continue }
      let ratio = probe.bytesPerSecond / before
      if ratio > 1.2 || ratio < 1 / 1.2 {
        found.append(
          "memory moved \(NumberText.fixed(before / 1e9, 1)) GB/s then and "
            + "\(NumberText.fixed(probe.bytesPerSecond / 1e9, 1)) now, before any circuit ran")
      }
    }
    return found
  }
}
