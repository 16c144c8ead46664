/// Reads comma-separated values a record at a time, in constant memory (RFC 4180,
/// doi:10.17487/RFC4180).
///
/// The first record is the header. Beyond the standard: a byte order mark is skipped, lines may end
/// in LF, CR LF or CR, blank lines are skipped before the header and where there are two columns or
/// more, unquoted fields lose the blanks around them, and a first line `sep=;`, as spreadsheets write it,
/// names what stands between columns.
///
/// ```swift
/// var reader = try CSVReader(path: "measurements.csv")
/// var record = CSVRecord()
/// while try reader.next(into: &record) { print(try reader.number(0, of: record)) }
/// ```
public struct CSVReader {
  /// The longest record in bytes: a quote that is never closed ends here, not at the end of memory.
  public static let recordLimit = 1 << 24

  /// As the caller named the file.
  public let name: String
  public private(set) var header: [String] = []
  /// Where each name of the header starts.
  public private(set) var headerPlaces: [DataError.Place] = []

  private var separator: UInt8
  private var source: ByteSource
  private var position = 0
  private var line = 1
  /// The column, in bytes from 1, of the next byte.
  private var column = 1

  /// - Parameters:
  ///   - path: `-` reads standard input.
  ///   - separator: what stands between columns; nil takes what the file's first line says, else a tab
  ///     for a name that ends in `.tsv`, else a comma.
  /// - Throws: ``DataError`` when the file cannot be read, its header is wrong, or its first line names
  ///   another separator than the one given.
  public init(path: String, separator: Character? = nil) throws(DataError) {
    do {
      try self.init(name: path, source: ByteSource(path: path), separator: separator)
    } catch let error as FileError {
      throw DataError(.file(error.reason), at: .init(file: path))
    } catch let error as DataError {
      throw error
    } catch {
      preconditionFailure("no other error is thrown: \(error)")
    }
  }

  /// - Parameter name: the name of the file for errors.
  public init(bytes: [UInt8], name: String, separator: Character? = nil) throws(DataError) {
    try self.init(name: name, source: ByteSource(bytes), separator: separator)
  }

  /// - Parameter source: has its first chunk.
  package init(
    name: String, source: ByteSource, separator given: Character? = nil
  ) throws(DataError) {
    self.name = name
    self.source = source
    let usual: Character = name.lowercased().hasSuffix(".tsv") ? "\t" : ","
    separator = try Self.byte(of: given ?? usual)
    if let (format, remedy) = ForeignFormat.of(source.chunk) {
      throw DataError(.otherFormat(format, remedy: remedy), at: .init(file: name))
    }
    if source.chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if let named = Self.separatorLine(source.chunk[position...]) {
      let found = Character(Unicode.Scalar(named.separator))
      guard given == nil || given == found else {
        throw DataError(
          .otherSeparator(found: found, given: given ?? usual),
          at: .init(file: name, line: 1, column: 1))
      }
      separator = try Self.byte(of: found)
      position += named.length
      line = 2
    }
    try readHeader()
  }

  private static func byte(of separator: Character) throws(DataError) -> UInt8 {
    guard let byte = separator.asciiValue, ![0x22, 0x0A, 0x0D].contains(byte) else {
      throw DataError(
        .setting(
          name: "the separator", value: "'\(separator)'",
          allowed: "one ASCII character that is neither a quote nor the end of a line"))
    }
    return byte
  }

