extension Dataset {
  /// Reads a CSV file with a header row.
  ///
  /// Columns of numbers are features as they are; a column of text becomes one feature of 0 and 1 for
  /// each of its values, named `column=value`.
  ///
  /// - Parameters:
  ///   - path: `-` reads standard input.
  ///   - label: the column to predict; nil is the last one.
  ///   - features: the columns to learn from; nil is all but the label.
  ///   - classes: the names of the classes in their order; nil sorts them.
  /// - Throws: ``DataError`` with file, line and column.
  public init(
    csv path: String, label: String? = nil, features: [String]? = nil, task: Task = .automatic,
    classes: [String]? = nil, constantColumns: ConstantColumns = .refuse,
    separator: Character = ","
  ) throws(DataError) {
    try self.init(
      CSVReader(path: path, separator: separator), label: label, features: features, task: task,
      classes: classes, constantColumns: constantColumns)
  }

  /// Reads CSV from memory; `name` stands for the file in errors.
  public init(
    csvBytes bytes: [UInt8], name: String, label: String? = nil, features: [String]? = nil,
    task: Task = .automatic, classes: [String]? = nil,
    constantColumns: ConstantColumns = .refuse, separator: Character = ","
  ) throws(DataError) {
    try self.init(
      CSVReader(bytes: bytes, name: name, separator: separator), label: label, features: features,
      task: task, classes: classes, constantColumns: constantColumns)
  }

  private init(
    _ reader: CSVReader, label: String?, features: [String]?, task: Task, classes: [String]?,
    constantColumns: ConstantColumns
  ) throws(DataError) {
    let isText = task == .classification || classes != nil
    let target = label ?? reader.header[reader.header.count - 1]
    try self.init(
      Table(reader, text: isText ? [target] : []), label: target, features: features, task: task,
      classes: classes, constantColumns: constantColumns)
  }

  /// Takes the columns of a table apart into features and label.
  ///
  /// - Throws: ``DataError`` for an unknown column, a constant one (unless told otherwise), a label of
  ///   one class, a label that does not suit the task, or when no feature is left.
  public init(
    _ table: Table, label: String, features: [String]? = nil, task: Task = .automatic,
    classes: [String]? = nil, constantColumns: ConstantColumns = .refuse
  ) throws(DataError) {
    let labelIndex = try table.index(of: label)
    var indices: [Int] = []
    for name in features ?? table.columns.map(\.name) {
      let index = try table.index(of: name)
      if index != labelIndex { indices.append(index) }
    }
    let header = DataError.Place(file: table.name, line: 1)
    let target = try Self.target(
      table.columns[labelIndex], of: table, task: task, classes: classes)

    var names: [String] = []
    var columns: [[Double]] = []
    for index in indices {
      let column = table.columns[index]
      if let value = column.constant {
        if constantColumns == .refuse {
          throw DataError(.constantColumn(column.name, value: value), at: header)
        }
        if constantColumns == .drop { continue }
      }
      switch column.values {
      case .numbers(let values):
        names.append(column.name)
        columns.append(values)
      case .texts(let codes, let levels):
        for level in levels.indices.sorted(by: { levels[$0] < levels[$1] }) {
          names.append("\(column.name)=\(levels[level])")
          columns.append(codes.map { $0 == level ? 1 : 0 })
        }
      }
    }
    guard !columns.isEmpty else { throw DataError(.noFeatures, at: header) }
    var matrix = RealMatrix(rows: table.rows, columns: columns.count)
    for (j, values) in columns.enumerated() {
      for (i, value) in values.enumerated() { matrix[i, j] = value }
    }
    try self.init(
      name: table.name, features: matrix, featureNames: names, target: target, targetName: label)
  }

  private static func target(
    _ column: Table.Column, of table: Table, task: Task, classes: [String]?
  ) throws(DataError) -> Target {
    let codes: [Int]
    let levels: [String]
    switch column.values {
    case .numbers(let values):
      let distinct = Set(values)
      let looksLikeClasses =
        distinct.count <= 20 && distinct.allSatisfy { $0 == $0.rounded() && abs($0) < 0x1p53 }
      let isClasses =
        task == .classification || classes != nil || (task == .automatic && looksLikeClasses)
      guard isClasses else { return .values(values) }
      let sorted = distinct.sorted()
      let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      levels = sorted.map { Int(exactly: $0).map { "\($0)" } ?? "\($0)" }
      codes = values.compactMap { rank[$0] }
    case .texts(let textCodes, let texts):
      if task == .regression {
        throw DataError(
          .notNumeric(column: column.name), at: .init(file: table.name, line: table.lines[0]))
      }
      // Numbers that were read as text stand in the order of numbers.
      let order = texts.indices.sorted { a, b in
        if let x = Double(texts[a]), let y = Double(texts[b]), x != y { return x < y }
        return texts[a] < texts[b]
      }
      var rank = Array(repeating: 0, count: texts.count)
      for (place, level) in order.enumerated() { rank[level] = place }
      levels = order.map { texts[$0] }
      codes = textCodes.map { rank[$0] }
    }
    guard levels.count > 1 else {
      throw DataError(
        .oneClass(column: column.name, name: levels[0]),
        at: .init(file: table.name, line: table.lines[0]))
    }
    guard let classes else { return .classes(codes, names: levels) }
    var given: [Int] = []
    for level in levels {
      guard let place = classes.firstIndex(of: level) else {
        let row = codes.firstIndex(of: given.count) ?? 0
        throw DataError(
          .unknownClass(column: column.name, name: level, known: classes),
          at: .init(file: table.name, line: table.lines[row]))
      }
      given.append(place)
    }
    return .classes(codes.map { given[$0] }, names: classes)
  }
}

extension Table.Column {
  /// The value of all rows, where they have only one.
  fileprivate var constant: String? {
    switch values {
    case .numbers(let values):
      guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
      return "\(first)"
    case .texts(_, let levels): return levels.count == 1 ? levels[0] : nil
    }
  }
}
