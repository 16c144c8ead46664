import HybridML
import Testing

@Suite("Accuracy of classical models") struct ClassicalAccuracyTests {
  private static func rightRows(_ model: Int, _ train: Dataset, _ test: Dataset) throws -> Int {
    func count<C: Classifier>(_ classifier: C) throws -> Int {
      var classifier = classifier
      try classifier.fit(train)
      let predictions = try classifier.predict(test.features)
      return try zip(predictions, test.classIndices()).count { $0 == $1 }
    }
    return switch model {
    case 0: try count(LogisticRegression())
    case 1: try count(KernelSVM())
    case 2: try count(KernelSVM(penalty: 10))
    case 3: try count(KernelSVM(kernel: .linear))
    default: try count(NearestNeighbours())
    }
  }

  private static func check(
    _ data: Dataset, _ folds: String, _ reference: [Int: [[Int]]], components: [Int],
    folds tested: Range<Int> = 0..<5
  ) throws {
    for fold in tested {
      let (train, test) = ReferenceFolds.split(data, folds, fold)
      for count in components {
        let expected = try #require(reference[count])
        var pipeline: Pipeline = count == 0 ? [.standardise] : [.standardise, .pca(count)]
        try pipeline.fit(train)
        let (inputs, unseen) = (try pipeline.transform(train), try pipeline.transform(test))
        for (model, name) in ReferenceAccuracies.models.enumerated() {
          let right = try rightRows(model, inputs, unseen)
          #expect(
            abs(right - expected[model][fold]) <= 1,
            "\(name), \(data.name), \(count) components, fold \(fold)")
        }
      }
    }
  }

  @Test("Iris, wine and breast cancer: each fold as in scikit-learn, to one row")
  func small() throws {
    try Self.check(
      try .iris(), ReferenceFolds.iris, ReferenceAccuracies.iris, components: [0, 2])
    try Self.check(
      try .wine(), ReferenceFolds.wine, ReferenceAccuracies.wine, components: [0, 2, 4, 8])
    try Self.check(
      try .breastCancer(), ReferenceFolds.breastCancer, ReferenceAccuracies.breastCancer,
      components: [0, 2, 4, 8])
  }

  @Test("Digits: a fold as in scikit-learn, to one row")
  func digits() throws {
    try Self.check(
      try .digits(), ReferenceFolds.digits, ReferenceAccuracies.digits, components: [8],
      folds: 0..<1)
  }
}
