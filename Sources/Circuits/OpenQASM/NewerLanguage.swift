/// Words that begin statements of OpenQASM 3 and mean nothing in OpenQASM 2.
enum NewerLanguage {
  private static let words: Set<String> = [
    "qubit", "bit", "int", "uint", "float", "angle", "bool", "complex", "array", "duration",
    "stretch", "const", "let", "input", "output", "def", "return", "for", "while", "switch", "else",
    "break", "continue", "end", "extern", "defcal", "defcalgrammar", "cal", "box", "gphase", "ctrl",
    "negctrl", "inv", "pow", "mutable", "readonly",
  ]

  static func startsStatement(_ word: String) -> Bool { words.contains(word) }

  static func hint(for word: String) -> String? {
    switch word {
    case "qubit": "in OpenQASM 2: 'qreg q[2];'"
    case "bit": "in OpenQASM 2: 'creg c[2];'"
    default: "a file in OpenQASM 3 begins with 'OPENQASM 3;'"
    }
  }
}
