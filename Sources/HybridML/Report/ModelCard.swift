/// A page in Markdown that says what a model is, how it was made, how good it is and what it cannot do
/// (M. Mitchell et al., "Model cards for model reporting" (2019), doi:10.1145/3287560.3287596).
public struct ModelCard: Hashable, Sendable, Codable {
  /// A line of a list: what, and how much.
  public struct Fact: Hashable, Sendable, Codable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public var title: String
  /// What it is for, in a sentence or two.
  public var summary: String
  public var data: [Fact] = []
  /// How features are made, in order.
  public var features: [Fact] = []
  public var architecture: [Fact] = []
  public var training: [Fact] = []
  /// The results on the same folds; nil where nothing was tested.
  public var comparison: ModelComparison?
  public var confusion: ConfusionMatrix?
  public var limits: [String] = []
  public var versions: [Fact] = []

  public init(title: String, summary: String) {
    self.title = title
    self.summary = summary
  }

  public var markdown: String {
    var text = "# \(Self.inline(title))\n\n\(Self.inline(summary))\n"
    for (heading, facts) in [
      ("Data", data), ("Features", features), ("Model", architecture), ("Training", training),
    ] where !facts.isEmpty {
      text += "\n## \(heading)\n\n" + Self.list(facts)
    }
    text += "\n## Results\n\n" + results
    if let confusion { text += "\n### Confusion\n\n" + Self.table(confusion) }
    text += "\n## Limits\n\n" + limits.map { "- \(Self.inline($0))\n" }.joined()
    if !versions.isEmpty { text += "\n## Versions\n\n" + Self.list(versions) }
    return text
  }

  private var results: String {
    guard let comparison else {
      return
        "The model was not tested on rows that it was not trained on: how good it is, is not known.\n"
    }
    let metric = comparison.metric
    var rows = [
      ["model", "learns from", metric, "on training rows", "parameters", "CPU seconds"],
      ["---", "---", "--:", "--:", "--:", "--:"],
    ]
    for entry in comparison.entries {
      guard entry.reasonSkipped == nil else { continue }
      let name = entry.role == .model ? "**\(Self.inline(entry.name))**" : Self.inline(entry.name)
      rows.append([
        name, Self.inline(entry.features), entry.test.text, entry.train.text,
        entry.parameterCount.fixed(0), entry.seconds.fixed(3),
      ])
    }
    var text = Self.table(rows)
    text +=
      "\nMean ± standard deviation over \(comparison.foldCount) folds, the same for every model; scores "
      + "are of rows that were not trained on, and preprocessing is fitted to training rows only.\n"
    for entry in comparison.entries {
      guard let reason = entry.reasonSkipped else { continue }
      text += "\n\(Self.inline(entry.title)) was not run: "
      text += "\(Self.inline(reason)).\n"
    }
    for entry in comparison.entries where entry.role == .model {
      if let verdict = comparison.verdict(on: entry) { text += "\n\(Self.inline(verdict))\n" }
    }
    return text
  }

  private static func list(_ facts: [Fact]) -> String {
    facts.map { "- \(inline($0.name)): \(inline($0.value))\n" }.joined()
  }

  private static func table(_ matrix: ConfusionMatrix) -> String {
    var rows = [["true \\ predicted"] + matrix.names.map(inline) + ["recall", "precision"]]
    rows.append(["---"] + Array(repeating: "--:", count: matrix.names.count + 2))
    for (index, counts) in matrix.counts.enumerated() {
      rows.append(
        [inline(matrix.names[index])] + counts.map { "\($0)" }
          + [matrix.recall(index), matrix.precision(index)].map { $0?.fixed(3) ?? "–" })
    }
    return table(rows) + "\nBalanced accuracy \(matrix.balancedAccuracy.fixed(3)).\n"
  }

  private static func table(_ rows: [[String]]) -> String {
    rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// Text on one line that Markdown takes for nothing but text.
  private static func inline(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "`", "<", ">", "[", "]", "#": result += "\\\(character)"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}

extension Spread {
  /// `0.953 ± 0.045`
  public var text: String { "\(mean.fixed(3)) ± \(deviation.fixed(3))" }
}
