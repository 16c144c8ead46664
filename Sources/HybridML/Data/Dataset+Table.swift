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
    separator: Character? = nil
  ) throws(DataError) {
    try self.init(
      CSVReader(path: path, separator: separator), label: label, features: features, task: task,
      classes: classes, constantColumns: constantColumns)
  }

  /// Reads CSV from memory; `name` stands for the file in errors.
  public init(
    csvBytes bytes: [UInt8], name: String, label: String? = nil, features: [String]? = nil,
    task: Task = .automatic, classes: [String]? = nil,
    constantColumns: ConstantColumns = .refuse, separator: Character? = nil
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
  /// - Throws: ``DataError`` as ``TableSchema/init(_:label:features:task:classes:constantColumns:)``, and
  ///   for a class that is not in the list.
  public init(
    _ table: Table, label: String, features: [String]? = nil, task: Task = .automatic,
    classes: [String]? = nil, constantColumns: ConstantColumns = .refuse
  ) throws(DataError) {
    try self.init(
      table,
      TableSchema(
        table, label: label, features: features, task: task, classes: classes,
        constantColumns: constantColumns))
  }

  /// Reads features and label as a schema says.
  public init(_ table: Table, _ schema: TableSchema) throws(DataError) {
    try self.init(
      name: table.name, features: schema.features(of: table), featureNames: schema.featureNames,
      target: schema.target(of: table), targetName: schema.label)
  }
}
