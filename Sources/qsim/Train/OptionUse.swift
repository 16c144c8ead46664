import HybridML

/// Which options a choice has a use for: those that it has none for are refused rather than ignored.
struct OptionUse: Sendable {
  let option: String
  let isGiven: @Sendable (Train) -> Bool
  /// The models that take it.
  let models: Set<ModelKind>

  private static let kernelMachines: Set<ModelKind> = [.svm, .svr, .kernelRidge, .gp, .kernel]

  /// Options that not all models take.
  static let all: [OptionUse] = {
    func use(
      _ option: String, _ models: Set<ModelKind>, _ isGiven: @escaping @Sendable (Train) -> Bool
    ) -> OptionUse {
      OptionUse(option: option, isGiven: isGiven, models: models)
    }
    let quantum: Set<ModelKind> = [.vqc, .kernel]
    return [
      use("qubits", quantum) { $0.modelOptions.qubits != nil },
      use("encoding", quantum) { $0.modelOptions.encoding != nil },
      use("repetitions", quantum) { $0.modelOptions.repetitions != nil },
      use("paulis", quantum) { $0.modelOptions.paulis != nil },
      use("shots", quantum) { $0.fitting.shots != nil },
      use("layers", [.vqc]) { $0.modelOptions.layers != nil },
      use("ansatz", [.vqc]) { $0.modelOptions.ansatz != nil },
      use("rotations", [.vqc]) { $0.modelOptions.rotations != nil },
      use("entangler", [.vqc]) { $0.modelOptions.entangler != nil },
      use("pattern", [.vqc]) { $0.modelOptions.pattern != nil },
      use("reupload", [.vqc]) { $0.modelOptions.reupload == true },
      use("trained-scales", [.vqc]) { $0.modelOptions.trainedScales == true },
      use("readout", [.vqc]) { $0.modelOptions.readout != nil },
      use("head", [.vqc]) { $0.modelOptions.head != nil },
      use("loss", [.vqc]) { $0.fitting.loss != nil },
      use("gradient", [.vqc]) { $0.fitting.gradient != nil },
      use("epochs", [.vqc]) { $0.fitting.epochs != nil },
      use("batch", [.vqc]) { $0.fitting.batch != nil },
      use("learning-rate", [.vqc]) { $0.fitting.learningRate != nil },
      use("optimizer", [.vqc]) { $0.fitting.optimizer != nil },
      use("momentum", [.vqc]) { $0.fitting.momentum != nil },
      use("weight-decay", [.vqc]) { $0.fitting.weightDecay != nil },
      use("schedule", [.vqc]) { $0.fitting.schedule != nil },
      use("warm-up", [.vqc]) { $0.fitting.warmUp != nil },
      use("early-stopping", [.vqc]) { $0.fitting.earlyStopping != nil },
      use("curve", [.vqc]) { $0.outputs.curve != nil },
      use("nesterov", [.vqc]) { $0.fitting.nesterov == true },
      use("floor", [.vqc]) { $0.fitting.floor != nil },
      use("step-every", [.vqc]) { $0.fitting.stepEvery != nil },
      use("step-factor", [.vqc]) { $0.fitting.stepFactor != nil },
      use("delta", [.vqc]) { $0.fitting.delta != nil },
      use("kernel", kernelMachines) { $0.modelOptions.kernel != nil },
      use("landmarks", [.kernel, .logistic, .kernelRidge]) { $0.modelOptions.landmarks != nil },
      use("machine", [.kernel]) { $0.modelOptions.machine != nil },
      use("bandwidth", [.kernel]) { $0.modelOptions.bandwidth != nil },
      use("align", [.kernel]) { $0.modelOptions.align == true },
      use("gamma", kernelMachines.union([.logistic])) { $0.modelOptions.gamma != nil },
      use("tube", [.svr, .kernel]) { $0.modelOptions.tube != nil },
      use("penalty", [.logistic, .svm, .svr, .ridge, .kernelRidge, .mlp, .kernel]) {
        $0.modelOptions.penalty != nil
      },
      use("neighbours", [.knn]) { $0.modelOptions.neighbours != nil },
      use("hidden", [.mlp]) { $0.modelOptions.hidden != nil },
      use("activation", [.mlp]) { $0.modelOptions.activation != nil },
    ]
  }()

