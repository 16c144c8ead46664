import Foundation
import Testing

/// What `qsim train` lets a user choose, and what it makes of choices that do not go together.
@Suite struct TrainChoicesTests {
  private static let small = [
    "--epochs", "3", "--layers", "1", "--folds", "2", "--format", "json",
  ]

  @Test(
    "Every other model can be trained by itself",
    arguments: [
      ("logistic", "iris"), ("svm", "iris"), ("knn", "iris"), ("mlp", "iris"), ("kernel", "iris"),
      ("linear", "diabetes"), ("ridge", "diabetes"), ("svr", "diabetes"), ("mlp", "diabetes"),
      ("kernel-ridge", "diabetes"), ("gp", "diabetes"),
    ])
  func classical(model: String, data: String) throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "train", "--data", data, "--model", model, "--format", "json", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.json["model"] as? String == model)
    let comparison = try #require(outcome.json["comparison"] as? [[String: Any]])
    let names = comparison.compactMap { $0["model"] as? String }
    #expect(Set(names).count == names.count, "the model is not its own baseline: \(names)")
    #expect(directory.names == ["\(data).qml"])
  }

  @Test(
    "Encodings, ansätze, optimisers and schedules can be chosen",
    arguments: [
      ["--encoding", "amplitude", "--qubits", "2"], ["--encoding", "iqp"], ["--encoding", "zz"],
      ["--encoding", "z"], ["--encoding", "chebyshev"], ["--encoding", "angle-x"],
      ["--ansatz", "real-amplitudes"], ["--ansatz", "efficient-su2", "--reupload"],
      ["--optimizer", "rmsprop", "--schedule", "cosine"],
      ["--optimizer", "sgd", "--schedule", "step", "--batch", "16"], ["--early-stopping", "2"],
      ["--qubits", "2"], ["--shots", "100", "--qubits", "2"],
      ["--encoding", "pauli", "--paulis", "X,ZZ", "--repetitions", "1"],
      ["--ansatz", "two-local", "--rotations", "y,z", "--entangler", "rzz", "--pattern", "ring"],
      ["--readout", "xyz", "--head", "direct", "--loss", "hinge"], ["--readout", "z-and-pairs"],
      ["--optimizer", "sgd", "--momentum", "0.5", "--warm-up", "1", "--learning-rate", "0.25"],
      ["--weight-decay", "0.125"], ["--gradient", "spsa"],
      ["--gradient", "parameter-shift", "--shots", "64", "--qubits", "2"],
      ["--polynomial", "2", "--reduce", "select", "--components", "3"],
      ["--model", "kernel", "--bandwidth", "0.375"],
      ["--model", "kernel", "--shots", "64", "--bandwidth", "0.25"],
      ["--model", "kernel", "--encoding", "angle-y", "--bandwidth", "1.5", "--align"],
      ["--model", "kernel", "--kernel", "projected", "--gamma", "0.5", "--penalty", "2.5"],
      ["--model", "svm", "--gamma", "0.5", "--penalty", "10.5"],
      ["--model", "logistic", "--penalty", "0.5", "--components", "2"],
      ["--model", "knn", "--neighbours", "3"], ["--model", "mlp", "--hidden", "8,4"],
      ["--schedule", "cosine", "--floor", "0.25"],
      ["--schedule", "step", "--step-every", "2", "--step-factor", "0.25"],
      ["--optimizer", "sgd", "--momentum", "0.5", "--nesterov"],
      ["--polynomial", "2", "--components", "3", "--interactions-only"],
      ["--reduce", "mutual-information", "--components", "2"],
      ["--image", "1x4", "--patch", "1x2"], ["--patch", "2x1"],
      ["--model", "svm", "--kernel", "linear"],
      ["--model", "logistic", "--landmarks", "20", "--gamma", "0.5"],
      ["--model", "kernel", "--landmarks", "30", "--encoding", "angle-y"],
      ["--model", "kernel", "--machine", "logistic", "--landmarks", "10", "--kernel", "projected"],
      ["--model", "kernel", "--landmarks", "10", "--bandwidth", "0.5", "--align"],
      ["--model", "mlp", "--activation", "relu"],
      ["--model", "kernel", "--encoding", "angle-y", "--bandwidth", "1.0,0.5"],
    ])
  func choices(options: [String]) throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.Running(
      ["train", "--data", "iris"]
        + (options.contains("--model") ? ["--folds", "2", "--format", "json"] : Self.small)
        + options, in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let settings = try #require(outcome.json["settings"] as? [String: Any])
    for pair in stride(from: 0, to: options.count, by: 2)
    where !["--reupload", "--align", "--nesterov", "--interactions-only"].contains(options[pair]) {
      let value = settings[String(options[pair].dropFirst(2))]
      #expect("\(value ?? "")" == options[min(pair + 1, options.count - 1)], "\(settings)")
    }
    let rows = try Program.run(
      "predict", "iris.qml", "-",
      input: "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5.1,3.5,1.4,0.2\n",
      in: directory.url)
    #expect(rows.status == 0 && rows.lines.count == 2, "\(rows.errors)")
  }

  @Test(
    "Numbers are learnt from quantum kernels by every machine, of fidelities and of reduced states",
    arguments: ["ridge", "svr", "gp"], ["fidelity", "projected"])
  func machines(machine: String, kernel: String) throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "train", "--data", "diabetes", "--model", "kernel", "--machine", machine, "--kernel", kernel,
      "--encoding", "angle-y", "--bandwidth", "0.5", "--folds", "2", "--format", "json", "--card",
      "card.md", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let settings = try #require(outcome.json["settings"] as? [String: Any])
    #expect(settings["machine"] as? String == machine)
    #expect(settings["kernel"] as? String == kernel)
    let score = try #require(outcome.json["trainingScore"] as? Double)
    #expect(score > 0.2)
    let card = try String(contentsOfFile: directory.path("card.md"), encoding: .utf8)
    #expect(card.contains("- machine: \(machine)\n") && card.contains("\(kernel) kernel"))
  }

  @Test(
    "What numbers are learnt by can be chosen, and the file predicts as it was trained",
    arguments: [
      ["--loss", "huber", "--delta", "0.5", "--epochs", "3"],
      ["--model", "kernel-ridge", "--landmarks", "30"],
      ["--model", "kernel-ridge", "--kernel", "linear"], ["--model", "svr", "--kernel", "linear"],
      ["--model", "svr", "--tube", "0.25"], ["--model", "gp", "--kernel", "linear"],
      ["--model", "kernel", "--landmarks", "40", "--bandwidth", "0.5"],
      ["--model", "kernel", "--machine", "svr", "--tube", "0.5", "--bandwidth", "0.5"],
    ])
  func numbers(options: [String]) throws {
    let directory = try TemporaryDirectory()
    let rows = (0..<80).map { row in
      "\(Double(row) / 40),\(row * row % 13),\(row % 5),\(3 * row + row % 7).5\n"
    }
    try directory.write("a,b,c,y\n" + rows.joined(), to: "t.csv")
    let outcome = try Program.Running(
      ["train", "t.csv", "--label", "y", "--folds", "2", "--format", "json"] + options,
      in: directory.url
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    let settings = try #require(outcome.json["settings"] as? [String: Any])
    for pair in stride(from: 0, to: options.count, by: 2) {
      let value = settings[String(options[pair].dropFirst(2))]
      #expect("\(value ?? "")" == options[pair + 1], "\(settings)")
    }
    let score = try #require(outcome.json["trainingScore"] as? Double)
    let predicted = try Program.run("predict", "t.qml", "t.csv", in: directory.url)
    #expect(predicted.status == 0 && predicted.lines.count == 81, "\(predicted.errors)")
    let shown = predicted.errors.split(whereSeparator: { " ,\n".contains($0) })
    let value = try #require(shown.count > 1 ? Double(shown[1]) : nil, "\(predicted.errors)")
    #expect(abs(value - score) < 1e-4, "\(predicted.errors)")
  }

  @Test("A linear regression shows its coefficients with their tests, in the units of the columns")
  func coefficients() throws {
    let directory = try TemporaryDirectory()
    let text = try Program.run(
      "train", "--data", "diabetes", "--model", "linear", in: directory.url)
    #expect(text.status == 0, "\(text.errors)")
    let outcome = try Program.run(
      "train", "--data", "diabetes", "--model", "linear", "--format", "json", in: directory.url)
    let rows = try #require(outcome.json["coefficients"] as? [[String: Any]])
    // statsmodels 0.15.0, OLS with a constant on the raw columns.
    let row = try #require(rows.first { $0["name"] as? String == "bmi" })
    for (key, value) in [("estimate", 5.602962), ("standardError", 0.7171055), ("t", 7.813302)] {
      let number = try #require(row[key] as? Double)
      #expect(abs(number / value - 1) < 1e-6, "\(key): \(number)")
    }
    #expect(
      rows.count == 11 && text.lines.contains { $0.hasPrefix("bmi ") && $0.contains("5.603") })
    #expect(text.text.contains("431 degrees of freedom; F is 46.27, p "))
    // y = 2a − b + 1, and c = a + b.
    let lines = (0..<12).map {
      "\($0),\($0 * $0 % 7),\($0 + $0 * $0 % 7),\(2 * $0 - $0 * $0 % 7 + 1).0\n"
    }
    try directory.write("a,b,c,y\n" + lines.joined(), to: "t.csv")
    let exact = try Program.run(
      "train", "t.csv", "--label", "y", "--task", "regression", "--model", "linear",
      in: directory.url)
    #expect(exact.status == 0, "\(exact.errors)")
    #expect(exact.text.contains("the fit is exact: residuals are rounding errors"))
    #expect(exact.text.contains("is a combination of the others and a constant"))
  }

  @Test(
    "Each of these changes what is learnt",
    arguments: [
      ("iris", ["--schedule", "cosine"], ["--floor", "0.5"]),
      ("iris", ["--schedule", "step"], ["--step-every", "2"]),
      ("iris", ["--schedule", "step"], ["--step-factor", "0.25"]),
      ("iris", ["--optimizer", "sgd", "--momentum", "0.5"], ["--nesterov"]),
      ("iris", [], ["--patch", "1x2"]),
      ("iris", ["--polynomial", "2"], ["--interactions-only"]),
      ("wine", ["--components", "3", "--reduce", "select"], ["--reduce", "mutual-information"]),
      ("iris", ["--model", "logistic"], ["--landmarks", "10"]),
      (
        "iris", ["--model", "kernel", "--bandwidth", "1", "--landmarks", "50"],
        ["--landmarks", "9"]
      ),
      ("iris", ["--model", "svm"], ["--kernel", "linear"]),
      ("diabetes", ["--model", "mlp"], ["--activation", "relu"]),
      ("diabetes", ["--loss", "huber"], ["--delta", "0.25"]),
      ("diabetes", ["--model", "svr"], ["--tube", "0.5"]),
      ("diabetes", ["--model", "kernel-ridge"], ["--landmarks", "5"]),
      ("diabetes", ["--model", "gp"], ["--kernel", "linear"]),
    ] as [(String, [String], [String])])
  func effect(data: String, options: [String], change: [String]) throws {
    func learnt(_ options: [String]) throws -> String {
      let directory = try TemporaryDirectory()
      let isVariational = !options.contains("--model")
      let outcome = try Program.Running(
        ["train", "--data", data, "--folds", "0", "--format", "json"]
          + (isVariational ? ["--epochs", "9", "--layers", "1"] : []) + options, in: directory.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      if isVariational { return "\(outcome.json["losses"] ?? "")" }
      let score = try #require(outcome.json["trainingScore"] as? Double)
      return "\(score), \(outcome.json["parameters"] ?? "")"
    }
    #expect(try learnt(options) != learnt(options + change))
  }

  @Test(
    "A Gaussian process says how far off each number may be, in CSV and in JSON lines",
    arguments: [
      ["--model", "gp"], ["--model", "kernel", "--machine", "gp", "--bandwidth", "0.25"],
    ])
  func deviations(options: [String]) throws {
    let directory = try TemporaryDirectory()
    let rows = (0..<30).map { row in "\(Double(row) / 10),\(row * row % 7),\(3 * row + row % 3)\n" }
    try directory.write("a,b,y\n" + rows.joined(), to: "t.csv")
    let trained = try Program.Running(
      ["train", "t.csv", "--label", "y", "--task", "regression", "--folds", "0"] + options,
      in: directory.url
    ).wait()
    #expect(trained.status == 0, "\(trained.errors)")
    let outcome = try Program.run(
      "predict", "t.qml", "-", input: "a,b\n1.5,2\n90,-50\n", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines[0] == "y,deviation")
    let numbers = outcome.lines.dropFirst().map {
      $0.split(separator: ",").compactMap { Double($0) }
    }
    #expect(numbers.allSatisfy { $0.count == 2 && $0[1] > 0 })
    if options.contains("gp") && options.count == 2 {
      #expect(numbers[1][1] > 2 * numbers[0][1], "far from what was seen nothing is known")
    }
    let json = try Program.run(
      "predict", "t.qml", "-", "--format", "jsonl", input: "a,b\n1.5,2\n", in: directory.url)
    let fields = outcome.lines[1].split(separator: ",")
    #expect(json.text == "{\"prediction\":\(fields[0]),\"deviation\":\(fields[1])}\n")
  }

  @Test("Few rows have messages that name the option to change, and few neighbours are taken")
  func fewRows() throws {
    let directory = try TemporaryDirectory()
    try directory.write("a,y\n1,u\n2,v\n", to: "t.csv")
    for (options, cause) in [
      (["--early-stopping", "2"], "hint: --early-stopping holds a fifth of the rows back"),
      (["--model", "kernel"], "hint: --bandwidth 0.25, for example, is taken without a search"),
    ] {
      let outcome = try Program.Running(
        ["train", "t.csv", "--label", "y", "--folds", "0"] + options, in: directory.url
      ).wait()
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    }
    let neighbours = try Program.run(
      "train", "t.csv", "--label", "y", "--folds", "0", "--model", "knn", in: directory.url)
    #expect(neighbours.status == 0, "\(neighbours.errors)")
    #expect(neighbours.text.contains("model: 2 nearest neighbours"))
  }

  @Test("A Gaussian process whose file nobody could read is refused before any work, with 69")
  func largeProcess() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "a,y\n" + (0..<12_000).map { "\($0 % 997),\($0).5\n" }.joined(), to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "gp", in: directory.url)
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("of 12000 rows takes 1.07 GiB in its file")
        || outcome.errors.contains("--model gp needs"), "\(outcome.errors)")
    #expect(directory.names == ["t.csv"])
  }

  @Test("The basis encoding takes columns of 0 and 1 as they are, and names any other")
  func basis() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "a,b,y\n" + (0..<24).map { "\($0 % 2),\($0 / 2 % 2),\($0 % 2 == 0 ? "u" : "v")\n" }.joined(),
      to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--encoding", "basis", "--epochs", "40", "--folds", "2",
      in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains("2 qubits") && outcome.text.contains("accuracy 1.000 on these"))
    let wrong = try Program.run(
      "train", "--data", "iris", "--encoding", "basis", in: directory.url)
    #expect(wrong.status == 64)
    #expect(wrong.errors.contains("'sepal_length_cm' is 5.1 in row 1"), "\(wrong.errors)")
  }

  @Test("A model of unusual settings stands beside the baseline of the usual ones")
  func particulars() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "train", "--data", "iris", "--model", "svm", "--penalty", "10", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.contains { $0.hasPrefix("SVM (RBF), penalty 10 ") })
    #expect(outcome.lines.contains { $0.hasPrefix("SVM (RBF)  ") })
  }

  @Test(
    "Baselines learn from what the model learns from, and only the model itself is left out",
    arguments: [
      (["--components", "2"], "2 components"),
      (["--reduce", "select", "--components", "2"], "2 of 4 features"),
      (["--polynomial", "2", "--components", "3"], "3 components of 14 products"),
      (
        ["--polynomial", "2", "--reduce", "select", "--components", "3"], "3 of 14 products"
      ),
      (["--polynomial", "2"], "14 products"), (["--patch", "1x2"], "2 patch means"),
      (["--patch", "2x1", "--components", "1"], "1 component of 2 patch means"),
    ] as [([String], String)])
  func sameFeatures(options: [String], label: String) throws {
    func comparison(_ model: String, _ choice: [String] = []) throws -> [[String: Any]] {
      let directory = try TemporaryDirectory()
      let outcome = try Program.Running(
        ["train", "--data", "iris", "--model", model, "--folds", "3", "--format", "json"] + options
          + choice, in: directory.url
      ).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try #require(outcome.json["comparison"] as? [[String: Any]])
    }
    func row(_ rows: [[String: Any]], _ model: String) throws -> [String: Any] {
      let found = rows.filter {
        $0["model"] as? String == model && $0["features"] as? String == label
      }
      #expect(found.count == 1, "\(model) on \(label)")
      return try #require(found.first)
    }
    func figures(_ row: [String: Any]) throws -> [Double] {
      let test = try #require(row["test"] as? [String: Any])
      return try #require(test["folds"] as? [Double])
    }
    let neighbours = try comparison("knn")
    #expect(neighbours.count == 8)
    for (model, name, choice) in [
      ("logistic", "logistic regression", []), ("svm", "SVM (RBF)", []),
      ("svm", "SVM (linear)", ["--kernel", "linear"]),
    ] {
      let own = try comparison(model, choice)
      #expect(own.count == 7)
      let itself = try row(own, name)
      #expect(itself["role"] as? String == "model")
      let baseline = try row(neighbours, name)
      #expect(baseline["role"] as? String == "baseline")
      #expect(try figures(itself) == figures(baseline))
      #expect(own.filter { $0["features"] as? String == "all 4 features" }.count == 3)
    }
  }

  @Test("Baselines learn from hundreds of products too")
  func manyProducts() throws {
    let directory = try TemporaryDirectory()
    let names = (0..<32).map { "x\($0)" }.joined(separator: ",")
    let rows = (0..<20).map { row -> String in
      let cells = (0..<32).map { "\((row + 3) * ($0 + 5) % 37)" }
      return cells.joined(separator: ",") + (row % 2 == 0 ? ",u\n" : ",v\n")
    }
    try directory.write(names + ",y\n" + rows.joined(), to: "t.csv")
    let outcome = try Program.run(
      "train", "t.csv", "--label", "y", "--model", "knn", "--polynomial", "2", "--folds", "2",
      in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for model in ["logistic regression", "SVM (linear)", "SVM (RBF)"] {
      #expect(
        outcome.lines.contains { $0.hasPrefix(model) && $0.contains("560 products") },
        "\(outcome.text)")
    }
  }
}
