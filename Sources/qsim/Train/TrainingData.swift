import HybridML

/// The data that a model is to be fitted to, with what its columns mean.
struct TrainingData {
  let data: Dataset
  let schema: TableSchema
  /// On what terms a bundled data set comes.
  let terms: String?
  /// What a user should know, whole sentences.
  var warnings: [String] = []

  /// What decides how a file is read.
  struct Request {
    var label: String?
    var task = Dataset.Task.automatic
    var dropped: [String] = []
    var oneHot: [String] = []
    /// Rows with the same value of this column stay together.
    var group: String?
    /// nil takes what the file itself says or its name suggests.
    var separator: Character?
  }

  /// - Parameter path: `-` reads standard input.
  init(path: String, _ request: Request) throws(Failure) {
    let reader: CSVReader
    do throws(DataError) {
      reader = try CSVReader(path: path, separator: request.separator)
    } catch {
      throw Failure(error, hint: Self.hint(for: error.problem, request, label: request.label))
    }
    guard let label = request.label else {
      let names = reader.header.prefix(12).joined(separator: ", ")
      let more = reader.header.count > 12 ? ", …" : ""
      throw Failure(
        .usage,
        lines: [
          "qsim: error: --label is missing: which column is to be predicted?",
          "hint: the columns of \(path) are \(names)\(more); the last would be "
            .printable + "--label \(NameList.shellWord(reader.header.last ?? ""))",
        ])
    }
    try self.init(reader, label: label, request, oneHotsAllText: false, terms: nil)
  }

  /// - Throws: when the request names columns that are not there.
  init(_ bundled: BundledData, _ request: Request) throws(Failure) {
    let reader: CSVReader
    do throws(DataError) {
      reader = try CSVReader(bytes: bundled.csv, name: "\(bundled.rawValue).csv")
    } catch {
      throw Failure(.internalFault, "\(error)")
    }
    var request = request
    if request.label == nil, bundled == .diabetes { request.task = .regression }
    if request.label == nil, bundled != .diabetes { request.task = .classification }
    let label = request.label ?? (bundled == .germanCredit ? "risk" : reader.header.last ?? "")
    try self.init(reader, label: label, request, oneHotsAllText: true, terms: bundled.terms)
  }

  /// - Parameter oneHotsAllText: for the bundled data sets, whose columns are known: text becomes
  ///   features without being asked for, and constant columns stay.
  private init(
    _ reader: consuming CSVReader, label: String, _ request: Request, oneHotsAllText: Bool,
    terms: String?
  ) throws(Failure) {
    self.terms = terms
    if request.dropped.contains(label) {
      throw Failure(.usage, "--drop leaves out '\(label.printable)', which is the label")
    }
    if request.oneHot.contains(label) {
      throw Failure(
        .usage, "--one-hot '\(label.printable)' is the label: text is a class there by itself")
    }
    if let both = request.oneHot.first(where: { request.dropped.contains($0) }) {
      throw Failure(.usage, "'\(both.printable)' is in --drop and in --one-hot")
    }
    if let group = request.group,
      group == label || request.dropped.contains(group)
        || request.oneHot.contains(group)
    {
      throw Failure(
        .usage,
        "--group '\(group.printable)' is "
          + (group == label ? "the label" : "in --drop or --one-hot: it is no feature by itself"))
    }
    func reading<Result>(_ body: () throws(DataError) -> Result) throws(Failure) -> Result {
      do throws(DataError) {
        return try body()
      } catch {
        throw Failure(error, hint: Self.hint(for: error.problem, request, label: label))
      }
    }
    let table = try Self.table(reader, label: label, request)
    if !oneHotsAllText { try Self.checkColumns(table, label: label, request) }
    var schema = try reading { () throws(DataError) in
      try TableSchema(
        table, label: label,
        features: table.columns.map(\.name).filter { $0 != label && $0 != request.group },
        task: request.task,
        constantColumns: oneHotsAllText ? .keep : .refuse)
    }
    schema.omitted = request.dropped + (request.group.map { [$0] } ?? [])
    self.schema = schema
    var data = try reading { () throws(DataError) in try Dataset(table, schema) }
    if let column = table.columns.first(where: { $0.name == request.group }),
      case .texts(let codes, _) = column.values
    {
      data.groups = codes
    }
    self.data = data
    warnings =
      try Self.checkTarget(data)
      + (oneHotsAllText ? [] : Self.countingColumns(table, label: label))
  }
}