  /// What a first line `sep=;`, alone or in quotes, names, and how long it is with its end.
  private static func separatorLine(
    _ start: ArraySlice<UInt8>
  ) -> (separator: UInt8, length: Int)? {
    let line = start.prefix(16).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    var text = line
    if line.count > 2, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") {
      text = line.dropFirst().dropLast()
    }
    guard text.count == 5, text.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8),
      let last = text.last,
      last < 0x80, last != UInt8(ascii: "\"")
    else { return nil }
    let rest = start.dropFirst(line.count)
    if rest.isEmpty { return (last, line.count) }
    return (last, line.count + (rest.starts(with: "\r\n".utf8) ? 2 : 1))
  }

  private mutating func readHeader() throws(DataError) {
    var record = CSVRecord()
    repeat {
      guard try readRecord(into: &record) else {
        throw DataError(.emptyFile, at: .init(file: name))
      }
    } while record.isBlank
    for index in 0..<record.count {
      let title = try text(index, of: record)
      let place = self.place(index, of: record)
      if title.isEmpty { throw DataError(.emptyColumnName(number: index + 1), at: place) }
      if header.contains(title) { throw DataError(.duplicateColumn(title), at: place) }
      header.append(title)
      headerPlaces.append(place)
    }
    if header.count == 1, let found = header[0].first(where: { ",;\t|".contains($0) }) {
      throw DataError(.wrongSeparator(found: found), at: place(0, of: record))
    }
  }

  /// Reads the next record into storage that is used again.
  ///
  /// - Returns: false at the end.
  /// - Throws: ``DataError`` for a record with another number of fields than the header, and for
  ///   quotes that are not as they should be.
  public mutating func next(into record: inout CSVRecord) throws(DataError) -> Bool {
    repeat {
      guard try readRecord(into: &record) else { return false }
    } while record.isBlank && header.count > 1
    guard record.count == header.count else {
      let last = place(max(0, min(record.count - 1, header.count)), of: record)
      throw DataError(.ragged(expected: header.count, got: record.count), at: last)
    }
    return true
  }

  /// Where a field starts.
  public func place(_ field: Int, of record: CSVRecord) -> DataError.Place {
    .init(file: name, line: record.lines[field], column: record.columns[field])
  }

  /// A field as text.
  ///
  /// - Throws: ``DataError/Problem/notUTF8``
  public func text(_ field: Int, of record: CSVRecord) throws(DataError) -> String {
    guard let text = String(validating: record.bytes[record.range(field)], as: UTF8.self) else {
      throw DataError(.notUTF8, at: place(field, of: record))
    }
    return text
  }

  /// A field as a number.
  ///
  /// - Throws: ``DataError`` for a missing value, a text, or a number that is not finite.
  public func number(_ field: Int, of record: CSVRecord) throws(DataError) -> Double {
    let range = record.range(field)
    if let value = DecimalNumber.parse(record.bytes, range), value.isFinite { return value }
    let text = try text(field, of: record)
    let (column, place) = (header[field], place(field, of: record))
    if MissingValue.isSpelled(by: text) {
      throw DataError(.missingValue(column: column), at: place)
    }
    if let value = Double(text), !value.isFinite {
      throw DataError(.nonFinite(column: column, text: text), at: place)
    }
    throw DataError(.wrongType(column: column, text: text), at: place)
  }

  // MARK: - The grammar of the standard

  private mutating func peek() throws(DataError) -> UInt8? {
    if position < source.chunk.count { return source.chunk[position] }
    do {
      try source.refill(path: name)
    } catch {
      throw DataError(.file(error.reason), at: .init(file: name))
    }
    position = 0
    return source.chunk.first
  }

  private mutating func advance() {
    position += 1
    column += 1
  }

  private mutating func endLine(_ byte: UInt8) throws(DataError) {
    advance()
    if byte == UInt8(ascii: "\r"), try peek() == UInt8(ascii: "\n") { advance() }
    line += 1
    column = 1
  }

  private mutating func readRecord(into record: inout CSVRecord) throws(DataError) -> Bool {
    record.removeAll()
    guard try peek() != nil else { return false }
    while true {
      record.begin(line: line, column: column)
      let ended =
        try peek() == UInt8(ascii: "\"")
        ? readQuoted(into: &record) : readPlain(into: &record)
      if ended { return true }
    }
  }

  /// - Returns: whether the record ends with this field.
  private mutating func readPlain(into record: inout CSVRecord) throws(DataError) -> Bool {
    while let byte = try peek() {
      if byte == separator {
        advance()
        record.endTrimmed()
        return false
      }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        try endLine(byte)
        break
      }
      if byte == UInt8(ascii: "\"") {
        throw DataError(.strayQuote, at: .init(file: name, line: line, column: column))
      }
      try append(byte, to: &record)
      advance()
    }
    record.endTrimmed()
    return true
  }

  private mutating func readQuoted(into record: inout CSVRecord) throws(DataError) -> Bool {
    let start = DataError.Place(file: name, line: line, column: column)
    advance()
    while true {
      guard let byte = try peek() else { throw DataError(.unclosedQuote, at: start) }
      if byte == UInt8(ascii: "\"") {
        advance()
        if try peek() != UInt8(ascii: "\"") { break }
      }
      try append(byte, to: &record)
      if byte == UInt8(ascii: "\n") {
        position += 1
        line += 1
        column = 1
      } else {
        advance()
      }
    }
    record.end()
    guard let byte = try peek() else { return true }
    if byte == separator {
      advance()
      return false
    }
    guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
      throw DataError(.strayQuote, at: .init(file: name, line: line, column: column))
    }
    try endLine(byte)
    return true
  }

  private func append(_ byte: UInt8, to record: inout CSVRecord) throws(DataError) {
    guard record.bytes.count < Self.recordLimit else {
      throw DataError(
        .recordTooLong(limit: Self.recordLimit), at: .init(file: name, line: record.lines[0]))
    }
    record.bytes.append(byte)
  }
}
