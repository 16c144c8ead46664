import HybridML
import Testing

@Suite("Cross-validation") struct CrossValidationTests {
  private static func folds(_ digits: String) throws -> Folds {
    try Folds(assignment: digits.compactMap(\.wholeNumberValue))
  }

  /// Accuracies in the five folds by scikit-learn 1.9.1: StandardScaler, PCA where components are
  /// named, then LogisticRegression() and SVC() as they are.
  @Test("Baselines reach the reference accuracies in every fold, on all features and on components")
  func accuracies() throws {
    let reference: [(Dataset, String, [(String, String, [Double])])] = [
      (
        try .iris(), ReferenceFolds.iris,
        [
          ("logistic regression", "all 4 features", [1, 0.966667, 0.9, 1, 0.9]),
          ("SVM (RBF)", "all 4 features", [1, 0.966667, 0.9, 1, 0.933333]),
        ]
      ),
      (
        try .wine(), ReferenceFolds.wine,
        [
          ("logistic regression", "all 13 features", [0.972222, 0.972222, 0.972222, 1, 1]),
          ("SVM (RBF)", "all 13 features", [0.944444, 1, 0.972222, 1, 1]),
          (
            "logistic regression", "4 components",
            [0.972222, 0.944444, 0.944444, 0.971429, 0.971429]
          ),
          ("SVM (RBF)", "4 components", [0.944444, 0.972222, 0.972222, 0.971429, 0.971429]),
        ]
      ),
      (
        try .breastCancer(), ReferenceFolds.breastCancer,
        [
          (
            "logistic regression", "all 30 features",
            [0.973684, 0.947368, 0.964912, 0.991228, 0.99115]
          ),
          ("SVM (RBF)", "4 components", [0.95614, 0.929825, 0.964912, 0.95614, 0.982301]),
        ]
      ),
    ]
    for (data, digits, expected) in reference {
      let judge = try CrossValidation(data, folds: Self.folds(digits))
      let comparison = try judge.compare(Baselines.candidates(for: data, components: 4))
      for (name, features, accuracies) in expected {
        let entry = try #require(
          comparison.entries.first { $0.name == name && $0.features == features })
        for (result, accuracy) in zip(entry.folds, accuracies) {
          let row = 1 / Double(judge.folds.testRows(result.fold).count)
          #expect(abs(result.test - accuracy) <= row + 1e-6, "\(data.name) \(name) \(features)")
        }
        #expect(abs(entry.test.mean - Spread(accuracies).mean) < 0.01)
      }
    }
  }

  @Test("R² and errors of linear and ridge regression are those of the reference")
  func regression() throws {
    let data = try Dataset.diabetes()
    let judge = try CrossValidation(data, folds: Self.folds(ReferenceFolds.diabetes))
    let comparison = try judge.compare(Baselines.candidates(for: data))
    let linear = try #require(comparison.entries.first { $0.name == "linear regression" })
    let expected = [0.452603, 0.5732, 0.391448, 0.584289, 0.390812]
    let errors = [53.853446, 51.600752, 57.552636, 52.895024, 58.342847]
    for (result, (score, error)) in zip(linear.folds, zip(expected, errors)) {
      #expect(abs(result.test - score) < 1e-6)
      #expect(abs(try #require(result.testError) - error) < 1e-5)
    }
    let ridge = try #require(comparison.entries.first { $0.name == "ridge regression" })
    #expect(abs(ridge.test.mean - 0.479071951) < 1e-6)
    let mean = try #require(comparison.entries.first { $0.name == "mean" })
    #expect(mean.test.mean <= 0, "the mean of the training rows explains nothing of others")
    #expect(comparison.task == .regression)
    #expect(comparison.metric == "R²")
    #expect(judge.confusion(of: linear) == nil)
  }

  @Test("What is learnt in a fold comes from its training rows alone")
  func noLeaks() throws {
    let data = try Dataset.wine()
    let judge = try CrossValidation(data, folds: Self.folds(ReferenceFolds.wine))
    for candidate in Baselines.candidates(for: data, components: 2) {
      let result = try judge.evaluate(candidate, fold: 1)
      // The same candidate, fitted by hand to rows that never saw the others.
      let (train, test) = ReferenceFolds.split(data, ReferenceFolds.wine, 1)
      let fitted = try candidate.fit(train, 1)
      #expect(try fitted.predict(test.features) == result.predictions)
      #expect(fitted.parameterCount == result.parameterCount)
      #expect(try fitted.predict(test.features).score(test.target) == result.test)
      #expect(try fitted.predict(train.features).score(train.target) == result.train)
    }
  }

  @Test("The majority class scores its share, and the confusion matrix counts every row once")
  func majority() throws {
    let data = try Dataset.germanCredit()
    let judge = try CrossValidation(data, folds: data.folds(5, seed: 3))
    let comparison = try judge.compare([Baselines.candidates(for: data)[0]])
    let entry = comparison.entries[0]
    #expect(abs(entry.test.mean - 0.7) < 1e-12)
    let confusion = try #require(judge.confusion(of: entry))
    #expect(confusion.counts == [[0, 300], [0, 700]])
    #expect(entry.parameterCount == 1)
  }

  @Test("A comparison goes on where it was interrupted and ends the same")
  func resumed() throws {
    struct Enough: Error {}
    let data = try Dataset.iris()
    let judge = try CrossValidation(data, folds: data.folds(3, seed: 5))
    let candidates = Baselines.candidates(for: data, components: 2)
    let whole = try judge.compare(candidates)
    var known: [Int: [FoldResult]] = [:]
    #expect(throws: Enough.self) {
      try judge.compare(candidates) { position, result in
        known[position, default: []].append(result)
        if position == 2, result.fold == 1 { throw Enough() }
      }
    }
    var again = 0
    let resumed = try judge.compare(candidates, known: known) { _, _ in again += 1 }
    #expect(again == candidates.count * 3 - 8)
    for (a, b) in zip(whole.entries, resumed.entries) {
      #expect(a.folds.map(\.test) == b.folds.map(\.test))
      #expect(a.folds.map(\.predictions) == b.folds.map(\.predictions))
    }
  }

  @Test(
    "A baseline that cannot be fitted is listed with the reason, a model that cannot is an error")
  func unfitted() throws {
    let data = try Dataset.iris()
    let judge = try CrossValidation(data, folds: data.folds(3, seed: 5))
    let bad = Candidate("bad", on: "9 components", features: [.standardise, .pca(9)]) {
      KernelSVM()
    }
    let entry = try judge.compare([bad]).entries[0]
    #expect(entry.folds.isEmpty)
    #expect(entry.reasonSkipped?.contains("the number of components is 9") == true)
    #expect(judge.testPredictions(of: entry) == nil)
    let model = Candidate("bad", on: "", features: [.pca(9)], role: .model) { KernelSVM() }
    #expect(throws: DataError.self) { try judge.compare([model]) }
  }

  @Test("Folds that leave one class to train on are refused")
  func oneClass() throws {
    let data = try Dataset(
      name: "two", features: RealMatrix([[0], [1]]), target: .classes([0, 1], names: ["u", "v"]))
    #expect(throws: DataError(.oneClass(column: "label", name: "v"))) {
      try CrossValidation(data, folds: Folds(assignment: [0, 1]))
    }
    #expect(throws: DataError.self) {
      try CrossValidation(data, folds: Folds(assignment: [0, 1, 1]))
    }
  }

  @Test("More rows than a kernel machine takes are sampled, and its name says so")
  func sampled() throws {
    let rows = Baselines.kernelRowLimit + 1_000
    let data = try Dataset(
      name: "large",
      features: RealMatrix(rows: rows, columns: 1, elements: (0..<rows).map(Double.init)),
      target: .classes((0..<rows).map { $0 % 2 }, names: ["even", "odd"]))
    let candidate = try #require(Baselines.candidates(for: data).last)
    #expect(candidate.name == "SVM (RBF), at most 2000 rows")
    #expect(Baselines.candidates(for: try Dataset.digits()).last?.name == "SVM (RBF)")
  }
}
