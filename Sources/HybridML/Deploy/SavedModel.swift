/// A fitted model with all that predictions need, in one file that runs no code when it is read.
///
/// ```swift
/// try SavedModel(model, trainedOn: train).save(to: "wine.qml")
/// let loaded = try SavedModel(contentsOf: "wine.qml")
/// let classes = try loaded.predict(rows)
/// ```
///
/// A file has a version and a checksum; reading one that is damaged, cut off or made to do harm throws
/// ``ModelFileError`` and allocates no more than the file's own size suggests. The same model makes the
/// same bytes.
public struct SavedModel: Sendable {
  /// Files are no larger, in bytes.
  public static let sizeLimit = 1 << 30

  /// The kinds of models that files hold.
  public enum Model: Sendable {
    case quantumClassifier(QuantumClassifier)
    case quantumRegressor(QuantumRegressor)
    case logisticRegression(LogisticRegression)
    case kernelSVM(KernelSVM)
    case nearestNeighbours(NearestNeighbours)
    case linearRegression(LinearRegression)
    case ridgeRegression(RidgeRegression)
    case mlpClassifier(MLPClassifier)
    case mlpRegressor(MLPRegressor)
    case kernelSVR(KernelSVR)
    case kernelRidge(KernelRidge)
    case gaussianProcess(GaussianProcess)
    case quantumKernelClassifier(QuantumKernelClassifier)
    case quantumKernelRegressor(QuantumKernelRegressor)
    case nystromClassifier(NystromClassifier)
    case nystromRegressor(NystromRegressor)
  }

  public let model: Model
  /// What comes before a classical model; the quantum ones have theirs inside.
  public let features: Pipeline
  /// The columns that a row has.
  public let featureNames: [String]
  public let targetName: String
  /// The names of the classes; nil for numbers.
  public let classNames: [String]?
  /// How rows of a table become features, where they came from one.
  public var schema: TableSchema?
  /// Whatever else should be known: where data are from, scores, a date.
  public var metadata: [String: String] = [:]

  /// A model that has been fitted to rows of a data set.
  ///
  /// - Parameters:
  ///   - features: what has been fitted before a classical model; for quantum models leave it empty.
  ///   - data: names the columns and classes.
  public init(_ model: Model, after features: Pipeline? = nil, trainedOn data: Dataset) {
    self.init(model, after: features, ColumnNames(data), classNames: data.classNames)
  }

  init(
    _ model: Model, after features: Pipeline? = nil, _ columns: ColumnNames, classNames: [String]?
  ) {
    self.model = model
    self.features = features ?? []
    featureNames = columns.features
    targetName = columns.target
    self.classNames = classNames
  }

  /// A classifier that has been fitted.
  public init(_ model: QuantumClassifier, trainedOn data: Dataset) {
    self.init(.quantumClassifier(model), trainedOn: data)
  }

  /// A regressor that has been fitted.
  public init(_ model: QuantumRegressor, trainedOn data: Dataset) {
    self.init(.quantumRegressor(model), trainedOn: data)
  }

  /// Predictions for rows of ``featureNames``.
  ///
  /// - Throws: ``DataError`` for rows of another length, or numbers that are not finite.
  public func predict(_ rows: RealMatrix) throws(DataError) -> Predictions {
    let rows = try transformed(rows)
    switch estimator {
    case let model as any Classifier: return .classes(try model.predict(rows))
    case let model as any Regressor: return .values(try model.predict(rows))
    default: preconditionFailure("every kind of model predicts classes or numbers")
    }
  }

  /// Whether the model says how probable each class is.
  public var hasProbabilities: Bool { estimator is any ProbabilisticClassifier }

  /// The probability of each class for each row, `[rows, classes]`; nil where the model has none.
  ///
  /// - Throws: as ``predict(_:)``.
  public func probabilities(_ rows: RealMatrix) throws(DataError) -> RealMatrix? {
    guard let model = estimator as? any ProbabilisticClassifier else { return nil }
    return try model.probabilities(transformed(rows))
  }

