import HybridML
import Testing

@Suite("Model comparison") struct ModelComparisonTests {
  /// A classifier of ten rows in two folds that is right where it is told to be.
  private static func comparison(model: [Int], baseline: [Int]) throws -> ModelComparison {
    let data = try Dataset(
      name: "ten", features: RealMatrix(rows: 10, columns: 1, elements: (0..<10).map(Double.init)),
      target: .classes([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], names: ["a", "b"]))
    func candidate(_ role: Candidate.Role, _ predictions: [Int]) -> Candidate {
      Candidate("\(role)", on: "1 feature", role: role) { _, _ in
        .init(parameterCount: 7) { rows in
          .classes((0..<rows.rows).map { predictions[Int(rows[$0, 0])] })
        }
      }
    }
    return try CrossValidation(
      data, folds: Folds(assignment: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    ).compare([candidate(.model, model), candidate(.baseline, baseline)])
  }

  private static let truth = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
  private static let oneWrong = [1, 1, 0, 1, 0, 1, 0, 1, 0, 1]

  @Test("A better baseline is said to be better, with the figures")
  func better() throws {
    let comparison = try Self.comparison(model: Self.oneWrong, baseline: Self.truth)
    #expect(
      comparison.verdict(on: comparison.entries[0])
        == "A classical baseline is better: baseline on 1 feature, accuracy 1.000 against 0.900, "
        + "differing by 0.100 ± 0.100 over the folds, which is within the spread of the folds.")
  }

  @Test("An equal baseline is said to be as good")
  func equal() throws {
    let comparison = try Self.comparison(model: Self.truth, baseline: Self.truth)
    #expect(
      comparison.verdict(on: comparison.entries[0])
        == "A classical baseline is as good: baseline on 1 feature, accuracy 1.000.")
  }

  @Test("A better model is no advantage: the spread of the folds is named")
  func worse() throws {
    let comparison = try Self.comparison(model: Self.truth, baseline: Self.oneWrong)
    #expect(
      comparison.verdict(on: comparison.entries[0])
        == "No baseline here is better; the nearest is baseline on 1 feature, accuracy 0.900 against "
        + "1.000, differing by 0.100 ± 0.100 over the folds, which is within the spread of the folds."
    )
  }

  @Test("Means, deviations and counts are those of the folds")
  func spread() throws {
    let comparison = try Self.comparison(model: Self.oneWrong, baseline: Self.truth)
    let entry = comparison.entries[0]
    #expect(entry.folds.map(\.test) == [0.8, 1])
    #expect(entry.folds.map(\.train) == [1, 0.8])
    #expect(abs(entry.test.mean - 0.9) < 1e-15)
    #expect(abs(entry.test.deviation - 0.1) < 1e-15)
    #expect(entry.parameterCount == 7)
    #expect(comparison.bestBaseline?.name == "baseline")
    #expect(Spread([]) == Spread([0]))
  }
}