  /// - Throws: for the first option that is given in vain.
  static func check(_ options: Train, _ kind: ModelKind, isRegression: Bool) throws(Failure) {
    if isRegression ? !kind.isForNumbers : !kind.isForClasses {
      let fitting = ModelKind.allCases.filter { isRegression ? $0.isForNumbers : $0.isForClasses }
      throw Failure(
        .usage,
        "--model \(kind.rawValue) predicts \(isRegression ? "classes" : "numbers"), but the label is "
          + "\(isRegression ? "a number" : "of classes"): give "
          + fitting.map(\.rawValue).joined(separator: ", ")
          + (isRegression
            ? ", or --task classification" : ", or --task regression where it is of numbers"))
    }
    for use in all where !use.models.contains(kind) && use.isGiven(options) {
      let others = ModelKind.allCases.filter(use.models.contains).map(\.rawValue)
      throw vain(use.option, for: "--model \(kind.rawValue)", takes: "--model", others)
    }
    try checkCircuit(options)
    try checkFeatures(options.modelOptions)
    try checkTraining(options, isRegression: isRegression)
    if kind == .kernel {
      try checkKernel(options.modelOptions, options.fitting, isRegression)
    } else {
      try checkClassical(options.modelOptions, kind)
    }
  }

  private static func checkFeatures(_ model: ModelOptions) throws(Failure) {
    if model.image != nil, model.patch == nil {
      throw Failure(.usage, "--image has no meaning without --patch HEIGHTxWIDTH")
    }
    if model.interactionsOnly == true, model.polynomial ?? 1 < 2 {
      throw Failure(.usage, "--interactions-only has no meaning without --polynomial 2 or more")
    }
  }

  private static func checkClassical(_ model: ModelOptions, _ kind: ModelKind) throws(Failure) {
    if let kernel = model.kernel, kernel.isQuantum {
      let others = KernelChoice.allCases.filter { !$0.isQuantum }.map(\.rawValue)
      throw Failure(
        .usage,
        "--kernel \(kernel.rawValue) belongs to --model kernel: --model \(kind.rawValue) takes "
          + others.joined(separator: " or "))
    }
    if model.gamma != nil, model.kernel == .linear {
      throw vain("gamma", takes: "--kernel", ["rbf"])
    }
    if model.gamma != nil, kind == .logistic, model.landmarks == nil {
      throw Failure(.usage, "--gamma has no meaning for --model logistic without --landmarks")
    }
  }

  private static func checkCircuit(_ options: Train) throws(Failure) {
    let model = options.modelOptions
    if model.paulis != nil, model.encoding != .pauli {
      throw vain("paulis", takes: "--encoding", ["pauli"])
    }
    if model.repetitions != nil, !(model.encoding?.repeats ?? (model.model == .kernel)) {
      let others = EncodingChoice.allCases.filter(\.repeats).map(\.rawValue)
      throw vain("repetitions", takes: "--encoding", others)
    }
    for (option, isGiven) in [
      ("rotations", model.rotations != nil), ("entangler", model.entangler != nil),
      ("pattern", model.pattern != nil),
    ] where isGiven && model.ansatz != .twoLocal {
      throw vain(option, takes: "--ansatz", [Ansatz.Family.twoLocal.rawValue])
    }
    if model.encoding == .basis {
      for (option, isGiven) in [
        ("polynomial", model.polynomial != nil), ("reduce", model.reduce != nil),
        ("components", model.components != nil), ("bandwidth", model.bandwidth != nil),
        ("patch", model.patch != nil),
      ] where isGiven {
        throw Failure(
          .usage,
          "--\(option) has no meaning with --encoding basis, which takes columns of 0 and 1 as they are"
        )
      }
    }
  }