// MARK: What is checked

extension TrainingData {
  private static func table(
    _ reader: consuming CSVReader, label: String, _ request: Request
  ) throws(Failure) -> Table {
    do throws(DataError) {
      let header = reader.header
      guard header.contains(label) else {
        throw DataError(.unknownColumn(label, known: header), at: reader.headerPlaces[0])
      }
      var text = Set(request.oneHot)
      if request.task == .classification { text.insert(label) }
      if let group = request.group { text.insert(group) }
      return try Table(reader, text: text, omitting: Set(request.dropped))
    } catch {
      throw Failure(error, hint: hint(for: error.problem, request, label: label))
    }
  }

  /// Several columns can be wrong: all of them are shown.
  private static func checkColumns(
    _ table: Table, label: String, _ request: Request
  ) throws(Failure) {
    var errors = magnitudes(table)
    if !errors.isEmpty { throw Failure(errors) }
    var (encodable, useless): ([String], [String]) = ([], [])
    var unread: Set<NumberSpelling> = []
    if let column = table.columns.first(where: { $0.name == label }), let only = column.constant {
      var problem = DataError.Problem.oneClass(column: label, name: only)
      if case .numbers = column.values { problem = .constantTarget(column: label, value: only) }
      throw Failure(
        DataError(problem, at: column.place), hint: "choose another column with --label")
    }
    for column in table.columns where column.name != label && column.name != request.group {
      if let value = column.constant {
        errors.append(DataError(.constantColumn(column.name, value: value), at: column.place))
        useless.append(column.name)
      } else if case .texts(_, let levels) = column.values, !request.oneHot.contains(column.name) {
        errors.append(
          DataError(
            .textFeature(column: column.name, example: levels[0], count: levels.count),
            at: column.place))
        if let spelling = NumberSpelling(of: levels) {
          unread.insert(spelling)
          if spelling != .date { continue }
        }
        // A name or a number of its own in nearly every row says nothing about other rows.
        if 2 * levels.count > table.rows || levels.count > 100 {
          useless.append(column.name)
        } else {
          encodable.append(column.name)
        }
      }
    }
    guard !errors.isEmpty else { return }
    var hints: [String] = []
    hints += NumberSpelling.allCases.filter(unread.contains).map(\.remedy)
    if !encodable.isEmpty {
      hints.append(
        "--one-hot \(NameList.shellWord(encodable)) makes a feature of each value"
          + (useless.isEmpty ? ", --drop leaves columns out" : ""))
    }
    if !useless.isEmpty {
      hints.append(
        "--drop \(NameList.shellWord(useless)) leaves \(useless.count == 1 ? "it" : "them") out")
    }
    throw Failure(errors, hint: hints.joined(separator: "; "))
  }

  /// Numbers that no variance can be computed of.
  private static func magnitudes(_ table: Table) -> [DataError] {
    // With a margin for sums over rows.
    let limit = 1e140
    return table.columns.compactMap { column in
      guard case .numbers(let values) = column.values else { return nil }
      if let row = values.firstIndex(where: { abs($0) > limit }) {
        return DataError(
          .tooLarge(column: column.name, value: values[row]),
          at: .init(file: table.name, line: table.lines[row]))
      }
      let differ = values.contains { $0 != values[0] }
      return differ && values.allSatisfy { abs($0) < 1 / limit }
        ? DataError(.tooSmall(column: column.name), at: column.place) : nil
    }
  }

