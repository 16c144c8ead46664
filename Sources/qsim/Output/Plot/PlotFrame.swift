/// The rectangle of a plot: places within it are fractions of its width and height, from the lower left.
struct PlotFrame {
  /// A place on an axis where a line crosses the plot; one without a label is a minor one.
  struct Tick {
    let fraction: Double
    let label: String?
  }

  var left = 86.0
  var top = 56.0
  var width = 620.0
  var height = 420.0

  private static let legendLine = 20.0

  var right: Double { left + width }
  var bottom: Double { top + height }
  var legendLeft: Double { right + 24 }

  func x(_ fraction: Double) -> Double { left + fraction * width }
  func y(_ fraction: Double) -> Double { top + (1 - fraction) * height }

  /// Grid lines with their labels, the frame, and the names of the axes.
  func axes(
    x xTicks: [Tick], named xName: String, y yTicks: [Tick], named yName: String
  ) -> String {
    var body = ""
    // Minor lines first, so that the others lie above them.
    for tick in yTicks.filter({ $0.label == nil }) + yTicks.filter({ $0.label != nil }) {
      let y = y(tick.fraction)
      body += SVG.line(left, y, right, y, tick.label == nil ? "minor" : "grid")
      if let label = tick.label {
        body += SVG.text(label, left - 8, y + 4, "text-anchor=\"end\"")
      }
    }
    for tick in xTicks {
      let x = x(tick.fraction)
      body += SVG.line(x, top, x, bottom, tick.label == nil ? "minor" : "grid")
      if let label = tick.label {
        body += SVG.text(label, x, bottom + 20, "text-anchor=\"middle\"")
      }
    }
    body += SVG.rectangle(left, top, width, height, "class=\"axis\"")
    body += SVG.text(xName, left + width / 2, bottom + 44, "text-anchor=\"middle\"")
    return body + sideName(yName)
  }

  /// The name of the vertical axis, written upwards.
  func sideName(_ name: String) -> String {
    let middle = top + height / 2
    return SVG.text(
      name, 20, middle,
      "text-anchor=\"middle\" transform=\"rotate(-90 20 \(SVG.number(middle)))\"")
  }

  /// Names of lines beside their samples, to the right of the plot, and notes below them.
  func legend(_ names: [String], notes: [String] = []) -> String {
    var body = ""
    for (index, name) in names.enumerated() {
      let y = top + 8 + Self.legendLine * Double(index)
      body += SVG.solid(index, [(legendLeft, y), (legendLeft + 34, y)])
      body += SVG.marker(index, legendLeft + 17, y)
      body += SVG.text(name, legendLeft + 44, y + 4)
    }
    for (index, note) in notes.enumerated() {
      let y = top + 20 + Self.legendLine * Double(names.count) + 16 * Double(index)
      body += SVG.text(note, legendLeft, y, "class=\"soft\"")
    }
    return body
  }

  /// A whole document around the plot, wide and high enough for its legend.
  func document(title: String, legend names: [String] = [], notes: [String] = [], _ body: String)
    -> String
  {
    let longest = names.map(\.count).max() ?? 0
    let hasLegend = !names.isEmpty || !notes.isEmpty
    let width =
      hasLegend ? legendLeft + 44 + max(150, 7.6 * Double(min(longest, 60))) + 16 : right + 32
    let height = max(bottom + 62, top + Self.legendLine * Double(names.count + 3))
    // A title is never cut: about 8.2 points a letter of that size.
    return SVG.document(
      title: title, titleLeft: left, width: max(width, left + 8.2 * Double(title.count) + 16),
      height: height, body + legend(names, notes: notes))
  }
}

/// An axis whose values lie evenly.
struct LinearScale {
  let range: ClosedRange<Double>
  private let step: Double

  /// The range of some values, widened to round numbers.
  ///
  /// - Parameter whole: whether values are counts, so that ticks are whole numbers.
  init(covering values: [Double], ticks: Int = 6, whole: Bool = false) {
    let finite = values.filter(\.isFinite)
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 1)
    if low == high { (low, high) = (low - 0.5 * max(abs(low), 1), high + 0.5 * max(abs(high), 1)) }
    let rough = (high - low) / Double(max(ticks, 1))
    var power = 1.0
    while power > rough { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    let step = power * ([1, 2, 5, 10].first { power * $0 >= rough * 0.999 } ?? 10)
    self.step = whole ? max(1, step.rounded()) : step
    range =
      (low / self.step).rounded(.down) * self.step...(high / self.step).rounded(.up) * self.step
  }

  func fraction(_ value: Double) -> Double {
    (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  var ticks: [PlotFrame.Tick] {
    let count = Int(((range.upperBound - range.lowerBound) / step).rounded())
    let digits = step >= 1 ? 0 : Int((-step.exponentOfTen).rounded(.up))
    return (0...count).map { index in
      let value = range.lowerBound + Double(index) * step
      let text =
        abs(value) >= 1e6 || step < 1e-5
        ? NumberText.scientific(value) : NumberText.fixed(value == 0 ? 0 : value, digits)
      return .init(fraction: fraction(value), label: text)
    }
  }
}

extension Double {
  /// The power of ten of its leading digit: −2 for 0.05.
  fileprivate var exponentOfTen: Double {
    var (power, exponent) = (1.0, 0.0)
    while power > abs(self) * 1.000_001 { (power, exponent) = (power / 10, exponent - 1) }
    while power * 10 <= abs(self) * 1.000_001 { (power, exponent) = (power * 10, exponent + 1) }
    return exponent
  }
}
