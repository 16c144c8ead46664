import Circuits
import HybridML

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One run of `qsim train`: data, comparison, the model that is saved, and all that is written.
struct TrainingRun {
  private let options: Train
  private let data: TrainingData
  private let recipe: ModelRecipe
  private let foldCount: Int
  private let files: Files
  private let checkpoint: TrainCheckpoint
  private let start = ContinuousClock.now

  init(_ options: Train) throws(Failure) {
    self.options = options
    let request = options.dataOptions.request
    if let bundled = options.dataOptions.bundled {
      guard options.dataOptions.separator == nil else {
        throw Failure(.usage, "--separator has no meaning for a bundled data set")
      }
      data = try TrainingData(bundled, request)
    } else if let file = options.file {
      data = try TrainingData(path: file, request)
    } else {
      throw Failure(
        .usage,
        "there are no data: give a CSV file with --label COLUMN, or --data "
          + BundledData.allCases.map(\.rawValue).joined(separator: "|"))
    }
    foldCount = try FoldCount.choose(options.fitting.folds, for: data.data)
    recipe = try ModelRecipe(
      options, for: data, folds: foldCount,
      trainingRows: try Self.trainingRows(data.data, foldCount, seed: options.fitting.seed ?? 0))
    let modelPath = options.outputs.out ?? Files.defaultPath(options)
    checkpoint = try TrainCheckpoint(
      options.outputs.checkpoint ?? modelPath + ".checkpoint",
      isRegular: options.outputs.checkpoint != nil, resumes: options.outputs.resume,
      conditions: Self.conditions(recipe.settings, data))
    // Before any file is begun, so that whoever sees one can interrupt and go on.
    checkpoint.saveWhenInterrupted()
    files = try Files(options, data, modelPath: modelPath)
    try checkpoint.checkPlace()
  }

  /// Of the smallest training part of the folds.
  private static func trainingRows(
    _ data: Dataset, _ folds: Int, seed: UInt64
  ) throws(Failure) -> Int {
    guard folds > 0 else { return data.rows }
    do throws(DataError) {
      let folds = try data.folds(folds, seed: seed)
      return (0..<folds.count).map { folds.trainingRows($0).count }.min() ?? data.rows
    } catch {
      throw Failure(error)
    }
  }

  func run() throws {
    if !options.outputs.quiet {
      for warning in data.warnings { StandardError.write("qsim: warning: \(warning.printable)\n") }
    }
    let progress = TrainingProgress(
      epochs: recipe.epochs, folds: foldCount, isQuiet: options.outputs.quiet)
    defer { Progress.erase() }
    do {
      var comparison: ModelComparison?
      var judge: CrossValidation?
      if foldCount > 0 {
        let folds = try data.data.folds(foldCount, seed: options.fitting.seed ?? 0)
        let validation = try CrossValidation(data.data, folds: folds)
        comparison = try validation.compare(
          candidates(progress), known: checkpoint.known
        ) { try checkpoint.note($1, of: $0) }
        judge = validation
      }
      let fitted = try recipe.fit(
        data.data,
        callbacks: progress.callbacks(fold: foldCount) + [checkpoint.callback(training: foldCount)],
        from: checkpoint.checkpoint(of: foldCount))
      Progress.erase()
      try write(fitted, comparison, judge)
      checkpoint.remove()
    } catch let error as DataError {
      throw Failure(error, hint: hint(for: error))
    } catch let error as ModelFileError {
      throw Failure(error)
    } catch let error as TrainingError {
      switch error {
      case .data(let error): throw Failure(error, hint: hint(for: error))
      case .checkpoint(let error): throw Failure(error)
      }
    }
  }

  /// The model, and the baselines that are not the same model.
  private func candidates(_ progress: TrainingProgress) -> [Candidate] {
    let checkpoint = checkpoint
    let model = recipe.candidate(
      callbacks: { progress.callbacks(fold: $0) + [checkpoint.callback(training: $0)] },
      checkpoint: { try checkpoint.checkpoint(of: $0) })
    return [model]
      + baselines().filter { $0.name != model.name || $0.features != model.features }
  }

