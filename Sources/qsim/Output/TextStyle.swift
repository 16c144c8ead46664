/// How text for people looks: colours on terminals that want them, Unicode where it can be read.
struct TextStyle {
  let unicode: Bool
  let width: Int
  private let usesColor: Bool

  /// The style for standard output, or for a file.
  static func current(for sink: ByteSink) -> TextStyle {
    let terminal = sink.isStandardOutput ? Terminal.output : nil
    return TextStyle(
      unicode: Terminal.showsUnicode, width: terminal?.width ?? 80,
      usesColor: terminal?.usesColor ?? false)
  }

  var ellipsis: String { unicode ? "…" : "..." }

  func bold(_ text: String) -> String { escaped(text, "1") }
  func dim(_ text: String) -> String { escaped(text, "2") }
  func accent(_ text: String) -> String { escaped(text, "36") }

  private func escaped(_ text: String, _ code: String) -> String {
    usesColor && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
