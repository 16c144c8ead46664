import ArgumentParser

/// Several files, one after the other.
enum Batch {
  /// Does the work for every file. A file that fails is reported and the others still follow.
  ///
  /// - Returns: the status of the first failure.
  static func forEach(
    _ files: [String], _ body: (String) throws(Failure) -> Void
  ) -> ExitStatus {
    var status = ExitStatus.success
    for file in files {
      do throws(Failure) {
        try body(file)
      } catch {
        error.report()
        if status == .success { status = error.status }
        if error.endsBatch { break }
      }
    }
    return status
  }
}

extension ExitStatus {
  /// Ends the program with this status, without a word.
  func end() throws {
    if self != .success { throw ExitCode(rawValue) }
  }
}
