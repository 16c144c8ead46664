import Circuits

/// How the program ends, in the numbers of `sysexits.h`.
enum ExitStatus: Int32 {
  case success = 0
  /// The command line is wrong, or asks for what this circuit cannot give.
  case usage = 64
  /// The input file is wrong.
  case badInput = 65
  /// The input cannot be opened.
  case noInput = 66
  /// The request exceeds this machine: memory, time or branches, or a library that it lacks.
  case unavailable = 69
  /// A fault of the program itself.
  case internalFault = 70
  case cannotCreate = 73
  case cannotWrite = 74
  case interrupted = 130
}

/// Why a verb, or its work on one file, ended without its result.
struct Failure: Error {
  let status: ExitStatus
  /// What standard error shows, whole lines.
  let text: String

  /// - Parameter subject: the file that is at fault; the program where there is none.
  init(_ status: ExitStatus, in subject: String = "qsim", _ message: String) {
    self.status = status
    text = "\(subject): error: \(message)\n"
  }

  init(_ error: QuantumError, in file: String) {
    self.init(Self.status(of: error), in: file, error.description)
  }

  /// - Parameter status: of an argument instead of a file: wrong usage.
  init(_ error: ParseError, status: ExitStatus = .badInput) {
    self.status = status
    text = error.description + "\n"
  }

  init(_ error: FileError) {
    if case .tooLarge = error.reason { status = .badInput } else { status = .noInput }
    text = error.description + "\n"
  }

  /// - Parameter lines: whole diagnostics, without line ends.
  init(_ status: ExitStatus, lines: [String]) {
    self.status = status
    text = lines.map { $0 + "\n" }.joined()
  }

  private init(silent status: ExitStatus) {
    self.status = status
    text = ""
  }

  /// The reader of standard output has gone, so that nothing is left to do and nothing is wrong.
  static let readerLeft = Failure(silent: .success)

  func report() {
    if !text.isEmpty { StandardError.write(text) }
  }

  /// Whether the next file could not do better.
  var endsBatch: Bool {
    switch status {
    case .success, .cannotCreate, .cannotWrite, .interrupted, .internalFault: true
    case .usage, .badInput, .noInput, .unavailable: false
    }
  }

  static func status(of error: QuantumError) -> ExitStatus {
    switch error {
    case .located(let error, _): status(of: error)
    case .insufficientMemory, .tooManyQubits, .tooManyBranches, .timeLimitExceeded,
      .missingLibrary:
      .unavailable
    case .unboundParameter, .unknownParameter: .usage
    case .cancelled: .interrupted
    default: .badInput
    }
  }
}
