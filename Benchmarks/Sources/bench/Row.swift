/// One measured figure beside its goal.
struct Row {
  var group: String
  var name: String
  var precision: String
  var qubits: Int
  var threads: Int
  /// The figure, lower being better, and its unit.
  var value: Double
  var unit: String
  /// What the figure should be, where a goal is stated.
  var goal: Double?
  /// Derived quantities worth seeing, by unit.
  var also: [(unit: String, value: Double)] = []

  /// How many times the goal; at most 1 when it is met.
  var distance: Double? { goal.map { value / $0 } }
}

/// Prints rows as they come and collects them for a file.
struct Report {
  private(set) var rows: [Row] = []

  mutating func add(_ row: Row) {
    if rows.last?.group != row.group { print("\n\(row.group)") }
    rows.append(row)
    var line = padded(row.name, 34) + padded(row.precision, 7)
    line += padded("\(row.qubits) q", 6, right: true) + padded("\(row.threads)T", 4, right: true)
    line += padded("\(significant(row.value)) \(row.unit)", 20, right: true)
    let goal = row.goal.map { "goal \(significant($0))" } ?? "no goal"
    line += padded(goal, 13, right: true)
    line += padded(row.distance.map { "\(significant($0, 3))×" } ?? "", 8, right: true)
    for (unit, value) in row.also {
      line += padded("\(significant(value)) \(unit)", 20, right: true)
    }
    print(line)
  }

  /// Rows whose goal is not met, the farthest first.
  func printSummary() {
    let stated = rows.compactMap { row in row.distance.map { (row: row, distance: $0) } }
    let missed = stated.filter { $0.distance > 1 }.sorted { $0.distance > $1.distance }
    print("\n\(stated.count - missed.count) of \(stated.count) goals met")
    for (row, distance) in missed.prefix(10) {
      let times = significant(distance, 3)
      print("  \(times)×  \(row.name), \(row.precision), \(row.qubits) qubits")
    }
  }

  var json: String {
    let entries = rows.map { row in
      var fields = [
        "\"group\": \(quoted(row.group))", "\"name\": \(quoted(row.name))",
        "\"precision\": \(quoted(row.precision))", "\"qubits\": \(row.qubits)",
        "\"threads\": \(row.threads)", "\"value\": \(row.value)", "\"unit\": \(quoted(row.unit))",
      ]
      if let goal = row.goal { fields.append("\"goal\": \(goal)") }
      fields += row.also.map { "\(quoted($0.unit)): \($0.value)" }
      return "    {\(fields.joined(separator: ", "))}"
    }
    return """
      {
        "machine": \(quoted(Machine.processor)),
        "kernels": \(quoted(Machine.kernels)),
        "load": \(Machine.load),
        "rows": [
      \(entries.joined(separator: ",\n"))
        ]
      }

      """
  }
}

private func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
  let space = String(repeating: " ", count: max(1, width - text.count))
  return right ? space + text : text + space
}

/// A number with so many significant digits, without an exponent from 0.001 to a million.
func significant(_ value: Double, _ digits: Int = 4) -> String {
  guard value != 0, value.isFinite else { return "\(value)" }
  var scale = 1.0
  var magnitude = abs(value)
  while magnitude >= 10 { (magnitude, scale) = (magnitude / 10, scale / 10) }
  while magnitude < 1 { (magnitude, scale) = (magnitude * 10, scale * 10) }
  for _ in 1..<digits { scale *= 10 }
  let rounded = (value * scale).rounded() / scale
  return rounded.magnitude >= 100 && rounded == rounded.rounded() && rounded.magnitude < 1e15
    ? "\(Int64(rounded))" : "\(rounded)"
}

func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": result += "\\" + String(scalar)
    case _ where scalar.value < 32:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
