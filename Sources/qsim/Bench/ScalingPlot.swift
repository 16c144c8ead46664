import Circuits
import RealModule

/// Time against qubits as SVG, time on a logarithmic scale.
///
/// Colours are those of M. Okabe and K. Ito, "Color Universal Design" (2008), told apart with any kind
/// of colour vision; markers and dashes tell lines apart without colours.
struct ScalingPlot {
  struct Line {
    let name: String
    /// By qubits, ascending.
    var points: [(qubits: Int, kept: Timing, anew: Timing)]
  }

  let title: String
  let lines: [Line]

  private static let colors = [
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
  ]
  private static let plot = (left: 86.0, top: 56.0, width: 620.0, height: 420.0)
  private static let legendLine = 20.0

  /// - Parameter machine: what ran, and where: the title begins with it.
  init(_ results: [BenchResult], machine: String) {
    let precisions = Set(results.map(\.point.precision.rawValue))
    let threads = Set(results.map(\.point.threads))
    var title = machine
    if precisions.count == 1, let precision = precisions.first {
      title += ", \(precision) precision"
    }
    if threads.count == 1, let count = threads.first {
      title += ", \(NumberText.count(count, "thread"))"
    }
    self.title = title
    var order: [String] = []
    var lines: [String: Line] = [:]
    for result in results {
      let point = result.point
      var name = point.circuit.name
      if precisions.count > 1 { name += ", \(point.precision.rawValue)" }
      if threads.count > 1 { name += ", \(NumberText.count(point.threads, "thread"))" }
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

  private func x(_ qubits: Int) -> Double {
    let range = widths
    let fraction = Double(qubits - range.lowerBound) / Double(range.count - 1)
    return Self.plot.left + fraction * Self.plot.width
  }

  private func y(_ seconds: Double) -> Double {
    let range = decades
    let fraction = (Double.log10(seconds) - Double(range.lowerBound)) / Double(range.count - 1)
    return Self.plot.top + (1 - fraction) * Self.plot.height
  }

  // MARK: Drawing

  /// A whole document.
  var svg: String {
    let bottom = Self.plot.top + Self.plot.height
    let legendLeft = Self.plot.left + Self.plot.width + 24
    let longest = lines.map(\.name.count).max() ?? 0
    let width = legendLeft + 44 + max(150, 7.6 * Double(min(longest, 60))) + 16
    let height = max(bottom + 62, Self.plot.top + Self.legendLine * Double(lines.count + 3))
    let (w, h) = (Self.number(width), Self.number(height))
    var body = grid
    for (index, line) in lines.enumerated() { body += draw(line, index) }
    for (index, line) in lines.enumerated() {
      let y = Self.plot.top + 8 + Self.legendLine * Double(index)
      body += sample(index, legendLeft, y)
      body += Self.text(line.name, legendLeft + 44, y + 4)
    }
    let noteY = Self.plot.top + 16 + Self.legendLine * Double(lines.count)
    body += Self.text("solid: plan kept", legendLeft, noteY + 4, "class=\"soft\"")
    body += Self.text("dotted: plan anew", legendLeft, noteY + 20, "class=\"soft\"")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" \
      role="img">
      <title>\(Self.escaped(title))</title>
      <style>
      text { font: 13px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #1b1f24; }
      .title { font-size: 16px; font-weight: 600; }
      .soft { fill: #57606a; }
      .grid { stroke: #d0d7de; stroke-width: 1; }
      .minor { stroke: #eaeef2; stroke-width: 1; }
      .axis { stroke: #1b1f24; stroke-width: 1.2; fill: none; }
      .kept { stroke-width: 2.2; fill: none; stroke-linejoin: round; }
      .anew { stroke-width: 1.4; fill: none; stroke-dasharray: 1 4; stroke-linecap: round; }
      </style>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(Self.text(title, Self.plot.left, 28, "class=\"title\""))\(body)</svg>

      """
  }

  private var grid: String {
    let right = Self.plot.left + Self.plot.width
    let bottom = Self.plot.top + Self.plot.height
    var body = ""
    for decade in decades {
      let value = Double.pow(10, Double(decade))
      if decade < decades.upperBound {
        for k in 2...9 {
          body += Self.line(
            Self.plot.left, y(Double(k) * value), right, y(Double(k) * value), "minor")
        }
      }
      body += Self.line(Self.plot.left, y(value), right, y(value), "grid")
      body += Self.text(
        Self.label(decade), Self.plot.left - 8, y(value) + 4, "text-anchor=\"end\"")
    }
    let step = max(1, (widths.count + 13) / 14)
    for qubits in widths where (qubits - widths.lowerBound) % step == 0 && qubits > 0 {
      body += Self.line(x(qubits), Self.plot.top, x(qubits), bottom, "grid")
      body += Self.text("\(qubits)", x(qubits), bottom + 20, "text-anchor=\"middle\"")
    }
    body += """
      <rect class="axis" x="\(Self.number(Self.plot.left))" y="\(Self.number(Self.plot.top))" \
      width="\(Self.number(Self.plot.width))" height="\(Self.number(Self.plot.height))"/>

      """
    body += Self.text(
      "qubits", Self.plot.left + Self.plot.width / 2, bottom + 44, "text-anchor=\"middle\"")
    let middle = Self.number(Self.plot.top + Self.plot.height / 2)
    body += Self.text(
      "time from |0…0⟩ to the final state", 20, Self.plot.top + Self.plot.height / 2,
      "text-anchor=\"middle\" transform=\"rotate(-90 20 \(middle))\"")
    return body
  }

  /// `10 µs` and the like.
  private static func label(_ decade: Int) -> String {
    let units = [(-9, "ns"), (-6, "µs"), (-3, "ms"), (0, "s")]
    let (power, unit) = units.last { $0.0 <= decade } ?? units[0]
    guard decade >= -9, decade - power <= 5 else { return "1e\(decade) s" }
    return "1" + String(repeating: "0", count: decade - power) + " \(unit)"
  }

  private func draw(_ line: Line, _ index: Int) -> String {
    let color = Self.colors[index % Self.colors.count]
    func path(_ time: (Timing) -> Double, _ kind: (Line) -> [(Int, Timing)]) -> String {
      kind(line).map { "\(Self.number(x($0.0))),\(Self.number(y(time($0.1))))" }
        .joined(separator: " ")
    }
    let kept = path(\.median) { $0.points.map { ($0.qubits, $0.kept) } }
    let anew = path(\.median) { $0.points.map { ($0.qubits, $0.anew) } }
    var body = """
      <polyline class="anew" stroke="\(color)" points="\(anew)"/>
      <polyline class="kept" stroke="\(color)"\(Self.dash(index)) points="\(kept)"/>

      """
    for point in line.points {
      body += Self.marker(index, x(point.qubits), y(point.kept.median))
    }
    return body
  }

  private func sample(_ index: Int, _ x: Double, _ y: Double) -> String {
    let color = Self.colors[index % Self.colors.count]
    let (a, b, row) = (Self.number(x), Self.number(x + 34), Self.number(y))
    return """
      <polyline class="kept" stroke="\(color)"\(Self.dash(index)) points="\(a),\(row) \(b),\(row)"/>

      """ + Self.marker(index, x + 17, y)
  }

  /// Lines after the seventh have colours again, with dashes.
  private static func dash(_ index: Int) -> String {
    index < colors.count ? "" : " stroke-dasharray=\"\(6 + 4 * (index / colors.count)) 4\""
  }

  private static func marker(_ index: Int, _ x: Double, _ y: Double) -> String {
    let color = colors[index % colors.count]
    let (cx, cy) = (number(x), number(y))
    func polygon(_ corners: [(Double, Double)]) -> String {
      let points = corners.map { "\(number(x + $0.0)),\(number(y + $0.1))" }
      return "<polygon points=\"\(points.joined(separator: " "))\" fill=\"\(color)\"/>\n"
    }
    switch index % 6 {
    case 0: return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"4\" fill=\"\(color)\"/>\n"
    case 1: return polygon([(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)])
    case 2: return polygon([(0, -4.8), (4.6, 3.6), (-4.6, 3.6)])
    case 3: return polygon([(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)])
    case 4: return polygon([(0, 4.8), (4.6, -3.6), (-4.6, -3.6)])
    default:
      return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"3.6\" fill=\"#ffffff\" stroke=\"\(color)\" "
        + "stroke-width=\"2\"/>\n"
    }
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> String {
    "<line class=\"\(style)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" "
      + "y2=\"\(number(y2))\"/>\n"
  }

  private static func text(
    _ text: String, _ x: Double, _ y: Double, _ attributes: String = ""
  ) -> String {
    let space = attributes.isEmpty ? "" : " "
    return
      "<text x=\"\(number(x))\" y=\"\(number(y))\"\(space)\(attributes)>\(escaped(text))</text>\n"
  }

  private static func number(_ value: Double) -> String { NumberText.fixed(value, 1) }

  /// Text for XML, without the characters that XML has no place for.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _
      where scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value
        || 0xFFFE...0xFFFF ~= scalar.value:
        result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
