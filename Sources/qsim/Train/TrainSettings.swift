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

  subscript(_ key: String) -> Value? { list.first { $0.key == key }?.value }

  mutating func set(_ key: String, _ value: Value?) {
    if let value { list.append((key, value)) }
  }

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
