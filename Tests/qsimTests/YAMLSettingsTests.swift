import Testing

@testable import qsim

@Suite struct YAMLSettingsTests {
  @Test("Numbers, texts, truth values, lists of both kinds, comments and quotes are read")
  func values() throws {
    let text = """
      ---
      # a comment
      data: iris
      'qubits' : 3     # another
      "learning-rate":  5e-2
      reupload: true
      quiet: False
      card: ~
      curve:
      label: 'it''s # not a comment'
      out: "a\\tb \\"c\\".qml"
      drop: [id, "name, first", 'x]', 2]
      one-hot:
        - colour
      - size#1
      version: 1.2.3
      negative: -4
      """
    #expect(
      try YAMLSettings(text).members == [
        "data": .string("iris"), "qubits": .number(3), "learning-rate": .number(0.05),
        "reupload": .bool(true), "quiet": .bool(false), "card": .null, "curve": .null,
        "label": .string("it's # not a comment"), "out": .string("a\tb \"c\".qml"),
        "drop": .array([.string("id"), .string("name, first"), .string("x]"), .number(2)]),
        "one-hot": .array([.string("colour"), .string("size#1")]), "version": .string("1.2.3"),
        "negative": .number(-4),
      ])
  }

  @Test(
    "An empty file, and one of comments, has no settings", arguments: ["", "\n\n", "# x\n---\n"])
  func empty(_ text: String) throws {
    #expect(try YAMLSettings(text).members.isEmpty)
  }

  @Test("Line ends of every kind are read", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    let members = try YAMLSettings(["a: 1", "b: 2", ""].joined(separator: end)).members
    #expect(members == ["a": .number(1), "b": .number(2)])
  }

  @Test(
    "What is not read is named with its line and column",
    arguments: [
      ("a: 1\n  b: 2", 2, 3, "begin at the start"), ("a: {b: 1}", 1, 4, "this part of YAML"),
      ("a: &x 1", 1, 4, "this part of YAML"), ("a: *x", 1, 4, "this part of YAML"),
      ("a: !!str 1", 1, 4, "this part of YAML"), ("a: |\n  text", 1, 4, "this part of YAML"),
      ("a: [1, 2", 1, 9, "a comma or ']'"), ("a: [1, [2]]", 1, 8, "a value is missing"),
      ("a: \"x", 1, 4, "does not end"), ("a: 'x", 1, 4, "does not end"),
      ("a: \"\\q\"", 1, 7, "in double quotes"), ("a: \"x\" y", 1, 8, "something follows"),
      ("a: b: c", 1, 5, "needs quotes"), ("just text", 1, 6, "is written 'key: value'"),
      ("a:1", 1, 3, "is written 'key: value'"), (": 1", 1, 1, "is written 'key: value'"),
      ("- 1", 1, 3, "follows no 'key:'"), ("a: 1\n- 2", 2, 3, "follows no 'key:'"),
      ("a: 1\na: 2", 2, 1, "'a' comes twice"), ("a: [,]", 1, 5, "a value is missing"),
    ])
  func faults(_ text: String, _ line: Int, _ column: Int, _ what: String) {
    let fault = #expect(throws: YAMLSettings.Fault.self) { try YAMLSettings(text) }
    #expect(fault?.line == line && fault?.column == column, "\(fault as Any)")
    #expect(fault?.what.contains(what) == true, "\(fault as Any)")
  }
}