  /// A column that numbers the rows looks like a feature, and is none.
  private static func countingColumns(_ table: Table, label: String) -> [String] {
    table.columns.compactMap { column in
      guard column.name != label, table.rows >= 10, case .numbers(let values) = column.values,
        values.indices.allSatisfy({ values[$0] == values[0] + Double($0) })
      else { return nil }
      return
        "column '\(column.name)' rises by 1 from row to row: if it only numbers them, leave it out "
        + "with --drop \(NameList.shellWord(column.name))"
    }
  }

  private static func checkTarget(_ data: Dataset) throws(Failure) -> [String] {
    guard case .classes(let indices, let names) = data.target else { return [] }
    if names.count > 2, 2 * names.count > data.rows {
      throw Failure(
        .badInput,
        lines: [
          "\(data.name):1:1: error: the label '\(data.targetName)' has \(names.count) classes in "
            .printable
            + "\(data.rows.counted("row")): too few rows of each to learn from",
          "hint: choose another column with --label, or --task regression for numbers",
        ])
    }
    var counts = Array(repeating: 0, count: names.count)
    for index in indices { counts[index] += 1 }
    var warnings: [String] = []
    for (index, name) in names.enumerated() {
      if let twin = names[..<index].first(where: { $0.lowercased() == name.lowercased() }) {
        warnings.append(
          "the classes '\(twin)' and '\(name)' differ in capital letters only".printable
            + ": spell them the same if they are one")
      }
    }
    let single = names.indices.filter { counts[$0] == 1 }.map { "'\(names[$0])'" }
    guard !single.isEmpty, data.rows > 2 else { return warnings }
    let list = single.prefix(5).joined(separator: ", ") + (single.count > 5 ? ", …" : "")
    warnings.append(
      "\(single.count == 1 ? "class" : "classes") \(list.printable) \(single.count == 1 ? "has" : "have")"
        + " one row only, which is never trained on when it is tested")
    return warnings
  }

  /// What the command line offers against a mistake.
  private static func hint(
    for problem: DataError.Problem, _ request: Request, label: String?
  ) -> String? {
    switch problem {
    case .unknownColumn(_, let known)
    where known.count(where: { Double($0) != nil }) * 2 >= known.count:
      return "the first line of the file must name the columns"
    case .unknownColumn(let name, let known)
    where known.count == 1 && known[0].split(separator: " ").contains(name[...]):
      return "--separator ' ' reads files with a blank between columns"
    case .unknownColumn(_, let known) where known.count == 1:
      return "the first line of the file must name the columns: remove what comes before, such as "
        + "comments, or name the --separator"
    case .emptyColumnName(let number) where number > 1:
      return "a line that ends with a separator has one column more: remove it there"
    case .emptyColumnName:
      return "row numbers that another program wrote in front of each row say nothing: leave that "
        + "column out of the file"
    case .wrongSeparator(let found):
      let shown = found == "\t" ? "tab" : "\(found)"
      return "--separator '\(shown)' reads such files"
        + (found == ";" ? "; numbers need a decimal point" : "")
    case .wrongType(let column, _) where column == label:
      return "--task classification takes every value of the label as the name of a class"
    case .wrongType(let column, _):
      return "--drop \(NameList.shellWord(column)) leaves the column out, "
        + "--one-hot \(NameList.shellWord(column)) makes a feature of each value"
    case .missingValue(let column), .nonFinite(let column, _):
      return column == label
        ? nil : "--drop \(NameList.shellWord(column)) leaves the column out"
    case .constantColumn(let column, _):
      return "--drop \(NameList.shellWord(column)) leaves it out"
    case .oneClass: return "choose another column with --label"
    case .notNumeric(let column) where column == label:
      return "--task classification predicts classes"
    default: return nil
    }
  }
}

extension NameList {
  /// One name, as a shell reads it.
  static func shellWord(_ name: String) -> String { shellWord([name]) }

  static func shellWord(_ names: [String]) -> String {
    let shown = names.prefix(8).map(quoted).joined(separator: ",")
    let text = names.count > 8 ? shown + ",…" : shown
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "_-.,/…".unicodeScalars.contains($0)
    }
    return isPlain
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "'\\''") + "'"
  }
}