  /// Whether the model says how far off each number may be: Gaussian processes do.
  public var hasDeviations: Bool {
    switch model {
    case .gaussianProcess: true
    case .quantumKernelRegressor(let model): model.method == .gaussianProcess
    default: false
    }
  }

  /// The mean and the standard deviation of the target of each row; nil where the model has none.
  ///
  /// - Throws: as ``predict(_:)``.
  public func distributions(
    _ rows: RealMatrix
  ) throws(DataError) -> (means: [Double], deviations: [Double])? {
    guard hasDeviations else { return nil }
    switch model {
    case .gaussianProcess(let model): return try model.distributions(transformed(rows))
    case .quantumKernelRegressor(let model): return try model.distributions(rows)
    default: return nil
    }
  }

  /// How many numbers fitting chose.
  public var parameterCount: Int { estimator.parameterCount }

  /// The model by what all of them can do.
  private var estimator: any Estimator {
    switch model {
    case .quantumClassifier(let model): model
    case .quantumRegressor(let model): model
    case .logisticRegression(let model): model
    case .kernelSVM(let model): model
    case .nearestNeighbours(let model): model
    case .linearRegression(let model): model
    case .ridgeRegression(let model): model
    case .mlpClassifier(let model): model
    case .mlpRegressor(let model): model
    case .kernelSVR(let model): model
    case .kernelRidge(let model): model
    case .gaussianProcess(let model): model
    case .quantumKernelClassifier(let model): model
    case .quantumKernelRegressor(let model): model
    case .nystromClassifier(let model): model
    case .nystromRegressor(let model): model
    }
  }

  private func transformed(_ rows: RealMatrix) throws(DataError) -> RealMatrix {
    features.isFitted ? try features.transform(rows) : rows
  }
}

// MARK: Files

extension SavedModel {
  /// Writes the model, so that the file is whole at any time.
  ///
  /// - Throws: ``ModelFileError`` for a model that is not fitted or made of one's own code, or a place
  ///   that cannot be written to.
  public func save(to path: String) throws(ModelFileError) {
    do throws(ModelFileError) {
      try WholeFile.write(bytes(), to: path)
    } catch {
      throw error.at(path)
    }
  }

  /// Reads a model.
  ///
  /// - Throws: ``ModelFileError`` with what is wrong and what to do.
  public init(contentsOf path: String) throws(ModelFileError) {
    let bytes = try WholeFile.read(path)
    do throws(ModelFileError) {
      try self.init(bytes: bytes)
    } catch {
      throw error.at(path)
    }
  }

  /// The bytes of the file.
  ///
  /// - Throws: ``ModelFileError`` for a model that is not fitted, made of one's own code, or larger than
  ///   ``sizeLimit``.
  public func bytes() throws(ModelFileError) -> [UInt8] { try bytes(limit: Self.sizeLimit) }

  func bytes(limit: Int) throws(ModelFileError) -> [UInt8] {
    guard parameterCount > 0 else { throw ModelFileError(.notFitted) }
    switch model {
    case .quantumClassifier(let model): try model.settings.checkStorable()
    case .quantumRegressor(let model): try model.settings.checkStorable()
    case .quantumKernelClassifier(let model): try Self.checkStorable(model.kernel)
    case .quantumKernelRegressor(let model): try Self.checkStorable(model.kernel)
    case .nystromClassifier(let model): try Self.checkStorable(model.features.kernel)
    case .nystromRegressor(let model): try Self.checkStorable(model.features.kernel)
    default: break
    }
    let encoder = TreeEncoder()
    do {
      let content = try encoder.tree(self)
      return try Container(kind: .model, content: content, arrays: encoder.arrays)
        .bytes(limit: limit)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw ModelFileError(.malformed("\(error)"))
    }
  }

  private static func checkStorable(_ kernel: Kernel) throws(ModelFileError) {
    if case .quantum(let kernel) = kernel { try checkStorable(kernel) }
  }

