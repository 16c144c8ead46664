internal import Gates
import Synchronization

/// The plans of the circuits that a simulator ran last, so that running one again only runs it.
///
/// A circuit is known again by the memory of its instructions: the cache shares that memory, so that
/// whoever changes the circuit gets memory of its own, and what lies at the same address is the same
/// circuit. That costs nothing to compare, and one copy when a circuit that ran is changed.
final class PlanCache: Sendable {
  struct Key: Sendable {
    let circuit: Circuit
    let values: [String: Double]
    let precision: Simulator.Precision
    let options: KernelOptions
    let level: OptimizationLevel
    let keepsState: Bool
    let separatesGroups: Bool
    let deferralLimit: Int
  }

  private struct Entry: Sendable {
    let key: Key
    let compiled: CompiledCircuit
  }

  /// A few circuits take turns in a training step or a comparison; tables of a plan take up to some
  /// megabytes.
  private static let capacity = 8

  private let entries = Mutex<[Entry]>([])

  /// The programs and plans of this key, made by `make` where they are not at hand.
  func compiled(
    for key: Key, make: () throws(QuantumError) -> CompiledCircuit
  ) throws(QuantumError) -> CompiledCircuit {
    let found = entries.withLock { entries in
      for index in entries.indices where entries[index].key == key {
        return entries[index].compiled as CompiledCircuit?
      }
      return nil
    }
    if let found { return found }
    let compiled = try make()
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeFirst() }
      entries.append(Entry(key: key, compiled: compiled))
    }
    return compiled
  }
}

extension PlanCache.Key {
  fileprivate static func == (left: PlanCache.Key, right: PlanCache.Key) -> Bool {
    left.precision == right.precision && left.options == right.options
      && left.level == right.level && left.keepsState == right.keepsState
      && left.separatesGroups == right.separatesGroups
      && left.deferralLimit == right.deferralLimit
      && left.circuit.qubitCount == right.circuit.qubitCount
      && left.circuit.bitCount == right.circuit.bitCount
      && left.circuit.sharesInstructions(with: right.circuit) && left.values == right.values
  }
}

extension Circuit {
  /// Whether both have the same instructions in the same memory.
  fileprivate func sharesInstructions(with other: Circuit) -> Bool {
    instructions.withUnsafeBufferPointer { mine in
      other.instructions.withUnsafeBufferPointer { theirs in
        mine.baseAddress == theirs.baseAddress && mine.count == theirs.count
      }
    }
  }
}
