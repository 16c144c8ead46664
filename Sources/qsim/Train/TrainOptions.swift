public import ArgumentParser
import Circuits
public import HybridML

/// Which data, and how they are read.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("A bundled data set instead of a file.", valueName: "name"))
  var bundled: BundledData?

  @Option(help: ArgumentHelp("The column to predict.", valueName: "column"))
  var label: String?

  @Option(
    help: """
      What the label is: classification, regression, or found out: text, and up to 20 different whole \
      numbers, are classes.
      """)
  var task: TaskChoice?

  @Option(
    help: ArgumentHelp(
      "Columns to leave out, with commas between them; may be repeated.", valueName: "columns"))
  var drop: [NameList] = []

  @Option(
    help: ArgumentHelp(
      "Columns of text, or of numbers that are only names, of whose values features of 0 and 1 are "
        + "made.", valueName: "columns"))
  var oneHot: [NameList] = []

  @Option(
    help: ArgumentHelp(
      "Rows with the same value here, as of one patient, are never trained on and tested in one fold; not "
        + "a feature.", valueName: "column"))
  var group: String?

  @Option(
    help: ArgumentHelp(
      "Between columns: a character, or tab (default: what a first line sep=; says, else a comma; tab for .tsv).",
      valueName: "character"))
  var separator: Separator?

  var request: TrainingData.Request {
    TrainingData.Request(
      label: label, task: task?.task ?? .automatic, dropped: drop.flatMap(\.names),
      oneHot: oneHot.flatMap(\.names), group: group, separator: separator?.character)
  }
}

/// How it is trained.
struct FittingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Times that all rows are seen (default: 100; fewer where there are over 1000 rows).")
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: "Rows of a step (default: all, or 32 where there are over 1000; 0 is all).")
  var batch: Int?

  @Option(
    parsing: .unconditional,
    help: "Of the optimiser (default: 0.05 for steps on all rows, 0.02 for batches).")
  var learningRate: Double?

  @Option(help: "adam (default), rmsprop, sgd (gradient descent).")
  var optimizer: OptimizerChoice?

  @Option(parsing: .unconditional, help: "Of gradient descent, in [0, 1) (default: 0).")
  var momentum: Double?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Of gradient descent with momentum: the gradient is taken where momentum leads (Nesterov).")
  var nesterov: Bool?

  @Option(
    parsing: .unconditional,
    help: "Of Adam: the share of the weights, times the rate, taken off in each step (default: 0).")
  var weightDecay: Double?

  @Option(
    help: """
      Of the learning rate: constant (default), cosine (falling to 0), or step (halved after every third of \
      the epochs).
      """)
  var schedule: ScheduleChoice?

  @Option(
    parsing: .unconditional,
    help: "Of the schedule cosine: the share of the rate that it falls to, in [0, 1) (default: 0).")
  var floor: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of the schedule step: after how many it lowers the rate (default: a third of all).",
      valueName: "epochs"))
  var stepEvery: Int?

  @Option(
    parsing: .unconditional,
    help: "Of the schedule step: what it multiplies the rate by, in (0, 1) (default: 0.5).")
  var stepFactor: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Over which the learning rate rises from 0, before the schedule begins (default: 0).",
      valueName: "epochs"))
  var warmUp: Int?

  @Option(
    help: """
      What a variational model makes small: cross-entropy (default) or hinge for classes; squared-error \
      (default) or huber for numbers.
      """)
  var loss: LossChoice?

  @Option(
    parsing: .unconditional,
    help: """
      Of the loss huber: the error, in standard deviations of the label, beyond which it grows in a \
      straight line (default: 1).
      """)
  var delta: Double?

  @Option(
    help: """
      Where derivatives come from: exact (default), parameter-shift (default with --shots), or spsa, two \
      evaluations a step whatever the number of parameters.
      """)
  var gradient: GradientChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "End when the loss on a fifth of the training rows, held back, has not fallen for so many epochs.",
      valueName: "epochs"))
  var earlyStopping: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Train as on a machine: expectation values, or fidelities of a kernel, are estimates from so many \
      shots (default: exact).
      """)
  var shots: Int?

  @Option(
    parsing: .unconditional,
    help: "Of cross-validation (default: 5, fewer where a class has fewer rows; 0 is none).")
  var folds: Int?

  @Option(
    parsing: .unconditional, help: "Of folds, first weights and the order of rows (default: 0).")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Threads to use (default: one a processor).")
  var threads: Int?
}

/// What is written.
struct TrainOutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where the model goes (default: the name of the data with .qml).", valueName: "model.qml"),
    completion: .file())
  var out: String?

  @Option(
    help: ArgumentHelp("Write a model card in Markdown.", valueName: "path"), completion: .file())
  var card: String?

  @Option(
    help: ArgumentHelp("Plot the loss against epochs.", valueName: "path.svg"),
    completion: .file())
  var curve: String?

  @Option(
    help: ArgumentHelp(
      "Plot how classes were taken for each other, or predicted against true numbers.",
      valueName: "path.svg"), completion: .file())
  var confusion: String?

  @Option(
    help: ArgumentHelp(
      "Save progress here as training goes on; Ctrl-C does so in any case, beside the model.",
      valueName: "path"), completion: .file())
  var checkpoint: String?

  @Flag(help: "Go on from the checkpoint: the model is the same, bit for bit.")
  var resume = false

  @Option(help: "How to print.")
  var format: ReportFormat?

  @Flag(help: "Print nothing but results and errors.")
  var quiet = false
}

extension BundledData: ExpressibleByArgument {}

enum TaskChoice: String, ExpressibleByArgument, CaseIterable {
  case automatic, classification, regression

  var task: Dataset.Task {
    switch self {
    case .automatic: .automatic
    case .classification: .classification
    case .regression: .regression
    }
  }
}

struct Separator: ExpressibleByArgument {
  let character: Character

  init?(argument: String) {
    switch argument {
    case "tab", "\\t": character = "\t"
    default:
      guard argument.count == 1, let only = argument.first, only.isASCII else { return nil }
      character = only
    }
  }
}
