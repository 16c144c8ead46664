/// Draws a layout in characters: a line for each wire, and one between neighbouring wires that the
/// borders of boxes share.
struct TextDrawing {
  let layout: CircuitLayout
  let style: DrawingStyle
  /// Columns of the terminal; nil never wraps.
  let width: Int?
  let characterLimit: Int

  private let labels: [String]
  private let classical: [Bool]
  private let labelWidth: Int

  /// The least room for one column beside the labels, whatever width is asked for.
  private static let leastColumnWidth = 7
  private static let longestName = 20

  init(_ layout: CircuitLayout, style: DrawingStyle, width: Int?, characterLimit: Int)
    throws(QuantumError)
  {
    // The labels alone of so many wires are too much: do not even make them.
    guard 2 * layout.rowCount <= characterLimit / Self.leastColumnWidth else {
      throw .unsupported(
        what: "a drawing of \(layout.rowCount) wires in \(characterLimit) characters",
        remedy: "raise the limit, or draw a part of the circuit")
    }
    self.layout = layout
    self.style = style
    self.width = width
    self.characterLimit = characterLimit
    let wires = layout.wires
    labels = wires.map { wire in
      let name = style.label(wire.name).cut(to: Self.longestName, ellipsis: style.ellipsis)
      return name + wire.suffix + ": "
    }
    classical = wires.map(\.isClassical)
    labelWidth = labels.map(\.terminalWidth).max() ?? 0
  }

  /// Text line of a wire; the line above it is shared with the wire above.
  private func line(of row: Int) -> Int { 2 * row + 1 }
  private var height: Int { 2 * labels.count + 1 }

  /// A column that is ready to be drawn.
  private struct Column {
    let elements: [DrawnElement]
    /// How far the widest element reaches to either side of the column's middle.
    let left: Int
    let right: Int
    var width: Int { left + 1 + right }
  }

  func text() -> String {
    var result = ""
    if let phase = layout.globalPhase { result += "global phase: \(style.label(phase))\n" }
    guard !labels.isEmpty else { return result }

    // A mark on either side, and a piece of wire before the first column.
    let margins = 3
    let available = width.map { max($0 - labelWidth - margins, Self.leastColumnWidth) }
    // Boxes get the room of one block at most.
    let widestBox = min(available.map { $0 - 1 } ?? Int.max, characterLimit / height)

    var block: [Column] = []
    var blockWidth = 0
    var characters = 0
    var isFirst = true
    var next = 0
    var isCut = false
    while next < layout.columnCount {
      let column = measured(layout.elements(inColumn: next), widestBox: widestBox)
      if let available, !block.isEmpty, blockWidth + column.width + 1 > available {
        if !isFirst { result += "\n" }
        draw(block, isFirst: isFirst, isLast: false, into: &result)
        isFirst = false
        block = []
        blockWidth = 0
      }
      let start = block.isEmpty ? labelWidth + margins : 0
      characters += (start + column.width + 1) * height
      if characters > characterLimit, next > 0 {
        isCut = true
        break
      }
      block.append(column)
      blockWidth += column.width + 1
      next += 1
    }
    if !block.isEmpty || isFirst {
      if !isFirst { result += "\n" }
      draw(block, isFirst: isFirst, isLast: !isCut, into: &result)
    }
    if isCut {
      result +=
        "\(style.ellipsis) \(layout.instructionCount(from: next)) more of "
        + "\(layout.circuit.instructions.count) instructions are not drawn: "
        + "the drawing is limited to \(characterLimit) characters\n"
    }
    return result
  }

  // MARK: - Widths

  private func measured(_ elements: [DrawnElement], widestBox: Int) -> Column {
    var left = 0
    var right = 0
    var fitted = elements
    for index in fitted.indices {
      for position in fitted[index].marks.indices {
        fitted[index].marks[position] = inStyle(fitted[index].marks[position], widest: widestBox)
        let (l, r) = reach(of: fitted[index].marks[position])
        left = max(left, l)
        right = max(right, r)
      }
      if let note = fitted[index].note {
        let text = style.label(note).cut(to: widestBox - 1, ellipsis: style.ellipsis)
        fitted[index].note = text
        right = max(right, text.terminalWidth)
      }
    }
    return Column(elements: fitted, left: left, right: right)
  }

