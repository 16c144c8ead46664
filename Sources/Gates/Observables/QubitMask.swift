/// A set of qubits as bits: qubit k is bit k. Any number of qubits; up to 64 own no memory.
public struct QubitMask: Hashable, Sendable {
  /// Qubits 0…63.
  public private(set) var low: UInt64
  /// Qubits 64…, 64 a word, the last word never 0.
  private var high: [UInt64]

  /// No qubit.
  public init() { self.init(0) }

  /// The qubits whose bits are 1.
  public init(_ low: UInt64) {
    self.low = low
    high = []
  }

  /// - Parameter qubits: none negative, which would be a broken promise and traps.
  public init(_ qubits: some Sequence<Int>) {
    self.init(0)
    for qubit in qubits { insert(qubit) }
  }

  public mutating func insert(_ qubit: Int) {
    precondition(qubit >= 0, "qubit \(qubit) is negative: qubits are numbered from 0")
    if qubit < 64 {
      low |= 1 << UInt64(qubit)
    } else {
      let word = qubit / 64 - 1
      if high.count <= word { high += Array(repeating: 0, count: word + 1 - high.count) }
      high[word] |= 1 << UInt64(qubit % 64)
    }
  }

  public func contains(_ qubit: Int) -> Bool {
    guard qubit >= 64 else { return qubit >= 0 && low >> UInt64(qubit) & 1 == 1 }
    let word = qubit / 64 - 1
    return word < high.count && high[word] >> UInt64(qubit % 64) & 1 == 1
  }

  public var isEmpty: Bool { low == 0 && high.isEmpty }

  /// How many qubits are in the set.
  public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// The highest qubit; nil for the empty set.
  public var highest: Int? {
    if let last = high.last { return 64 * high.count + 63 - last.leadingZeroBitCount }
    return low == 0 ? nil : 63 - low.leadingZeroBitCount
  }

  /// The qubits, ascending.
  public var qubits: [Int] {
    var result: [Int] = []
    for (index, word) in ([low] + high).enumerated() {
      var rest = word
      while rest != 0 {
        result.append(64 * index + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return result
  }

  /// Qubits in exactly one of the sets.
  public static func ^ (a: QubitMask, b: QubitMask) -> QubitMask { a.combined(b, ^) }
  /// Qubits in both sets.
  public static func & (a: QubitMask, b: QubitMask) -> QubitMask { a.combined(b, &) }
  /// Qubits in any of the sets.
  public static func | (a: QubitMask, b: QubitMask) -> QubitMask { a.combined(b, |) }

  private func combined(_ other: QubitMask, _ rule: (UInt64, UInt64) -> UInt64) -> QubitMask {
    var result = QubitMask(rule(low, other.low))
    let words = max(high.count, other.high.count)
    if words == 0 { return result }
    for word in 0..<words {
      result.high.append(
        rule(
          word < high.count ? high[word] : 0, word < other.high.count ? other.high[word] : 0))
    }
    while result.high.last == 0 { result.high.removeLast() }
    return result
  }
}

extension QubitMask: Comparable {
  /// As unsigned numbers.
  public static func < (a: QubitMask, b: QubitMask) -> Bool {
    if a.high.count != b.high.count { return a.high.count < b.high.count }
    for word in a.high.indices.reversed() where a.high[word] != b.high[word] {
      return a.high[word] < b.high[word]
    }
    return a.low < b.low
  }
}