  /// On the features that the model gets, and on all.
  private func baselines() -> [Candidate] {
    let features = recipe.features
    guard let pipeline = features.baselinePipeline else {
      return Baselines.candidates(for: data.data)
    }
    return Baselines.candidates(for: data.data, on: pipeline, named: features.learnsFrom)
  }

  /// What a run must have in common with one that it goes on with.
  private static func conditions(
    _ settings: TrainSettings, _ data: TrainingData
  ) -> [String: String] {
    var result = Dictionary(uniqueKeysWithValues: settings.list.map { ($0.key, "\($0.value)") })
    result["label"] = data.schema.label
    result["columns"] = data.schema.featureNames.joined(separator: ", ")
    // Results are known by their place among the candidates.
    result["baselines"] = Baselines.candidates(for: data.data).map(\.name).joined(separator: ", ")
    result["data"] = String(data.data.checksum, radix: 16)
    return result
  }

  /// What the command line offers against a mistake that shows in training.
  private func hint(for error: DataError) -> String? {
    switch error.problem {
    case .oneClass where options.dataOptions.group != nil:
      "whole groups are on one side: fewer --folds, or another --seed, may leave two classes to train on"
    case .notConverged where recipe.kind == .vqc: "a lower --learning-rate may help"
    case .tooFewRows where options.fitting.earlyStopping != nil:
      "--early-stopping holds a fifth of the rows back: leave it out"
    case .tooFewRows where recipe.kind == .kernel && options.modelOptions.bandwidth == nil:
      "--bandwidth 0.25, for example, is taken without a search"
    default: nil
    }
  }

  // MARK: What is written

  private func write(
    _ fitted: ModelRecipe.Fitted, _ comparison: ModelComparison?, _ judge: CrossValidation?
  ) throws {
    let entry = comparison?.entries.first
    let warnings = data.warnings + fitted.warnings
    if !options.outputs.quiet {
      for warning in fitted.warnings { StandardError.write("qsim: warning: \(warning)\n") }
    }
    let score = try fitted.model.predict(data.data.features).score(data.data.target)
    var model = fitted.model
    model.schema = data.schema
    model.metadata = metadata(score, comparison)
    let bytes = try model.bytes()
    try bytes.withUnsafeBytes { try files.model.sink.write(raw: $0) }
    let report = TrainReport(
      data: data, kind: recipe.kind, summary: recipe.summary(fitted.model),
      features: recipe.features.summary, settings: recipe.settings, comparison: comparison,
      parameterCount: fitted.model.parameterCount, trainingScore: score, losses: fitted.losses,
      confusion: entry.flatMap { judge?.confusion(of: $0) },
      coefficients: coefficients(of: fitted.model), warnings: warnings,
      modelPath: files.modelPath, files: files.others, seconds: start.secondsUntilNow,
      isQuiet: options.outputs.quiet)
    if let file = files.curve {
      try file.sink.write(
        LearningCurvePlot(
          title: "\(data.data.name): \(recipe.name)", lossName: "loss on training rows",
          lines: curves(fitted)
        ).svg)
    }
    if let file = files.confusion { try file.sink.write(try confusionPlot(entry, judge)) }
    if let file = files.card { try file.sink.write(report.card.markdown) }
    for file in [files.model, files.curve, files.confusion, files.card] { try file?.commit() }
    let destination = try Destination(nil)
    switch options.outputs.format ?? .text {
    case .text: try report.writeText(to: destination.sink)
    case .json: try report.writeJSON(to: destination.sink)
    }
    try destination.resultIsWhole()
    try destination.finish()
  }

  private func coefficients(of model: SavedModel) -> CoefficientReport? {
    guard case .linearRegression(let regression) = model.model else { return nil }
    return CoefficientReport(regression, names: model.features.names(model.featureNames))
  }

