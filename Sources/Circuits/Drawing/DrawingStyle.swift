/// The characters that a text drawing is made of.
public enum DrawingStyle: String, CaseIterable, Sendable {
  /// Box-drawing characters, `●`, `⊕` and `π`.
  case unicode
  /// 7-bit characters only, for logs and old terminals.
  case ascii

  var filledControl: String { self == .unicode ? "●" : "*" }
  var openControl: String { self == .unicode ? "○" : "o" }
  var target: String { self == .unicode ? "⊕" : "(+)" }
  var swap: String { self == .unicode ? "×" : "x" }
  var barrier: String { self == .unicode ? "░" : "#" }
  var ellipsis: String { self == .unicode ? "…" : ".." }
  /// At the right end of wires that go on in the next block.
  var continues: String { self == .unicode ? "»" : ">" }
  /// At the left end of wires that come from the block before.
  var continued: String { self == .unicode ? "«" : "<" }

  /// A label in the characters of this style.
  func label(_ text: String) -> String { self == .unicode ? text : text.inASCII }

  /// The character in which lines with these arms meet.
  func character(for arms: TextCanvas.Arms, isWire: Bool) -> Character {
    if arms.isEmpty { return " " }
    switch self {
    case .unicode: return Self.boxCharacters[Int(arms.rawValue)]
    case .ascii: return Self.asciiCharacter(for: arms, isWire: isWire)
    }
  }

  /// By arms; a meeting of single and double lines that Unicode lacks takes the nearest that it has.
  private static let boxCharacters: [Character] = {
    /// up, right, down, left: 0 none, 1 single, 2 double.
    let known: [(Int, Int, Int, Int, Character)] = [
      (0, 1, 0, 1, "─"), (1, 0, 1, 0, "│"), (0, 1, 1, 0, "┌"), (0, 0, 1, 1, "┐"), (1, 1, 0, 0, "└"),
      (1, 0, 0, 1, "┘"), (1, 1, 1, 0, "├"), (1, 0, 1, 1, "┤"), (0, 1, 1, 1, "┬"), (1, 1, 0, 1, "┴"),
      (1, 1, 1, 1, "┼"), (0, 2, 0, 2, "═"), (2, 0, 2, 0, "║"), (0, 2, 1, 0, "╒"), (0, 1, 2, 0, "╓"),
      (0, 2, 2, 0, "╔"), (0, 0, 1, 2, "╕"), (0, 0, 2, 1, "╖"), (0, 0, 2, 2, "╗"), (1, 2, 0, 0, "╘"),
      (2, 1, 0, 0, "╙"), (2, 2, 0, 0, "╚"), (1, 0, 0, 2, "╛"), (2, 0, 0, 1, "╜"), (2, 0, 0, 2, "╝"),
      (1, 2, 1, 0, "╞"), (2, 1, 2, 0, "╟"), (2, 2, 2, 0, "╠"), (1, 0, 1, 2, "╡"), (2, 0, 2, 1, "╢"),
      (2, 0, 2, 2, "╣"), (0, 2, 1, 2, "╤"), (0, 1, 2, 1, "╥"), (0, 2, 2, 2, "╦"), (1, 2, 0, 2, "╧"),
      (2, 1, 0, 1, "╨"), (2, 2, 0, 2, "╩"), (1, 2, 1, 2, "╪"), (2, 1, 2, 1, "╫"), (2, 2, 2, 2, "╬"),
      (1, 0, 0, 0, "╵"), (0, 1, 0, 0, "╶"), (0, 0, 1, 0, "╷"), (0, 0, 0, 1, "╴"), (2, 0, 0, 0, "║"),
      (0, 2, 0, 0, "═"), (0, 0, 2, 0, "║"), (0, 0, 0, 2, "═"),
    ]
    func weight(_ arms: Int, _ direction: Int) -> Int { min((arms >> (2 * direction)) & 3, 2) }
    return (0..<256).map { arms in
      let nearest = known.min { a, b in distance(a) < distance(b) }
      func distance(_ entry: (Int, Int, Int, Int, Character)) -> Int {
        let weights = [entry.0, entry.1, entry.2, entry.3]
        return (0..<4).reduce(0) { sum, direction in
          let wanted = weight(arms, direction)
          let given = weights[direction]
          // A missing or extra arm reads worse than a wrong weight.
          return sum + ((wanted == 0) != (given == 0) ? 10 : abs(wanted - given))
        }
      }
      return nearest?.4 ?? " "
    }
  }()

  private static func asciiCharacter(for arms: TextCanvas.Arms, isWire: Bool) -> Character {
    let vertical = !arms.isDisjoint(with: [.vertical, .verticalDouble])
    let horizontal = !arms.isDisjoint(with: [.horizontal, .horizontalDouble])
    let hasDouble = !arms.isDisjoint(with: .verticalDouble)
    if !vertical { return arms.isDisjoint(with: .horizontalDouble) ? "-" : "=" }
    if !horizontal { return hasDouble ? ":" : "|" }
    let up = !arms.isDisjoint(with: [.up, .upDouble])
    let down = !arms.isDisjoint(with: [.down, .downDouble])
    let left = !arms.isDisjoint(with: [.left, .leftDouble])
    let right = !arms.isDisjoint(with: [.right, .rightDouble])
    // Where a measurement ends on a classical wire.
    if isWire, up, !down { return "v" }
    if isWire, left != right { return "|" }
    return hasDouble && isWire ? ":" : "+"
  }
}
