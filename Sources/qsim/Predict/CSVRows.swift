import HybridML

/// Rows to predict from a CSV file, one at a time.
struct CSVRows {
  private var reader: CSVReader
  private let fields: RowFields
  /// The field of each column of the schema.
  private let positions: [Int]
  private let labelPosition: Int?
  private var record = CSVRecord()
  /// Columns that are left out without the model knowing them.
  let ignored: [String]

  /// - Throws: ``DataError`` for a column that is missing, or one too many.
  init(_ reader: consuming CSVReader, _ schema: TableSchema, ignoresExtra: Bool) throws(DataError) {
    let header = reader.header
    let place = reader.headerPlaces[0]
    let fields = RowFields(schema)
    self.fields = fields
    positions = try schema.columns.map { column throws(DataError) in
      guard let position = header.firstIndex(of: column.name) else {
        throw DataError(fields.missing(column.name, among: header), at: place)
      }
      return position
    }
    labelPosition = header.firstIndex(of: schema.label)
    ignored = try fields.ignored(among: header, ignoresExtra: ignoresExtra, at: place)
    self.reader = reader
  }

  var hasLabel: Bool { labelPosition != nil }

  /// Reads the next row into `row`.
  ///
  /// - Returns: false at the end.
  mutating func next(into row: inout [Double], label: inout TrueLabel?) throws(DataError) -> Bool {
    guard try reader.next(into: &record) else { return false }
    for (column, position) in positions.enumerated() {
      if fields.isText(column) {
        let text = try reader.text(position, of: record)
        if text.isEmpty {
          throw DataError(
            .missingValue(column: fields.schema.columns[column].name),
            at: reader.place(position, of: record))
        }
        try fields.set(
          column, to: text, in: &row, at: reader.place(position, of: record))
      } else {
        fields.set(column, to: try reader.number(position, of: record), in: &row)
      }
    }
    label = try labelPosition.flatMap { position throws(DataError) in
      let text = try reader.text(position, of: record)
      // A row whose answer is not known yet is predicted like any other.
      if text.isEmpty { return nil }
      guard let classes = fields.schema.classes else {
        return .value(try reader.number(position, of: record))
      }
      guard let index = fields.schema.classIndex(of: text) else {
        throw DataError(
          .unknownClass(column: fields.schema.label, name: text, known: classes),
          at: reader.place(position, of: record))
      }
      return .classIndex(index)
    }
    return true
  }
}
