import HybridML
import Testing

@Suite("Model card") struct ModelCardTests {
  @Test("Names that mean something in Markdown stand as they are")
  func escaped() {
    var card = ModelCard(title: "a|b", summary: "predicts *y*\nfrom <x>")
    card.data = [.init("file", "my_data.csv")]
    #expect(card.markdown.hasPrefix("# a\\|b\n\npredicts \\*y\\* from \\<x\\>\n"))
    #expect(card.markdown.contains("- file: my\\_data.csv\n"))
  }

  @Test("Without a test it says that nothing is known of how good the model is")
  func untested() {
    let card = ModelCard(title: "t", summary: "s")
    #expect(card.markdown.contains("## Results\n\nThe model was not tested on rows"))
  }

  @Test("Results stand in a table, one row a model, with the verdict below")
  func results() throws {
    let data = try Dataset.iris()
    let judge = try CrossValidation(data, folds: data.folds(3, seed: 0))
    let model = Candidate("nearest", on: "all 4 features", features: [], role: .model) {
      NearestNeighbours(neighbours: 1)
    }
    var card = ModelCard(title: "t", summary: "s")
    let comparison = try judge.compare([model] + Baselines.candidates(for: data))
    card.comparison = comparison
    card.confusion = judge.confusion(of: comparison.entries[0])
    let markdown = card.markdown
    let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(rows.contains { $0.hasPrefix("| **nearest** | all 4 features | 0.9") })
    #expect(rows.contains { $0.hasPrefix("| majority class |  | 0.3") })
    for row in rows.prefix(6) { #expect(row.count { $0 == "|" } == 7, "\(row)") }
    #expect(markdown.contains(try #require(comparison.verdict(on: comparison.entries[0]))))
    #expect(markdown.contains("Balanced accuracy 0.9"))
  }
}
