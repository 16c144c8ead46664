import HybridML

/// Into how many folds rows are dealt.
enum FoldCount {
  /// The number asked for, or five, or fewer where the rows do not suffice for five; 0 is none.
  ///
  /// - Throws: where two folds are not possible, or not the number asked for.
  static func choose(_ wanted: Int?, for data: Dataset) throws(Failure) -> Int {
    if wanted == 0 { return 0 }
    var smallest: Int
    var reason: String
    if case .classes(let indices, let names) = data.target {
      var counts = Array(repeating: 0, count: names.count)
      for index in indices { counts[index] += 1 }
      // A class of one row cannot be trained on and tested at once, whatever the folds.
      let repeated = names.indices.filter { counts[$0] > 1 }
      guard let rarest = repeated.min(by: { counts[$0] < counts[$1] }), repeated.count > 1 else {
        throw tooFew(data, "two classes need two rows each, one to train on and one to test")
      }
      smallest = counts[rarest]
      reason = "class '\(names[rarest])' has \(smallest.counted("row"))"
    } else {
      guard data.rows >= 4 else {
        throw tooFew(data, "two folds of two rows need 4 rows, and there are \(data.rows)")
      }
      // R² of a single row means nothing.
      smallest = data.rows / 2
      reason = "there are \(data.rows.counted("row"))"
    }
    if let groups = data.groups {
      let count = Set(groups).count
      guard count > 1 else { throw tooFew(data, "all of them are of one --group") }
      if count < smallest { (smallest, reason) = (count, "there are \(count.counted("group"))") }
    }
    guard let wanted else { return min(5, smallest) }
    guard wanted <= smallest else {
      throw Failure(
        .badInput,
        lines: [
          "\(data.name):1:1: error: \(reason), too few for \(wanted) folds".printable,
          "hint: --folds \(smallest) is the most, --folds 0 trains without testing"
            + (hasNumbers(data) ? ", --task regression takes the label for a number" : ""),
        ])
    }
    return wanted
  }

  /// Whether its classes are numbers, which may be meant as such.
  private static func hasNumbers(_ data: Dataset) -> Bool {
    data.classNames?.allSatisfy { Double($0) != nil } ?? false
  }

  private static func tooFew(_ data: Dataset, _ sentence: String) -> Failure {
    Failure(
      .badInput,
      lines: [
        "\(data.name):1:1: error: too few rows to test a model on: \(sentence)".printable,
        "hint: --folds 0 trains without testing",
      ])
  }
}
