/// A CSV file in memory: named columns, each of numbers or of text.
///
/// A column whose first value is a number holds numbers, and a text in it is an error; so is a column
/// of text most of whose values are numbers. Columns can be declared text, as a label that looks like
/// a number may be.
public struct Table: Sendable {
  public enum Values: Hashable, Sendable {
    case numbers([Double])
    /// An index into the distinct texts for each row; texts in the order in which they appear.
    case texts(codes: [Int], levels: [String])
  }

  public struct Column: Hashable, Sendable {
    public let name: String
    public var values: Values
    /// Where its name stands in the header.
    public let place: DataError.Place
  }

  /// As the caller named the file.
  public let name: String
  public private(set) var columns: [Column] = []
  public private(set) var rows = 0
  /// The line on which each row starts.
  public private(set) var lines: [Int] = []

  /// - Parameters:
  ///   - path: `-` reads standard input.
  ///   - text: columns to read as text even where they look like numbers.
  ///   - omitting: columns to leave out, whatever they hold.
  /// - Throws: ``DataError`` with file, line and column.
  public init(
    csv path: String, separator: Character? = nil, text: Set<String> = [],
    omitting omitted: Set<String> = []
  ) throws(DataError) {
    try self.init(CSVReader(path: path, separator: separator), text: text, omitting: omitted)
  }

  public init(
    bytes: [UInt8], name: String, separator: Character? = nil, text: Set<String> = [],
    omitting omitted: Set<String> = []
  ) throws(DataError) {
    try self.init(
      CSVReader(bytes: bytes, name: name, separator: separator), text: text, omitting: omitted)
  }

  /// Reads what is left of a file.
  public init(
    _ reader: consuming CSVReader, text: Set<String> = [], omitting omitted: Set<String> = []
  ) throws(DataError) {
    var reader = reader
    name = reader.name
    let header = reader.header
    for name in text.union(omitted).sorted() where !header.contains(name) {
      throw DataError(.unknownColumn(name, known: header), at: reader.headerPlaces[0])
    }
    let kept = header.indices.filter { !omitted.contains(header[$0]) }
    var builders = kept.map { index in
      ColumnBuilder(
        name: header[index], place: reader.headerPlaces[index],
        isDeclaredText: text.contains(header[index]))
    }
    var record = CSVRecord()
    while try reader.next(into: &record) {
      for (position, index) in kept.enumerated() {
        try builders[position].append(index, of: record, from: reader)
      }
      lines.append(record.lines[0])
      rows += 1
    }
    guard rows > 0 else { throw DataError(.noRows, at: .init(file: name, line: 1)) }
    for builder in builders { columns.append(try builder.column(rows: rows)) }
  }

  /// The position of a column.
  ///
  /// - Throws: ``DataError/Problem/unknownColumn(_:known:)``
  public func index(of column: String) throws(DataError) -> Int {
    guard let index = columns.firstIndex(where: { $0.name == column }) else {
      throw DataError(
        .unknownColumn(column, known: columns.map(\.name)),
        at: .init(file: name, line: 1, column: 1))
    }
    return index
  }
}

/// One column as it grows.
private struct ColumnBuilder {
  let name: String
  let place: DataError.Place
  let isDeclaredText: Bool
  private var isText: Bool?
  private var numbers: [Double] = []
  private var codes: [Int] = []
  private var levels: [String] = []
  private var codeOfLevel: [String: Int] = [:]
  /// How many values of a text column would be numbers, and the first that is none.
  private var numberCount = 0
  private var firstText: (text: String, place: DataError.Place)?

  init(name: String, place: DataError.Place, isDeclaredText: Bool) {
    self.name = name
    self.place = place
    self.isDeclaredText = isDeclaredText
  }

  mutating func append(
    _ field: Int, of record: CSVRecord, from reader: CSVReader
  ) throws(DataError) {
    if isText == false {
      numbers.append(try reader.number(field, of: record))
      return
    }
    let text = try reader.text(field, of: record)
    if MissingValue.isSpelled(by: text) {
      throw DataError(.missingValue(column: name), at: reader.place(field, of: record))
    }
    let value = DecimalNumber.parse(record.bytes, record.range(field))
    if isText == nil {
      isText = isDeclaredText || value == nil
      if isText == false {
        numbers.append(try reader.number(field, of: record))
        return
      }
    }
    if value != nil {
      numberCount += 1
    } else if firstText == nil {
      firstText = (text, reader.place(field, of: record))
    }
    if let code = codeOfLevel[text] {
      codes.append(code)
    } else {
      codeOfLevel[text] = levels.count
      codes.append(levels.count)
      levels.append(text)
    }
  }

  func column(rows: Int) throws(DataError) -> Table.Column {
    guard isText == true else {
      return .init(name: name, values: .numbers(numbers), place: place)
    }
    if !isDeclaredText, 2 * numberCount >= rows, let firstText {
      throw DataError(.wrongType(column: name, text: firstText.text), at: firstText.place)
    }
    return .init(name: name, values: .texts(codes: codes, levels: levels), place: place)
  }
}
