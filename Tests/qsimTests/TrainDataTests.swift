import Foundation
import Testing

/// What `qsim train` says of files that it cannot learn from.
@Suite struct TrainDataTests {
  /// Everything wrong with a small file, by its place, and what to do.
  static let mistakes: [(text: String, label: String, status: Int32, errors: [String])] = [
    (
      "a,b,y\n1,2,u\n,3,v\n", "y", 65,
      [
        "t.csv:3:1: error: column 'a' has no value here: fill it in, or leave the row out",
        "hint: --drop a leaves the column out",
      ]
    ),
    (
      "a,b,y\n1,2,u\n3,NaN,v\n", "y", 65,
      [
        "t.csv:3:3: error: 'NaN' in column 'b' is not a finite number: fill it in, or leave the row out"
      ]
    ),
    (
      "a,b,y\n1,2,u\n3,two,v\n4,5,v\n", "y", 65,
      [
        "t.csv:3:3: error: column 'b' holds numbers but here 'two'",
        "hint: --drop b leaves the column out, --one-hot b makes a feature of each value",
      ]
    ),
    (
      "a,b,y\n1,2,u\n3,4\n", "y", 65,
      ["t.csv:3:3: error: this row has 2 fields but the header has 3"]
    ),
    (
      "a,b,y\n1,2,u\n3,4,u\n", "y", 65,
      [
        "t.csv:1:5: error: every row of the label 'y' is 'u'",
        "hint: choose another column with --label",
      ]
    ),
    (
      "a,k,l,y\n1,2,x,u\n3,2,x,v\n4,2,x,u\n", "y", 65,
      [
        "t.csv:1:3: error: column 'k' is '2' in every row",
        "t.csv:1:5: error: column 'l' is 'x' in every row", "hint: --drop k,l leaves them out",
      ]
    ),
    (
      "width,b,y\n1,2,u\n3,4,v\n", "widht", 65,
      ["t.csv:1:1: error: there is no column 'widht' (did you mean 'width'?)"]
    ),
    (
      "city,x,y\nBonn,1,u\nUlm,2,v\nBonn,3,u\nUlm,4,v\n", "y", 65,
      [
        "t.csv:1:1: error: column 'city' holds text ('Bonn' and 1 other value), but features are numbers",
        "hint: --one-hot city makes a feature of each value, --drop leaves columns out",
      ]
    ),
    (
      "name,x,y\nAnn,1,u\nBob,2,v\nEve,3,u\nTom,4,v\n", "y", 65,
      ["t.csv:1:1: error: column 'name' holds text", "hint: --drop name leaves it out"]
    ),
    (
      "a;b;y\n1;2;u\n3;4;v\n", "y", 65,
      ["t.csv:1:1: error: the header has one column and contains ';'", "hint: --separator ';'"]
    ),
    ("a,b,a\n1,2,u\n", "a", 65, ["t.csv:1:5: error: two columns are named 'a': rename one"]),
    (
      ",b,y\n1,2,u\n", "y", 65,
      [
        "t.csv:1:1: error: column 1 has no name in the header",
        "hint: row numbers that another program wrote",
      ]
    ),
    ("", "y", 65, ["t.csv: error: the file is empty"]),
    ("\n \r\n", "y", 65, ["t.csv: error: the file is empty"]),
    (
      "x,y\n1,2.5\n2,2.5\n3,2.5\n", "y", 65,
      [
        "t.csv:1:3: error: the label 'y' is 2.5 in every row: there is nothing to predict",
        "hint: choose another column with --label",
      ]
    ),
    (
      "a;b;y\n1,5;2;u\n2,5;3;v\n0,25;4;u\n", "y", 65,
      ["t.csv:1:1: error: column 'a' holds text ('1,5'", "hint: numbers have a decimal point"]
    ),
    (
      "# exported on Monday\na,b,y\n1,2,u\n3,4,v\n", "y", 65,
      [
        "t.csv:1:1: error: there is no column 'y': the columns are '# exported on Monday'",
        "hint: the first line of the file must name the columns: remove what comes before",
      ]
    ),
    (
      "[{\"a\": 1, \"y\": \"u\"}]\n", "y", 65,
      ["t.csv: error: this is JSON, not CSV: write a header row with the names of the columns"]
    ),
    (
      "a,b,y\n\"1,000\",2,u\n\"12,345\",3,v\n\"5,001,000\",4,u\n", "y", 65,
      ["t.csv:1:1: error: column 'a' holds text", "hint: numbers have no separators of thousands"]
    ),
    (
      "a,b,y\n5%,$2,u\n7.5 %,\"$3,000\",v\n8%,$4,u\n", "y", 65,
      [
        "t.csv:1:1: error: column 'a' holds text", "t.csv:1:3: error: column 'b' holds text",
        "hint: numbers have no unit beside them, such as % or $",
      ]
    ),
    (
      "a,b,y\n1\u{0},2,u\n3\u{0},4,v\n5\u{0},6,u\n", "y", 65,
      ["t.csv:1:1: error: column 'a' holds text"]
    ),
    (
      "5.1,3.5,setosa\n4.9,3,setosa\n6.2,2.8,virginica\n", "species", 65,
      [
        "t.csv:1:1: error: there is no column 'species': the columns are '5.1', '3.5', 'setosa'",
        "hint: the first line of the file must name the columns",
      ]
    ),
    (
      "a,b,y\n1,2,u\n3,4,v\n", "z", 65,
      ["t.csv:1:1: error: there is no column 'z': the columns are 'a', 'b', 'y'"]
    ),
    ("a,y\n", "y", 65, ["t.csv:1: error: there are no rows below the header"]),
    ("y\nu\nv\n", "y", 65, ["error: there is no column left to learn from"]),
    ("a,y\n1,\"u\n2,v\n", "y", 65, ["t.csv:2:3: error: a quoted field that starts here"]),
    (
      "a,y\n1,u\n2,v\n", "y", 65,
      [
        "t.csv:1:1: error: too few rows to test a model on",
        "hint: --folds 0 trains without testing",
      ]
    ),
    (
      "x,y\n1,a\n2,b\n3,c\n4,d\n5,e\n", "y", 65,
      ["t.csv:1:1: error: the label 'y' has 5 classes in 5 rows", "hint: choose another column"]
    ),
    (
      "a,b,y\n1,2,u\n3e200,4,v\n5,7,u\n", "y", 65,
      [
        "t.csv:3: error: 3e+200 in column 'a' is too large to compute with: give the column in a larger"
      ]
    ),
    (
      "a,y\n1,1e150\n2,2e150\n3,5e150\n4,7.5e150\n", "y", 65,
      ["t.csv:2: error: 1e+150 in column 'y' is too large"]
    ),
    (
      "a,b,y\n1e-300,2,u\n3e-300,4,v\n5e-300,7,u\n", "y", 65,
      ["t.csv:1:1: error: the numbers of column 'a' are too small to compute with"]
    ),
    (
      "a,b,y\n1e400,2,u\n3,4,v\n", "y", 65,
      ["t.csv:2:1: error: '1e400' in column 'a' is not a finite number"]
    ),
    (
      "d,b,y\n2024-01-31,2,u\n2024-02-01,4,v\n2024-02-02T10:00:00Z,5,v\n", "y", 65,
      [
        "t.csv:1:1: error: column 'd' holds text ('2024-01-31'",
        "hint: dates and times are no numbers: write one in their place", "--drop d leaves it out",
      ]
    ),
    (
      "a,b,y,\n1,2,u,\n3,4,v,\n", "y", 65,
      [
        "t.csv:1:7: error: column 4 has no name in the header",
        "hint: a line that ends with a separator has one column more",
      ]
    ),
    (
      "a b y\n1 2 u\n3 4 v\n", "y", 65,
      [
        "t.csv:1:1: error: there is no column 'y'",
        "hint: --separator ' ' reads files with a blank",
      ]
    ),
    (
      "x,y\n1,1\n2,2\n3,other\n4,1\n", "y", 65,
      [
        "t.csv:4:3: error: column 'y' holds numbers but here 'other'",
        "hint: --task classification takes every value of the label as the name of a class",
      ]
    ),
  ]

