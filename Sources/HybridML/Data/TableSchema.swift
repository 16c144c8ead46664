/// How the columns of a table become features and a target, kept so that rows that come later are read
/// in the same way.
///
/// A column of numbers is a feature as it is; a column of text becomes one feature of 0 and 1 for each
/// of its values, named `column=value`.
public struct TableSchema: Hashable, Sendable, Codable {
  /// A column to learn from.
  public struct Column: Hashable, Sendable, Codable {
    public let name: String
    /// The values of a column of text, ascending; nil for numbers.
    public let levels: [String]?

    public init(name: String, levels: [String]? = nil) {
      self.name = name
      self.levels = levels
    }

    public var featureCount: Int { levels?.count ?? 1 }
    public var featureNames: [String] { levels?.map { "\(name)=\($0)" } ?? [name] }
  }

  public let columns: [Column]
  public let label: String
  /// The names of the classes; nil for regression.
  public let classes: [String]?
  /// Columns that were there and left out, which may come again and mean nothing.
  public var omitted: [String] = []

  public init(columns: [Column], label: String, classes: [String]?) {
    self.columns = columns
    self.label = label
    self.classes = classes
  }

  public var featureNames: [String] { columns.flatMap(\.featureNames) }
  public var featureCount: Int { columns.reduce(0) { $0 + $1.featureCount } }

  /// Whether the names, which may come from a file, tell columns, values and classes apart.
  var isConsistent: Bool {
    func areDifferent(_ names: [String]) -> Bool { Set(names).count == names.count }
    return areDifferent(columns.map(\.name) + [label]) && areDifferent(classes ?? [])
      && columns.allSatisfy { $0.levels.map { !$0.isEmpty && areDifferent($0) } ?? true }
  }

  /// Finds out from a table what its columns mean.
  ///
  /// - Parameters:
  ///   - label: the column to predict.
  ///   - features: the columns to learn from; nil is all but the label.
  ///   - classes: the names of the classes in their order; nil sorts them.
  /// - Throws: ``DataError`` for an unknown column, a constant one (unless told otherwise), a label of
  ///   one class, a label that does not suit the task, or when no feature is left.
  public init(
    _ table: Table, label: String, features: [String]? = nil, task: Dataset.Task = .automatic,
    classes: [String]? = nil, constantColumns: Dataset.ConstantColumns = .refuse
  ) throws(DataError) {
    let labelIndex = try table.index(of: label)
    var columns: [Column] = []
    for name in features ?? table.columns.map(\.name) where name != label {
      let column = table.columns[try table.index(of: name)]
      if let value = column.constant {
        if constantColumns == .refuse {
          throw DataError(.constantColumn(column.name, value: value), at: column.place)
        }
        if constantColumns == .drop { continue }
      }
      switch column.values {
      case .numbers: columns.append(Column(name: name))
      case .texts(_, let levels): columns.append(Column(name: name, levels: levels.sorted()))
      }
    }
    guard !columns.isEmpty else {
      throw DataError(.noFeatures, at: .init(file: table.name, line: 1))
    }
    self.columns = columns
    self.label = label
    self.classes = try Self.classes(
      of: table.columns[labelIndex], in: table, task: task, given: classes)
  }

  /// The features of a table with these columns, in any order and among others, `[rows, features]`.
  ///
  /// - Throws: ``DataError`` for a column that is missing or of the other kind, or a text that is none
  ///   of the known ones.
  public func features(of table: Table) throws(DataError) -> RealMatrix {
    var result = RealMatrix(rows: table.rows, columns: featureCount)
    var start = 0
    for column in columns {
      let found = table.columns[try table.index(of: column.name)]
      switch (found.values, column.levels) {
      case (.numbers(let values), nil):
        for (row, value) in values.enumerated() { result[row, start] = value }
      case (.texts(let codes, let texts), let levels?):
        let positions = try texts.enumerated().map { code, text throws(DataError) in
          guard let position = levels.firstIndex(of: text) else {
            let row = codes.firstIndex(of: code) ?? 0
            throw DataError(
              .unknownLevel(column: column.name, text: text, known: levels),
              at: .init(file: table.name, line: table.lines[row]))
          }
          return position
        }
        for (row, code) in codes.enumerated() { result[row, start + positions[code]] = 1 }
      case (.texts, nil): throw DataError(.notNumeric(column: column.name), at: found.place)
      case (.numbers, _?): throw DataError(.notText(column: column.name), at: found.place)
      }
      start += column.featureCount
    }
    return result
  }

