import ArgumentParser

/// Numbers of qubits on the command line: `4-24`, `4-24:2` (every second), `8,12,20-22`.
struct WidthList: ExpressibleByArgument {
  /// Ascending, each once.
  let widths: [Int]

  /// More qubits than any state vector has.
  static let limit = 58

  init?(argument: String) {
    var found: Set<Int> = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      guard (1...2).contains(pieces.count) else { return nil }
      let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
      guard (1...2).contains(ends.count), let first = Self.number(ends[0]),
        let last = Self.number(ends[ends.count - 1]), first <= last
      else { return nil }
      var step = 1
      if pieces.count == 2 {
        guard ends.count == 2, let given = Self.number(pieces[1]) else { return nil }
        step = given
      }
      found.formUnion(stride(from: first, through: last, by: step))
    }
    widths = found.sorted()
  }

  init(_ widths: [Int]) { self.widths = widths }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let value = Int(text), (1...limit).contains(value)
    else { return nil }
    return value
  }
}