  @Test(
    "Every mistake of a file is named with its place and what to do", arguments: mistakes.indices)
  func mistake(_ index: Int) throws {
    let (text, label, status, errors) = Self.mistakes[index]
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "t.csv")
    let separator = text.contains(";") && text.contains(",") ? ";" : ","
    let outcome = try Program.run(
      "train", "t.csv", "--label", label, "--separator", separator, in: directory.url)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    for error in errors { #expect(outcome.errors.contains(error), "\(outcome.errors)") }
    #expect(directory.names == ["t.csv"], "nothing is written")
  }

  @Test("Files that cannot be opened end with 66", arguments: ["missing.csv", ".", "t.csv/x"])
  func missing(path: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write("a,y\n1,u\n", to: "t.csv")
    let outcome = try Program.run("train", path, "--label", "y", in: directory.url)
    #expect(outcome.status == 66)
    #expect(outcome.errors.hasPrefix("\(path): error: "))
  }

  @Test("What a hostile file holds does not act on the terminal")
  func printable() throws {
    let directory = try TemporaryDirectory()
    try directory.write("a\u{1b}[2J,y\n1,u\nx\u{1b}[31m,v\n2,u\n", to: "t.csv")
    let outcome = try Program.run("train", "t.csv", "--label", "y", in: directory.url)
    #expect(outcome.status == 65)
    #expect(!outcome.errors.contains("\u{1b}"))
  }