  /// A mark with its text in this style's characters and no wider than allowed.
  private func inStyle(_ mark: DrawnElement.Mark, widest: Int) -> DrawnElement.Mark {
    switch mark {
    case .box(let box):
      let room = max(widest - 4 - pinWidth(box), 1)
      let title = style.label(box.title).cut(to: room, ellipsis: style.ellipsis)
      return .box(DrawnBox(rows: box.rows, title: title, pins: box.pins))
    case .condition(let rows, let text):
      let cut = style.label(text).cut(to: max(widest - 4, 1), ellipsis: style.ellipsis)
      return .condition(rows: rows, text: cut)
    default: return mark
    }
  }

  /// The room that the pins' numbers take at a box's left side.
  private func pinWidth(_ box: DrawnBox) -> Int { box.pins.map(\.label.count).max() ?? 0 }

  private func boxWidth(_ box: DrawnBox) -> Int { box.title.terminalWidth + pinWidth(box) + 4 }

  /// How far a mark reaches to the left and right of its column's middle.
  private func reach(of mark: DrawnElement.Mark) -> (left: Int, right: Int) {
    func halves(_ width: Int) -> (Int, Int) { ((width - 1) / 2, width / 2) }
    switch mark {
    case .control, .swap, .barrier: return (0, 0)
    case .target: return halves(style.target.count)
    case .box(let box): return halves(boxWidth(box))
    case .meter: return halves(5)
    case .condition(_, let text): return halves(text.terminalWidth + 4)
    case .outcome(_, let bit): return (0, "\(bit)".count)
    }
  }

  // MARK: - Blocks

  private func draw(_ columns: [Column], isFirst: Bool, isLast: Bool, into text: inout String) {
    let wireStart = labelWidth
    let start = wireStart + (isFirst ? 1 : 2)
    let end = columns.reduce(start) { $0 + $1.width + 1 }
    var canvas = TextCanvas(width: end + (isLast ? 0 : 1), height: height)

    for row in labels.indices {
      let y = line(of: row)
      canvas.write(labels[row], x: labelWidth - labels[row].terminalWidth, y: y)
      let arms: TextCanvas.Arms = classical[row] ? .horizontalDouble : .horizontal
      for x in wireStart..<end { canvas.add(arms, x: x, y: y) }
      if !isFirst { canvas.write(style.continued, x: wireStart, y: y) }
      if !isLast { canvas.write(style.continues, x: end, y: y) }
    }
    var x = start
    for column in columns {
      for element in column.elements { draw(element, center: x + column.left, on: &canvas) }
      x += column.width + 1
    }

    for y in 0..<height {
      let line = canvas.line(y, isWire: y % 2 == 1, style: style)
      // Nothing reaches above the first wire or below the last: no blank lines there.
      if line.isEmpty, y == 0 || y == height - 1 { continue }
      text += line + "\n"
    }
  }

  private func draw(_ element: DrawnElement, center: Int, on canvas: inout TextCanvas) {
    if let link = element.link {
      canvas.addVertical(x: center, from: line(of: link.lowerBound), to: line(of: link.upperBound))
    }
    if let link = element.classicalLink {
      canvas.addVertical(
        x: center, from: line(of: link.lowerBound), to: line(of: link.upperBound), double: true)
    }
    for mark in element.marks { draw(mark, of: element, center: center, on: &canvas) }
    joinTouchingBoxes(of: element, center: center, on: &canvas)
    if let note = element.note {
      let row = element.link?.lowerBound ?? 0
      canvas.write(note, x: center + 1, y: line(of: row) + 1)
    }
  }

