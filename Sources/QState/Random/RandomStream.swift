/// A reproducible sequence of random numbers, named by a seed and a stream number.
///
/// The numbers are Philox4x32-10 of (seed, stream, position): the same names give the same numbers on
/// every machine and at every thread count, different streams of one seed are independent, and any
/// position of the 2^64 is reached at once.
///
/// ```swift
/// var random = RandomStream(seed: 7)
/// let outcome = try state.measure(0, using: &random)
/// let fair = Bool.random(using: &random)
/// ```
public struct RandomStream: RandomNumberGenerator, Sendable {
  public let seed: UInt64
  public let stream: UInt64
  /// How many 64-bit words have been drawn. Setting it jumps there.
  public var position: UInt64 {
    get { index }
    set {
      index = newValue
      if index & 1 == 1 { heldWord = block(index >> 1).1 }
    }
  }

  /// The place of the next word. One block of Philox holds two.
  private var index: UInt64 = 0
  /// The second word of the current block; read only where ``index`` is odd.
  private var heldWord: UInt64 = 0

  /// - Parameters:
  ///   - seed: the key of the generator.
  ///   - stream: which of the seed's 2^64 independent sequences, for instance the number of a shot.
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// 64 random bits.
  @inline(__always)
  public mutating func next() -> UInt64 {
    defer { index &+= 1 }
    if index & 1 == 1 { return heldWord }
    let (first, second) = block(index >> 1)
    heldWord = second
    return first
  }

  /// A family of independent streams, keyed by the next word of this one.
  ///
  /// Work that is split into parts of fixed size gives each part a stream of its own, so that the
  /// numbers do not depend on which thread takes which part.
  public mutating func fork() -> @Sendable (_ part: Int) -> RandomStream {
    let seed = next()
    return { part in RandomStream(seed: seed, stream: UInt64(part)) }
  }

  @inline(__always)
  private func block(_ number: UInt64) -> (UInt64, UInt64) {
    let words = Philox.scramble(
      (number.low, number.high, stream.low, stream.high), key: (seed.low, seed.high))
    return (
      UInt64(words.0) | UInt64(words.1) << 32, UInt64(words.2) | UInt64(words.3) << 32
    )
  }
}

extension UInt64 {
  fileprivate var low: UInt32 { UInt32(truncatingIfNeeded: self) }
  fileprivate var high: UInt32 { UInt32(truncatingIfNeeded: self >> 32) }
}
