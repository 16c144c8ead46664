import HybridML

/// How features become what a model learns from.
struct FeatureRecipe {
  let pipeline: Pipeline
  /// In words, for the table of results.
  let learnsFrom: String
  /// What baselines learn the same from, which need no angles; nil where the model gets all features.
  let baselinePipeline: Pipeline?
  /// What all of it is, in a line.
  let summary: String

  /// - Parameters:
  ///   - encoding: what they enter a circuit by; nil for classical models.
  ///   - trainingRows: of the smallest training part of the folds.
  init(
    _ model: ModelOptions, _ encoding: EncodingChoice?, for data: TrainingData, trainingRows: Int,
    _ settings: inout TrainSettings
  ) throws(Failure) {
    let patches = try Self.patches(model, data)
    let count =
      patches.map { ($0.image.height / $0.patch.height) * ($0.image.width / $0.patch.width) }
      ?? data.data.features.columns
    let degree = model.polynomial ?? 1
    let products = try Self.productCount(
      count, degree: degree, interactionsOnly: model.interactionsOnly ?? false)
    let learnt = try Self.learntCount(
      model, encoding, products, data, trainingRows: trainingRows)
    let reduces = learnt < products
    let reduction = model.reduce ?? .pca
    if reduces, encoding != .basis, reduction == .pca, learnt > trainingRows {
      throw Failure(
        .usage,
        "\(learnt.counted("principal component")) cannot be found in "
          + "\(trainingRows.counted("row")), which a model learns from here: give "
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

    var steps: [Pipeline.Step] = []
    if let patches { steps.append(.patches(patches)) }
    if degree > 1 {
      steps.append(
        .polynomial(degree: degree, interactionsOnly: model.interactionsOnly ?? false))
    }
    if encoding != .basis {
      steps.append(.standardise)
      if reduces { steps.append(reduction.step(learnt)) }
    }
    let isOwn = reduces || degree > 1 || patches != nil
    baselinePipeline = isOwn ? Pipeline(steps) : nil
    if model.model == .linear, !reduces {
      // Its coefficients are those of the columns in their own units.
      steps.removeAll { if case .standardizer = $0 { true } else { false } }
    }
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
    settings.set("image", patches.map { .text("\($0.image.height)x\($0.image.width)") })
    settings.set("patch", model.patch.map { .text($0.text) })
    settings.set("polynomial", model.polynomial.map { .integer($0) })
    settings.set("interactions-only", model.interactionsOnly.map { .bool($0) })
    settings.set("reduce", model.reduce.map { .text($0.rawValue) })
    settings.set("components", model.components.map { .integer($0) })

    let unit = Self.unit(model)
    let whole = (products == 1 || isOwn ? "" : "all ") + products.counted(unit)
    learnsFrom =
      switch reduces {
      case true where reduction != .pca: "\(learnt) of \(products.counted(unit))"
      case true where unit != "feature":
        "\(learnt.counted("component")) of \(products.counted(unit))"
      case true: learnt.counted("component")
      case false: whole
      }
    summary = ([isOwn ? "all features" : whole] + steps.map(Self.words)).joined(separator: ", ")
  }

  /// The patches that the columns are taken for.
  private static func patches(
    _ model: ModelOptions, _ data: TrainingData
  ) throws(Failure) -> ImagePatches? {
    guard let patch = model.patch else { return nil }
    let columns = data.data.features.columns
    let side = Int(Double(columns).squareRoot().rounded())
    guard
      let image = model.image?.size
        ?? (side * side == columns ? ImagePatches.Size(height: side, width: side) : nil)
    else {
      throw Failure(
        .usage,
        "--patch needs --image HEIGHTxWIDTH: the \(columns.counted("feature")) of "
          + "\(data.data.name.printable) are no square")
    }
    guard image.height * image.width == columns else {
      throw Failure(
        .usage,
        "--image \(image.height)x\(image.width) has \((image.height * image.width).counted("pixel")), "
          + "but \(data.data.name.printable) has \(columns.counted("feature"))")
    }
    guard image.height % patch.size.height == 0, image.width % patch.size.width == 0 else {
      throw Failure(
        .usage,
        "patches of \(patch.text) do not tile an image of \(image.height)x\(image.width): give sides "
          + "that divide those of the image")
    }
    return ImagePatches(image: image, patch: patch.size)
  }

  /// What the columns are that are reduced or encoded.
  private static func unit(_ model: ModelOptions) -> String {
    (model.polynomial ?? 1) > 1 ? "product" : model.patch != nil ? "patch mean" : "feature"
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
          + count.counted(unit(model)))
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
          "--components \(components) take \(qubits.counted("qubit")) in this encoding: "
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
        "--qubits is \(wanted), but \(name) has \(count.counted(unit(model))), which take "
          + "\(qubits.counted("qubit")) in this encoding")
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
  private static func productCount(
    _ features: Int, degree: Int, interactionsOnly: Bool
  ) throws(Failure) -> Int {
    var (all, last) = (0, 1)
    for power in 0..<degree {
      last = last * max(0, interactionsOnly ? features - power : features + power) / (power + 1)
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
    case .principalComponents(let pca): pca.components.counted("principal component")
    case .minMaxScaler(let scaler): "scaled to [\(angle(scaler.lower)), \(angle(scaler.upper))]"
    case .polynomialFeatures(let products):
      "products \(products.interactionsOnly ? "of different features " : "")up to degree "
        + "\(products.degree)"
    case .featureSelection(let selection):
      "the \(selection.count) that say most"
        + (selection.criterion == .mutualInformation ? " by mutual information" : "")
    case .patches(let patches):
      "means of patches of \(patches.patch.height)x\(patches.patch.width) of an image of "
        + "\(patches.image.height)x\(patches.image.width)"
    }
  }

  private static func angle(_ value: Double) -> String {
    value == .pi ? "π" : NumberText.significant(value)
  }
}
