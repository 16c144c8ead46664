import Foundation
import Testing

@Suite struct PredictTests {
  /// A directory with a model of two columns of numbers, one of text and two classes, in `t.qml`.
  private static func trained(_ options: String...) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let text = TrainDataTests.groups().split(separator: "\n").enumerated().map { row, line in
      "\(row == 0 ? "city" : ["Bonn", "Köln"][row / 2 % 2]),\(line)\n"
    }.joined()
    try directory.write(text, to: "t.csv")
    let outcome = try Program.Running(
      ["train", "t.csv", "--label", "y", "--one-hot", "city", "--folds", "0"]
        + (options.isEmpty ? ["--qubits", "2", "--epochs", "30"] : options),
      in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return directory
  }

  @Test("Rows are predicted by name, in any order of columns, with probabilities that add up to 1")
  func csv() throws {
    let directory = try Self.trained()
    try directory.write("b,city,a\n1.5,Bonn,1\n-1.5,Köln,-1\n", to: "new.csv")
    let outcome = try Program.run("predict", "t.qml", "new.csv", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.lines[0] == "y,p(no),p(yes)")
    let rows = outcome.lines.dropFirst().map { $0.split(separator: ",") }
    #expect(rows.map { String($0[0]) } == ["yes", "no"])
    for row in rows {
      let probabilities = row.dropFirst().compactMap { Double($0) }
      #expect(probabilities.count == 2)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test("JSON lines and CSV give the same numbers, whichever is read or written")
  func formats() throws {
    let directory = try Self.trained()
    try directory.write("city,a,b\nKöln,0.25,-0.5\nBonn,1,1\n", to: "new.csv")
    try directory.write(
      "{\"a\": 0.25, \"b\": -0.5, \"city\": \"K\\u00f6ln\"}\n\n{\"city\":\"Bonn\",\"b\":1,\"a\":1}",
      to: "new.jsonl")
    let fromCSV = try Program.run(
      "predict", "t.qml", "new.csv", "--format", "jsonl", in: directory.url)
    let fromJSON = try Program.run("predict", "t.qml", "new.jsonl", in: directory.url)
    #expect(fromCSV.text == fromJSON.text)
    #expect(fromCSV.status == 0)
    let first = Program.json(fromJSON.lines[0])
    let probabilities = try #require(first["probabilities"] as? [String: Double])
    #expect(Set(probabilities.keys) == ["no", "yes"])
    let asCSV = try Program.run(
      "predict", "t.qml", "-", "--from", "jsonl", "--format", "csv",
      input: "{\"a\":0.25,\"b\":-0.5,\"city\":\"Köln\"}\n", in: directory.url)
    #expect(asCSV.lines.count == 2)
    #expect(asCSV.lines[1].split(separator: ",").compactMap { Double($0) }.count == 2)
  }

  @Test("The accuracy is shown where the file has labels, and agrees with that of training")
  func accuracy() throws {
    let directory = try Self.trained()
    let training = try Program.run(
      "train", "t.csv", "--label", "y", "--one-hot", "city", "--folds", "0", "--qubits", "2",
      "--epochs", "30", "--format", "json", in: directory.url)
    let score = try #require(training.json["trainingScore"] as? Double)
    let outcome = try Program.run("predict", "t.qml", "t.csv", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 25)
    let shown = try #require(
      outcome.errors.split(separator: "\n").first { $0.hasPrefix("accuracy ") })
    let value = try #require(Double(shown.split(separator: " ")[1]))
    #expect(abs(value - score) < 1e-4)
    #expect(shown.hasSuffix("on 24 rows"))
    let quiet = try Program.run("predict", "t.qml", "t.csv", "--quiet", in: directory.url)
    #expect(quiet.errors.isEmpty)
    #expect(quiet.text == outcome.text)
    // A row whose label is not known is predicted all the same.
    let partly = try Program.run(
      "predict", "t.qml", "-", input: "city,a,b,y\nBonn,1,1,yes\nBonn,1,1,\n", in: directory.url)
    #expect(partly.lines.count == 3)
    #expect(partly.errors.contains("on the 1 of 2 rows that have the label"))
  }

  @Test(
    "What does not suit the model is named with its place",
    arguments: [
      ("city,a\nBonn,1\n", "-", "standard input:1:1: error: there is no column 'b'"),
      (
        "city,a,b,c\nBonn,1,2,3\n", "-",
        "standard input:1:1: error: the model does not know the column 'c'"
      ),
      (
        "city,a,b\nUlm,1,2\n", "-",
        "standard input:2:1: error: column 'city' is 'Ulm' here, which is none"
      ),
      (
        "city,a,b\nbonn,1,2\n", "-",
        "column 'city' is 'bonn' here (did you mean 'Bonn'?), which is none of 'Bonn', 'Köln'"
      ),
      (
        "city,a,b,y\nBonn,1,2,Yes\n", "-",
        "the label 'y' has the class 'Yes' (did you mean 'yes'?), which is none of 'no', 'yes'"
      ),
      ("city,a,b\nBonn,,2\n", "-", "standard input:2:6: error: column 'a' has no value here"),
      (
        "city,a,b\nBonn,x,2\n", "-",
        "standard input:2:6: error: column 'a' holds numbers but here 'x'"
      ),
      ("city,a,b\nBonn,inf,2\n", "-", "standard input:2:6: error: 'inf' in column 'a'"),
      ("city,a,b\nBonn,1\n", "-", "standard input:2:6: error: this row has 2 fields"),
      (
        "city,a,b,y\nBonn,1,2,maybe\n", "-",
        "standard input:2:10: error: the label 'y' has the class"
      ),
      ("city;a;b\nBonn;1;2\n", "-", "hint: --separator ';'"),
      ("{\"city\":\"Bonn\",\"a\":1}\n", "-", "standard input:1:1: error: there is no column 'b'"),
      (
        "{\"city\":\"Bonn\",\"a\":1,\"b\":null}\n", "-",
        "standard input:1:1: error: column 'b' has no"
      ),
      (
        "{\"city\":\"Bonn\",\"a\":1,\"b\":\"x\"}\n", "-",
        "column 'b' holds numbers but here '\"x\"'"
      ),
      ("{\"city\":\"Bonn\",\"a\":1,\"b\":[1]}\n", "-", "holds numbers but here 'a list'"),
      (
        "{\"city\":\"Bonn\",\"a\":1,\"b\":1,\"a\":2}\n", "-",
        "standard input:1:28: error: the name 'a' comes twice"
      ),
      ("[1,2,3]\n", "-", "standard input:1:1: error: this is no JSON object"),
      (
        "city,\(String(repeating: "x", count: 9000)),b\nBonn,1,2\n", "-",
        "there is no column 'a', which the model needs: the columns are 'city', 'xxx"
      ),
      (
        "{\"city\":\"Bonn\",\"a\":1,\"b\":1}\n{\n", "-",
        "standard input:2:2: error: this is no JSON object"
      ),
      ("{\"city\":\"Bonn\",\"a\":1,\"b\":1,\"c\":1}\n", "-", "does not know the column 'c'"),
      ("", "-", "standard input: error: the file is empty"),
      (" \n\r\n", "-", "standard input: error: the file is empty"),
    ])
  func mistakes(input: String, path: String, cause: String) throws {
    let directory = try Self.trained("--model", "logistic")
    let outcome = try Program.Running(
      ["predict", "t.qml", path], input: input, in: directory.url
    ).wait()
    #expect(outcome.status == 65, "\(outcome.errors)")
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(outcome.errors.count < 1_000, "what a file holds is not repeated at any length")
  }

  @Test("A name that is missing is never taken for another that the model needs")
  func missingNames() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "width1,width2,y\n"
        + (0..<12).map { "\($0 % 5),\($0 % 7),\($0 % 2 == 0 ? "u" : "v")\n" }.joined(),
      to: "t.csv")
    let trained = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "logistic", "--folds", "0", in: directory.url)
    #expect(trained.status == 0, "\(trained.errors)")
    for (rows, cause) in [
      ("{\"width1\":1}\n", "there is no column 'width2', which the model needs"),
      ("width1\n1\n", "there is no column 'width2', which the model needs"),
      ("{\"width1\":1,\"Width2\":1}\n", "there is no column 'width2' (did you mean 'Width2'?)"),
      ("width1,widht2\n1,2\n", "there is no column 'width2' (did you mean 'widht2'?)"),
    ] {
      let outcome = try Program.run("predict", "t.qml", "-", input: rows, in: directory.url)
      #expect(outcome.status == 65 && outcome.errors.contains(cause), "\(outcome.errors)")
    }
  }

  @Test("Columns that the model does not know are left out only when said, or beside the label")
  func extra() throws {
    let directory = try Self.trained("--model", "logistic")
    let rows = "city,c,a,b\nBonn,9,1,2\n"
    let said = try Program.run(
      "predict", "t.qml", "-", "--ignore-extra", input: rows, in: directory.url)
    #expect(said.status == 0, "\(said.errors)")
    #expect(said.errors.contains("left out 'c', which the model does not know"))
    let labelled = try Program.run(
      "predict", "t.qml", "-", input: "city,c,a,b,y\nBonn,9,1,2,yes\n", in: directory.url)
    #expect(labelled.status == 0, "\(labelled.errors)")
  }

  @Test("Files that are no models, damaged or missing are told apart")
  func models() throws {
    let directory = try Self.trained("--model", "logistic")
    var bytes = try Data(contentsOf: directory.url.appendingPathComponent("t.qml"))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: directory.url.appendingPathComponent("damaged.qml"))
    try bytes.prefix(100).write(to: directory.url.appendingPathComponent("short.qml"))
    for (path, status, cause) in [
      ("none.qml", 66, "none.qml: error: there is no such file"),
      ("t.csv", 65, "t.csv: error: this is no model file"),
      ("damaged.qml", 65, "damaged.qml: error: the checksum is wrong"),
      ("short.qml", 65, "short.qml: error: the file should have"),
    ] as [(String, Int32, String)] {
      let outcome = try Program.run("predict", path, "t.csv", in: directory.url)
      #expect(outcome.status == status)
      #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    }
    let rows = try Program.run("predict", "t.qml", "none.csv", in: directory.url)
    #expect(rows.status == 66)
    let output = try Program.run(
      "predict", "t.qml", "t.csv", "--output", "missing/x", in: directory.url)
    #expect(output.status == 73)
    for path in ["t.csv", "t.qml"] {
      let before = try Data(contentsOf: directory.url.appendingPathComponent(path))
      let same = try Program.run(
        "predict", "t.qml", "t.csv", "--output", path, in: directory.url)
      #expect(same.status == 64 && same.errors.contains("and --output are the same file, \(path)"))
      #expect(try Data(contentsOf: directory.url.appendingPathComponent(path)) == before)
    }
  }

  @Test("Latency and memory are shown when asked for, on standard error")
  func latency() throws {
    let directory = try Self.trained()
    let outcome = try Program.run(
      "predict", "t.qml", "t.csv", "--latency", "--quiet", in: directory.url)
    for text in ["p50 ", "p99 ", "p99.9 ", "resident memory "] {
      #expect(outcome.errors.contains(text), "\(outcome.errors)")
    }
    #expect(outcome.lines.count == 25)
  }

  @Test("Every kind of model scores from its file what it scored in training")
  func kinds() throws {
    let classes = TrainDataTests.groups()
    let numbers =
      "a,b,y\n"
      + (0..<24).map { "\($0 % 5),\($0 % 7),\(Double($0 % 5) * 1.5 - Double($0 % 7))\n" }.joined()
    for (text, models) in [
      (classes, ["vqc", "kernel", "logistic", "svm", "knn", "mlp"]),
      (numbers, ["vqc", "kernel", "linear", "ridge", "kernel-ridge", "svr", "gp", "mlp"]),
    ] {
      for model in models {
        let directory = try TemporaryDirectory()
        try directory.write(text, to: "t.csv")
        let training = try Program.Running(
          [
            "train", "t.csv", "--label", "y", "--model", model, "--folds", "0", "--format", "json",
          ] + (model == "vqc" ? ["--epochs", "3"] : []), in: directory.url
        ).wait()
        let score = try #require(training.json["trainingScore"] as? Double, "\(training.errors)")
        let outcome = try Program.run("predict", "t.qml", "t.csv", in: directory.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let shown = outcome.errors.split(whereSeparator: { " ,\n".contains($0) })
        let value = try #require(shown.count > 1 ? Double(shown[1]) : nil, "\(outcome.errors)")
        #expect(abs(value - score) < 1e-4, "\(model): \(outcome.errors)")
      }
    }
  }

  @Test("Rows are answered as they come, before the input ends")
  func streaming() throws {
    let directory = try Self.trained("--model", "logistic")
    let process = Process()
    process.executableURL = Program.url
    process.arguments = ["predict", directory.path("t.qml"), "-"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    input.fileHandleForWriting.write(Data("{\"a\":1,\"b\":1,\"city\":\"Bonn\"}\n".utf8))
    // Would wait for ever if the answer waited for the end of the input.
    let answer = output.fileHandleForReading.availableData
    #expect(String(decoding: answer, as: UTF8.self).hasPrefix("{\"prediction\":\"yes\""))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