  private static func checkTraining(_ options: Train, isRegression: Bool) throws(Failure) {
    let fitting = options.fitting
    let optimizer = fitting.optimizer ?? .adam
    if fitting.momentum != nil, optimizer != .sgd {
      throw vain("momentum", takes: "--optimizer", ["sgd"])
    }
    if fitting.weightDecay != nil, optimizer != .adam {
      throw vain("weight-decay", takes: "--optimizer", ["adam"])
    }
    if fitting.nesterov == true, fitting.momentum ?? 0 == 0 {
      throw Failure(.usage, "--nesterov has no meaning without --momentum above 0")
    }
    if fitting.floor != nil, fitting.schedule != .cosine {
      throw vain("floor", takes: "--schedule", ["cosine"])
    }
    for (option, isGiven) in [
      ("step-every", fitting.stepEvery != nil), ("step-factor", fitting.stepFactor != nil),
    ] where isGiven && fitting.schedule != .step {
      throw vain(option, takes: "--schedule", ["step"])
    }
    if fitting.delta != nil, fitting.loss != .huber {
      throw vain("delta", takes: "--loss", ["huber"])
    }
    if let loss = fitting.loss, loss.isForClasses == isRegression {
      let fitting = LossChoice.allCases.filter { $0.isForClasses != isRegression }
      throw Failure(
        .usage,
        "--loss \(loss.rawValue) is for \(isRegression ? "classes" : "numbers"), but the label is "
          + "\(isRegression ? "a number" : "of classes"): give "
          + fitting.map(\.rawValue).joined(separator: " or "))
    }
    let hasShots = fitting.shots.map { $0 > 0 } ?? false
    if fitting.gradient == .exact, hasShots {
      throw Failure(
        .usage, "--gradient exact takes no --shots: leave one out, or give parameter-shift or spsa")
    }
    if fitting.gradient == .parameterShift, !hasShots {
      throw Failure(
        .usage,
        "--gradient parameter-shift needs --shots: without them the exact gradient is the same, and "
          + "faster")
    }
  }

  private static func checkKernel(
    _ model: ModelOptions, _ fitting: FittingOptions, _ isRegression: Bool
  ) throws(Failure) {
    if let machine = model.machine, machine.isForClasses == isRegression {
      let fitting = MachineChoice.allCases.filter { $0.isForClasses != isRegression }
      throw Failure(
        .usage,
        "--machine \(machine.rawValue) predicts \(isRegression ? "classes" : "numbers"), but the label "
          + "is \(isRegression ? "a number" : "of classes"): give "
          + fitting.map(\.rawValue).joined(separator: ", "))
    }
    if let kernel = model.kernel, !kernel.isQuantum {
      throw Failure(
        .usage,
        "--kernel \(kernel.rawValue) belongs to classical models: --model kernel takes fidelity or "
          + "projected")
    }
    if model.machine == .logistic, model.landmarks == nil {
      throw Failure(
        .usage,
        "--machine logistic learns from similarities to some of the rows: say of how many with "
          + "--landmarks")
    }
    if model.landmarks != nil, let machine = model.machine, !machine.takesLandmarks {
      throw vain(
        "landmarks", for: "--machine \(machine.rawValue)", takes: "--machine",
        MachineChoice.allCases.filter(\.takesLandmarks).map(\.rawValue))
    }
    if model.landmarks != nil, let shots = fitting.shots, shots > 0 {
      throw Failure(
        .usage,
        "--shots has no meaning with --landmarks, whose similarities are exact: leave one out")
    }
    if model.tube != nil, model.machine != .svr { throw vain("tube", takes: "--machine", ["svr"]) }
    let isProjected = model.kernel == .projected
    if model.gamma != nil, !isProjected { throw vain("gamma", takes: "--kernel", ["projected"]) }
    if model.align == true, isProjected { throw vain("align", takes: "--kernel", ["fidelity"]) }
    if let shots = fitting.shots, shots > 0, isProjected {
      throw vain("shots", takes: "--kernel", ["fidelity"])
    }
    if model.penalty != nil, model.machine == .gp {
      throw vain("penalty", takes: "--machine", ["svm", "logistic", "ridge", "svr"])
    }
    if let encoding = model.encoding,
      !encoding.encoding(repetitions: nil, paulis: nil).takesScaledFeatures
    {
      for (option, isGiven) in [
        ("bandwidth", (model.bandwidth?.numbers ?? [1]) != [1]),
        ("align", model.align == true),
      ] where isGiven {
        throw Failure(
          .usage,
          "--\(option) has no meaning with --encoding \(encoding.rawValue), whose features cannot be "
            + "multiplied by a number")
      }
    }
  }

  private static func vain(
    _ option: String, for choice: String = "", takes owner: String, _ others: [String]
  ) -> Failure {
    let place = choice.isEmpty ? "without" : "for \(choice); it belongs to"
    let list =
      (others.count > 1 ? others.dropLast().joined(separator: ", ") + " or " : "")
      + (others.last ?? "")
    return Failure(.usage, "--\(option) has no meaning \(place) \(owner) \(list)")
  }
}
