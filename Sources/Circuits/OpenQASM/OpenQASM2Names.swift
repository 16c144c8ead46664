import Gates

/// Gives out identifiers that OpenQASM 2 allows, each once: a lower-case letter, then letters, digits
/// and underscores, and none that the language or `qelib1.inc` already uses.
struct OpenQASM2Names {
  private var taken: Set<String>

  private static let reserved: Set<String> = {
    var names: Set<String> = [
      "barrier", "creg", "gate", "if", "include", "measure", "opaque", "pi", "qreg", "reset", "sin",
      "cos", "tan", "exp", "ln", "sqrt", "asin", "acos", "atan",
    ]
    for record in GateTable.records(in: .qelib1) {
      names.insert(record.name)
      names.formUnion(record.aliases)
    }
    return names
  }()

  init() { taken = Self.reserved }

  /// Takes a name where it is legal and free.
  mutating func takeAsIs(_ name: String) -> Bool {
    Self.legal(name) == name && taken.insert(name).inserted
  }

  /// The name itself where it can be used, else the nearest that can.
  mutating func take(_ name: String) -> String {
    let base = Self.legal(name)
    if taken.insert(base).inserted { return base }
    var number = 1
    while !taken.insert("\(base)_\(number)").inserted { number += 1 }
    return "\(base)_\(number)"
  }

  /// A legal identifier like the name: Greek letters by their names, other characters as underscores.
  private static func legal(_ name: String) -> String {
    var result = ""
    for character in name.inASCII.prefix(200) {
      let isLegal = character.isASCII && (character.isLetter || character.isNumber)
      result.append(isLegal ? character : "_")
    }
    guard let first = result.first else { return "unnamed" }
    if first.isLowercase { return result }
    if first.isUppercase { return first.lowercased() + result.dropFirst() }
    return first == "_" ? "g" + result : "g_" + result
  }
}
