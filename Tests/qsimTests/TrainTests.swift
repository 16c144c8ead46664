import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct TrainTests {
  private static let small = [
    "--epochs", "3", "--layers", "1", "--folds", "2", "--format", "json",
  ]

  @Test("Iris by itself: the model beside the baselines on the same folds, and where it is saved")
  func iris() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run("train", "--data", "iris", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    let lines = outcome.text.split(separator: "\n").map(String.init)
    for name in [
      "variational classifier", "majority class", "logistic regression", "SVM (linear)",
      "SVM (RBF)",
    ] {
      #expect(lines.contains { $0.hasPrefix(name) && $0.contains("±") }, "\(name)")
    }
    #expect(lines.contains { $0.contains("classical baseline is") || $0.contains("No baseline") })
    #expect(lines.contains { $0.hasPrefix("saved in iris.qml, fitted to all 150 rows") })
    #expect(!outcome.text.lowercased().contains("advantage"))
    #expect(directory.names == ["iris.qml"])
  }

  @Test("JSON holds every fold of every model, settings, and a score of the saved model")
  func json() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "train", "--data", "wine", "--format", "json", "--epochs", "20", "--folds", "3",
      in: directory.url)
    let json = outcome.json
    #expect(json["file"] as? String == "wine.csv")
    #expect(json["task"] as? String == "classification")
    #expect((json["features"] as? [String])?.count == 13)
    #expect((json["losses"] as? [Double])?.count == 20)
    #expect(json["out"] as? String == "wine.qml")
    #expect(json["metric"] as? String == "accuracy")
    let settings = try #require(json["settings"] as? [String: Any])
    #expect(settings["epochs"] as? Int == 20)
    #expect(settings["qubits"] as? Int == 4)
    #expect(settings["folds"] as? Int == 3)
    let comparison = try #require(json["comparison"] as? [[String: Any]])
    #expect(comparison.count == 8)
    for entry in comparison {
      let test = try #require(entry["test"] as? [String: Any])
      let folds = try #require(test["folds"] as? [Double])
      let mean = try #require(test["mean"] as? Double)
      #expect(folds.count == 3)
      #expect(abs(folds.reduce(0, +) / 3 - mean) < 1e-12)
      #expect(entry["parameters"] is Double && entry["seconds"] is Double)
    }
    #expect(comparison.filter { $0["role"] as? String == "model" }.count == 1)
    #expect(comparison[0]["features"] as? String == "4 components")
    let score = try #require(json["trainingScore"] as? Double)
    #expect(score > 0.8 && score <= 1)
    let confusion = try #require(json["confusion"] as? [[Int]])
    #expect(confusion.joined().reduce(0, +) == 178)
  }

  @Test("The same seed gives the same figures at any number of threads, another seed others")
  func seeds() throws {
    func figures(_ options: String...) throws -> [String: Any] {
      let directory = try TemporaryDirectory()
      let outcome = try Program.Running(
        ["train", "--data", "iris"] + Self.small + options, in: directory.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.json
    }
    let one = try figures("--threads", "1")
    let two = try figures("--threads", "2")
    let other = try figures("--seed", "5")
    #expect(one["losses"] as? [Double] == two["losses"] as? [Double])
    #expect(one["confusion"] as? [[Int]] == two["confusion"] as? [[Int]])
    #expect(one["losses"] as? [Double] != other["losses"] as? [Double])
  }

  @Test("Numbers are predicted too, and texts of bundled data become features by themselves")
  func regression() throws {
    let directory = try TemporaryDirectory()
    let diabetes = try Program.Running(
      ["train", "--data", "diabetes"] + Self.small, in: directory.url
    ).wait()
    #expect(diabetes.status == 0, "\(diabetes.errors)")
    #expect(diabetes.json["task"] as? String == "regression")
    #expect(diabetes.json["metric"] as? String == "r2")
    let comparison = try #require(diabetes.json["comparison"] as? [[String: Any]])
    #expect(comparison.allSatisfy { $0["error"] is [String: Any] })
    #expect(
      comparison.contains { $0["model"] as? String == "linear regression" })
    let credit = try Program.Running(
      ["train", "--data", "german_credit"] + Self.small, in: directory.url
    ).wait()
    #expect(credit.status == 0, "\(credit.errors)")
    #expect((credit.json["features"] as? [String])?.contains("sex=female") == true)
  }

  @Test("Plots are SVG and the card is Markdown that names data, results, limits and versions")
  func files() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.Running(
      ["train", "--data", "iris", "--curve", "l.svg", "--confusion", "c.svg", "--card", "card.md"]
        + Self.small, in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(directory.names == ["c.svg", "card.md", "iris.qml", "l.svg"])
    for name in ["l.svg", "c.svg"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: directory.path(name)))
      #expect(XMLParser(data: data).parse(), "\(name)")
    }
    let card = try String(contentsOfFile: directory.path("card.md"), encoding: .utf8)
    for part in [
      "## Data", "## Features", "## Model", "## Training", "## Results", "### Confusion",
      "## Limits", "## Versions", "| **variational classifier** |", "- seed: 0",
      "| SVM (RBF) | all 4 features |", "BSD 3-Clause",
    ] {
      #expect(card.contains(part), "\(part)")
    }
    let numbers = try Program.Running(
      ["train", "--data", "diabetes", "--confusion", "s.svg"] + Self.small, in: directory.url
    ).wait()
    #expect(numbers.status == 0, "\(numbers.errors)")
    let scatter = try String(contentsOfFile: directory.path("s.svg"), encoding: .utf8)
    #expect(scatter.components(separatedBy: "<circle").count == 443, "a point for each row")
  }

  @Test("A configuration file holds the same settings, and flags win over it")
  func config() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      """
      {"data": "iris", "qubits": 3, "layers": 1, "epochs": 4, "folds": 2, "format": "json",
       "learning-rate": 0.1, "reupload": true, "drop": ["sepal_width_cm"], "quiet": false}
      """, to: "c.json")
    let outcome = try Program.run(
      "train", "--config", "c.json", "--epochs", "2", "--no-reupload", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let settings = try #require(outcome.json["settings"] as? [String: Any])
    #expect(settings["epochs"] as? Int == 2)
    #expect(settings["qubits"] as? Int == 3)
    #expect(settings["learning-rate"] as? Double == 0.1)
    #expect(settings["reupload"] as? Bool == false)
    #expect((outcome.json["features"] as? [String])?.count == 3)
    let same = try Program.run(
      "train", "--data", "iris", "--qubits", "3", "--layers", "1", "--epochs", "2", "--folds", "2",
      "--format", "json", "--learning-rate", "0.1", "--drop", "sepal_width_cm", in: directory.url)
    #expect(same.json["losses"] as? [Double] == outcome.json["losses"] as? [Double])
    try directory.write(
      """
      # The same, for people.
      data: iris
      qubits: 3
      layers: 1
      epochs: 2
      folds: 2
      format: json
      learning-rate: 0.1
      drop:
        - sepal_width_cm
      """, to: "c.yaml")
    let yaml = try Program.run("train", "--config", "c.yaml", in: directory.url)
    #expect(yaml.status == 0, "\(yaml.errors)")
    #expect(yaml.json["losses"] as? [Double] == outcome.json["losses"] as? [Double])
  }

  @Test(
    "A wrong configuration file is named with what is wrong",
    arguments: [
      ("{\"qubits\": }", "c.json:1:12: error: this is no JSON"),
      ("[1]", "c.json:1:1: error: an object is needed"),
      ("{\"qubit\": 4}", "there is no setting 'qubit': did you mean 'qubits'?"),
      ("{\"qubits\": \"many\"}", "many"), ("{\"epochs\": -1}", "--epochs is -1"),
      ("{\"label\": {}}", "the value of 'label' must be"),
      ("{\"qubits\": true}", "the value of 'qubits' must be"),
      ("{\"qubits\": 3,\n \"qubits\": 4}", "c.json:2:2: error: 'qubits' comes twice"),
      ("qubit: 4\n", "there is no setting 'qubit': did you mean 'qubits'?"),
      ("data: iris\nqubits: {a: 1}\n", "c.json:2:9: error: this part of YAML is not read"),
      ("reupload: yes\n", "the value of 'reupload' must be"),
    ])
  func wrongConfig(text: String, cause: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(text, to: "c.json")
    let outcome = try Program.run("train", "--config", "c.json", in: directory.url)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("c.json"))
    let missing = try Program.run("train", "--config", "d.json", in: directory.url)
    #expect(missing.status == 66)
  }

  @Test(
    "A wrong command line ends with 64 and names what is wrong",
    arguments: [
      ([], "there are no data"), (["x.csv", "--data", "iris"], "a file or --data"),
      (["--data", "irs"], "irs"), (["--data", "iris", "--qubits", "0"], "--qubits is 0"),
      (["--data", "iris", "--qubits", "5"], "--qubits is 5, but iris.csv has 4 features"),
      (["--data", "iris", "--layers", "0"], "--layers is 0"),
      (["--data", "iris", "--folds", "1"], "--folds is 1"),
      (["--data", "iris", "--learning-rate", "0"], "--learning-rate is 0"),
      (["--data", "iris", "--model", "ridge"], "--model ridge predicts numbers"),
      (["--data", "diabetes", "--model", "svm"], "--model svm predicts classes"),
      (["--data", "iris", "--model", "svm", "--layers", "2"], "--layers has no meaning"),
      (["--data", "iris", "--model", "logistic", "--qubits", "2"], "--qubits has no meaning"),
      (["--data", "iris", "--model", "svm", "--curve", "a.svg"], "--curve has no meaning"),
      (["--data", "iris", "--bandwidth", "0.5"], "--bandwidth has no meaning for --model vqc"),
      (["--data", "iris", "--model", "kernel", "--bandwidth", "0"], "--bandwidth is 0"),
      (["--data", "iris", "--model", "svm", "--shots", "9"], "--shots has no meaning"),
      (
        ["--data", "iris", "--model", "kernel", "--encoding", "amplitude", "--bandwidth", "0.5"],
        "--bandwidth has no meaning with --encoding amplitude"
      ),
      (["--data", "iris", "--folds", "0", "--confusion", "a.svg"], "--confusion needs folds"),
      (["--data", "iris", "--separator", ";"], "--separator has no meaning"),
      (["--data", "iris", "--threads", "0"], "--threads is 0"),
      (["--data", "iris", "--encoding", "cubic"], "cubic"),
      (["--data", "iris", "--drop", ","], "--drop"),
    ] as [([String], String)])
  func usage(arguments: [String], cause: String) throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.Running(["train"] + arguments, in: directory.url).wait()
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(directory.names.isEmpty)
  }

  @Test("More folds than a class has rows are refused, fewer are taken by themselves")
  func folds() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "x,y\n" + (0..<12).map { "\($0 * $0 % 7).5,\($0 % 4 == 0 ? "rare" : "often")\n" }.joined(),
      to: "t.csv")
    let options = ["train", "t.csv", "--label", "y", "--model", "knn", "--format", "json"]
    let wrong = try Program.Running(options + ["--folds", "5"], in: directory.url).wait()
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("class 'rare' has 3 rows, too few for 5 folds"))
    #expect(wrong.errors.contains("hint: --folds 3 is the most"))
    let chosen = try Program.Running(
      ["train", "t.csv", "--label", "y", "--model", "logistic", "--format", "json"],
      in: directory.url
    ).wait()
    #expect((chosen.json["settings"] as? [String: Any])?["folds"] as? Int == 3)
    let none = try Program.Running(
      ["train", "t.csv", "--label", "y", "--model", "logistic", "--folds", "0"],
      in: directory.url
    ).wait()
    #expect(none.status == 0, "\(none.errors)")
    #expect(
      none.text.contains("not tested on rows that were not trained on: --folds 3 would show how"))
    try directory.write("x,y\n1,u\n2,v\n4,u\n", to: "t.csv")
    let few = try Program.Running(
      ["train", "t.csv", "--label", "y", "--model", "logistic", "--folds", "0"],
      in: directory.url
    ).wait()
    #expect(few.text.contains("trained on: there are too few rows for that"), "\(few.errors)")
    try directory.write(
      "x,y\n" + (0..<18).map { "\($0 * $0 % 7).5,\($0 % 9)\n" }.joined(), to: "t.csv")
    let numbers = try Program.Running(options + ["--folds", "3"], in: directory.url).wait()
    #expect(
      numbers.errors.contains("--task regression takes the label for a number"), "\(numbers.errors)"
    )
  }

  @Test("Outputs that cannot be created end with 73 before any work")
  func cannotCreate() throws {
    let directory = try TemporaryDirectory()
    for option in ["--out", "--card", "--curve", "--confusion"] {
      let outcome = try Program.run(
        "train", "--data", "iris", option, "missing/file", in: directory.url)
      #expect(outcome.status == 73, "\(option): \(outcome.errors)")
      #expect(outcome.errors.contains("missing/file: error: cannot be created"))
    }
    #expect(directory.names.isEmpty)
  }

  @Test("The help shows how to begin, and every option")
  func help() throws {
    let outcome = try Program.run("help", "train")
    #expect(outcome.status == 0)
    for text in ["qsim train flowers.csv --label species", "--one-hot", "--early-stopping"] {
      #expect(outcome.text.contains(text))
    }
  }
}
