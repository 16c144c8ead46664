public import QState

/// The table of standard gates.
public enum GateTable {
  /// Every record, in the order of the documentation.
  public static let records: [GateRecord] = []

  /// The record with this name or alias.
  public static func record(named name: String) -> GateRecord? { byName[name] }

  /// The nearest known name to a mistyped one, when there is a near one.
  public static func suggestion(for name: String) -> String? { nil }

  private static let byName: [String: GateRecord] = {
    var result: [String: GateRecord] = [:]
    for record in records {
      for name in [record.name] + record.aliases { result[name] = record }
    }
    return result
  }()
}
