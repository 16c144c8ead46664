/// What is done of a comparison and a training that follows it, so that both can go on after an
/// interruption as if there had been none.
///
/// Candidates are known by their position. Nothing but numbers is kept: the same data, candidates and
/// settings must be given again, which ``conditions`` tell apart.
public struct TrainingJournal: Hashable, Sendable, Codable {
  /// A finished fold of a candidate.
  struct Entry: Hashable, Sendable, Codable {
    let candidate: Int
    let result: FoldResult
  }

  /// Training that was under way.
  struct Current: Hashable, Sendable, Codable {
    let training: Int
    let checkpoint: [UInt8]
  }

  /// Settings and data, in words: what must be the same to go on.
  public private(set) var conditions: [String: String]
  private var entries: [Entry] = []
  private var current: Current?

  public init(conditions: [String: String]) { self.conditions = conditions }

  /// The results of all finished folds, by the position of their candidate.
  public var results: [Int: [FoldResult]] {
    entries.reduce(into: [:]) { $0[$1.candidate, default: []].append($1.result) }
  }

  /// Notes a finished fold. The training that was under way is over with it.
  public mutating func note(_ result: FoldResult, of candidate: Int) {
    entries.append(Entry(candidate: candidate, result: result))
    current = nil
  }

  /// Notes how far a training is.
  public mutating func note(_ checkpoint: Checkpoint, of training: Int) {
    current = Current(training: training, checkpoint: checkpoint.bytes)
  }

  /// Where to go on with a training; nil where it was not under way.
  ///
  /// - Throws: ``ModelFileError`` for bytes that are no checkpoint.
  public func checkpoint(of training: Int) throws(ModelFileError) -> Checkpoint? {
    guard let current, current.training == training else { return nil }
    return try Checkpoint(bytes: current.checkpoint)
  }

  /// - Throws: ``ModelFileError/Problem/otherTraining(_:)`` with the first condition that differs.
  public func check(_ expected: [String: String]) throws(ModelFileError) {
    for key in Set(conditions.keys).union(expected.keys).sorted()
    where conditions[key] != expected[key] {
      let (there, here) = (conditions[key] ?? "not given", expected[key] ?? "not given")
      throw ModelFileError(.otherTraining("\(key): \(there) there, \(here) here"))
    }
  }

  // MARK: Files

  /// Writes the journal, so that the file is whole at any time.
  public func save(to path: String) throws(ModelFileError) {
    let encoder = TreeEncoder()
    let bytes: [UInt8]
    do {
      let content = try encoder.tree(self)
      bytes = Container(kind: .journal, content: content, arrays: encoder.arrays).bytes()
    } catch {
      throw ModelFileError(.malformed("\(error)"), path: path)
    }
    try WholeFile.write(bytes, to: path)
  }

  /// Reads a journal.
  public init(contentsOf path: String) throws(ModelFileError) {
    let bytes = try WholeFile.read(path)
    do {
      let container = try Container(bytes)
      guard container.kind == .journal else {
        throw ModelFileError(
          .wrongKind(expected: "checkpoint of 'qsim train'", found: container.kind.rawValue))
      }
      self = try TreeDecoder(arrays: container.arrays).value(Self.self, from: container.content)
    } catch let error as ModelFileError {
      throw ModelFileError(error.problem, path: path)
    } catch {
      throw ModelFileError(Container.malformed(error).problem, path: path)
    }
  }
}

extension Dataset {
  /// Of features and target, to tell data sets apart.
  public var checksum: UInt32 {
    let examples = Trainer.Examples(features, target).checksum
    guard let groups else { return examples }
    var checksum = Checksum()
    checksum.add([Double(examples)] + groups.map(Double.init))
    return checksum.value
  }
}
