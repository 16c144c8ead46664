import HybridML

extension Failure {
  /// What is wrong with data, and what to do about it on the command line.
  init(_ error: DataError, hint: String? = nil) {
    self.init([error], hint: hint)
  }

  /// Several mistakes of one file, each on a line of its own.
  ///
  /// - Precondition: there is one at least.
  init(_ errors: [DataError], hint: String? = nil) {
    let status: ExitStatus =
      switch errors[0].problem {
      case .file: .noInput
      case .quantum(let error): Self.status(of: error)
      case .setting where errors[0].place == nil: .usage
      default: .badInput
      }
    let lines = errors.map { error in
      error.place == nil ? "qsim: error: \(error)".printable : "\(error)".printable
    }
    let hints = hint.map { ["hint: \($0)".printable] } ?? []
    self.init(status, lines: lines + hints)
  }
}
