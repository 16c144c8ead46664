extension String {
  /// This text fit for one line of a drawing: control characters made visible, cut to 60 characters.
  var printable: String { printable(limit: 60) }

  /// This text with control characters made visible, cut to `limit` characters.
  func printable(limit: Int) -> String {
    var result = ""
    for character in self.prefix(limit) {
      let isControl = character.unicodeScalars.contains {
        switch $0.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        default: false
        }
      }
      result.append(isControl ? "�" : character)
    }
    return self.dropFirst(limit).isEmpty ? result : result + "…"
  }

  /// How many columns of a terminal this text takes.
  var terminalWidth: Int { reduce(0) { $0 + $1.terminalWidth } }

  /// This text, cut with an ellipsis where it is wider than `width`.
  func cut(to width: Int, ellipsis: String) -> String {
    guard terminalWidth > width else { return self }
    var result = ""
    var used = ellipsis.terminalWidth
    for character in self {
      used += character.terminalWidth
      if used > width { break }
      result.append(character)
    }
    return result + ellipsis
  }

  /// This text in 7-bit characters: Greek letters by name, signs by their usual spelling, anything
  /// else by its code point.
  var inASCII: String {
    guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      if scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else if let spelling = String.asciiSpellings[scalar] {
        result += spelling
      } else {
        result += "u" + String(scalar.value, radix: 16)
      }
    }
    return result
  }

  private static let asciiSpellings: [Unicode.Scalar: String] = {
    var result: [Unicode.Scalar: String] = [
      "⟩": ">", "⟨": "<", "†": "dg", "√": "sqrt", "…": "..", "→": "->", "−": "-", "·": "*",
      "×": "x",
      "⊕": "+", "�": "?", "°": "deg",
    ]
    let greek = [
      "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
      "lambda",
      "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi",
      "psi", "omega",
    ]
    for (offset, name) in greek.enumerated() {
      if let small = Unicode.Scalar(0x3B1 + offset) { result[small] = name }
      if let capital = Unicode.Scalar(0x391 + offset) {
        result[capital] = name.prefix(1).uppercased() + name.dropFirst()
      }
    }
    result["ϕ"] = "phi"
    result["ϑ"] = "theta"
    for digit in 0...9 {
      if let subscripted = Unicode.Scalar(0x2080 + digit) { result[subscripted] = "\(digit)" }
      if let superscripted = Unicode.Scalar(0x2070 + digit) { result[superscripted] = "\(digit)" }
    }
    result["¹"] = "1"
    result["²"] = "2"
    result["³"] = "3"
    return result
  }()
}

extension Character {
  /// How many columns of a terminal this character takes: two for East Asian wide ones and emoji.
  var terminalWidth: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return 0
      default: return 1
      }
    }
  }
}
