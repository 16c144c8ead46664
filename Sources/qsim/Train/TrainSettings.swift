/// The settings of a training with everything that was left open decided, in the order in which they
/// are shown.
struct TrainSettings: Equatable {
  enum Value: Equatable {
    case integer(Int)
    case number(Double)
    case text(String)
    case bool(Bool)
  }

  private(set) var list: [(key: String, value: Value)] = []
  /// Those that are as usual, so that a line for people leaves them out.
  private var usual: Set<String> = []

  subscript(_ key: String) -> Value? { list.first { $0.key == key }?.value }

  /// - Parameter isShown: whether a line for people has it.
  mutating func set(_ key: String, _ value: Value?, isShown: Bool = true) {
    guard let value else { return }
    list.append((key, value))
    if !isShown { usual.insert(key) }
  }

  /// Those that a line for people has.
  var shown: [(key: String, value: Value)] { list.filter { !usual.contains($0.key) } }

  static func == (a: TrainSettings, b: TrainSettings) -> Bool {
    a.list.map(\.key) == b.list.map(\.key) && a.list.map(\.value) == b.list.map(\.value)
  }

  func writeJSON(_ json: inout JSONWriter) throws(Failure) {
    for (key, value) in list {
      switch value {
      case .integer(let value): try json.number(key, value)
      case .number(let value): try json.number(key, value)
      case .text(let value): try json.string(key, value)
      case .bool(let value): try json.bool(key, value)
      }
    }
  }
}

extension TrainSettings.Value: CustomStringConvertible {
  var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .bool(let value): value ? "yes" : "no"
    }
  }
}
