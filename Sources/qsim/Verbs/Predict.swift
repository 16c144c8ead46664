import ArgumentParser
import HybridML

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict rows of a CSV file or of JSON lines with a saved model.",
    discussion: """
      qsim predict flowers.qml new.csv
      tail -f rows.jsonl | qsim predict flowers.qml -

      Columns are found by name, in any order. Each row gives one line: its prediction and, where the \
      model has them, the probabilities of all classes; a Gaussian process adds the standard deviation \
      of each number. Rows are predicted as they come, in constant memory. Where the file has the label \
      too, the accuracy (R² for numbers) is shown on standard error.
      """)

  @Argument(help: "A model that 'qsim train' saved.", completion: .file())
  var model: String

  @Argument(
    help: "CSV with a header row, or JSON lines; '-', or nothing, is standard input.",
    completion: .file())
  var file = "-"

  @Option(name: .customLong("from"), help: "Format of the rows, instead of finding out.")
  var rowFormat: RowFormat?

  @Option(help: "Format of the predictions (default: that of the rows).")
  var format: RowFormat?

  @Option(
    help: ArgumentHelp(
      "Between columns of CSV: a character, or tab (default: what a first line sep=; says, else a comma; tab for .tsv).",
      valueName: "character"))
  var separator: Separator?

  @Flag(help: "Leave out columns that the model does not know.")
  var ignoreExtra = false

  @Flag(
    help: """
      Show on standard error how long one prediction takes (p50, p99, p99.9, reading and writing not \
      counted), and the memory in use.
      """)
  var latency = false

  @Option(
    help: ArgumentHelp("Print to a file, which appears whole or not at all.", valueName: "path"),
    completion: .file())
  var output: String?

  @Flag(help: "Print nothing but predictions and errors.")
  var quiet = false

  func run() throws {
    _ = try Machine.options()
    // One file may be given for both of the others by mistake: then it is one of them that is wrong.
    for (what, path) in [("the model", model), ("the rows", file == "-" ? nil : file)] {
      try DifferentFiles.check([(what, path), ("--output", output)])
    }
    let destination = try Destination(output)
    let saved: SavedModel
    do throws(ModelFileError) { saved = try SavedModel(contentsOf: model) } catch {
      throw Failure(error)
    }
    // A model that was not made from a table takes its features as they are.
    let schema =
      saved.schema
      ?? TableSchema(
        columns: saved.featureNames.map { TableSchema.Column(name: $0) }, label: saved.targetName,
        classes: saved.classNames)
    var rows = try PredictionRows(
      file, as: rowFormat, separator: separator?.character, schema, ignoresExtra: ignoreExtra)
    var run: PredictionRun
    do throws(DataError) {
      run = try PredictionRun(saved, schema, destination, format: format ?? rows.format)
    } catch {
      throw Failure(error)
    }
    try run.all(of: &rows, flushesEachRow: output == nil && rows.isLive)
    try destination.resultIsWhole()
    try destination.finish()
    if !quiet {
      let ignored = rows.ignored
      if !ignored.isEmpty {
        let names = ignored.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        StandardError.write(
          "qsim: note: left out \(names)\(ignored.count > 8 ? ", …" : ""), which the model does not "
            .printable + "know\n")
      }
      if let line = run.scoreLine { StandardError.write(line + "\n") }
    }
    if latency { StandardError.write(run.latencyLine + "\n") }
  }
}

/// How rows are written in a file.
enum RowFormat: String, ExpressibleByArgument, CaseIterable {
  case csv
  case jsonl
}
