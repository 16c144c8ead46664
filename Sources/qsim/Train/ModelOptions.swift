import ArgumentParser
import HybridML

/// What is trained.
struct ModelOptions: ParsableArguments {
  /// The most qubits of a model.
  static let qubitLimit = 24

  @Option(
    help: """
      vqc (a variational quantum model, the default), kernel (a quantum kernel machine, its bandwidth \
      searched); logistic, svm, knn, mlp for classes; linear, ridge, kernel-ridge, svr, gp (a Gaussian \
      process), mlp for numbers.
      """)
  var model: ModelKind?

  @Option(
    parsing: .unconditional,
    help: "Qubits of quantum models (default: one a feature, 4 at most).")
  var qubits: Int?

  @Option(
    help: """
      How features enter the circuit (default: angle-y; zz for kernel). basis takes columns of 0 and 1 \
      as they are.
      """)
  var encoding: EncodingChoice?

  @Option(
    parsing: .unconditional,
    help: "Of the encodings iqp (default: 1), z, zz and pauli (default: 2).")
  var repetitions: Int?

  @Option(
    help: ArgumentHelp(
      "Of the encoding pauli: Pauli letters, one word for each kind of rotation (default: Z,YY).",
      valueName: "words"))
  var paulis: NameList?

  @Option(parsing: .unconditional, help: "Layers of the ansatz (default: 3).")
  var layers: Int?

  @Option(help: "The trained part of the circuit (default: strongly-entangling).")
  var ansatz: Ansatz.Family?

  @Option(help: "Of the ansatz two-local: axes, such as y,z (default: y).")
  var rotations: AxisList?

  @Option(help: "Of the ansatz two-local (default: cz).")
  var entangler: TwoLocal.Entangler?

  @Option(help: "Of the ansatz two-local: the pairs that are entangled (default: full).")
  var pattern: TwoLocal.Pattern?

  @Flag(
    inversion: .prefixedNo,
    help: "Encode the features again in every layer, times trained numbers where it can be done.")
  var reupload: Bool?

  @Flag(
    inversion: .prefixedNo,
    help: "Multiply features by trained numbers (default: where they are encoded again).")
  var trainedScales: Bool?

  @Option(
    help: """
      Expectation values that a variational model sees: z of every qubit (default), xyz, or z-and-pairs.
      """)
  var readout: ReadoutChoice?

  @Option(
    help:
      "What a variational model makes of them: linear (default), or direct, the values as they are."
  )
  var head: QuantumModel.Head?

  @Option(
    help: """
      What a quantum kernel compares: fidelity (default), or projected, the states of single qubits; what \
      svm, svr, kernel-ridge and gp compare rows by: rbf (default) or linear.
      """)
  var kernel: KernelChoice?

  @Option(
    help: """
      What learns from a quantum kernel: svm (default) for classes, or logistic from landmarks; ridge \
      (default), svr, gp for numbers.
      """)
  var machine: MachineChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Compare rows with so many of them only (Nyström), for many rows: of kernel, kernel-ridge, and "
        + "logistic, which then learns from an RBF kernel.", valueName: "rows"))
  var landmarks: Int?

  @Option(
    parsing: .unconditional,
    help: """
      Factor of the features in a quantum kernel, or several with commas between them, which are tried \
      (default: 1 down to 1/16 in halves).
      """)
  var bandwidth: NumberList?

  @Flag(
    inversion: .prefixedNo,
    help: "Train a factor for each feature of a quantum kernel, by its alignment with the label.")
  var align: Bool?

  @Option(
    parsing: .unconditional,
    help: """
      In exp(-gamma distance²) of svm, svr, kernel-ridge, gp, of projected kernels, and of logistic with \
      landmarks (default: by the variance of the features).
      """)
  var gamma: Double?

  @Option(
    parsing: .unconditional,
    help: """
      C of logistic regression and support vector machines (less is smoother), the strength of ridge \
      regressions and networks (more is smoother; default: 1).
      """)
  var penalty: Double?

  @Option(
    parsing: .unconditional,
    help: """
      Of svr, and of kernel with that machine: errors up to so many standard deviations of the label cost \
      nothing (default: 0.1).
      """)
  var tube: Double?

  @Option(
    name: [.customLong("neighbours"), .customLong("neighbors")], parsing: .unconditional,
    help: "Rows that vote in knn (default: 5, fewer where there are fewer).")
  var neighbours: Int?

  @Option(
    help: ArgumentHelp(
      "Units of each hidden layer of mlp, one or two (default: 16).", valueName: "units"))
  var hidden: CountList?

  @Option(help: "What units of mlp make of their sum: tanh (default) or relu.")
  var activation: Activation?

  @Option(
    help: ArgumentHelp(
      "Learn from the means of patches of an image, whose pixels are the columns row by row, such as 2x2.",
      valueName: "heightxwidth"))
  var patch: PixelSize?

  @Option(
    help: ArgumentHelp(
      "Of that image (default: square).", valueName: "heightxwidth"))
  var image: PixelSize?

  @Option(
    parsing: .unconditional,
    help: "Learn from products of features up to this degree as well (default: 1, none).")
  var polynomial: Int?

  @Flag(
    inversion: .prefixedNo, help: "Of these products: only those in which no feature comes twice.")
  var interactionsOnly: Bool?

  @Option(
    help: """
      How many features become few: pca (principal components, default), select (those that say most \
      about the label by an F test) or mutual-information (by any dependence).
      """)
  var reduce: ReductionChoice?

  @Option(
    parsing: .unconditional,
    help: "Features to reduce to (default: as many as the qubits take; all for classical models).")
  var components: Int?
}
