/// Turns findings into diagnostics: the only place that knows lines, columns and source lines.
struct DiagnosticRenderer {
  private let sources: [SourceText]

  init(_ sources: [SourceText]) { self.sources = sources }

  /// The findings in words, each followed by its notes; those of one file in order of place.
  func diagnostics(of findings: [Finding]) -> [Diagnostic] {
    var indices: [Int: LineIndex] = [:]
    var result: [Diagnostic] = []
    for finding in Self.ordered(findings) {
      append(finding.problem, finding.severity, at: finding.place, &indices, to: &result)
      for note in finding.notes {
        append(note.problem, .note, at: note.place, &indices, to: &result)
      }
    }
    return result
  }

  /// Within each run of findings about one file, the order of their places: the lexer sees a token
  /// before the statement in front of it is checked.
  private static func ordered(_ findings: [Finding]) -> [Finding] {
    var result: [Finding] = []
    var run: [Finding] = []
    func finishRun() {
      result += run.enumerated().sorted {
        ($0.element.place.range.start, $0.offset) < ($1.element.place.range.start, $1.offset)
      }.map(\.element)
      run = []
    }
    for finding in findings {
      if let last = run.last, last.place.source != finding.place.source { finishRun() }
      run.append(finding)
    }
    finishRun()
    return result
  }

  private func append(
    _ problem: Problem, _ severity: Diagnostic.Severity, at place: Finding.Place,
    _ indices: inout [Int: LineIndex], to result: inout [Diagnostic]
  ) {
    let source = sources[place.source]
    let index = indices[place.source] ?? LineIndex(source)
    indices[place.source] = index
    let (line, column, bytes) = index.place(of: Int(place.range.start))
    result.append(
      Diagnostic(
        severity, problem.message, file: source.name, line: line, column: column,
        excerpt: source.showsLines
          ? Diagnostic.Excerpt(source.bytes, line: bytes, marking: place.range) : nil,
        hint: problem.hint))
  }
}

extension Diagnostic.Excerpt {
  private static let widthLimit = 100

  /// The part of a line around a place.
  ///
  /// - Parameters:
  ///   - line: the bytes of the line.
  ///   - range: the place; what lies beyond the line is not marked.
  init(_ bytes: [UInt8], line: Range<Int>, marking range: SourceRange) {
    let start = max(line.lowerBound, min(Int(range.start), line.upperBound))
    let end = max(start, min(Int(range.end), line.upperBound))
    // A character takes at most four bytes a column; composed ones more, which only shows less.
    let reach = 4 * Self.widthLimit
    var first = max(line.lowerBound, start - reach)
    var last = min(line.upperBound, start + reach)
    while first > line.lowerBound, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    while last < line.upperBound, bytes[last] & 0xC0 == 0x80 { last += 1 }

    var cells: [(text: String, width: Int)] = []
    var caretCell: Int?
    var endCell: Int?
    var offset = first
    var column = 0
    for character in String(decoding: bytes[first..<last], as: UTF8.self) {
      if offset >= start, caretCell == nil { caretCell = cells.count }
      if offset >= end, endCell == nil { endCell = cells.count }
      let shown =
        character == "\t"
        ? String(repeating: " ", count: 4 - column % 4) : String(character).printable
      let width = shown.terminalWidth
      cells.append((shown, width))
      column += width
      offset += character.utf8.count
    }
    let caret = caretCell ?? cells.count
    let markEnd = max(endCell ?? cells.count, caret)

    // Grow from the place to both sides while there is room.
    var (left, right) = (caret, caret)
    var width = 0
    var grows = true
    while grows {
      grows = false
      if right < cells.count, width + cells[right].width <= Self.widthLimit {
        width += cells[right].width
        right += 1
        grows = true
      }
      if left > 0, width + cells[left - 1].width <= Self.widthLimit {
        left -= 1
        width += cells[left].width
        grows = true
      }
    }
    let cutLeft = left > 0 || first > line.lowerBound
    let cutRight = right < cells.count || last < line.upperBound
    text =
      (cutLeft ? "…" : "") + cells[left..<right].map(\.text).joined() + (cutRight ? "…" : "")
    caretOffset = (cutLeft ? 1 : 0) + cells[left..<caret].reduce(0) { $0 + $1.width }
    caretWidth = max(1, cells[caret..<max(caret, min(markEnd, right))].reduce(0) { $0 + $1.width })
  }
}
