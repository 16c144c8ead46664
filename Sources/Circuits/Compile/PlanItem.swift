internal import Gates

/// What the planner arranges into passes: the few kinds of work that every operation becomes.
///
/// An item is *diagonal* in a qubit when it only looks at the qubit's value: two items commute when
/// each qubit they share is diagonal in both.
///
/// Items and nodes hold no arrays: there are thousands of them, and counting references would take
/// longer than everything else. What needs arrays lies beside them, by number.
enum PlanItem {
  /// A real rotation without its scale, which went into a phase of no qubits.
  case rotation(TilePass.Rotation)
  /// The same on two qubits; its scales are in phases, too.
  case pair(TilePass.PairRotation)
  case phase(TilePass.Phase)
  case move(TilePass.Move)
  /// A number in ``PlanItems/levels``.
  case fourier(Int)
  /// An operation that is carried out by itself: a number in ``PlanItems/wholes``.
  case whole(Int)
}

/// Plan items in order, and what they refer to.
struct PlanItems {
  var items: [PlanItem] = []
  var levels: [TilePass.FourierLevel] = []
  var wholes: [Program.Operation] = []
}

/// An operation on its way to plan items: one-qubit gates merged, nothing else decided yet.
struct PlanNode {
  enum Kind {
    case oneQubit(OneQubitMatrix)
    case phase(TilePass.Phase)
    /// X on the target where the controls have their values.
    case controlledFlip(Controls)
    /// An interaction of two qubits, in the canonical form: a number in ``PlanNodes/interactions``.
    case interaction(Int)
    /// A number in ``PlanNodes/wholes``.
    case whole(Int)
    /// A number in ``PlanNodes/ladders``.
    case fourier(Int)
    /// Part of a Fourier transform, which another node stands for.
    case absorbed
  }

  var kind: Kind
  /// The target of a one-qubit gate or a controlled flip.
  var target = -1
  /// One-qubit gates that touch the target of a controlled flip right before and after it, or −1.
  var previous = -1
  var next = -1
  /// Whether a controlled flip became H·CZ·H.
  var isBasisChange = false
}
