internal import Gates
import Synchronization

/// The plans of the circuits that a simulator ran last, so that running one again only runs it, and how
/// the angles of their gates follow from named parameters.
///
/// A circuit is known again by the memory of its instructions: the cache shares that memory, so that
/// whoever changes the circuit gets memory of its own, and what lies at the same address is the same
/// circuit. That costs nothing to compare, and one copy when a circuit that ran is changed.
final class PlanCache: Sendable {
  /// What a plan depends on beside the circuit and its values.
  struct Settings: Equatable, Sendable {
    let precision: Simulator.Precision
    let options: KernelOptions
    let level: OptimizationLevel
    let keepsState: Bool
    let separatesGroups: Bool
    let deferralLimit: Int
  }

  private struct Entry: Sendable {
    let circuit: Circuit
    let values: [String: Double]
    let settings: Settings
    let compiled: CompiledCircuit

    /// Whether it is of this circuit, with any values.
    func isOf(_ circuit: Circuit, _ settings: Settings) -> Bool {
      self.settings == settings && self.circuit.qubitCount == circuit.qubitCount
        && self.circuit.bitCount == circuit.bitCount
        && self.circuit.sharesInstructions(with: circuit)
    }
  }

  /// A few circuits take turns in a training step or a comparison; tables of a plan take up to some
  /// megabytes.
  private static let capacity = 8

  private let entries = Mutex<[Entry]>([])
  /// Those of the circuits with named parameters that ran last; nil of one that ran once, for which a
  /// look at each gate costs less.
  private let bindings = Mutex<[(circuit: Circuit, binding: AngleBinding?)]>([])

  /// The programs and plans of this circuit, made by `make` where they are not at hand, from those with
  /// other values if there are any.
  func compiled(
    _ circuit: Circuit, _ values: [String: Double], _ settings: Settings,
    make: (_ earlier: CompiledCircuit?) throws(QuantumError) -> CompiledCircuit
  ) throws(QuantumError) -> CompiledCircuit {
    var earlier: CompiledCircuit?
    let found = entries.withLock { entries in
      for index in entries.indices where entries[index].isOf(circuit, settings) {
        earlier = entries[index].compiled
        if entries[index].values == values { return true }
      }
      return false
    }
    if found, let earlier { return earlier }
    let compiled = try make(earlier)
    entries.withLock { entries in
      entries.append(
        Entry(circuit: circuit, values: values, settings: settings, compiled: compiled),
        keepingLast: Self.capacity)
    }
    return compiled
  }

  /// The circuit's gates with these numbers for its parameters: see ``AngleBinding/gates(_:)``. What does
  /// not depend on the numbers is found out when the circuit runs for the second time, and kept for all
  /// later ones; nil for the first time.
  func boundGates(of circuit: Circuit, _ values: [String: Double]) -> [PlainGate?]? {
    if values.isEmpty { return nil }
    let known = bindings.withLock { bindings in
      bindings.first { $0.circuit.sharesInstructions(with: circuit) }
    }
    guard let known else {
      bindings.withLock { bindings in
        bindings.append((circuit, nil), keepingLast: Self.capacity)
      }
      return nil
    }
    if let binding = known.binding { return binding.gates(values) }
    let binding = AngleBinding(circuit)
    bindings.withLock { bindings in
      for index in bindings.indices
      where bindings[index].circuit.sharesInstructions(with: circuit) {
        bindings[index].binding = binding
      }
    }
    return binding.gates(values)
  }
}

extension Array {
  /// Appends an element in place of the oldest one where there are so many.
  fileprivate mutating func append(_ element: Element, keepingLast limit: Int) {
    if count >= limit { removeFirst() }
    append(element)
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
