import Circuits
import RealModule

/// Time against qubits as SVG, time on a logarithmic scale.
struct ScalingPlot {
  struct Line {
    let name: String
    /// By qubits, ascending.
    var points: [(qubits: Int, kept: Timing, anew: Timing)]
  }

  let title: String
  let lines: [Line]

  private let frame = PlotFrame()

  /// - Parameter machine: what ran, and where: the title begins with it.
  init(_ results: [BenchResult], machine: String) {
    let precisions = Set(results.map(\.point.precision.rawValue))
    let threads = Set(results.map(\.point.threads))
    var title = machine
    if precisions.count == 1, let precision = precisions.first {
      title += ", \(precision) precision"
    }
    if threads.count == 1, let count = threads.first {
      title += ", \(count.counted("thread"))"
    }
    self.title = title
    var order: [String] = []
    var lines: [String: Line] = [:]
    for result in results {
      let point = result.point
      var name = point.circuit.name
      if precisions.count > 1 { name += ", \(point.precision.rawValue)" }
      if threads.count > 1 { name += ", \(point.threads.counted("thread"))" }
      if lines[name] == nil {
        order.append(name)
        lines[name] = Line(name: name, points: [])
      }
      lines[name]?.points.append((point.circuit.qubits, result.kept, result.anew))
    }
    self.lines = order.compactMap { lines[$0] }.map { line in
      Line(name: line.name, points: line.points.sorted { $0.qubits < $1.qubits })
    }
  }

  // MARK: Scales

  private var widths: ClosedRange<Int> {
    let all = lines.flatMap { $0.points.map(\.qubits) }
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    return low == high ? low - 1...high + 1 : low...high
  }

  /// Whole powers of ten around all times.
  private var decades: ClosedRange<Int> {
    let all = lines.flatMap { $0.points.flatMap { [$0.kept.median, $0.anew.median] } }
    let low = Int(Double.log10(all.min() ?? 1e-3).rounded(.down))
    let high = Int(Double.log10(all.max() ?? 1).rounded(.up))
    return low...max(high, low + 1)
  }

  private func fraction(qubits: Int) -> Double {
    Double(qubits - widths.lowerBound) / Double(widths.count - 1)
  }

  private func fraction(seconds: Double) -> Double {
    (Double.log10(seconds) - Double(decades.lowerBound)) / Double(decades.count - 1)
  }

  // MARK: Drawing

  /// A whole document.
  var svg: String {
    var body = frame.axes(
      x: qubitTicks, named: "qubits", y: timeTicks, named: "time from |0…0⟩ to the final state")
    for (index, line) in lines.enumerated() { body += draw(line, index) }
    return frame.document(
      title: title, legend: lines.map(\.name),
      notes: ["solid: plan kept", "dotted: plan anew"], body)
  }

  private var qubitTicks: [PlotFrame.Tick] {
    let step = max(1, (widths.count + 13) / 14)
    return widths.filter { ($0 - widths.lowerBound) % step == 0 && $0 > 0 }
      .map { .init(fraction: fraction(qubits: $0), label: "\($0)") }
  }

  private var timeTicks: [PlotFrame.Tick] {
    decades.flatMap { decade in
      let value = Double.pow(10, Double(decade))
      let minor =
        decade < decades.upperBound
        ? (2...9).map {
          PlotFrame.Tick(fraction: fraction(seconds: Double($0) * value), label: nil)
        } : []
      return minor + [.init(fraction: fraction(seconds: value), label: Self.label(decade))]
    }
  }

  /// `10 µs` and the like.
  private static func label(_ decade: Int) -> String {
    let units = [(-9, "ns"), (-6, "µs"), (-3, "ms"), (0, "s")]
    let (power, unit) = units.last { $0.0 <= decade } ?? units[0]
    guard decade >= -9, decade - power <= 5 else { return "1e\(decade) s" }
    return "1" + String(repeating: "0", count: decade - power) + " \(unit)"
  }

  private func draw(_ line: Line, _ index: Int) -> String {
    func points(_ timing: (Int) -> Timing) -> [(x: Double, y: Double)] {
      line.points.indices.map {
        (
          frame.x(fraction(qubits: line.points[$0].qubits)),
          frame.y(fraction(seconds: timing($0).median))
        )
      }
    }
    let kept = points { line.points[$0].kept }
    let anew = points { line.points[$0].anew }
    return SVG.dotted(index, anew) + SVG.solid(index, kept)
      + kept.map { SVG.marker(index, $0.x, $0.y) }.joined()
  }
}
