public import ArgumentParser
public import Circuits

extension CircuitFormat: ExpressibleByArgument {}
extension Simulator.Method: ExpressibleByArgument {}
extension Simulator.Precision: ExpressibleByArgument {}

extension OptimizationLevel: ExpressibleByArgument {}

/// How results are printed.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// `NAME=VALUE` on the command line.
struct Setting: ExpressibleByArgument {
  let name: String
  let value: Double

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "=") else { return nil }
    name = String(argument[..<sign])
    guard !name.isEmpty, let value = Double(argument[argument.index(after: sign)...]),
      value.isFinite
    else { return nil }
    self.value = value
  }

  /// The values by name; of a name set twice the last.
  static func values(_ settings: [Setting]) -> [String: Double] {
    settings.reduce(into: [:]) { $0[$1.name] = $1.value }
  }
}

/// Bit strings on the command line, with commas between them.
struct BasisStates: ExpressibleByArgument {
  let states: [BitString]

  init?(argument: String) {
    var states: [BitString] = []
    for text in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard !text.isEmpty, let bits = BitString(text) else { return nil }
      if !states.contains(bits) { states.append(bits) }
    }
    self.states = states
  }
}