  private static func checkStorable(_ kernel: QuantumKernel) throws(ModelFileError) {
    if case .custom(let custom) = kernel.encoding {
      throw ModelFileError(.holdsCode("the encoding '\(custom.name)'"))
    }
  }

  /// Reads a model from the bytes of a file.
  public init(bytes: [UInt8]) throws(ModelFileError) {
    let container = try Container(bytes)
    guard container.kind == .model else {
      throw ModelFileError(.wrongKind(expected: "model", found: container.kind.rawValue))
    }
    do {
      self = try TreeDecoder(arrays: container.arrays).value(Self.self, from: container.content)
    } catch {
      throw Container.malformed(error)
    }
  }
}

extension SavedModel: Codable {
  private enum CodingKeys: String, CodingKey {
    case model, features, featureNames, targetName, classNames, schema, metadata
  }

  private enum ModelKeys: String, CodingKey, CaseIterable {
    case quantumClassifier, quantumRegressor, logisticRegression, kernelSVM, nearestNeighbours
    case linearRegression, ridgeRegression, mlpClassifier, mlpRegressor, kernelSVR
    case kernelRidge, gaussianProcess, quantumKernelClassifier, quantumKernelRegressor
    case nystromClassifier, nystromRegressor
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(features, forKey: .features)
    try container.encode(featureNames, forKey: .featureNames)
    try container.encode(targetName, forKey: .targetName)
    try container.encodeIfPresent(classNames, forKey: .classNames)
    try container.encodeIfPresent(schema, forKey: .schema)
    try container.encode(metadata, forKey: .metadata)
    var inner = container.nestedContainer(keyedBy: ModelKeys.self, forKey: .model)
    switch model {
    case .quantumClassifier(let model): try inner.encode(model, forKey: .quantumClassifier)
    case .quantumRegressor(let model): try inner.encode(model, forKey: .quantumRegressor)
    case .logisticRegression(let model): try inner.encode(model, forKey: .logisticRegression)
    case .kernelSVM(let model): try inner.encode(model, forKey: .kernelSVM)
    case .nearestNeighbours(let model): try inner.encode(model, forKey: .nearestNeighbours)
    case .linearRegression(let model): try inner.encode(model, forKey: .linearRegression)
    case .ridgeRegression(let model): try inner.encode(model, forKey: .ridgeRegression)
    case .mlpClassifier(let model): try inner.encode(model, forKey: .mlpClassifier)
    case .mlpRegressor(let model): try inner.encode(model, forKey: .mlpRegressor)
    case .kernelSVR(let model): try inner.encode(model, forKey: .kernelSVR)
    case .kernelRidge(let model): try inner.encode(model, forKey: .kernelRidge)
    case .gaussianProcess(let model): try inner.encode(model, forKey: .gaussianProcess)
    case .quantumKernelClassifier(let model):
      try inner.encode(model, forKey: .quantumKernelClassifier)
    case .quantumKernelRegressor(let model):
      try inner.encode(model, forKey: .quantumKernelRegressor)
    case .nystromClassifier(let model): try inner.encode(model, forKey: .nystromClassifier)
    case .nystromRegressor(let model): try inner.encode(model, forKey: .nystromRegressor)
    }
  }

