extension GateTable {
  /// The nearest known name to a mistyped one, when there is a near one: what a nickname stands for,
  /// the same name in other capitals, or the first of the names at the least edit distance, of at most
  /// two edits and fewer than half of the name's characters.
  ///
  /// Names longer than any known one by more than two characters cost nothing.
  public static func suggestion(for name: String) -> String? {
    let longest = 24
    guard name.utf8.count <= 2 * longest else { return nil }
    let lowered = name.lowercased()
    for record in records where record.nicknames.contains(lowered) { return record.name }
    var best: (name: String, distance: Int)?
    for record in records {
      for known in [record.name] + record.aliases {
        let distance =
          known.lowercased() == lowered ? 0 : editDistance(Array(name.utf8), Array(known.utf8))
        if distance <= 2, 2 * distance < max(name.utf8.count, 2), distance < best?.distance ?? 3 {
          best = (known, distance)
        }
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
