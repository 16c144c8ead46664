import HybridML

/// Puts the fields of rows, as files hold them, at the places that a schema gives their columns.
///
/// Columns are found by name, in any order.
struct RowFields {
  let schema: TableSchema
  /// The first feature of each column of the schema.
  private let starts: [Int]
  /// The place of each value of a column of text.
  private let levels: [[String: Int]?]

  init(_ schema: TableSchema) {
    self.schema = schema
    var starts: [Int] = []
    var next = 0
    for column in schema.columns {
      starts.append(next)
      next += column.featureCount
    }
    self.starts = starts
    levels = schema.columns.map { column in
      column.levels.map { levels in
        Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
      }
    }
  }

  func isText(_ column: Int) -> Bool { levels[column] != nil }

  func set(_ column: Int, to number: Double, in row: inout [Double]) {
    row[starts[column]] = number
  }

  /// - Throws: ``DataError/Problem/unknownLevel(column:text:known:)``
  func set(
    _ column: Int, to text: String, in row: inout [Double],
    at place: @autoclosure () -> DataError.Place
  ) throws(DataError) {
    guard let known = levels[column] else { return }
    guard let level = known[text] else {
      throw DataError(
        .unknownLevel(
          column: schema.columns[column].name, text: text,
          known: schema.columns[column].levels ?? []), at: place())
    }
    for index in 0..<known.count { row[starts[column] + index] = index == level ? 1 : 0 }
  }

  /// What is wrong where a column of the model is not among some names: only one that the model does not
  /// know may be a misspelling of it.
  func missing(_ column: String, among names: [String]) -> DataError.Problem {
    let known = Set(schema.columns.map(\.name) + [schema.label])
    return .missingColumn(column, known: names, others: names.filter { !known.contains($0) })
  }

  /// What to do with columns that the model does not know.
  ///
  /// - Returns: those that are left out, where that is right.
  /// - Throws: ``DataError/Problem/extraColumns(_:)`` where it is not.
  func ignored(
    among names: [String], ignoresExtra: Bool, at place: DataError.Place
  ) throws(DataError) -> [String] {
    let known = Set(schema.columns.map(\.name) + schema.omitted + [schema.label])
    let extra = names.filter { !known.contains($0) }
    if extra.isEmpty || ignoresExtra || names.contains(schema.label) { return extra }
    throw DataError(.extraColumns(extra), at: place)
  }
}

/// The true answer of a row, where the file has it.
enum TrueLabel {
  case classIndex(Int)
  case value(Double)
}
