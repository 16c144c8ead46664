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
    where !["--reupload", "--align"].contains(options[pair]) {
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
      (["--polynomial", "2"], "14 products"),
    ] as [([String], String)])
  func sameFeatures(options: [String], label: String) throws {
    func comparison(_ model: String) throws -> [[String: Any]] {
      let directory = try TemporaryDirectory()
      let outcome = try Program.Running(
        ["train", "--data", "iris", "--model", model, "--folds", "3", "--format", "json"] + options,
        in: directory.url
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
    #expect(neighbours.count == 6)
    for (model, name) in [("logistic", "logistic regression"), ("svm", "SVM (RBF)")] {
      let own = try comparison(model)
      #expect(own.count == 5)
      let itself = try row(own, name)
      #expect(itself["role"] as? String == "model")
      let baseline = try row(neighbours, name)
      #expect(baseline["role"] as? String == "baseline")
      #expect(try figures(itself) == figures(baseline))
      #expect(own.filter { $0["features"] as? String == "all 4 features" }.count == 2)
    }
  }

  @Test("Baselines on more products than Newton's method is quick with are listed with the reason")
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
    for model in ["logistic regression", "SVM (RBF)"] {
      #expect(
        outcome.text.contains("\(model) on 560 products was not run: over 500 products"),
        "\(outcome.text)")
    }
  }

  @Test(
    "Choices that do not go together end with 64 and say which do",
    arguments: [
      (["--model", "gp"], "--model gp predicts numbers, but the label is of classes"),
      (["--model", "kernel", "--machine", "svr"], "--machine svr predicts numbers"),
      (
        ["--machine", "svm"],
        "--machine has no meaning for --model vqc; it belongs to --model kernel"
      ),
      (["--kernel", "projected"], "--kernel has no meaning for --model vqc"),
      (["--model", "kernel", "--gamma", "1"], "--gamma has no meaning without --kernel projected"),
      (
        ["--model", "kernel", "--kernel", "projected", "--align"],
        "--align has no meaning without --kernel fidelity"
      ),
      (
        ["--model", "kernel", "--kernel", "projected", "--shots", "9"],
        "--shots has no meaning without --kernel fidelity"
      ),
      (
        ["--gamma", "1"],
        "--gamma has no meaning for --model vqc; it belongs to --model kernel, svm,"
      ),
      (["--model", "knn", "--penalty", "1"], "--penalty has no meaning for --model knn"),
      (["--model", "svm", "--neighbours", "3"], "it belongs to --model knn"),
      (["--paulis", "ZZ"], "--paulis has no meaning without --encoding pauli"),
      (["--encoding", "pauli", "--paulis", "ZQ"], "a Pauli word is 'ZQ'"),
      (
        ["--repetitions", "2"],
        "--repetitions has no meaning without --encoding iqp, z, zz or pauli"
      ),
      (["--entangler", "cx"], "--entangler has no meaning without --ansatz two-local"),
      (["--ansatz", "two-local", "--rotations", "y,w"], "y,w"),
      (["--loss", "huber"], "--loss huber is for numbers, but the label is of classes"),
      (["--momentum", "0.9"], "--momentum has no meaning without --optimizer sgd"),
      (["--momentum", "1"], "--momentum is 1.0"),
      (["--optimizer", "sgd", "--weight-decay", "1"], "--weight-decay has no meaning without"),
      (["--gradient", "exact", "--shots", "9"], "--gradient exact takes no --shots"),
      (["--gradient", "parameter-shift"], "--gradient parameter-shift needs --shots"),
      (["--encoding", "chebyshev", "--trained-scales"], "a trained scale of inputs"),
      (["--qubits", "2", "--head", "direct"], "the number of outputs of a direct head is 3"),
      (["--components", "5"], "--components is 5, but iris.csv has only 4 features"),
      (["--components", "3", "--qubits", "2"], "--components 3 take 3 qubits in this encoding"),
      (["--polynomial", "0"], "--polynomial is 0"),
      (["--warm-up", "3", "--epochs", "3"], "--warm-up is 3, but there are 3 epochs: give less"),
      (
        ["--model", "knn", "--neighbours", "121"],
        "--neighbours is 121, but a model learns from 120 rows"
      ),
      (
        ["--polynomial", "6", "--encoding", "amplitude", "--qubits", "8", "--components", "130"],
        "130 principal components cannot be found in 120 rows"
      ),
      (
        ["--encoding", "pauli", "--components", "1"],
        "a Pauli word is 'YY': it must be 1 to 1 letters"
      ),
      (["--hidden", "8,0", "--model", "mlp"], "8,0"),
      (["--hidden", "8,8,8", "--model", "mlp"], "--hidden has one or two layers"),
      (
        ["--encoding", "basis", "--reduce", "pca"], "--reduce has no meaning with --encoding basis"
      ),
      (
        ["--reduce", "select"],
        "gets all 4 features: give --components 3 or less, or leave --reduce out"
      ),
      (
        ["--model", "svm", "--reduce", "pca"], "--reduce has no meaning where the model gets all 4"
      ),
      (
        ["--model", "svm", "--reduce", "pca", "--components", "4"],
        "--reduce has no meaning where the model gets all 4 features"
      ),
      (
        ["--model", "svm", "--polynomial", "2", "--reduce", "select"],
        "--reduce has no meaning where the model gets all 14 products: give --components 13 or less"
      ),
      (
        ["--polynomial", "2", "--qubits", "20"],
        "--qubits is 20, but iris.csv has 14 products, which take 14 qubits in this encoding"
      ),
    ] as [([String], String)])
  func conflicts(options: [String], cause: String) throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.Running(
      ["train", "--data", "iris"] + options, in: directory.url
    ).wait()
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(cause), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && directory.names.isEmpty)
  }

  @Test("Every long option of the help is a key of configuration files")
  func keys() throws {
    let help = try Program.run("help", "train")
    let options = Set(
      help.text.split(whereSeparator: { " /,.)\n".contains($0) })
        .filter { $0.hasPrefix("--") && !$0.hasPrefix("--no-") }.map { $0.dropFirst(2) })
    #expect(options.count > 50)
    let directory = try TemporaryDirectory()
    for option in options where !["config", "version", "help", "neighbors"].contains(option) {
      try directory.write("{\"\(option)\": {}}", to: "c.json")
      let outcome = try Program.run("train", "--config", "c.json", in: directory.url)
      #expect(outcome.errors.contains("the value of '\(option)' must be"), "\(outcome.errors)")
    }
  }
}
