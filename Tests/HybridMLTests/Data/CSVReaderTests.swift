import HybridML
import Testing

/// The records of a text after its header.
private func records(_ text: String, separator: Character? = nil) throws -> [[String]] {
  var reader = try CSVReader(bytes: Array(text.utf8), name: "t.csv", separator: separator)
  var record = CSVRecord()
  var result: [[String]] = []
  while try reader.next(into: &record) {
    result.append(try (0..<record.count).map { try reader.text($0, of: record) })
  }
  return result
}

@Suite("CSV reader") struct CSVReaderTests {
  @Test("Fields, quotes, line ends and blanks are read as the standard says")
  func grammar() throws {
    #expect(try records("a,b\n1,2\n") == [["1", "2"]])
    #expect(try records("a,b\r\n1,2\r\n3,4") == [["1", "2"], ["3", "4"]])
    #expect(try records("a,b\r1,2\r") == [["1", "2"]])
    #expect(
      try records("a,b\n\"x,\"\"y\"\"\n z\", plain text \n") == [["x,\"y\"\n z", "plain text"]])
    #expect(try records("a,b\n,\n\"\",\"\"\n") == [["", ""], ["", ""]])
    #expect(try records("\u{FEFF}a;b\n\n1;2\n\n", separator: ";") == [["1", "2"]])
    #expect(try records("a\nβ\n") == [["β"]])
    #expect(try records("a\n\nx\n") == [[""], ["x"]])
  }

  @Test("A first line that names the separator is read as spreadsheets mean it")
  func separatorLine() throws {
    for end in ["\n", "\r\n", "\r"] {
      for line in ["sep=;", "\"sep=;\"", "SEP=;"] {
        for mark in ["", "\u{FEFF}"] {
          #expect(try records(mark + line + end + "a;b" + end + "1,5;2" + end) == [["1,5", "2"]])
        }
      }
    }
    #expect(try records("sep=\t\na\tb\n1\t2\n") == [["1", "2"]])
    #expect(try records("sep=,\na,b\n1,2\n", separator: ",") == [["1", "2"]])
    // Such a name of a column is one where more stands beside it.
    #expect(try records("sep=;,b\n1,2\n") == [["1", "2"]])
    #expect(try records("a,b\nsep=;,2\n") == [["sep=;", "2"]])
    let reader = try CSVReader(bytes: Array("sep=;\na;b\n".utf8), name: "t.csv")
    #expect(reader.headerPlaces[1] == .init(file: "t.csv", line: 2, column: 3))
    #expect(throws: DataError(.emptyFile, at: .init(file: "t.csv"))) { try records("sep=;") }
    #expect(
      throws: DataError(
        .otherSeparator(found: ";", given: "|"), at: .init(file: "t.csv", line: 1, column: 1))
    ) { try records("sep=;\na;b\n", separator: "|") }
    #expect(throws: DataError.self) { try records("sep=\"\na\n") }
  }

  @Test("Writing any fields by the rules of the standard and reading them gives them back")
  func roundTrip() throws {
    var random = RandomStream(seed: 3)
    let alphabet = Array(",\"\r\n aé1.\t")
    for _ in 0..<300 {
      let rows = (0..<3).map { _ in
        (0..<2).map { _ in
          String(
            (0..<Int.random(in: 0...5, using: &random)).map { _ in
              alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            })
        }
      }
      let text = rows.map { row in
        row.map { field in
          "\"" + field.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }.joined(separator: ",")
      }.joined(separator: "\r\n")
      #expect(try records("a,b\n" + text) == rows)
    }
  }

  @Test("Numbers are read to the last bit")
  func numbers() throws {
    var random = RandomStream(seed: 5)
    var values = [
      0, -0.0, Double.leastNonzeroMagnitude, 1, 0.1, 1e22, .greatestFiniteMagnitude,
      123456789012345.6,
    ]
    for _ in 0..<2000 {
      values.append(Double(Int.random(in: -99999...99999, using: &random)) / 1000)
      let bits = Double(bitPattern: random.next())
      if bits.isFinite { values.append(bits) }
    }
    let text = "x\n" + values.map { "\($0)\n" }.joined()
    var reader = try CSVReader(bytes: Array(text.utf8), name: "t.csv")
    var record = CSVRecord()
    for value in values {
      #expect(try reader.next(into: &record))
      #expect(try reader.number(0, of: record).bitPattern == value.bitPattern)
    }
    #expect(try reader.next(into: &record) == false)
  }

  @Test("A file is read in chunks as it is from memory")
  func file() throws {
    let path = try TemporaryFile(BundledData.digits.csv)
    let fromFile = try Dataset(csv: path.path, task: .classification, constantColumns: .keep)
    #expect(fromFile.features == (try Dataset.digits()).features)
  }
}
