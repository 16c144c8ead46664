import Circuits
import HybridML
import QState

extension TrainReport {
  /// The model card.
  var card: ModelCard {
    let source = data.data
    let isRegression = source.classNames == nil
    var card = ModelCard(
      title: "\(summary.split(separator: ",").first ?? "") for \(source.targetName)",
      summary: "Predicts "
        + (isRegression ? "the number" : "the class") + " '\(source.targetName)' from "
        + "\(data.schema.columns.count.counted("column")) of \(source.name).")
    card.data = [
      .init("file", source.name), .init("rows", "\(source.rows)"),
      .init("columns", data.schema.columns.map(\.name).joined(separator: ", ")),
      .init("label", source.targetName),
    ]
    if case .classes(let indices, let names) = source.target {
      var counts = Array(repeating: 0, count: names.count)
      for index in indices { counts[index] += 1 }
      card.data.append(
        .init("classes", zip(names, counts).map { "\($0) (\($1) rows)" }.joined(separator: ", ")))
    }
    if let terms = data.terms { card.data.append(.init("terms", terms)) }
    card.features = [.init("made of", features)]
    let encoded = data.schema.columns.filter { $0.levels != nil }.map(\.name)
    if !encoded.isEmpty {
      card.features.append(.init("a feature of each value", encoded.joined(separator: ", ")))
    }
    if !data.schema.omitted.isEmpty {
      card.features.append(.init("left out", data.schema.omitted.joined(separator: ", ")))
    }
    card.architecture = [
      .init("kind", summary), .init("numbers chosen by training", "\(parameterCount)"),
    ]
    card.training = settings.list.filter { $0.key != "model" }.map { .init($0.key, "\($0.value)") }
    if let last = losses.last {
      card.training.append(.init("loss at the end", NumberText.significant(last)))
    }
    card.comparison = comparison
    card.confusion = confusion
    card.limits = limits
    card.versions = [.init("qsim", QSim.version)]
    return card
  }

  private var limits: [String] {
    let source = data.data
    var limits = [
      "It was fitted to \(source.rows.counted("row")) of \(source.name): for rows of another "
        + "origin nothing is known of it."
    ]
    if let comparison, let model = comparison.entries.first(where: { $0.role == .model }),
      let best = comparison.bestBaseline, best.test.mean >= model.test.mean
    {
      limits.append(
        "\(best.title) is as good or better on the same folds, and simpler.")
    }
    if kind.isQuantum {
      limits.append(
        "The circuit is simulated without noise; on a quantum computer results are estimates from "
          + "shots, with the errors of the machine.")
    }
    if case .classes(let indices, let names) = source.target {
      var counts = Array(repeating: 0, count: names.count)
      for index in indices { counts[index] += 1 }
      if let most = counts.max(), let least = counts.min(), most > 3 * max(least, 1) {
        limits.append(
          "Classes differ in frequency (\(least) to \(most) rows): accuracy hides errors in rare ones."
        )
      }
    }
    limits.append(
      "It was not checked for unfair treatment of groups, nor for values far from those trained on."
    )
    limits += warnings.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    return limits
  }
}
