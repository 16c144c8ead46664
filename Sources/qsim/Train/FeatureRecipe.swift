import HybridML

/// How features become what a model learns from.
struct FeatureRecipe {
  let pipeline: Pipeline
  /// In words, for the table of results.
  let learnsFrom: String
  /// What baselines learn the same from, which need no angles; nil where the model gets all features.
  let baselinePipeline: Pipeline?
  /// Why no baseline learns from the same; nil where they do.
  let reasonToSkipBaselines: String?
  /// What all of it is, in a line.
  let summary: String

  /// Products that baselines learn from at most: Newton's method takes the square of their number times
  /// that of the classes.
  private static let baselineProductLimit = 500

  /// - Parameters:
  ///   - encoding: what they enter a circuit by; nil for classical models.
  ///   - trainingRows: of the smallest training part of the folds.
  init(
    _ model: ModelOptions, _ encoding: EncodingChoice?, for data: TrainingData, trainingRows: Int,
    _ settings: inout TrainSettings
  ) throws(Failure) {
    let count = data.data.features.columns
    let degree = model.polynomial ?? 1
    let products = try Self.productCount(count, degree: degree)
    let learnt = try Self.learntCount(
      model, encoding, products, data, trainingRows: trainingRows)
    let reduces = learnt < products
    if reduces, encoding != .basis, model.reduce != .select, learnt > trainingRows {
      throw Failure(
        .usage,
        "\(NumberText.count(learnt, "principal component")) cannot be found in "
          + "\(NumberText.count(trainingRows, "row")), which a model learns from here: give "
          + (model.components == nil ? "fewer --qubits" : "fewer --components")
          + ", or --reduce select")
    }
    if model.reduce != nil, !reduces {
      let what =
        products == 1 ? "the only \(Self.unit(model))" : "all \(products) \(Self.unit(model))s"
      let remedy = products == 1 ? "" : "give --components \(products - 1) or less, or "
      throw Failure(
        .usage,
        "--reduce has no meaning where the model gets \(what): \(remedy)leave --reduce out")
    }

    var steps: [Pipeline.Step] = degree > 1 ? [.polynomial(degree: degree)] : []
    if encoding != .basis {
      steps.append(.standardise)
      if reduces { steps.append(model.reduce == .select ? .select(learnt) : .pca(learnt)) }
    }
    baselinePipeline = reduces || degree > 1 ? Pipeline(steps) : nil
    reasonToSkipBaselines =
      !reduces && degree > 1 && products > Self.baselineProductLimit
      ? "over \(Self.baselineProductLimit) products" : nil
    if encoding != .basis, let range = encoding?.range { steps.append(.minMax(range)) }
    pipeline = Pipeline(steps)
    if let encoding {
      let made = encoding.encoding(
        repetitions: model.repetitions, paulis: model.paulis?.names)
      settings.set("qubits", .integer(made.qubitCount(features: learnt)))
      settings.set("encoding", .text(encoding.rawValue))
      settings.set("repetitions", model.repetitions.map { .integer($0) })
      settings.set("paulis", model.paulis.map { .text($0.names.joined(separator: ",")) })
    }
    settings.set("polynomial", model.polynomial.map { .integer($0) })
    settings.set("reduce", model.reduce.map { .text($0.rawValue) })
    settings.set("components", model.components.map { .integer($0) })

    let all = count == 1 ? "1 feature" : "all \(count) features"
    learnsFrom =
      switch (reduces, degree > 1) {
      case (true, false) where model.reduce == .select: "\(learnt) of \(count) features"
      case (true, true) where model.reduce == .select: "\(learnt) of \(products) products"
      case (true, true): "\(NumberText.count(learnt, "component")) of \(products) products"
      case (true, false): NumberText.count(learnt, "component")
      case (false, true): NumberText.count(products, "product")
      case (false, false): all
      }
    summary = ([reduces || degree > 1 ? "all features" : all] + steps.map(Self.words))
      .joined(separator: ", ")
  }