  private func curves(_ fitted: ModelRecipe.Fitted) -> [LearningCurvePlot.Line] {
    let training = LearningCurvePlot.Line(name: "training rows", losses: fitted.losses)
    guard !fitted.validationLosses.isEmpty else { return [training] }
    return [training, .init(name: "rows held back", losses: fitted.validationLosses)]
  }

  /// What the model file says of itself: nothing that differs between runs, so that the same command
  /// makes the same bytes.
  private func metadata(_ score: Double, _ comparison: ModelComparison?) -> [String: String] {
    var result = Dictionary(
      uniqueKeysWithValues: recipe.settings.list.map { ("setting \($0.key)", "\($0.value)") })
    result["data"] = data.data.name
    result["rows"] = "\(data.data.rows)"
    result["program"] = "qsim \(QSim.version)"
    result["score in training"] = "\(score)"
    if let test = comparison?.entries.first?.test {
      result["score in folds"] = "\(test.mean)"
      result["deviation in folds"] = "\(test.deviation)"
    }
    return result
  }

  /// Of rows left out, where there were folds.
  private func confusionPlot(
    _ entry: ModelComparison.Entry?, _ judge: CrossValidation?
  ) throws -> String {
    guard let entry, let judge, let predictions = judge.testPredictions(of: entry) else {
      throw Failure(.usage, "--confusion needs folds: it shows rows that were not trained on")
    }
    let title = "\(data.data.name): \(recipe.name), \(foldCount) folds"
    if let matrix = judge.confusion(of: entry) {
      return ConfusionPlot(title: title, matrix: matrix).svg
    }
    guard case .values(let predicted) = predictions else { return "" }
    let points = zip(try data.data.values(), predicted).map { (actual: $0, predicted: $1) }
    return ScatterPlot(title: title, label: data.data.targetName, points: points).svg
  }
}

/// Where a training writes: files are created before any work, so that a place that cannot be written
/// to shows at once.
struct Files {
  let modelPath: String
  let model: OutputFile
  let card: OutputFile?
  let curve: OutputFile?
  let confusion: OutputFile?
  /// What is written beside the model, and where.
  let others: [(what: String, path: String)]

  init(_ options: Train, _ data: TrainingData, modelPath: String) throws(Failure) {
    let outputs = options.outputs
    self.modelPath = modelPath
    if outputs.confusion != nil, options.fitting.folds == 0 {
      throw Failure(.usage, "--confusion needs folds: it shows rows that were not trained on")
    }
    try DifferentFiles.check([
      ("the data", options.file == "-" ? nil : options.file), ("--out", modelPath),
      ("--card", outputs.card), ("--curve", outputs.curve), ("--confusion", outputs.confusion),
      ("--checkpoint", outputs.checkpoint),
    ])
    if outputs.out == nil, Self.isForeign(modelPath) {
      throw Failure(
        .cannotCreate, in: modelPath,
        "exists and is no model, so that it is not replaced: name another place with --out")
    }
    model = try OutputFile(modelPath)
    func create(_ path: String?) throws(Failure) -> OutputFile? {
      try path.map { path throws(Failure) in try OutputFile(path) }
    }
    card = try create(outputs.card)
    curve = try create(outputs.curve)
    confusion = try create(outputs.confusion)
    let plot = data.schema.classes == nil ? "true and predicted values" : "confusion matrix"
    others = [
      ("model card", outputs.card), ("learning curve", outputs.curve), (plot, outputs.confusion),
    ].compactMap { what, path in path.map { (what, $0) } }
  }

  /// Whether something that is no model lies where nobody has asked for one.
  private static func isForeign(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    do {
      _ = try SavedModel(contentsOf: path)
      return false
    } catch {
      return true
    }
  }

  /// The name of the data in the working directory.
  static func defaultPath(_ options: Train) -> String {
    guard let file = options.file else {
      return "\(options.dataOptions.bundled?.rawValue ?? "model").qml"
    }
    if file == "-" { return "model.qml" }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return (stem.isEmpty ? name : stem) + ".qml"
  }
}
