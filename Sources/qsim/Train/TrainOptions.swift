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

  @Option(help: ArgumentHelp("Between columns: a character, or tab.", valueName: "character"))
  var separator: Separator?

  var request: TrainingData.Request {
    TrainingData.Request(
      label: label, task: task?.task ?? .automatic, dropped: drop.flatMap(\.names),
      oneHot: oneHot.flatMap(\.names), separator: separator?.character ?? ",")
  }
}

/// What is trained.
struct ModelOptions: ParsableArguments {
  @Option(
    help: """
      vqc (a variational quantum model, the default), kernel (a quantum kernel machine, its bandwidth \
      searched); logistic, svm, knn, mlp for classes; linear, ridge, svr, mlp for numbers.
      """)
  var model: ModelKind?

  @Option(
    parsing: .unconditional,
    help: "Qubits of quantum models (default: one a feature, 4 at most).")
  var qubits: Int?

  @Option(parsing: .unconditional, help: "Layers of the ansatz (default: 3).")
  var layers: Int?

  @Option(help: "How features enter the circuit (default: angle-y; zz for kernel).")
  var encoding: EncodingChoice?

  @Option(help: "The trained part of the circuit (default: strongly-entangling).")
  var ansatz: Ansatz.Family?

  @Option(
    parsing: .unconditional,
    help: "Factor of the features in a quantum kernel (default: searched).")
  var bandwidth: Double?

  @Flag(
    inversion: .prefixedNo,
    help: "Train a factor for each feature of a quantum kernel, by its alignment with the label.")
  var align: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Encode the features again in every layer, times trained numbers where it can be done.")
  var reupload: Bool?
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

  @Option(
    help: """
      Of the learning rate: constant (default), cosine, or step (halved after every third of the epochs).
      """)
  var schedule: ScheduleChoice?

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

extension Ansatz.Family: ExpressibleByArgument {}
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

enum ModelKind: String, ExpressibleByArgument, CaseIterable, Codable {
  case vqc, kernel, logistic, svm, knn, mlp, linear, ridge, svr

  /// The tasks that it can do.
  var isForClasses: Bool { ![.linear, .ridge, .svr].contains(self) }
  var isForNumbers: Bool { ![.logistic, .svm, .knn].contains(self) }
  var isQuantum: Bool { self == .vqc || self == .kernel }
}

enum EncodingChoice: String, ExpressibleByArgument, CaseIterable {
  case angleX = "angle-x"
  case angleY = "angle-y"
  case angleZ = "angle-z"
  case amplitude, iqp, z, zz, chebyshev

  var encoding: Encoding {
    switch self {
    case .angleX: .angle(.x)
    case .angleY: .angle(.y)
    case .angleZ: .angle(.z)
    case .amplitude: .amplitude
    case .iqp: .iqp(repetitions: 1)
    case .z: .zFeatureMap(repetitions: 2)
    case .zz: .zzFeatureMap(repetitions: 2)
    case .chebyshev: .chebyshev
    }
  }

  /// How many features go into so many qubits.
  func featureCount(qubits: Int) -> Int { self == .amplitude ? 1 << qubits : qubits }

  /// What features are scaled to; nil leaves them standardised.
  var range: ClosedRange<Double>? {
    switch self {
    case .angleX, .angleY, .angleZ, .iqp, .z, .zz: 0...(.pi)
    case .chebyshev: -1...1
    case .amplitude: nil
    }
  }
}

enum OptimizerChoice: String, ExpressibleByArgument, CaseIterable {
  case adam, rmsprop, sgd
}

enum ScheduleChoice: String, ExpressibleByArgument, CaseIterable {
  case constant, cosine, step
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