  /// What the columns are that are reduced or encoded.
  private static func unit(_ model: ModelOptions) -> String {
    (model.polynomial ?? 1) > 1 ? "product" : "feature"
  }

  /// How many features the model gets.
  private static func learntCount(
    _ model: ModelOptions, _ encoding: EncodingChoice?, _ count: Int, _ data: TrainingData,
    trainingRows: Int
  ) throws(Failure) -> Int {
    let name = data.data.name.printable
    if let components = model.components, components > count {
      throw Failure(
        .usage,
        "--components is \(components), but \(name) has only "
          + NumberText.count(count, unit(model)))
    }
    guard let encoding else { return model.components ?? count }
    if encoding == .basis { return try basisCount(model, data) }
    let made = encoding.encoding(repetitions: nil, paulis: nil)
    if let components = model.components {
      let qubits = made.qubitCount(features: components)
      let most = model.qubits ?? ModelOptions.qubitLimit
      guard qubits == model.qubits ?? qubits, qubits <= most else {
        throw Failure(
          .usage,
          "--components \(components) take \(NumberText.count(qubits, "qubit")) in this encoding: "
            + (model.qubits.map { "leave out --qubits \($0)" } ?? "give \(most) at most"))
      }
      return components
    }
    let most = encoding.featureCount(qubits: model.qubits ?? 4)
    let learnt = min(count, most, model.qubits == nil ? max(trainingRows, 1) : most)
    let qubits = made.qubitCount(features: learnt)
    if let wanted = model.qubits, wanted > qubits {
      throw Failure(
        .usage,
        "--qubits is \(wanted), but \(name) has \(NumberText.count(count, unit(model))), which take "
          + "\(NumberText.count(qubits, "qubit")) in this encoding")
    }
    return learnt
  }

  /// All columns, which must be bits.
  private static func basisCount(_ model: ModelOptions, _ data: TrainingData) throws(Failure) -> Int
  {
    let features = data.data.features
    let names = data.data.featureNames
    if let place = features.elements.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      let column = names[place % features.columns].printable
      throw Failure(
        .usage,
        lines: [
          "qsim: error: --encoding basis takes columns of 0 and 1, and '\(column)' is "
            + "\(features.elements[place]) in row \(place / features.columns + 1)",
          "hint: --one-hot makes such columns of the values of another; other encodings take any "
            + "numbers",
        ])
    }
    let limit = model.qubits ?? ModelOptions.qubitLimit
    guard names.count <= limit, names.count == model.qubits ?? names.count else {
      throw Failure(
        .usage,
        "--encoding basis takes a qubit for each of the \(names.count) features: "
          + (model.qubits == nil
            ? "leave columns out with --drop, down to \(limit)" : "leave out --qubits"))
    }
    return names.count
  }

  /// As ``PolynomialFeatures`` makes them.
  private static func productCount(_ features: Int, degree: Int) throws(Failure) -> Int {
    var (all, last) = (0, 1)
    for power in 0..<degree {
      last = last * (features + power) / (power + 1)
      all += last
      guard all <= PolynomialFeatures.limit else {
        throw Failure(
          .usage,
          "--polynomial \(degree) gives over \(PolynomialFeatures.limit) products of \(features) "
            + "features: give a lower degree")
      }
    }
    return all
  }

  private static func words(_ step: Pipeline.Step) -> String {
    switch step {
    case .standardizer: "standardised"
    case .principalComponents(let pca): NumberText.count(pca.components, "principal component")
    case .minMaxScaler(let scaler): "scaled to [\(angle(scaler.lower)), \(angle(scaler.upper))]"
    case .polynomialFeatures(let products): "products up to degree \(products.degree)"
    case .featureSelection(let selection): "the \(selection.count) that say most"
    case .patches: "patches"
    }
  }

  private static func angle(_ value: Double) -> String {
    value == .pi ? "π" : NumberText.significant(value)
  }
}
