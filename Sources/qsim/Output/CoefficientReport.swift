import HybridML

/// The coefficients of a linear regression and what is known of them.
struct CoefficientReport {
  private let model: LinearRegression
  /// Of the columns, without the intercept.
  private let names: [String]
  /// A table for people has no more rows.
  private static let rowLimit = 40

  init(_ model: LinearRegression, names: [String]) {
    self.model = model
    self.names = names
  }

  private typealias Row = (
    name: String, estimate: Double, test: RegressionStatistics.Coefficient?
  )

  private var rows: [Row] {
    zip(["(intercept)"] + names, model.coefficients).enumerated().map { index, row in
      (name: row.0, estimate: row.1, test: model.statistics?.coefficients[index])
    }
  }

  func writeText(to sink: ByteSink, _ style: TextStyle) throws(Failure) {
    var table = [["coefficient", "estimate"]]
    if model.statistics != nil { table[0] += ["standard error", "t", "p"] }
    for row in rows.prefix(Self.rowLimit) {
      var cells = [row.name.printable, NumberText.significant(row.estimate)]
      if let test = row.test {
        cells += [test.standardError, test.t, test.pValue].map {
          $0.isNaN ? "" : NumberText.significant($0)
        }
      }
      table.append(cells)
    }
    try sink.write(AlignedTable.text(table, leading: [0], style))
    if rows.count > Self.rowLimit {
      try sink.write("… and \(rows.count - Self.rowLimit) more, all with --format json\n")
    }
    for column in model.aliased {
      try sink.write(
        "'\(names[column].printable)' is a combination of the others and a constant: it says nothing "
          + "new\n")
    }
    try sink.write(summary + "\n\n")
  }

  /// The regression as a whole, in a sentence.
  private var summary: String {
    guard let statistics = model.statistics else {
      return model.isExactFit
        ? "the fit is exact: residuals are rounding errors, and there is nothing to test"
        : "as many coefficients as rows: nothing is left to test them by"
    }
    var text =
      "residuals deviate by \(NumberText.significant(statistics.residualError)) with "
      + "\(statistics.residualFreedom.counted("degree")) of freedom"
    if !statistics.f.isNaN {
      text +=
        "; F is \(NumberText.significant(statistics.f)), "
        + "p \(NumberText.significant(statistics.fPValue))"
    }
    return text
  }

  /// Writes members of an object.
  func writeJSON(to json: inout JSONWriter) throws(Failure) {
    try json.array("coefficients") { json throws(Failure) in
      for row in rows {
        try json.object { json throws(Failure) in
          try json.string("name", row.name)
          try json.number("estimate", row.estimate)
          guard let test = row.test, !test.standardError.isNaN else { return }
          try json.number("standardError", test.standardError)
          try json.number("t", test.t)
          try json.number("p", test.pValue)
        }
      }
    }
    try json.bool("exactFit", model.isExactFit)
    guard let statistics = model.statistics else { return }
    try json.number("residualError", statistics.residualError)
    try json.number("residualFreedom", statistics.residualFreedom)
    guard !statistics.f.isNaN else { return }
    try json.number("f", statistics.f)
    try json.number("fP", statistics.fPValue)
  }
}
