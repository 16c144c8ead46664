internal import Gates

/// What the planner arranges into passes: the few kinds of work that every operation becomes.
///
/// An item is *diagonal* in a qubit when it only looks at the qubit's value: two items commute when
/// each qubit they share is diagonal in both.
enum PlanItem {
  /// A real rotation without its scale, which went into a phase of no qubits.
  case rotation(TilePass.Rotation)
  /// The same on two qubits; its scales are in phases, too.
  case pair(TilePass.PairRotation)
  case phase(TilePass.Phase)
  case move(TilePass.Move)
  case fourier(TilePass.FourierLevel)
  /// An operation that is carried out by itself.
  case whole(StateOperation, targets: [Int], controls: Controls)
}

/// An operation on its way to plan items: one-qubit gates merged, nothing else decided yet.
struct PlanNode {
  enum Kind {
    case oneQubit(Matrix2)
    case phase(TilePass.Phase)
    /// X on the target where the controls have their values.
    case controlledFlip(Controls)
    /// An interaction of two qubits, in the canonical form.
    case interaction(Interaction, first: Int, second: Int)
    case whole(StateOperation, targets: [Int], controls: Controls)
    case fourier(FourierLadder)
    /// Part of a Fourier transform, which another node stands for.
    case absorbed
  }

  var kind: Kind
  /// The target of a one-qubit gate or a controlled flip.
  var target = -1
  /// One-qubit gates that touch the target of a controlled flip right before and after it.
  var previous: Int?
  var next: Int?
  /// Whether a controlled flip became H·CZ·H.
  var isBasisChange = false
}
