import HybridML
import Testing

@Suite struct BaselinesTests {
  @Test(
    "baselines on one split are each model fitted to the training rows and scored on the others")
  func split() throws {
    let (train, test) = try Dataset.wine().split(test: 0.2, seed: 42)
    let comparison = try Baselines.compare(on: train, test, components: 4)
    #expect(comparison.foldCount == 1 && comparison.rows == 178)
    #expect(comparison.entries.map(\.title).count == 7)
    for (title, steps) in [
      ("logistic regression on 4 components", [Pipeline.Step.standardise, .pca(4)]),
      ("logistic regression on all 13 features", [.standardise]),
    ] {
      let entry = try #require(comparison.entries.first { $0.title == title })
      var pipeline = Pipeline(steps)
      var model = LogisticRegression()
      try model.fit(train.replacing(features: pipeline.fitTransform(train.features, train.target)))
      let own = try model.score(test.replacing(features: pipeline.transform(test.features)))
      #expect(entry.test.mean == own && entry.folds.count == 1)
    }
  }

  @Test("baselines on features of another model are fitted to these, and to all features")
  func features() throws {
    let data = try Dataset.wine()
    let judge = try CrossValidation(data, folds: data.folds(3, seed: 1))
    let steps: Pipeline = [.polynomial(degree: 2), .standardise, .select(3)]
    let comparison = try judge.compare(
      Baselines.candidates(for: data, on: steps, named: "3 of 104 products"))
    #expect(
      comparison.entries.map(\.features) == [
        "", "3 of 104 products", "3 of 104 products", "3 of 104 products", "all 13 features",
        "all 13 features", "all 13 features",
      ])
    let own = try judge.compare([
      Candidate("own", on: "", features: steps) { LogisticRegression() }
    ])
    #expect(comparison.entries[1].name == "logistic regression")
    #expect(comparison.entries[1].folds.map(\.test) == own.entries[0].folds.map(\.test))
  }

  @Test("printed it is a table with a line a baseline")
  func table() throws {
    let (train, test) = try Dataset.diabetes().split(test: 0.2, seed: 1)
    let text = "\(try Baselines.compare(on: train, test))"
    let lines = text.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("model ") && lines[0].contains("R²"))
    #expect(Set(lines.map(\.count)).count == 1)
    #expect(lines[2].hasPrefix("linear regression"))
  }

  @Test("a logistic regression that would get too many numbers says so instead")
  func numbers() throws {
    let rows = RealMatrix(
      rows: 10, columns: 20, elements: (0..<200).map { Double($0 * $0 % 37) })
    let data = try Dataset(
      name: "t", features: rows,
      target: .classes((0..<10).map { $0 % 2 }, names: (0..<100_001).map { "c\($0)" }))
    let candidate = try #require(
      Baselines.candidates(for: data).first { $0.name == "logistic regression" })
    #expect(
      throws: DataError(
        .setting(
          name: "the number of rows times features times classes", value: "20000200",
          allowed: "20000000 at most for this baseline"))
    ) { try candidate.fit(data, 0) }
  }

  @Test("rows of other classes, other features or another kind of target are refused")
  func others() throws {
    let iris = try Dataset.iris()
    #expect(throws: DataError.self) { try Baselines.compare(on: iris, .wine()) }
    #expect(throws: DataError.self) { try Baselines.compare(on: iris, .diabetes()) }
    let narrow = try iris.replacing(features: iris.features.selecting(columns: [0, 1]))
    #expect(
      throws: DataError(.shape(what: "the number of features", expected: 4, got: 2))
    ) {
      try Baselines.compare(on: iris, narrow)
    }
  }
}
