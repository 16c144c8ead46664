/// Something found in a source file, before it is put into words.
struct Finding {
  struct Place {
    /// Which of the program's files.
    let source: Int
    let range: SourceRange
  }

  let severity: Diagnostic.Severity
  let problem: Problem
  let place: Place
  /// What else to look at, such as an earlier declaration.
  let notes: [(problem: Problem, place: Place)]
}

/// What has been found in a program so far, and the files that it is made of.
final class FindingLog {
  private(set) var sources: [SourceText] = []
  private(set) var findings: [Finding] = []
  private(set) var errorCount = 0
  private let errorLimit: Int
  private var warningCount = 0
  private var isStopped = false

  init(errorLimit: Int) { self.errorLimit = max(errorLimit, 1) }

  /// Whether so much was found that reading on helps nobody.
  var isFull: Bool { isStopped || errorCount >= errorLimit }
  var hasErrors: Bool { errorCount > 0 }

  /// Adds a file and returns its number.
  func add(_ source: SourceText) -> Int {
    sources.append(source)
    return sources.count - 1
  }

  func error(
    _ problem: Problem, at place: Finding.Place,
    notes: [(problem: Problem, place: Finding.Place)] = []
  ) {
    guard !isFull else { return }
    errorCount += 1
    findings.append(Finding(severity: .error, problem: problem, place: place, notes: notes))
    if errorCount >= errorLimit {
      findings.append(
        Finding(severity: .note, problem: .tooManyErrors(errorLimit), place: place, notes: []))
    }
  }

  /// Ends the reading behind the last error.
  func stop() { isStopped = true }

  func warn(_ problem: Problem, at place: Finding.Place) {
    guard !isFull, warningCount < errorLimit else { return }
    warningCount += 1
    findings.append(Finding(severity: .warning, problem: problem, place: place, notes: []))
  }
}
