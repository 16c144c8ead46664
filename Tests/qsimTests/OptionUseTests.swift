import Foundation
import Testing

/// What `qsim train` makes of options that have no meaning together.
@Suite struct OptionUseTests {
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
        "--gamma has no meaning for --model vqc; it belongs to --model kernel, logistic, svm,"
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
      (["--floor", "0.1"], "--floor has no meaning without --schedule cosine"),
      (
        ["--schedule", "cosine", "--floor", "1"], "--floor is 1.0: give a number from 0 to below 1"
      ),
      (
        ["--schedule", "cosine", "--step-every", "3"],
        "--step-every has no meaning without --schedule step"
      ),
      (["--step-factor", "0.5"], "--step-factor has no meaning without --schedule step"),
      (["--schedule", "step", "--step-factor", "1"], "--step-factor is 1.0"),
      (["--schedule", "step", "--step-every", "0"], "--step-every is 0"),
      (["--nesterov", "--optimizer", "sgd"], "--nesterov has no meaning without --momentum"),
      (["--delta", "1"], "--delta has no meaning without --loss huber"),
      (["--delta", "0"], "--delta is 0.0"),
      (["--model", "knn", "--delta", "1"], "--delta has no meaning for --model knn"),
      (["--landmarks", "9"], "--landmarks has no meaning for --model vqc"),
      (
        ["--model", "svm", "--landmarks", "9"],
        "it belongs to --model kernel, logistic or kernel-ridge"
      ),
      (
        ["--model", "logistic", "--landmarks", "121"],
        "--landmarks is 121, but a model learns from 120 rows here: give 120 at most"
      ),
      (
        ["--model", "kernel", "--machine", "svm", "--landmarks", "9"],
        "--landmarks has no meaning for --machine svm; it belongs to --machine logistic or ridge"
      ),
      (
        ["--model", "kernel", "--machine", "logistic"],
        "--machine logistic learns from similarities to some of the rows: say of how many with"
      ),
      (
        ["--model", "kernel", "--landmarks", "9", "--shots", "9"],
        "--shots has no meaning with --landmarks"
      ),
      (
        ["--model", "logistic", "--gamma", "1"],
        "--gamma has no meaning for --model logistic without --landmarks"
      ),
      (["--kernel", "linear"], "--kernel has no meaning for --model vqc"),
      (
        ["--model", "svm", "--kernel", "fidelity"],
        "--kernel fidelity belongs to --model kernel: --model svm takes rbf or linear"
      ),
      (
        ["--model", "kernel", "--kernel", "rbf"],
        "--kernel rbf belongs to classical models: --model kernel takes fidelity or projected"
      ),
      (
        ["--model", "svm", "--kernel", "linear", "--gamma", "1"],
        "--gamma has no meaning without --kernel rbf"
      ),
      (["--model", "svm", "--tube", "1"], "--tube has no meaning for --model svm"),
      (["--model", "kernel", "--tube", "1"], "--tube has no meaning without --machine svr"),
      (["--model", "kernel", "--bandwidth", "1,-2"], "--bandwidth is -2.0: give a number above 0"),
      (["--model", "kernel", "--bandwidth", "1,x"], "1,x"),
      (["--activation", "relu"], "--activation has no meaning for --model vqc"),
      (["--interactions-only"], "--interactions-only has no meaning without --polynomial 2"),
      (["--image", "2x2"], "--image has no meaning without --patch"),
      (
        ["--image", "2x3", "--patch", "1x1"],
        "--image 2x3 has 6 pixels, but iris.csv has 4 features"
      ),
      (["--patch", "2x3"], "patches of 2x3 do not tile an image of 2x2"),
      (["--patch", "2"], "2"),
      (["--patch", "1x2", "--components", "3"], "iris.csv has only 2 patch means"),
      (["--patch", "1x1", "--reduce", "pca"], "gets all 4 patch means"),
      (["--data", "wine", "--patch", "1x1"], "--patch needs --image"),
      (
        ["--encoding", "basis", "--patch", "1x1"], "--patch has no meaning with --encoding basis"
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
      ["train"] + (options.contains("--data") ? [] : ["--data", "iris"]) + options,
      in: directory.url
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
