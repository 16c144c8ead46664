import Circuits
import Synchronization

/// A bar on standard error for work that lasts: shown on terminals only, and only after a second.
struct Progress: Sendable {
  /// What is being counted, and how much of it there is.
  let total: Int
  let unit: String
  private let start = ContinuousClock.now

  private struct Display {
    var isVisible = false
    var lastDrawn: ContinuousClock.Instant?
  }

  /// There is one standard error.
  private static let display = Mutex(Display())

  /// - Returns: `nil` where nobody would see it.
  init?(total: Int, unit: String, isQuiet: Bool) {
    guard !isQuiet, Terminal.error.isTerminal else { return nil }
    self.total = total
    self.unit = unit
  }

  /// Shows how far the work is, ten times a second at most.
  func show(_ fraction: Double) {
    let now = ContinuousClock.now
    let elapsed = (now - start).seconds
    guard elapsed > 1 else { return }
    Self.display.withLock { display in
      if let last = display.lastDrawn, now - last < .milliseconds(100) { return }
      display.lastDrawn = now
      display.isVisible = true
      StandardError.write("\r\(line(fraction, elapsed: elapsed))\u{1b}[K")
    }
  }

  /// The bar with percentage, rate and time left.
  func line(_ fraction: Double, elapsed: Double) -> String {
    let unicode = Terminal.showsUnicode
    let rate = fraction * Double(total) / elapsed
    let percent = NumberText.fixed(100 * fraction, 0)
    let left =
      fraction > 0
      ? ", \(NumberText.duration(elapsed * (1 - fraction) / fraction, unicode: unicode)) left" : ""
    let figures = "\(percent) %  \(NumberText.fixed(rate, rate < 10 ? 1 : 0)) \(unit)/s\(left)"
    let room = (Terminal.error.width ?? 80) - figures.count - 4
    let width = max(0, min(40, room))
    let bar = Bar.text(fraction, width: width, unicode: unicode)
    return "\(bar)\(String(repeating: " ", count: max(0, width - bar.count)))  \(figures)"
  }

  /// Takes the bar away, if there is one.
  static func erase() {
    display.withLock { display in
      if display.isVisible { StandardError.write("\r\u{1b}[K") }
      display.isVisible = false
    }
  }
}

/// Bars made of characters.
enum Bar {
  /// A bar of `fraction` of `width` columns: to an eighth of a column in Unicode, to a whole one in
  /// ASCII. What is more than nothing shows.
  static func text(_ fraction: Double, width: Int, unicode: Bool) -> String {
    let fraction = min(max(fraction, 0), 1)
    guard unicode else {
      let columns = Int((fraction * Double(width)).rounded())
      return String(repeating: "#", count: fraction > 0 ? max(columns, min(1, width)) : 0)
    }
    var eighths = Int((fraction * Double(8 * width)).rounded())
    if fraction > 0 { eighths = max(eighths, min(1, width)) }
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + partial[eighths % 8]
  }
}
