import HybridML
import Testing

/// Estimators whose numbers come from a training of one's own, and files in one call.
@Suite struct TrainedElsewhereTests {
  @Test("a classifier made of a trained model predicts as the one that was fitted, from a file too")
  func classifier() throws {
    let iris = try Dataset.iris()
    var fitted = QuantumClassifier(features: [.standardise, .minMax(0...(.pi))], reuploads: true)
    try fitted.fit(iris, optimizer: .adam(rate: 0.1), epochs: 5)
    let model = try #require(fitted.model)
    let names = try #require(iris.classNames)
    let made = try QuantumClassifier(model, after: fitted.features, classNames: names)
    #expect(try made.probabilities(iris.features) == fitted.probabilities(iris.features))
    #expect(made.settings.reuploads && made.ansatz == fitted.ansatz && made.loss == .crossEntropy)
    let file = try TemporaryFile([])
    try made.save(file.path)
    let loaded = try SavedModel(contentsOf: file.path)
    #expect(try loaded.probabilities(iris.features) == fitted.probabilities(iris.features))
    #expect(loaded.featureNames == ["x0", "x1", "x2", "x3"] && loaded.targetName == "label")
  }

  @Test("an empty pipeline hands features to the model as they are")
  func withoutPipeline() throws {
    let model = try QuantumModel(.init(features: 2, outputs: 2), seed: 3)
    let made = try QuantumClassifier(model, classNames: ["u", "v"])
    let rows = try RealMatrix([[0.1, 2], [1.5, 0.3]])
    #expect(try made.logits(rows) == model.outputs(rows))
  }

  @Test("a pipeline that is not fitted, or of other features, and other classes are refused")
  func refusals() throws {
    let model = try QuantumModel(.init(features: 2, outputs: 2), seed: 3)
    #expect(throws: DataError(.notFitted("the pipeline"))) {
      try QuantumClassifier(model, after: [.standardise], classNames: ["u", "v"])
    }
    var wide: Pipeline = [.standardise]
    try wide.fit(Dataset.iris())
    #expect(throws: DataError.self) {
      try QuantumClassifier(model, after: wide, classNames: ["u", "v"])
    }
    #expect(throws: DataError(.shape(what: "the number of classes", expected: 2, got: 3))) {
      try QuantumClassifier(model, classNames: ["u", "v", "w"])
    }
  }

  @Test("a fitted model is saved in one call with the names of its columns")
  func save() throws {
    let (iris, diabetes) = (try Dataset.iris(), try Dataset.diabetes())
    var classifier = QuantumClassifier(features: [.minMax(0...3)])
    try classifier.fit(iris, optimizer: .adam(), epochs: 1)
    var regressor = QuantumRegressor(features: [.select(2), .minMax(0...3)])
    try regressor.fit(diabetes, optimizer: .adam(), epochs: 1)
    let file = try TemporaryFile([])
    try classifier.save(file.path)
    var loaded = try SavedModel(contentsOf: file.path)
    #expect(loaded.featureNames == iris.featureNames && loaded.classNames == iris.classNames)
    #expect(try loaded.bytes() == SavedModel(classifier, trainedOn: iris).bytes())
    try regressor.save(file.path)
    loaded = try SavedModel(contentsOf: file.path)
    #expect(loaded.targetName == diabetes.targetName && loaded.classNames == nil)
    #expect(try loaded.predict(diabetes.features) == .values(regressor.predict(diabetes.features)))
    #expect(throws: ModelFileError.self) { try QuantumClassifier().save(file.path) }
  }
}
