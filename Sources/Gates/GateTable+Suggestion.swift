extension GateTable {
  /// The nearest known name to a mistyped one, when there is a near one: what a nickname stands for,
  /// or a known name that differs by its capitals or by up to two edits.
  public static func suggestion(for name: String) -> String? {
    let lowered = name.utf8.count <= 64 ? name.lowercased() : name
    for record in records where record.nicknames.contains(lowered) { return record.name }
    return Spelling.nearest(to: name, among: records.lazy.flatMap { [$0.name] + $0.aliases })
  }
}
