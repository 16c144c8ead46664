/// A grid of characters on which lines join by themselves.
///
/// Each cell holds either a character or the arms of the lines that meet in it: a corner drawn over
/// another becomes a tee, a line across a wire becomes a crossing.
struct TextCanvas {
  /// The lines that leave a cell: two bits a direction, 0 none, 1 single, 2 double.
  struct Arms: OptionSet {
    let rawValue: UInt8
    static let up = Arms(rawValue: 1)
    static let right = Arms(rawValue: 1 << 2)
    static let down = Arms(rawValue: 1 << 4)
    static let left = Arms(rawValue: 1 << 6)
    static let upDouble = Arms(rawValue: 2)
    static let rightDouble = Arms(rawValue: 2 << 2)
    static let downDouble = Arms(rawValue: 2 << 4)
    static let leftDouble = Arms(rawValue: 2 << 6)

    static let horizontal: Arms = [.left, .right]
    static let vertical: Arms = [.up, .down]
    static let horizontalDouble: Arms = [.leftDouble, .rightDouble]
    static let verticalDouble: Arms = [.upDouble, .downDouble]
  }

  /// Eight bytes a cell, so that a large drawing stays small.
  private struct Cell {
    /// A code point, `continuation`, or `firstCluster + i` for cluster i.
    var glyph: UInt32 = 0
    var arms: Arms = []
  }

  let width: Int
  let height: Int
  private var cells: [Cell]
  /// Characters of several code points.
  private var clusters: [Character] = []

  /// Beyond the last code point.
  private static let firstCluster: UInt32 = 0x11_0000
  /// The right half of a wide character.
  private static let continuation = UInt32.max

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = Array(repeating: Cell(), count: width * height)
  }

  /// Adds lines to a cell.
  mutating func add(_ arms: Arms, x: Int, y: Int) { cells[y * width + x].arms.formUnion(arms) }

  /// Takes lines from a cell.
  mutating func remove(_ arms: Arms, x: Int, y: Int) { cells[y * width + x].arms.subtract(arms) }

  /// A line from one cell to another in the same row, ending in both cells' middles.
  mutating func addHorizontal(from x0: Int, to x1: Int, y: Int) {
    guard x0 < x1 else { return }
    add(.right, x: x0, y: y)
    for x in x0 + 1..<x1 { add(.horizontal, x: x, y: y) }
    add(.left, x: x1, y: y)
  }

  /// A line from one cell to another in the same column, ending in both cells' middles.
  mutating func addVertical(x: Int, from y0: Int, to y1: Int, double: Bool = false) {
    guard y0 < y1 else { return }
    add(double ? .downDouble : .down, x: x, y: y0)
    for y in y0 + 1..<y1 { add(double ? .verticalDouble : .vertical, x: x, y: y) }
    add(double ? .upDouble : .up, x: x, y: y1)
  }

  /// Empties a run of cells.
  mutating func clear(x: Range<Int>, y: Int) {
    for x in x { cells[y * width + x] = Cell() }
  }

  /// Writes text over whatever stands there, cut at the right edge.
  mutating func write(_ text: String, x: Int, y: Int) {
    var x = x
    for character in text {
      let columns = character.terminalWidth
      guard columns > 0 else { continue }
      guard x + columns <= width else { return }
      let scalars = character.unicodeScalars
      if scalars.count == 1, let scalar = scalars.first {
        cells[y * width + x] = Cell(glyph: scalar.value)
      } else {
        cells[y * width + x] = Cell(glyph: Self.firstCluster + UInt32(clusters.count))
        clusters.append(character)
      }
      if columns == 2 { cells[y * width + x + 1] = Cell(glyph: Self.continuation) }
      x += columns
    }
  }

  /// One line of the grid, without spaces at its end.
  ///
  /// - Parameter isWire: whether this line carries a wire, where the sides of boxes look unlike their
  ///   corners in 7-bit characters.
  func line(_ y: Int, isWire: Bool, style: DrawingStyle) -> String {
    var result = ""
    var spaces = 0
    for cell in cells[y * width..<(y + 1) * width] where cell.glyph != Self.continuation {
      let character: Character
      if cell.glyph >= Self.firstCluster {
        character = clusters[Int(cell.glyph - Self.firstCluster)]
      } else if cell.glyph != 0, let scalar = Unicode.Scalar(cell.glyph) {
        character = Character(scalar)
      } else {
        character = style.character(for: cell.arms, isWire: isWire)
      }
      if character == " " {
        spaces += 1
      } else {
        if spaces > 0 { result += String(repeating: " ", count: spaces) }
        spaces = 0
        result.append(character)
      }
    }
    return result
  }
}
