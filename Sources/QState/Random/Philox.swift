/// The bijection Philox4x32-10: four words of a counter, scrambled by two words of a key.
///
/// J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2,
/// 3", SC11, doi:10.1145/2063384.2063405. Distinct counters give independent-looking words that
/// pass the known statistical batteries, so a random number is a function of its place: streams need
/// no state, and threads no order.
enum Philox {
  /// The ten rounds of section 3.3 of the paper: each multiplies the words 0 and 2 to 64 bits, mixes
  /// the upper halves with the other words and the key, and moves the key on by a Weyl sequence.
  @inline(__always)
  static func scramble(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let product0 = UInt64(c0) &* 0xD251_1F53
      let product1 = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: product1 >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: product1)
      c2 = UInt32(truncatingIfNeeded: product0 >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: product0)
      k0 &+= 0x9E37_79B9  // the golden ratio
      k1 &+= 0xBB67_AE85  // √3 − 1
    }
    return (c0, c1, c2, c3)
  }
}