  /// Refuses parts that do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    features = try container.decode(Pipeline.self, forKey: .features)
    featureNames = try container.decode([String].self, forKey: .featureNames)
    targetName = try container.decode(String.self, forKey: .targetName)
    classNames = try container.decodeIfPresent([String].self, forKey: .classNames)
    schema = try container.decodeIfPresent(TableSchema.self, forKey: .schema)
    metadata = try container.decode([String: String].self, forKey: .metadata)
    let inner = try container.nestedContainer(keyedBy: ModelKeys.self, forKey: .model)
    guard inner.allKeys.count == 1, let key = inner.allKeys.first else {
      throw DecodingError.dataCorruptedError(
        forKey: .model, in: container, debugDescription: "a kind of model that is not known")
    }
    model =
      switch key {
      case .quantumClassifier:
        .quantumClassifier(try inner.decode(QuantumClassifier.self, forKey: key))
      case .quantumRegressor:
        .quantumRegressor(try inner.decode(QuantumRegressor.self, forKey: key))
      case .logisticRegression:
        .logisticRegression(try inner.decode(LogisticRegression.self, forKey: key))
      case .kernelSVM: .kernelSVM(try inner.decode(KernelSVM.self, forKey: key))
      case .nearestNeighbours:
        .nearestNeighbours(try inner.decode(NearestNeighbours.self, forKey: key))
      case .linearRegression:
        .linearRegression(try inner.decode(LinearRegression.self, forKey: key))
      case .ridgeRegression:
        .ridgeRegression(try inner.decode(RidgeRegression.self, forKey: key))
      case .mlpClassifier: .mlpClassifier(try inner.decode(MLPClassifier.self, forKey: key))
      case .mlpRegressor: .mlpRegressor(try inner.decode(MLPRegressor.self, forKey: key))
      case .kernelSVR: .kernelSVR(try inner.decode(KernelSVR.self, forKey: key))
      case .kernelRidge: .kernelRidge(try inner.decode(KernelRidge.self, forKey: key))
      case .gaussianProcess:
        .gaussianProcess(try inner.decode(GaussianProcess.self, forKey: key))
      case .quantumKernelClassifier:
        .quantumKernelClassifier(try inner.decode(QuantumKernelClassifier.self, forKey: key))
      case .quantumKernelRegressor:
        .quantumKernelRegressor(try inner.decode(QuantumKernelRegressor.self, forKey: key))
      case .nystromClassifier:
        .nystromClassifier(try inner.decode(NystromClassifier.self, forKey: key))
      case .nystromRegressor:
        .nystromRegressor(try inner.decode(NystromRegressor.self, forKey: key))
      }
    guard isConsistent else {
      throw DecodingError.dataCorruptedError(
        forKey: .model, in: container,
        debugDescription: "the numbers of the model do not fit together")
    }
  }

  /// Whether features, model and names have the sizes that they need of each other.
  private var isConsistent: Bool {
    guard parameterCount > 0 else { return false }
    if let schema {
      guard schema.isConsistent, schema.featureNames == featureNames, schema.classes == classNames
      else { return false }
    }
    let classes = classNames?.count
    let width = features.isFitted ? features.outputCount : featureNames.count
    guard !features.isFitted || features.inputCount == featureNames.count else { return false }
    return switch model {
    case .quantumClassifier(let model):
      model.features.inputCount == featureNames.count && model.classNames == classNames
    case .quantumRegressor(let model):
      model.features.inputCount == featureNames.count && classes == nil
    case .logisticRegression(let model): model.isConsistent(features: width, classes: classes)
    case .kernelSVM(let model): model.isConsistent(features: width, classes: classes)
    case .nearestNeighbours(let model): model.isConsistent(features: width, classes: classes)
    case .linearRegression(let model):
      model.coefficients.count == width + 1 && classes == nil
    case .ridgeRegression(let model): model.weights.count == width && classes == nil
    case .mlpClassifier(let model): model.isConsistent(features: width, classes: classes)
    case .mlpRegressor(let model): model.isConsistent(features: width) && classes == nil
    case .kernelSVR(let model): model.isConsistent(features: width) && classes == nil
    case .kernelRidge(let model): model.isConsistent(features: width) && classes == nil
    case .gaussianProcess(let model): model.isConsistent(features: width) && classes == nil
    case .quantumKernelClassifier(let model):
      model.features.inputCount == featureNames.count
        && model.machine?.isConsistent(features: model.features.outputCount, classes: classes)
          == true
    case .quantumKernelRegressor(let model):
      model.features.inputCount == featureNames.count && classes == nil && model.isConsistent
    case .nystromClassifier(let model): model.isConsistent(features: width, classes: classes)
    case .nystromRegressor(let model): model.isConsistent(features: width) && classes == nil
    }
  }
}
