import Foundation
import HybridML
import Testing

@Suite("Training journal") struct TrainingJournalTests {
  private static func file() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).journal").path
  }

  private static func journal() throws -> TrainingJournal {
    let data = try Dataset.iris()
    let judge = try CrossValidation(data, folds: data.folds(3, seed: 0))
    var journal = TrainingJournal(conditions: ["seed": "0", "epochs": "9"])
    _ = try judge.compare(Baselines.candidates(for: data)) { journal.note($1, of: $0) }
    return journal
  }

  @Test("What is written is read back to the last bit")
  func roundTrip() throws {
    let journal = try Self.journal()
    let path = Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try journal.save(to: path)
    #expect(try TrainingJournal(contentsOf: path) == journal)
    let baselines = Baselines.candidates(for: try Dataset.iris()).count
    #expect(baselines > 0)
    #expect(journal.results.values.reduce(0) { $0 + $1.count } == 3 * baselines)
  }

  @Test("Training goes on from a journal to the same bits")
  func training() throws {
    let data = try Dataset.iris()
    var trainer = Trainer(epochs: 6, seed: 3)
    var whole = QuantumClassifier(features: [.standardise, .minMax(0...(.pi))])
    try whole.fit(data, with: trainer)

    let kept = Kept()
    trainer.callbacks = [
      .eachCheckpoint { make throws(ModelFileError) in kept.note(try make()) },
      .stop { $0.number == 2 },
    ]
    var part = QuantumClassifier(features: [.standardise, .minMax(0...(.pi))])
    try part.fit(data, with: trainer)
    var journal = TrainingJournal(conditions: [:])
    journal.note(try #require(kept.last), of: 5)
    #expect(try journal.checkpoint(of: 4) == nil)
    trainer.callbacks = []
    trainer.resumes = try journal.checkpoint(of: 5)
    try part.fit(data, with: trainer)
    #expect(part.model?.parameters == whole.model?.parameters)
  }

  @Test("Another training, other files and damage are refused with what is wrong")
  func refused() throws {
    let journal = try Self.journal()
    try journal.check(["seed": "0", "epochs": "9"])
    #expect(throws: ModelFileError(.otherTraining("epochs: 9 there, 8 here"))) {
      try journal.check(["seed": "0", "epochs": "8"])
    }
    #expect(throws: ModelFileError(.otherTraining("rate: not given there, 1 here"))) {
      try journal.check(["seed": "0", "epochs": "9", "rate": "1"])
    }
    let path = Self.file()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try journal.save(to: path)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count / 3] ^= 4
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: ModelFileError(.wrongChecksum, path: path)) {
      try TrainingJournal(contentsOf: path)
    }
  }

  /// The last checkpoint that a training handed out.
  private final class Kept: Sendable {
    private let stored = NSLock()
    nonisolated(unsafe) private var checkpoint: Checkpoint?

    var last: Checkpoint? { stored.withLock { checkpoint } }
    func note(_ checkpoint: Checkpoint) { stored.withLock { self.checkpoint = checkpoint } }
  }
}
