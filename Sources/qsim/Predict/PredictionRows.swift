import HybridML

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Rows to predict, in whatever format.
struct PredictionRows {
  // One of them; not an enum, whose payload would be copied for every row.
  private var csv: CSVRows?
  private var json: JSONRows?
  let format: RowFormat
  /// Whether rows may come one at a time, so that each prediction should be shown at once.
  let isLive: Bool

  /// - Parameter path: `-` is standard input.
  init(
    _ path: String, as wanted: RowFormat?, separator: Character?, _ schema: TableSchema,
    ignoresExtra: Bool
  ) throws(Failure) {
    do throws(DataError) {
      var source: ByteSource
      do throws(FileError) {
        source = try ByteSource(path: path)
      } catch {
        throw DataError(.file(error.reason), at: .init(file: path))
      }
      let name = path == "-" ? "standard input" : path
      format = wanted ?? (Self.isJSON(source.chunk) ? .jsonl : .csv)
      switch format {
      case .csv:
        let reader = try CSVReader(name: name, source: source, separator: separator)
        csv = try CSVRows(reader, schema, ignoresExtra: ignoresExtra)
      case .jsonl:
        if separator != nil {
          throw DataError(
            .setting(name: "--separator", value: "given", allowed: "left out for JSON lines"))
        }
        json = JSONRows(name: name, source: source, schema, ignoresExtra: ignoresExtra)
      }
      isLive = path == "-" && Self.isPipe
    } catch {
      throw Failure(error, hint: Self.hint(for: error.problem))
    }
  }

  /// Columns that are left out without the model knowing them.
  var ignored: [String] { csv?.ignored ?? json?.ignored ?? [] }

  /// Reads the next row.
  ///
  /// - Returns: false at the end.
  mutating func next(into row: inout [Double], label: inout TrueLabel?) throws(Failure) -> Bool {
    do throws(DataError) {
      if csv != nil { return try csv?.next(into: &row, label: &label) ?? false }
      return try json?.next(into: &row, label: &label) ?? false
    } catch {
      throw Failure(error, hint: Self.hint(for: error.problem))
    }
  }

  private static func hint(for problem: DataError.Problem) -> String? {
    switch problem {
    case .wrongSeparator(let found):
      "--separator '\(found == "\t" ? "tab" : String(found))' reads such files"
    case .extraColumns: "--ignore-extra leaves them out"
    case .unknownLevel: "train the model again with rows that have this value, or correct it"
    default: nil
    }
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // No header begins with a bracket: a list is said to be no object.
    let first = bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private static var isPipe: Bool {
    var status = stat()
    return fstat(STDIN_FILENO, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }
}
