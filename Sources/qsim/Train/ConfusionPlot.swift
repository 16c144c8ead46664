import HybridML

/// How often each class was taken for each other: darker is a larger share of the true class.
struct ConfusionPlot {
  let title: String
  let matrix: ConfusionMatrix

  /// Names longer than this are cut.
  private static let nameLimit = 18

  var svg: String {
    let names = matrix.names.map(Self.shortened)
    let count = names.count
    let cell = max(28, min(90, 460 / Double(max(count, 1))))
    let longest = names.map(\.count).max() ?? 0
    var frame = PlotFrame()
    frame.left = 56 + max(34, 7.6 * Double(longest))
    frame.width = cell * Double(count)
    frame.height = frame.width
    var body = ""
    for (actual, row) in matrix.counts.enumerated() {
      let total = row.reduce(0, +)
      let y = frame.top + cell * Double(actual)
      for (predicted, number) in row.enumerated() {
        let share = total > 0 ? Double(number) / Double(total) : 0
        let x = frame.left + cell * Double(predicted)
        body += SVG.rectangle(x, y, cell, cell, "class=\"grid\" fill=\"\(Self.shade(share))\"")
        let style = share > 0.5 ? "class=\"light\" " : ""
        body += SVG.text(
          "\(number)", x + cell / 2, y + cell / 2 + 4.5, style + "text-anchor=\"middle\"")
      }
      body += SVG.text(names[actual], frame.left - 8, y + cell / 2 + 4.5, "text-anchor=\"end\"")
    }
    // Names that are wider than their column are written downwards.
    let isWide = 7.6 * Double(longest) > cell - 4
    for (index, name) in names.enumerated() {
      let x = frame.left + cell * (Double(index) + 0.5)
      let y = frame.bottom + (isWide ? 10 : 20)
      let turned =
        isWide
        ? "transform=\"rotate(90 \(SVG.number(x - 4)) \(SVG.number(y)))\""
        : "text-anchor=\"middle\""
      body += SVG.text(name, isWide ? x - 4 : x, y, turned)
    }
    let footer = frame.bottom + (isWide ? 26 + 7.6 * Double(longest) : 44)
    body += SVG.text(
      "predicted class", frame.left + frame.width / 2, footer, "text-anchor=\"middle\"")
    body += frame.sideName("true class")
    return SVG.document(
      title: title, titleLeft: 24,
      width: max(frame.right + 32, 24 + 8.2 * Double(title.count) + 16), height: footer + 24, body)
  }

  /// White to dark blue, evenly for the eye.
  private static func shade(_ share: Double) -> String {
    func mix(_ light: Double, _ dark: Double) -> String {
      let value = Int((light + (dark - light) * share).rounded())
      let digits = String(value, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    return "#" + mix(255, 0) + mix(255, 84) + mix(255, 147)
  }

  private static func shortened(_ name: String) -> String {
    name.count > nameLimit ? name.prefix(nameLimit - 1) + "…" : name
  }
}
