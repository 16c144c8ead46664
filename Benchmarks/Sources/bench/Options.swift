/// Words of the command line: a verb, plain arguments, and `--name value` pairs.
struct Options {
  private(set) var verb: String
  private(set) var arguments: [String] = []
  private var values: [String: String] = [:]

  /// - Parameter names: the options that exist.
  init(_ words: [String], names: Set<String>) throws(UsageError) {
    guard let verb = words.first else { throw UsageError("no verb") }
    self.verb = verb
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        arguments.append(word)
        continue
      }
      let name = String(word.dropFirst(2))
      guard names.contains(name) else { throw UsageError("there is no option \(word)") }
      guard let value = rest.popFirst() else { throw UsageError("\(word) needs a value") }
      values[name] = value
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func number<Number: LosslessStringConvertible>(
    _ name: String, default standard: Number
  ) throws(UsageError) -> Number {
    guard let text = values[name] else { return standard }
    guard let number = Number(text) else { throw UsageError("--\(name) \(text) is not a number") }
    return number
  }

  /// A comma-separated list.
  func list<Element: LosslessStringConvertible>(
    _ name: String, default standard: [Element]
  ) throws(UsageError) -> [Element] {
    guard let text = values[name] else { return standard }
    var list: [Element] = []
    for part in text.split(separator: ",") {
      guard let element = Element(String(part)) else {
        throw UsageError("--\(name): \(part) is not one of its values")
      }
      list.append(element)
    }
    return list
  }
}

struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
