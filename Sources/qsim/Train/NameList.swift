import ArgumentParser

/// Names with commas between them; one that holds a comma stands in quotes, as in CSV.
struct NameList: ExpressibleByArgument {
  let names: [String]

  init?(argument: String) {
    var names: [String] = []
    var name = ""
    var isQuoted = false
    var rest = argument[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        name.append("\"")
        rest.removeFirst()
      case "\"" where isQuoted || name.isEmpty: isQuoted.toggle()
      case "," where !isQuoted:
        names.append(name)
        name = ""
      default: name.append(character)
      }
    }
    names.append(name)
    guard !isQuoted, !names.contains("") else { return nil }
    self.names = names
  }

  /// The spelling that is read as this one name.
  static func quoted(_ name: String) -> String {
    guard name.contains(",") || name.hasPrefix("\"") else { return name }
    return "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
