/// Columns of text side by side.
enum AlignedTable {
  /// The rows, the first of which is the header; `leading` columns are aligned to the left, the others,
  /// numbers mostly, to the right.
  static func text(_ rows: [[String]], leading: Set<Int>, _ style: TextStyle) -> String {
    guard let first = rows.first else { return "" }
    let columns = first.indices
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (number, row) in rows.enumerated() {
      let cells = columns.map { column in
        let padding = String(repeating: " ", count: widths[column] - row[column].count)
        return leading.contains(column) ? row[column] + padding : padding + row[column]
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      text += (number == 0 ? style.bold(line) : line) + "\n"
    }
    return text
  }
}
