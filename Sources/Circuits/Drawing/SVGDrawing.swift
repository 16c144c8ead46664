/// Draws a layout as a scalable picture: wires from left to right, in blocks of rows where the circuit
/// is wider than the page.
struct SVGDrawing {
  private let layout: CircuitLayout
  private let pageWidth: Double
  private var body = ""

  // In pixels of the picture; text is monospaced, so that its width is known.
  private static let rowHeight = 44.0
  private static let characterWidth = 7.9
  private static let boxHeight = 30.0
  private static let margin = 16.0
  private static let gap = 12.0
  private static let fontSize = 13.0

  init(_ layout: CircuitLayout, pageWidth: Double) {
    self.layout = layout
    self.pageWidth = pageWidth
  }

  private struct Column {
    let elements: [DrawnElement]
    let width: Double
  }

  /// The picture as a document of its own.
  mutating func document(title: String) -> String {
    let wires = layout.wires
    let labels = wires.map { $0.name + $0.suffix }
    let labelWidth = (labels.map { Self.textWidth($0) }.max() ?? 0) + Self.gap
    let blocks = blocks(room: pageWidth - labelWidth - 2 * Self.margin)
    let blockHeight = Double(max(wires.count, 1)) * Self.rowHeight
    var top = Self.margin
    var widest = 0.0
    if let phase = layout.globalPhase {
      body += Self.text("global phase: \(phase)", x: Self.margin, y: top + 8, anchor: "start")
      top += 28
      widest = Self.textWidth("global phase: \(phase)") + 2 * Self.margin
    }
    for block in blocks {
      let start = Self.margin + labelWidth
      let end = start + block.reduce(Self.gap) { $0 + $1.width + Self.gap }
      widest = max(widest, end + Self.margin)
      for (row, label) in labels.enumerated() {
        let y = Self.y(row, top)
        body += Self.text(label, x: start - Self.gap / 2, y: y, anchor: "end")
        for offset in wires[row].isClassical ? [-1.5, 1.5] : [0] {
          body += Self.line(start, y + offset, end, y + offset)
        }
      }
      var x = start + Self.gap
      for column in block {
        for element in column.elements { draw(element, x: x + column.width / 2, top: top) }
        x += column.width + Self.gap
      }
      top += blockHeight + Self.margin
    }
    let size = "\(Self.number(max(widest, 2 * Self.margin))) \(Self.number(top))"
    let sides = size.split(separator: " ")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(sides[0])" \
      height="\(sides[1])" role="img">
      <title>\(title.xmlText)</title>
      <style>
      svg { --ink: #1b1f24; --paper: #ffffff; --soft: #8b949e; }
      @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --paper: #0d1117; } }
      .page { fill: var(--paper, #ffffff); }
      .line { stroke: var(--ink, #1b1f24); stroke-width: 1.2; fill: none; }
      .soft { stroke: var(--soft, #8b949e); stroke-width: 2; stroke-dasharray: 4 3; }
      .box { stroke: var(--ink, #1b1f24); stroke-width: 1.2; fill: var(--paper, #ffffff); }
      .dot { stroke: var(--ink, #1b1f24); stroke-width: 1.2; fill: var(--ink, #1b1f24); }
      text { fill: var(--ink, #1b1f24); font: 13px ui-monospace, Menlo, Consolas, monospace; }
      .small { font-size: 10px; }
      </style>
      <rect class="page" width="100%" height="100%"/>
      \(body)</svg>

      """
  }

  /// Columns in blocks that fit the page; one that is wider has a block of its own.
  private func blocks(room: Double) -> [[Column]] {
    var blocks: [[Column]] = [[]]
    var used = 0.0
    for index in 0..<layout.columnCount {
      let elements = layout.elements(inColumn: index)
      let width = elements.map { Self.width(of: $0) }.max() ?? 0
      if used + width + Self.gap > room, blocks[blocks.count - 1].isEmpty == false {
        blocks.append([])
        used = 0
      }
      blocks[blocks.count - 1].append(Column(elements: elements, width: width))
      used += width + Self.gap
    }
    return blocks
  }

  // MARK: Sizes

  private static func y(_ row: Int, _ top: Double) -> Double {
    top + (Double(row) + 0.5) * rowHeight
  }

  private static func textWidth(_ text: String) -> Double {
    Double(text.terminalWidth) * characterWidth
  }

  private static func boxWidth(_ title: String, pins: Double) -> Double {
    max(boxHeight, textWidth(title) + 14 + pins)
  }

  private static func pinWidth(_ box: DrawnBox) -> Double {
    (box.pins.map { textWidth($0.label) }.max() ?? 0) * 1.4
  }

  private static func width(of element: DrawnElement) -> Double {
    var width = 24.0
    for mark in element.marks {
      switch mark {
      case .box(let box): width = max(width, boxWidth(box.title, pins: pinWidth(box)))
      case .condition(_, let text): width = max(width, boxWidth(text, pins: 0))
      case .meter: width = max(width, boxHeight)
      default: break
      }
    }
    if let note = element.note { width = max(width, 2 * (textWidth(note) + 8)) }
    return width
  }

  // MARK: Elements

  private mutating func draw(_ element: DrawnElement, x: Double, top: Double) {
    if let link = element.link {
      body += Self.line(x, Self.y(link.lowerBound, top), x, Self.y(link.upperBound, top))
    }
    if let link = element.classicalLink {
      for offset in [-1.5, 1.5] {
        body += Self.line(
          x + offset, Self.y(link.lowerBound, top), x + offset, Self.y(link.upperBound, top))
      }
    }
    if let note = element.note, let link = element.link {
      let middle = (Self.y(link.lowerBound, top) + Self.y(link.upperBound, top)) / 2
      body += Self.text(note, x: x + 6, y: middle, anchor: "start", style: "small")
    }
    for mark in element.marks { draw(mark, x: x, top: top) }
  }

  private mutating func draw(_ mark: DrawnElement.Mark, x: Double, top: Double) {
    switch mark {
    case .control(let row, let on):
      body += Self.circle(x, Self.y(row, top), 4.5, style: on ? "dot" : "box")
    case .target(let row):
      let y = Self.y(row, top)
      body += Self.circle(x, y, 10, style: "box")
      body += Self.line(x - 10, y, x + 10, y) + Self.line(x, y - 10, x, y + 10)
    case .swap(let row):
      let y = Self.y(row, top)
      body += Self.line(x - 6, y - 6, x + 6, y + 6) + Self.line(x - 6, y + 6, x + 6, y - 6)
    case .box(let box):
      let pins = Self.pinWidth(box)
      let width = Self.boxWidth(box.title, pins: pins)
      body += Self.box(box.rows, x, width, top)
      let middle = (Self.y(box.rows.lowerBound, top) + Self.y(box.rows.upperBound, top)) / 2
      body += Self.text(box.title, x: x + pins / 2, y: middle)
      for pin in box.pins where !pin.label.isEmpty {
        body += Self.text(
          pin.label, x: x - width / 2 + 5, y: Self.y(pin.row, top), anchor: "start", style: "small")
      }
    case .meter(let row):
      let y = Self.y(row, top)
      body += Self.box(row...row, x, Self.boxHeight, top)
      body += "<path class=\"line\" d=\"M\(Self.number(x - 9)) \(Self.number(y + 6))"
      body += " a9 9 0 0 1 18 0\"/>\n" + Self.line(x, y + 6, x + 8, y - 7)
    case .barrier(let row):
      let y = Self.y(row, top)
      let half = Self.rowHeight / 2
      body += Self.line(x, y - half, x, y + half, style: "soft")
    case .outcome(let row, let bit):
      let y = Self.y(row, top)
      body += "<path class=\"dot\" d=\"M\(Self.number(x)) \(Self.number(y - 2)) l-5 -8 h10 z\"/>\n"
      body += Self.text("\(bit)", x: x + 8, y: y - 9, anchor: "start", style: "small")
    case .condition(let rows, let text):
      body += Self.box(rows, x, Self.boxWidth(text, pins: 0), top)
      let middle = (Self.y(rows.lowerBound, top) + Self.y(rows.upperBound, top)) / 2
      body += Self.text(text, x: x, y: middle)
    }
  }

  // MARK: Shapes

  /// A coordinate to a tenth of a pixel.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String = "line"
  ) -> String {
    "<path class=\"\(style)\" d=\"M\(number(x1)) \(number(y1)) L\(number(x2)) \(number(y2))\"/>\n"
  }

  private static func circle(_ x: Double, _ y: Double, _ radius: Double, style: String) -> String {
    "<circle class=\"\(style)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\"/>\n"
  }

  private static func box(
    _ rows: ClosedRange<Int>, _ x: Double, _ width: Double, _ top: Double
  ) -> String {
    let y = y(rows.lowerBound, top) - boxHeight / 2
    let height = Double(rows.count - 1) * rowHeight + boxHeight
    return "<rect class=\"box\" x=\"\(number(x - width / 2))\" y=\"\(number(y))\" "
      + "width=\"\(number(width))\" height=\"\(number(height))\" rx=\"2\"/>\n"
  }

  private static func text(
    _ text: String, x: Double, y: Double, anchor: String = "middle", style: String = ""
  ) -> String {
    "<text class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y + 4))\" "
      + "text-anchor=\"\(anchor)\">\(text.xmlText)</text>\n"
  }
}

extension String {
  /// With the characters that XML gives a meaning written out.
  fileprivate var xmlText: String {
    var result = ""
    for character in printable {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
