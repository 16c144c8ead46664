/// A permutation of basis states as cycles of index offsets, so that amplitudes move in place and
/// those that stay are not touched.
struct PermutationCycles {
  /// Each cycle of two or more after its length; an element moves to the place of the next.
  private(set) var words: [UInt64] = []

  /// - Parameters:
  ///   - image: a permutation; basis state i becomes `image[i]`.
  ///   - targets: bit k of a basis state is qubit `targets[k]`.
  init(of image: [Int], on targets: [Int]) {
    var seen = [Bool](repeating: false, count: image.count)
    for start in image.indices where !seen[start] && image[start] != start {
      let length = words.count
      words.append(0)
      var element = start
      while !seen[element] {
        seen[element] = true
        words.append(Self.spread(element, over: targets))
        element = image[element]
      }
      words[length] = UInt64(words.count - length - 1)
    }
  }

  /// The amplitude index whose bit `targets[k]` is bit k of `basisState`.
  private static func spread(_ basisState: Int, over targets: [Int]) -> UInt64 {
    var index: UInt64 = 0
    for (place, target) in targets.enumerated() {
      index |= UInt64(basisState >> place & 1) << UInt64(target)
    }
    return index
  }
}
