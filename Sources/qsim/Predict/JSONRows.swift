import HybridML

/// Rows to predict from JSON lines, an object each: `{"width": 1.5, "colour": "red"}`.
struct JSONRows {
  private let name: String
  private var source: ByteSource
  private var position = 0
  private var line = 0
  private let fields: RowFields
  private let ignoresExtra: Bool
  private(set) var ignored: [String] = []
  private(set) var hasLabel = false

  /// A longer line is no row.
  static let lineLimit = 1 << 24

  /// - Parameter source: has its first chunk.
  init(name: String, source: ByteSource, _ schema: TableSchema, ignoresExtra: Bool) {
    self.name = name
    self.source = source
    fields = RowFields(schema)
    self.ignoresExtra = ignoresExtra
    if source.chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Reads the next row into `row`. Blank lines are skipped.
  ///
  /// - Returns: false at the end.
  mutating func next(into row: inout [Double], label: inout TrueLabel?) throws(DataError) -> Bool {
    var bytes: [UInt8] = []
    repeat {
      guard try readLine(&bytes) else { return false }
    } while bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    let value: JSONValue
    do {
      value = try JSONValue(bytes: bytes)
    } catch {
      throw DataError(
        error.repeatedName.map { .repeatedName($0) } ?? .notJSON, at: place(error.offset + 1))
    }
    guard case .object(let members) = value else { throw DataError(.notJSON, at: place(1)) }
    for (index, column) in fields.schema.columns.enumerated() {
      guard let value = members[column.name] else {
        throw DataError(fields.missing(column.name, among: members.keys.sorted()), at: place(1))
      }
      try set(index, column, value, in: &row)
    }
    if members.count > fields.schema.columns.count {
      ignored = try fields.ignored(
        among: members.keys.sorted(), ignoresExtra: ignoresExtra, at: place(1))
    }
    label = try members[fields.schema.label].flatMap { value throws(DataError) in
      try trueLabel(value)
    }
    if label != nil { hasLabel = true }
    return true
  }

  private func set(
    _ index: Int, _ column: TableSchema.Column, _ value: JSONValue, in row: inout [Double]
  ) throws(DataError) {
    switch (value, fields.isText(index)) {
    case (.null, _): throw DataError(.missingValue(column: column.name), at: place(1))
    case (.number(let number), false):
      guard number.isFinite else {
        throw DataError(.nonFinite(column: column.name, text: "\(number)"), at: place(1))
      }
      fields.set(index, to: number, in: &row)
    case (.string(let text), true): try fields.set(index, to: text, in: &row, at: place(1))
    case (.number(let number), true):
      let text = Int(exactly: number).map { "\($0)" } ?? "\(number)"
      try fields.set(index, to: text, in: &row, at: place(1))
    case (.string(let text), false):
      throw DataError(.wrongType(column: column.name, text: "\"\(text)\""), at: place(1))
    default: throw DataError(.wrongType(column: column.name, text: "\(value.kind)"), at: place(1))
    }
  }

  private func trueLabel(_ value: JSONValue) throws(DataError) -> TrueLabel? {
    let text: String
    switch value {
    case .null: return nil
    case .number(let number) where fields.schema.classes == nil: return .value(number)
    case .number(let number): text = Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .string(let string): text = string
    case .bool(let isTrue): text = "\(isTrue)"
    case .array, .object: text = value.kind
    }
    guard let classes = fields.schema.classes else {
      throw DataError(.wrongType(column: fields.schema.label, text: text), at: place(1))
    }
    guard let index = fields.schema.classIndex(of: text) else {
      throw DataError(
        .unknownClass(column: fields.schema.label, name: text, known: classes), at: place(1))
    }
    return .classIndex(index)
  }

  private func place(_ column: Int) -> DataError.Place {
    .init(file: name, line: line, column: column)
  }

  /// The bytes of the next line without its end.
  ///
  /// - Returns: false at the end.
  private mutating func readLine(_ bytes: inout [UInt8]) throws(DataError) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    line += 1
    var hasLine = false
    while true {
      if position == source.chunk.count {
        do {
          try source.refill(path: name)
        } catch {
          throw DataError(.file(error.reason), at: .init(file: name))
        }
        position = 0
        if source.chunk.isEmpty { return hasLine }
      }
      hasLine = true
      let rest = source.chunk[position...]
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      bytes += rest[..<end]
      guard bytes.count <= Self.lineLimit else {
        throw DataError(.recordTooLong(limit: Self.lineLimit), at: place(1))
      }
      position = min(end + 1, source.chunk.count)
      if end < rest.endIndex { return true }
    }
  }
}

extension JSONValue {
  /// What a value is, for messages.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): text
    case .array: "a list"
    case .object: "an object"
    }
  }
}