  @Test("Rows of one group stay on one side of every fold, and the group is no feature")
  func grouped() throws {
    let directory = try TemporaryDirectory()
    // Each patient has rows that are all but equal, and a class that nothing else tells.
    let rows = (0..<60).map { row -> String in
      let patient = row / 4
      return "p\(patient),\(patient * 7 % 15).\(row % 4),\(patient * 11 % 15).5,"
        + ["u", "v"][patient * patient / 3 % 2] + "\n"
    }
    try directory.write("patient,a,b,y\n" + rows.joined(), to: "t.csv")
    func score(_ options: [String]) throws -> (Double, [String: Any]) {
      let outcome = try Program.Running(
        [
          "train", "t.csv", "--label", "y", "--model", "knn", "--neighbours", "1", "--folds", "3",
          "--format", "json",
        ] + options, in: directory.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let comparison = try #require(outcome.json["comparison"] as? [[String: Any]])
      let test = try #require(comparison[0]["test"] as? [String: Any])
      return (try #require(test["mean"] as? Double), outcome.json)
    }
    let (leaking, _) = try score(["--drop", "patient"])
    let (honest, report) = try score(["--group", "patient"])
    #expect(leaking > 0.95 && honest < leaking - 0.2, "\(leaking) and \(honest)")
    #expect(report["features"] as? [String] == ["a", "b"])
    #expect((report["settings"] as? [String: Any])?["group"] as? String == "patient")
    let rest = try Program.run("predict", "t.qml", "t.csv", in: directory.url)
    #expect(rest.status == 0 && rest.lines.count == 61, "\(rest.errors)")
    for model in [["--model", "kernel", "--qubits", "2"], ["--qubits", "1", "--epochs", "2"]] {
      let other = try Program.Running(
        ["train", "t.csv", "--label", "y", "--folds", "2", "--group", "patient"] + model
          + (model.count == 4 && model[0] == "--qubits" ? ["--early-stopping", "1"] : []),
        in: directory.url
      ).wait()
      #expect(other.status == 0, "\(other.errors)")
    }
    for (options, status, cause) in [
      (["--group", "y"], 64, "--group 'y' is the label"),
      (["--group", "a", "--drop", "a"], 64, "--group 'a' is in --drop or --one-hot"),
      (["--group", "patent"], 65, "there is no column 'patent' (did you mean 'patient'?)"),
      (["--group", "patient", "--folds", "16"], 65, "there are 15 groups, too few for 16 folds"),
    ] as [([String], Int32, String)] {
      let outcome = try Program.Running(
        ["train", "t.csv", "--label", "y"] + options, in: directory.url
      ).wait()
      #expect(outcome.status == status && outcome.errors.contains(cause), "\(outcome.errors)")
    }
  }

  @Test("A column that numbers the rows is warned of")
  func counting() throws {
    let directory = try TemporaryDirectory()
    let lines = Self.groups().split(separator: "\n").enumerated().map {
      "\($0 == 0 ? "id" : "\(99 + $0)"),\($1)\n"
    }
    try directory.write(lines.joined(), to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "logistic", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "warning: column 'id' rises by 1 from row to row: if it only numbers them, leave it out with "
          + "--drop id"), "\(outcome.errors)")
    let dropped = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "logistic", "--drop", "id", in: directory.url)
    #expect(dropped.status == 0 && dropped.errors.isEmpty)
  }

  @Test("A label is asked for with the columns there are")
  func noLabel() throws {
    let directory = try TemporaryDirectory()
    try directory.write("size,weight,kind\n1,2,u\n", to: "t.csv")
    let outcome = try Program.run("train", "t.csv", in: directory.url)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--label is missing"))
    #expect(outcome.errors.contains("size, weight, kind; the last would be --label kind"))
  }

  /// Two groups of points, told apart by a + b.
  static func groups(
    header: String = "a,b,y", separator: String = ",", end: String = "\n", rows: Int = 24
  ) -> String {
    header + end
      + (0..<rows).map { row in
        let (a, b) = (Double(row * 7 % 12) / 4 - 1.5, Double(row * 5 % 11) / 4 - 1.25)
        return ["\(a)", "\(b)", a + b > 0 ? "yes" : "no"].joined(separator: separator) + end
      }.joined()
  }