  /// Boxes that share a border leave no room for the line between them: show it on the border.
  private func joinTouchingBoxes(
    of element: DrawnElement, center: Int, on canvas: inout TextCanvas
  ) {
    for lower in element.marks {
      guard let top = lower.boxRows?.lowerBound else { continue }
      guard element.marks.contains(where: { $0.boxRows?.upperBound == top - 1 }) else { continue }
      var arms: TextCanvas.Arms = .vertical
      if case .condition = lower { arms = .verticalDouble }
      canvas.add(arms, x: center, y: line(of: top) - 1)
    }
  }

  private func draw(
    _ mark: DrawnElement.Mark, of element: DrawnElement, center: Int, on canvas: inout TextCanvas
  ) {
    func write(_ text: String, row: Int) {
      canvas.write(text, x: center - (text.count - 1) / 2, y: line(of: row))
    }
    switch mark {
    case .control(let row, let on): write(on ? style.filledControl : style.openControl, row: row)
    case .target(let row): write(style.target, row: row)
    case .swap(let row): write(style.swap, row: row)
    case .box(let box): draw(box, center: center, on: &canvas)
    case .meter(let row):
      let pin = DrawnBox.Pin(row: row, label: "")
      draw(DrawnBox(rows: row...row, title: "M", pins: [pin]), center: center, on: &canvas)
    case .barrier(let row):
      write(style.barrier, row: row)
      let above = element.marks.contains(.barrier(row: row - 1))
      if above { canvas.write(style.barrier, x: center, y: line(of: row) - 1) }
    case .outcome(let row, let bit):
      // On the wire where the double line goes on below.
      let passes = (element.classicalLink?.upperBound ?? row) > row
      if passes {
        canvas.write("\(bit)", x: center + 1, y: line(of: row))
      } else {
        canvas.write("\(bit)", x: center, y: line(of: row) + 1)
      }
    case .condition(let rows, let text):
      let pins = rows.map { DrawnBox.Pin(row: $0, label: "") }
      draw(DrawnBox(rows: rows, title: text, pins: pins), center: center, on: &canvas)
    }
  }

  private func draw(_ box: DrawnBox, center: Int, on canvas: inout TextCanvas) {
    let width = boxWidth(box)
    let left = center - (width - 1) / 2
    let right = left + width - 1
    let top = line(of: box.rows.lowerBound) - 1
    let bottom = line(of: box.rows.upperBound) + 1

    // Lines of the gate end at the borders; the borders show where they come in.
    for y in top + 1..<bottom {
      let passes = y % 2 == 1 && !box.pins.contains { line(of: $0.row) == y }
      if passes {
        canvas.remove([.vertical, .verticalDouble], x: center, y: y)
      } else {
        canvas.clear(x: left + 1..<right, y: y)
        canvas.remove([.right, .rightDouble], x: left, y: y)
        canvas.remove([.left, .leftDouble], x: right, y: y)
      }
      canvas.add(.vertical, x: left, y: y)
      canvas.add(.vertical, x: right, y: y)
    }
    canvas.remove([.down, .downDouble], x: center, y: top)
    canvas.remove([.up, .upDouble], x: center, y: bottom)
    canvas.add([.right, .down], x: left, y: top)
    canvas.add([.left, .down], x: right, y: top)
    canvas.add([.right, .up], x: left, y: bottom)
    canvas.add([.left, .up], x: right, y: bottom)
    for x in left + 1..<right {
      canvas.add(.horizontal, x: x, y: top)
      canvas.add(.horizontal, x: x, y: bottom)
    }

    for pin in box.pins { canvas.write(pin.label, x: left + 1, y: line(of: pin.row)) }
    // The title stands in the middle, but never on a wire that only passes through.
    var middle = (top + bottom) / 2
    if middle % 2 == 1, !box.pins.contains(where: { line(of: $0.row) == middle }) { middle -= 1 }
    canvas.write(box.title, x: left + 2 + pinWidth(box), y: middle)
  }
}
