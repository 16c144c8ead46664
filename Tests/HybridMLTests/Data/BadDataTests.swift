import HybridML
import Testing

/// What is said of a file, and on which place.
private func message(
  _ text: String, label: String? = nil, features: [String]? = nil,
  task: Dataset.Task = .automatic, classes: [String]? = nil
) -> String {
  do {
    let data = try Dataset(
      csvBytes: Array(text.utf8), name: "bad.csv", label: label, features: features, task: task,
      classes: classes)
    return "read \(data.rows) rows"
  } catch {
    return "\(error)"
  }
}

@Suite("Bad data") struct BadDataTests {
  @Test("A missing value is named with file, line and column")
  func missingValue() {
    #expect(
      message("a,b,y\n1,2,u\n3,,v\n")
        == "bad.csv:3:3: error: column 'b' has no value here: fill it in, or leave the row out")
    #expect(message("a,b,y\n1,2,u\n3, NA,v\n").hasPrefix("bad.csv:3:4: error: column 'b' has no v"))
    #expect(message("a,b,y\n1,x,u\n3,?,v\n").hasPrefix("bad.csv:3:3: error: column 'b' has no v"))
    #expect(message("a,y\n1,u\n3,\n").hasPrefix("bad.csv:3:3: error: column 'y' has no value"))
  }

  @Test("A text in a column of numbers is named")
  func wrongType() {
    #expect(
      message("a,y\n1,u\ntwo,v\n")
        == "bad.csv:3:1: error: column 'a' holds numbers but here 'two': write a number with a "
        + "decimal point, or leave the row out")
    // The first value may be the wrong one.
    #expect(
      message("a,y\none,u\n2,v\n3,u\n").hasPrefix("bad.csv:2:1: error: column 'a' holds numb"))
    #expect(
      message("a,y\n1,slow\n2,fast\n", task: .regression)
        .hasPrefix("bad.csv:1:3: error: column 'y' holds text where numbers are needed"))
  }

  @Test("A label of one class is refused")
  func oneClass() {
    #expect(
      message("a,y\n1,u\n2,u\n")
        == "bad.csv:1:3: error: every row of the label 'y' is 'u': a classifier needs at least two "
        + "classes")
    #expect(message("a,y\n1,7\n2,7\n").contains("every row of the label 'y' is '7'"))
  }

  @Test("A constant column is refused")
  func constantColumn() {
    #expect(
      message("a,b,y\n1,5,u\n2,5,v\n")
        == "bad.csv:1:3: error: column 'b' is '5' in every row and tells a model nothing: leave it out"
    )
    #expect(message("a,b,y\n1,k,u\n2,k,v\n").contains("column 'b' is 'k' in every row"))
  }

  @Test("An unknown column is refused with the nearest name")
  func unknownColumn() {
    #expect(
      message("width,y\n1,u\n2,v\n", label: "widht")
        == "bad.csv:1:1: error: there is no column 'widht' (did you mean 'width'?): the columns are "
        + "'width', 'y'")
    #expect(
      message("a,y\n1,u\n2,v\n", features: ["zzzz"]).contains("no column 'zzzz': the columns"))
  }

  @Test("Numbers that are not finite are refused", arguments: ["inf", "NaN", "-Infinity", "1e999"])
  func nonFinite(_ text: String) {
    #expect(
      message("a,y\n1,u\n\(text),v\n")
        == "bad.csv:3:1: error: '\(text)' in column 'a' is not a finite number: fill it in, or leave "
        + "the row out")
  }

  @Test("A row of another length is refused")
  func ragged() {
    #expect(
      message("a,b,y\n1,2,u\n3,v\n")
        == "bad.csv:3:3: error: this row has 2 fields but the header has 3: look for a missing or "
        + "extra separator, or a text that needs quotes")
    #expect(message("a,y\n1,u,9\n").hasPrefix("bad.csv:2:5: error: this row has 3 fields"))
  }

  @Test(
    "Mistakes of the file itself are named",
    arguments: [
      ("", "bad.csv: error: the file is empty"),
      ("a,y\n", "bad.csv:1: error: there are no rows"),
      ("a,,y\n1,2,u\n", "bad.csv:1:3: error: column 2 has no name"),
      ("a,b,a\n1,2,u\n", "bad.csv:1:5: error: two columns are named 'a'"),
      ("a;y\n1;u\n", "bad.csv:1:1: error: the header has one column and contains ';'"),
      ("a,y\n1,\"u\n2,v\n", "bad.csv:2:3: error: a quoted field that starts here does not end"),
      ("a,y\n1,\"u\"x\n", "bad.csv:2:6: error: a quote inside a field"),
      ("a,y\n1,u\"x\n", "bad.csv:2:4: error: a quote inside a field"),
      ("y\nu\nv\n", "bad.csv:1: error: there is no column left to learn from"),
    ])
  func file(_ text: String, _ start: String) {
    #expect(message(text).hasPrefix(start), "\(message(text))")
  }

  @Test("A class that is not in the list is named with its line")
  func unknownClass() {
    #expect(
      message("a,y\n1,u\n2,w\n3,v\n", classes: ["u", "v"])
        .hasPrefix("bad.csv:3: error: the label 'y' has the class 'w', which is none of 'u', 'v'"))
  }

  @Test("Files that are not there, are directories or are not UTF-8 are said to be so")
  func files() throws {
    #expect(throws: DataError(.file(.missing), at: .init(file: "/no/such.csv"))) {
      try Dataset(csv: "/no/such.csv")
    }
    #expect(throws: DataError(.file(.isDirectory), at: .init(file: "/"))) { try Dataset(csv: "/") }
    #expect(throws: DataError(.notUTF8, at: .init(file: "t", line: 2, column: 1))) {
      try Table(bytes: [0x61, 0x0A, 0xFF, 0x0A], name: "t")
    }
  }

  @Test(
    "files of other formats are known by how they begin",
    arguments: [
      ([0x1F, 0x8B, 8, 0], "compressed by gzip, not CSV: unpack it first"),
      (Array("BZh91AY&SY\u{1}".utf8), "compressed by bzip2"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "compressed by xz"),
      ([0x28, 0xB5, 0x2F, 0xFD, 1], "compressed by zstd"),
      (
        Array("PK\u{3}\u{4}..".utf8),
        "a spreadsheet (.xlsx, .ods) or zip archive, not CSV: save its"
      ),
      ([0xD0, 0xCF, 0x11, 0xE0, 0], "a spreadsheet (.xls)"),
      (Array("PAR1\u{15}\u{4}".utf8), "Parquet"),
      ([0x89, 0x48, 0x44, 0x46, 1], "HDF5"), (Array("%PDF-1.7".utf8), "a PDF"),
      (Array("SQLite format 3\u{0}".utf8), "SQLite"),
      ([0xFF, 0xFE, 0x61, 0], "text in UTF-16, not CSV: save it in UTF-8"),
      ([0xFE, 0xFF, 0, 0x61], "text in UTF-16"), (Array("[\n  {\"a\": 1}]".utf8), "JSON"),
      (Array("{ \"a\": [1] }".utf8), "JSON"), (Array("[[1, 2]]".utf8), "JSON"),
    ] as [([UInt8], String)])
  func otherFormats(bytes: [UInt8], cause: String) {
    let error = #expect(throws: DataError.self) { try CSVReader(bytes: bytes, name: "t.csv") }
    #expect(error?.description.hasPrefix("t.csv: error: this is ") == true)
    #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
  }

  @Test("headers with brackets, and bytes of other formats further on, are CSV")
  func noOtherFormats() throws {
    #expect(try CSVReader(bytes: Array("[a],{b}\n1,2\n".utf8), name: "t").header == ["[a]", "{b}"])
    #expect(try CSVReader(bytes: Array("aPK\u{3}\u{4},%PDF\n".utf8), name: "t").header.count == 2)
    for header in ["PAR1,PAR2,y", "BZh1,y", "BZh9"] {
      let reader = try CSVReader(bytes: Array("\(header)\n1,2,3\n".utf8), name: "t")
      #expect(reader.header.joined(separator: ",") == header)
    }
  }

  @Test("a zero byte in a number is no number")
  func zeroByte() throws {
    var reader = try CSVReader(bytes: Array("a\n2\u{0}\n".utf8), name: "t.csv")
    var record = CSVRecord()
    #expect(try reader.next(into: &record))
    #expect(throws: DataError.self) { try reader.number(0, of: record) }
  }
}
