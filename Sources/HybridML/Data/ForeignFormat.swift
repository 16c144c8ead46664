/// Files that are given for CSV by mistake, known by how they begin.
enum ForeignFormat {
  private static let unpack = "unpack it first"
  private static let export = "save its table as CSV"

  private static let signatures: [(bytes: [UInt8], name: String, remedy: String)] = [
    ([0x1F, 0x8B], "a file compressed by gzip", unpack),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "a file compressed by xz", unpack),
    ([0x28, 0xB5, 0x2F, 0xFD], "a file compressed by zstd", unpack),
    ([0x50, 0x4B, 0x03, 0x04], "a spreadsheet (.xlsx, .ods) or zip archive", export),
    ([0xD0, 0xCF, 0x11, 0xE0], "a spreadsheet (.xls)", export),
    // Its first page begins with the type of the page: field 1, a number.
    (Array("PAR1\u{15}".utf8), "a Parquet file", export),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file", export),
    (Array("%PDF".utf8), "a PDF", export),
    (Array("SQLite format 3".utf8), "a database of SQLite", export),
    ([0xFF, 0xFE], "text in UTF-16", "save it in UTF-8"),
    ([0xFE, 0xFF], "text in UTF-16", "save it in UTF-8"),
  ]

  /// How bzip2 begins at each of its levels.
  private static let bzip2 = (1...9).map { Array("BZh\($0)1AY&SY".utf8) }

  /// What a file is that begins with these bytes, and what to do; nil for what may be CSV.
  static func of(_ start: [UInt8]) -> (name: String, remedy: String)? {
    if let known = signatures.first(where: { start.starts(with: $0.bytes) }) {
      return (known.name, known.remedy)
    }
    if bzip2.contains(where: { start.starts(with: $0) }) {
      return ("a file compressed by bzip2", unpack)
    }
    // A header may begin with a bracket, but not with two, or with a name in quotes inside one.
    let text = start.prefix(64).filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard text.count > 1, "[{".utf8.contains(text[0]), "[{\"".utf8.contains(text[1]) else {
      return nil
    }
    return ("JSON", "write a header row with the names of the columns, and a line for each row")
  }
}