  /// What is to be predicted, from a table that has the label.
  ///
  /// - Throws: ``DataError`` for a label of the other kind, or a class that is none of the known ones.
  public func target(of table: Table) throws(DataError) -> Dataset.Target {
    let column = table.columns[try table.index(of: label)]
    guard let classes else {
      guard case .numbers(let values) = column.values else {
        throw DataError(.notNumeric(column: label), at: column.place)
      }
      return .values(values)
    }
    let (codes, names) = column.classes
    let positions = try names.enumerated().map { code, name throws(DataError) in
      guard let position = classes.firstIndex(of: name) else {
        let row = codes.firstIndex(of: code) ?? 0
        throw DataError(
          .unknownClass(column: label, name: name, known: classes),
          at: .init(file: table.name, line: table.lines[row]))
      }
      return position
    }
    return .classes(codes.map { positions[$0] }, names: classes)
  }

  /// Which class a text names: one that is spelled so, or the same number.
  public func classIndex(of text: String) -> Int? {
    guard let classes else { return nil }
    if let index = classes.firstIndex(of: text) { return index }
    guard let number = Double(text) else { return nil }
    return classes.firstIndex { Double($0) == number }
  }

  /// The names of the classes of a label; nil where it is to be predicted as a number.
  private static func classes(
    of column: Table.Column, in table: Table, task: Dataset.Task, given: [String]?
  ) throws(DataError) -> [String]? {
    switch column.values {
    case .numbers(let values):
      let distinct = Set(values)
      let looksLikeClasses =
        distinct.count <= 20 && distinct.allSatisfy { $0 == $0.rounded() && abs($0) < 0x1p53 }
      let isClasses =
        task == .classification || given != nil || (task == .automatic && looksLikeClasses)
      guard isClasses else { return nil }
    case .texts:
      if task == .regression { throw DataError(.notNumeric(column: column.name), at: column.place) }
    }
    let names = column.classes.names
    guard names.count > 1 else {
      throw DataError(.oneClass(column: column.name, name: names[0]), at: column.place)
    }
    return given ?? names
  }
}

extension Table.Column {
  /// The value of all rows, where they have only one.
  public var constant: String? {
    switch values {
    case .numbers(let values):
      guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
      return first.className
    case .texts(_, let levels): return levels.count == 1 ? levels[0] : nil
    }
  }

  /// The distinct values as names of classes, ascending, and the position among them of each row.
  ///
  /// Numbers, also those that were read as text, stand in the order of numbers.
  var classes: (codes: [Int], names: [String]) {
    switch values {
    case .numbers(let values):
      let sorted = Set(values).sorted()
      let rank = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      return (values.compactMap { rank[$0] }, sorted.map(\.className))
    case .texts(let codes, let texts):
      let order = texts.indices.sorted { a, b in
        if let x = Double(texts[a]), let y = Double(texts[b]), x != y { return x < y }
        return texts[a] < texts[b]
      }
      var rank = Array(repeating: 0, count: texts.count)
      for (place, level) in order.enumerated() { rank[level] = place }
      return (codes.map { rank[$0] }, order.map { texts[$0] })
    }
  }
}

extension Double {
  /// As the name of a class: whole numbers without a point.
  fileprivate var className: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
