import HybridML
import Testing

@Suite("Table schema") struct TableSchemaTests {
  private static func table(_ text: String, _ textColumns: Set<String> = []) throws -> Table {
    try Table(bytes: Array(text.utf8), name: "t.csv", text: textColumns)
  }

  private static let training = "size,colour,y\n1,red,u\n2,blue,v\n3,red,u\n"

  @Test("Rows that come later are read as those of training, whatever the order of columns")
  func later() throws {
    let schema = try TableSchema(Self.table(Self.training), label: "y")
    #expect(schema.featureNames == ["size", "colour=blue", "colour=red"])
    #expect(schema.classes == ["u", "v"])
    let later = try Self.table("colour,extra,size\nred,9,7\nred,8,6\n")
    #expect(try schema.features(of: later) == RealMatrix([[7, 0, 1], [6, 0, 1]]))
    // The training rows themselves are those of the data set.
    let data = try Dataset(Self.table(Self.training), label: "y")
    #expect(try schema.features(of: Self.table(Self.training)) == data.features)
    #expect(try schema.target(of: Self.table(Self.training)) == data.target)
  }

  @Test("What training did not have is refused with its place")
  func unknown() throws {
    let schema = try TableSchema(Self.table(Self.training), label: "y")
    func message(_ text: String, _ textColumns: Set<String> = []) -> String {
      do throws(DataError) {
        let table = try Table(bytes: Array(text.utf8), name: "t.csv", text: textColumns)
        _ = try schema.features(of: table)
        _ = try schema.target(of: table)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message("size,colour,y\n1,red,u\n1,green,u\n")
        == "t.csv:3: error: column 'colour' is 'green' here, which is none of 'blue', 'red'")
    #expect(message("colour,y\nred,u\n").hasPrefix("t.csv:1:1: error: there is no column 'size'"))
    #expect(
      message("size,colour,y\n1,2,u\n")
        == "t.csv:1:6: error: column 'colour' holds numbers where text was learnt from: declare it as "
        + "text")
    #expect(
      message("size,colour,y\n1,red,u\n", ["size"])
        .hasPrefix("t.csv:1:1: error: column 'size' holds text where numbers are needed"))
    #expect(
      message("size,colour,y\n1,red,w\n")
        == "t.csv:2: error: the label 'y' has the class 'w', which is none of 'u', 'v'")
  }

  @Test("Classes that are numbers are found by their value, others by their spelling")
  func classes() throws {
    let numbers = try TableSchema(Self.table("x,y\n1,0\n2,1\n3,2\n"), label: "y")
    #expect(numbers.classIndex(of: "1.0") == 1)
    #expect(numbers.classIndex(of: "2") == 2)
    #expect(numbers.classIndex(of: "3") == nil)
    let texts = try TableSchema(Self.table(Self.training), label: "y")
    #expect(texts.classIndex(of: "v") == 1)
    #expect(texts.classIndex(of: "V") == nil)
    let values = try TableSchema(Self.table("x,y\n1,0.5\n2,1\n"), label: "y")
    #expect(values.classes == nil)
    #expect(values.classIndex(of: "1") == nil)
  }

  @Test("Columns can be left out whatever they hold")
  func omitted() throws {
    let text = "id,x,y\n,1,u\nNaN,2,v\n"
    #expect(throws: DataError.self) { try Self.table(text) }
    let table = try Table(bytes: Array(text.utf8), name: "t.csv", omitting: ["id"])
    #expect(table.columns.map(\.name) == ["x", "y"])
    #expect(table.columns[1].place == .init(file: "t.csv", line: 1, column: 6))
    #expect(
      throws: DataError(
        .unknownColumn("ie", known: ["id", "x", "y"]), at: .init(file: "t.csv", line: 1, column: 1))
    ) {
      try Table(bytes: Array(text.utf8), name: "t.csv", omitting: ["ie"])
    }
  }
}
