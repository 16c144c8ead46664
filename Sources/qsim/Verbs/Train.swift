import ArgumentParser
import HybridML
import QState

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on a CSV file, and compare it with classical ones.",
    discussion: """
      qsim train flowers.csv --label species
      qsim train --data wine --qubits 6 --layers 4 --card wine.md
      qsim train houses.csv --label price --model ridge

      The file has a header row. Columns of numbers are features; columns of text must be named by \
      --one-hot or --drop. By default features are standardised, reduced to as many principal \
      components as there are qubits, and scaled to angles in [0, π]; everything is fitted to training \
      rows only.

      The table shows the model beside classical baselines on the same folds: mean and standard \
      deviation of the accuracy (R² for numbers) on rows that were not trained on. The model that is \
      saved is then fitted to all rows. The same seed gives the same model, bit for bit.
      """)

  @Argument(help: "A CSV file; '-' is standard input.", completion: .file())
  var file: String?

  @OptionGroup(title: "Data") var dataOptions: DataOptions
  @OptionGroup(title: "Model") var modelOptions: ModelOptions
  @OptionGroup(title: "Training") var fitting: FittingOptions
  @OptionGroup(title: "Output") var outputs: TrainOutputOptions

  @Option(
    help: ArgumentHelp(
      "Settings from a file of JSON or YAML with these options as keys, {\"label\": \"species\", "
        + "\"qubits\": 4} or lines such as 'qubits: 4'; those given here win.",
      valueName: "path"), completion: .file())
  var config: String?

  /// The keys of a configuration file that have a value, and those that are on or off.
  static let valueKeys = [
    "data", "label", "task", "drop", "one-hot", "group", "separator", "model", "qubits", "encoding",
    "repetitions", "paulis", "layers", "ansatz", "rotations", "entangler", "pattern", "readout",
    "head", "kernel", "machine", "landmarks", "bandwidth", "gamma", "penalty", "tube", "neighbours",
    "hidden", "activation", "patch", "image", "polynomial", "reduce", "components", "epochs",
    "batch",
    "learning-rate", "optimizer", "momentum", "weight-decay", "schedule", "floor", "step-every",
    "step-factor", "warm-up", "loss", "delta", "gradient", "early-stopping", "shots", "folds",
    "seed",
    "threads", "out", "card", "curve", "confusion", "checkpoint", "format",
  ]
  static let flagKeysWithOpposite = [
    "align", "interactions-only", "nesterov", "reupload", "trained-scales",
  ]
  static let flagKeys = flagKeysWithOpposite + ["resume", "quiet"]
  static var configKeys: [String] { valueKeys + flagKeys }

  func validate() throws {
    func check(_ option: String, _ value: Int?, _ range: ClosedRange<Int>, _ sense: String) throws {
      guard let value, !range.contains(value) else { return }
      throw ValidationError("--\(option) is \(value): give \(sense).")
    }
    let qubits = ModelOptions.qubitLimit
    try check("qubits", modelOptions.qubits, 1...qubits, "1 to \(qubits)")
    try check("layers", modelOptions.layers, 1...1000, "1 to 1000")
    try check("repetitions", modelOptions.repetitions, 1...1000, "1 to 1000")
    try check("neighbours", modelOptions.neighbours, 1...1_000_000, "1 or more")
    try check("polynomial", modelOptions.polynomial, 1...10, "1 to 10")
    try check("landmarks", modelOptions.landmarks, 1...100_000, "1 to 100000")
    try check("step-every", fitting.stepEvery, 1...1_000_000, "1 to a million")
    try check("components", modelOptions.components, 1...100_000, "1 or more")
    try check("warm-up", fitting.warmUp, 0...1_000_000, "0 to a million")
    try check("epochs", fitting.epochs, 0...1_000_000, "0 to a million")
    try check("batch", fitting.batch, 0...Int.max, "0 (all rows) or more")
    try check("early-stopping", fitting.earlyStopping, 1...1_000_000, "1 or more")
    try check("shots", fitting.shots, 0...1_000_000_000, "0 (exact) to a thousand million")
    try check(
      "threads", fitting.threads, 1...Simulator.threadLimit, "1 to \(Simulator.threadLimit)")
    if let folds = fitting.folds, folds != 0, !(2...1000).contains(folds) {
      throw ValidationError("--folds is \(folds): give 0 (none), or 2 to 1000.")
    }
    let numbers =
      [
        ("learning-rate", fitting.learningRate), ("gamma", modelOptions.gamma),
        ("penalty", modelOptions.penalty), ("delta", fitting.delta),
      ] + (modelOptions.bandwidth?.numbers ?? []).map { ("bandwidth", $0) }
    for (option, value) in numbers {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("--\(option) is \(value): give a number above 0.")
      }
    }
    for (option, value) in [("momentum", fitting.momentum), ("floor", fitting.floor)] {
      if let value, !(value >= 0 && value < 1) {
        throw ValidationError("--\(option) is \(value): give a number from 0 to below 1.")
      }
    }
    if let factor = fitting.stepFactor, !(factor > 0 && factor < 1) {
      throw ValidationError("--step-factor is \(factor): give a number between 0 and 1.")
    }
    for (option, value) in [("weight-decay", fitting.weightDecay), ("tube", modelOptions.tube)] {
      if let value, !(value >= 0 && value.isFinite) {
        throw ValidationError("--\(option) is \(value): give 0 or more.")
      }
    }
    if let hidden = modelOptions.hidden?.counts,
      hidden.count > 2 || hidden.contains(where: { $0 > 4096 })
    {
      throw ValidationError("--hidden has one or two layers, of 4096 units at most.")
    }
    if file != nil, dataOptions.bundled != nil {
      throw ValidationError("Give a file or --data, not both.")
    }
  }

  func run() throws {
    let options = try withConfig()
    _ = try Machine.options()
    if let threads = options.fitting.threads {
      do throws(QuantumError) { try WorkerPool.setThreads(threads) } catch {
        throw Failure(error, in: "--threads")
      }
    }
    try TrainingRun(options).run()
  }

  /// These options with those of the configuration file beneath them.
  private func withConfig() throws -> Train {
    guard let config else { return self }
    var overridden: Set<String> = []
    if file != nil || dataOptions.bundled != nil { overridden.formUnion(["file", "data"]) }
    if !dataOptions.drop.isEmpty { overridden.insert("drop") }
    if !dataOptions.oneHot.isEmpty { overridden.insert("one-hot") }
    let settings = try ConfigFile(config, without: overridden)
    // By themselves first, so that a mistake of the file is reported as one.
    do {
      _ = try Train.parse(settings.arguments)
    } catch {
      throw Failure(.badInput, in: config, Train.message(for: error).printable)
    }
    let own = CommandLine.arguments.drop { $0 != "train" }.dropFirst()
    return try Train.parse(settings.arguments + own)
  }
}
