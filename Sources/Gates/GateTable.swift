import QState

/// The table of standard gates.
public enum GateTable {
  /// Every record, in the order of the documentation.
  public static let records: [GateRecord] =
    GateRecord.pauliGates + GateRecord.cliffordGates + GateRecord.phaseGates
    + GateRecord.rotationGates + GateRecord.universalGates + GateRecord.controlledFixedGates
    + GateRecord.controlledParametricGates + GateRecord.twoQubitGates
    + GateRecord.multiControlledGates + GateRecord.interactionGates

  /// The record with this name or alias.
  public static func record(named name: String) -> GateRecord? { byName[name] }

  /// The records whose names `dialect` predefines.
  public static func records(in dialect: GateRecord.Dialect) -> [GateRecord] {
    records.filter { $0.dialects.contains(dialect) }
  }

  /// The record of `base` under this many controls, all on 1.
  static func record(controlling base: GateRecord, controls: Int) -> GateRecord? {
    byControl[ControlForm(base: base.name, controls: controls)]
  }

  private static let byName: [String: GateRecord] = {
    var result: [String: GateRecord] = [:]
    for record in records {
      for name in [record.name] + record.aliases { result[name] = record }
    }
    return result
  }()

  private struct ControlForm: Hashable {
    let base: String
    let controls: Int
  }

  private static let byControl: [ControlForm: GateRecord] = {
    var result: [ControlForm: GateRecord] = [:]
    for record in records {
      if let (base, count) = record.control {
        result[ControlForm(base: base.name, controls: count)] = record
      }
    }
    return result
  }()
}
