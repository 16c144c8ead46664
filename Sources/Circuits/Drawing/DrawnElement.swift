/// What one instruction looks like, in rows of the drawing and free of any output format.
///
/// Rows are counted from the top: one for each qubit, then one for each classical register.
struct DrawnElement {
  /// One sign on the wires.
  enum Mark: Equatable {
    /// A filled dot or an open one.
    case control(row: Int, on: Bool)
    /// ⊕
    case target(row: Int)
    /// ×
    case swap(row: Int)
    case box(DrawnBox)
    /// The box of a measurement.
    case meter(row: Int)
    case barrier(row: Int)
    /// Where a measurement's outcome reaches the wire of a classical register, and in which bit.
    case outcome(row: Int, bit: Int)
    /// The comparison that a conditioned instruction waits for.
    case condition(rows: ClosedRange<Int>, text: String)

    /// The rows of a mark that has a border.
    var boxRows: ClosedRange<Int>? {
      switch self {
      case .box(let box): box.rows
      case .meter(let row): row...row
      case .condition(let rows, _): rows
      case .control, .target, .swap, .barrier, .outcome: nil
      }
    }
  }

  var marks: [Mark] = []
  /// The rows that a line joins because they belong to one gate.
  var link: ClosedRange<Int>?
  /// The rows that a double line joins, from the quantum part down to a classical register.
  var classicalLink: ClosedRange<Int>?
  /// Text beside the line: the parameters of a gate that shows no box.
  var note: String?
}

/// A labelled box over one or more wires.
struct DrawnBox: Equatable {
  /// A wire that the box acts on. Wires between that are not listed pass through.
  struct Pin: Equatable {
    let row: Int
    /// The qubit's position among those of the box; empty where there is only one.
    let label: String
  }

  let rows: ClosedRange<Int>
  let title: String
  /// In order of rows.
  let pins: [Pin]
}