  @Test(
    "Quotes, line ends, marks, separators and letters of all kinds are read",
    arguments: [
      (groups(end: "\r\n"), "y", []),
      ("\u{FEFF}" + groups(), "y", []),
      (groups(separator: ";").replacing("a,b,y", with: "a;b;y"), "y", ["--separator", ";"]),
      (groups(separator: "\t").replacing("a,b,y", with: "a\tb\ty"), "y", ["--separator", "tab"]),
      (
        "sep=;\r\n" + groups(separator: ";", end: "\r\n").replacing("a,b,y", with: "a;b;y"), "y", []
      ),
      (
        "\u{FEFF}\"sep=\t\"\n" + groups(separator: "\t").replacing("a,b,y", with: "a\tb\ty"), "y",
        []
      ),
      (groups(header: "größe,温度,класс"), "класс", []),
      (groups(header: "\"a, first\",\"b \"\"x\"\"\",y"), "y", []),
      (groups().replacing("yes", with: "1").replacing("no", with: "0"), "y", []),
    ] as [(String, String, [String])])
  func dialects(text: String, label: String, options: [String]) throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "t.csv")
    let outcome = try Program.Running(
      ["train", "t.csv", "--label", label, "--model", "logistic", "--format", "json"] + options,
      in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.json["rows"] as? Int == 24)
    #expect((outcome.json["classes"] as? [String])?.count == 2)
    #expect(outcome.json["label"] as? String == label)
  }

  @Test("A file named .tsv has tabs between its columns, to train on and to predict")
  func tabs() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      Self.groups(separator: "\t").replacing("a,b,y", with: "a\tb\ty"), to: "t.tsv")
    let outcome = try Program.run(
      "train", "t.tsv", "--label", "y", "--model", "logistic", "--quiet", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try Program.run("predict", "t.qml", "t.tsv", in: directory.url)
    #expect(rows.status == 0 && rows.lines.count == 25, "\(rows.errors)")
  }

  @Test(
    "A separator that the file's first line contradicts is refused, and predict reads that line too"
  )
  func separatorLine() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "sep=;\n" + Self.groups(separator: ";").replacing("a,b,y", with: "a;b;y"), to: "t.csv")
    let wrong = try Program.run(
      "train", "t.csv", "--label", "y", "--separator", "|", in: directory.url)
    #expect(wrong.status == 65)
    #expect(
      wrong.errors.contains(
        "t.csv:1:1: error: the first line says that ';' separates the columns, and '|' was given"),
      "\(wrong.errors)")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "logistic", "--quiet", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try Program.run("predict", "t.qml", "t.csv", in: directory.url)
    #expect(rows.status == 0 && rows.lines.count == 25, "\(rows.errors)")
  }

  @Test("Classes that differ in capital letters only are warned of")
  func capitals() throws {
    let directory = try TemporaryDirectory()
    let text = Self.groups().replacing("1.0,yes", with: "1.0,Yes").replacing("5,yes", with: "5,Yes")
    try directory.write(text, to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "logistic", "--folds", "0", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "warning: the classes 'Yes' and 'yes' differ in capital letters only"),
      "\(outcome.errors)")
  }

  @Test("Columns of text become features when asked for, and can be left out whatever they hold")
  func columns() throws {
    let directory = try TemporaryDirectory()
    let text = Self.groups().split(separator: "\n").enumerated().map { row, line in
      row == 0
        ? "city,id,\(line)"
        : "\(["Bonn", "Köln", "Ulm"][row % 3]),\(row == 3 ? "" : "n\(row)"),\(line)"
    }.joined(separator: "\n")
    try directory.write(text + "\n", to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--one-hot", "city", "--drop", "id", "--model", "logistic",
      "--format", "json", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.json["features"] as? [String] == ["city=Bonn", "city=Köln", "city=Ulm", "a", "b"])
    for (options, cause) in [
      (["--drop", "y"], "which is the label"), (["--one-hot", "y"], "is the label"),
      (["--drop", "id", "--one-hot", "id"], "in --drop and in --one-hot"),
      (["--drop", "ie"], "there is no column 'ie'"),
    ] {
      let wrong = try Program.Running(
        ["train", "t.csv", "--label", "y"] + options, in: directory.url
      ).wait()
      #expect(wrong.status == 64 || wrong.status == 65)
      #expect(wrong.errors.contains(cause), "\(wrong.errors)")
    }
  }
}
