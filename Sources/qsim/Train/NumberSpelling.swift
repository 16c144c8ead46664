/// Ways to write numbers, and what is nearly one, that are not read as such, and what to change.
enum NumberSpelling: CaseIterable {
  case decimalComma, thousands, unit, date

  var remedy: String {
    switch self {
    case .decimalComma: "numbers have a decimal point, not a comma: change that in the file"
    case .thousands: "numbers have no separators of thousands: remove them in the file"
    case .date:
      "dates and times are no numbers: write one in their place, such as days since the first"
    case .unit: "numbers have no unit beside them, such as % or $: remove it in the file"
    }
  }

  /// How all of these texts are numbers; nil where one is none.
  init?(of texts: [String]) {
    // A group of three digits in every text: in `1,234` the comma is no point.
    if texts.contains(where: Self.isGrouped),
      texts.allSatisfy({ Self.isGrouped($0) || Self.isNumber($0) })
    {
      self = .thousands
    } else if texts.allSatisfy({ Self.isNumber($0.replacing(",", with: ".")) }) {
      self = .decimalComma
    } else if texts.allSatisfy(Self.isDate) {
      self = .date
    } else if texts.allSatisfy({ Self.isNumber($0.filter { !" ,$€£¥₹%‰°".contains($0) }) }) {
      self = .unit
    } else {
      return nil
    }
  }

  /// Hexadecimal spellings are names, and what follows a zero byte is not looked at.
  private static func isNumber(_ text: String) -> Bool {
    Double(text) != nil && !text.contains { "xX\0".contains($0) }
  }

  /// Such as `2024-01-31`, `31.1.2024`, `1/31/24 10:00` and `2024-01-31T10:00:00Z`.
  private static func isDate(_ text: String) -> Bool {
    let day = text.prefix { !"T ".contains($0) }
    let parts = day.split(omittingEmptySubsequences: false) { "-/.".contains($0) }
    guard parts.count == 3 else { return false }
    return parts.allSatisfy { part in
      [1, 2, 4].contains(part.count) && part.allSatisfy { $0.isASCII && $0.isNumber }
    }
  }

  private static func isGrouped(_ text: String) -> Bool {
    let blanks: [Character] = [",", "'", "’", " ", "\u{A0}", "\u{202F}"]
    let whole = text.drop { "+-".contains($0) }.prefix { $0 != "." }
    let groups = whole.split(omittingEmptySubsequences: false) { blanks.contains($0) }
    return groups.count > 1 && (1...3).contains(groups[0].count)
      && groups.dropFirst().allSatisfy { $0.count == 3 }
      && isNumber(text.filter { !blanks.contains($0) })
  }
}
