/// Guesses at what a mistyped name was meant to be.
package enum Spelling {
  /// The same name in other capitals, or the first of the known names at the least edit distance, of
  /// at most two edits and fewer than half of the name's characters; nil where none is near.
  ///
  /// Known names that are shorter or longer by more than two characters cost nothing.
  package static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let limit = 64
    guard name.utf8.count <= limit else { return nil }
    let spelled = Array(name.utf8)
    let lowered = name.lowercased()
    var best: (name: String, distance: Int)?
    for candidate in known where abs(candidate.utf8.count - spelled.count) <= 2 {
      let distance =
        candidate.lowercased() == lowered ? 0 : editDistance(spelled, Array(candidate.utf8))
      if distance <= 2, 2 * distance < max(spelled.count, 2), distance < best?.distance ?? 3 {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// How many characters must be inserted, removed, replaced or exchanged with their neighbour to turn
  /// one text into the other (the restricted Damerau–Levenshtein distance), in `a.count · b.count`
  /// steps.
  private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var current = [i + 1]
      for (j, y) in b.enumerated() {
        var distance = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (x == y ? 0 : 1))
        if i > 0, j > 0, x == b[j - 1], a[i - 1] == y {
          distance = min(distance, beforePrevious[j - 1] + 1)
        }
        current.append(distance)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
