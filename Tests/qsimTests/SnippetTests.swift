import Foundation
import Testing

/// The programs in Snippets, which are built with the package.
@Suite struct SnippetTests {
  @Test(
    "Each runs and says what it found",
    arguments: [
      ("IrisInTenLines", "accuracy on rows that were not trained on: 0.9"),
      ("HybridPipeline", "accuracy on rows that were not trained on: 0."),
      ("TrainedCustomGate", "energy -2.0615"),
    ])
  func run(name: String, says text: String) throws {
    let outcome = try Program.Running([], program: name).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text.contains(text), "\(outcome.text)")
  }
}
