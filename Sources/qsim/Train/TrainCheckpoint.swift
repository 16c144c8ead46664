import HybridML
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Keeps how far a run of `qsim train` is, and writes it where a later run can go on: at Ctrl-C, and
/// from time to time where a file was named.
final class TrainCheckpoint: Sendable {
  private struct State {
    var journal: TrainingJournal
    /// The training under way, and how to save it: made only when it is written.
    var current: (training: Int, checkpoint: @Sendable () throws(ModelFileError) -> Checkpoint)?
    var lastWritten = ContinuousClock.now
  }

  private let path: String
  /// Whether the file is written without an interruption.
  private let isRegular: Bool
  private let state: Mutex<State>
  /// What an earlier run had done.
  private let earlier: TrainingJournal

  /// Between two regular writings during a training.
  private static let interval = Duration.seconds(10)

  /// - Parameters:
  ///   - isRegular: whether to write as training goes on.
  ///   - resumes: whether the file is there and is to be gone on with.
  ///   - conditions: what must be the same.
  /// - Throws: where something else than a checkpoint is at the place, or one of another run.
  init(
    _ path: String, isRegular: Bool, resumes: Bool, conditions: [String: String]
  ) throws(Failure) {
    self.path = path
    self.isRegular = isRegular
    var journal = TrainingJournal(conditions: conditions)
    if resumes {
      do throws(ModelFileError) {
        journal = try TrainingJournal(contentsOf: path)
        do throws(ModelFileError) {
          try journal.check(conditions)
        } catch {
          throw ModelFileError(error.problem, path: path)
        }
      } catch {
        guard case .unreadable(.missing) = error.problem else { throw Failure(error) }
        throw Failure(
          .noInput,
          lines: [
            "\(path): error: there is no checkpoint to go on from".printable,
            "hint: without --resume training begins anew",
          ])
      }
    }
    earlier = journal
    state = Mutex(State(journal: journal))
    guard resumes || Self.mayReplace(path) else {
      throw Failure(
        .cannotCreate, in: path,
        "exists and is no checkpoint, so that it is not replaced: name another place with "
          + "--checkpoint")
    }
  }

  /// Finds out before any work whether the file can be written.
  func checkPlace() throws(Failure) {
    // Never put in its place, so that nothing is left of it.
    if isRegular { _ = try OutputFile(path) }
  }

  /// Whether nothing is there, or a checkpoint of a run before.
  private static func mayReplace(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
      && (try? TrainingJournal(contentsOf: path)) != nil
  }

  /// The folds that are done.
  var known: [Int: [FoldResult]] { earlier.results }

  /// Where to go on with a training.
  func checkpoint(of training: Int) throws(ModelFileError) -> Checkpoint? {
    try earlier.checkpoint(of: training)
  }

  func note(_ result: FoldResult, of candidate: Int) throws(Failure) {
    state.withLock { state in
      state.journal.note(result, of: candidate)
      state.current = nil
    }
    guard isRegular else { return }
    do throws(ModelFileError) { try write() } catch { throw Failure(error) }
  }

  /// What keeps note of each epoch of a training.
  func callback(training: Int) -> Callback {
    .eachCheckpoint { checkpoint throws(ModelFileError) in
      let isDue = self.state.withLock { state in
        state.current = (training, checkpoint)
        guard self.isRegular, ContinuousClock.now - state.lastWritten > Self.interval else {
          return false
        }
        return true
      }
      if isDue { try self.write() }
    }
  }

  /// Writes the file.
  ///
  /// - Returns: what it has, in words. Only a training by epochs is kept on the way; else what was under way
  ///   begins anew.
  @discardableResult
  private func write() throws(ModelFileError) -> String {
    let (noted, current) = state.withLock { state in
      state.lastWritten = .now
      return (state.journal, state.current)
    }
    var journal = noted
    let folds = journal.results.values.reduce(0) { $0 + $1.count }
    var parts = [folds == 0 ? "no finished fold" : folds.counted("finished fold")]
    if let (training, make) = current {
      let checkpoint = try make()
      journal.note(checkpoint, of: training)
      parts.append("\(checkpoint.epochs.counted("epoch")) of the training under way")
    } else {
      parts.append("nothing of what was under way")
    }
    try journal.save(to: path)
    return parts.joined(separator: " and ")
  }

  /// Has the file written if the program is interrupted.
  func saveWhenInterrupted() {
    Interruption.beforeExit { [self] in
      do throws(ModelFileError) {
        return "the same command with --resume goes on from \(path.printable), which has "
          + (try write()).printable
      } catch {
        return "\(error)".printable
      }
    }
  }

  /// The run is whole: nothing is left to go on with.
  func remove() {
    Interruption.beforeExit(nil)
    if Self.mayReplace(path) { unlink(path) }
  }
}

extension Failure {
  init(_ error: ModelFileError) {
    let status: ExitStatus =
      switch error.problem {
      case .unreadable(.tooLarge): .badInput
      case .tooLarge: .unavailable
      case .unreadable: .noInput
      case .unwritable: .cannotWrite
      case .holdsCode, .notFitted: .internalFault
      default: .badInput
      }
    self.init(status, lines: ["\(error.path == nil ? "qsim: error: " : "")\(error)".printable])
  }
}
