import ArgumentParser
import Gates

/// The program: parses the command line to plain values, calls the library, prints.
@main
struct QSim: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "qsim",
    abstract: "Simulate quantum circuits.",
    discussion: """
      qsim run circuit.qasm                  exact outcome probabilities
      qsim run circuit.qasm --shots 1000     counts of samples
      qsim draw circuit.qasm                 the circuit as text
      qsim expect circuit.qasm --observable "0.5*ZZ - X0"

      Outcomes are bit strings with bit 0 rightmost. 'qsim help gates' lists the gates.
      """,
    version: version,
    subcommands: verbs.map(\.command))

  /// The verbs by the names that their configurations give them, which take time to build.
  static let verbs: [(name: String, command: any ParsableCommand.Type)] = [
    ("run", Run.self), ("check", Check.self), ("plan", Plan.self), ("draw", Draw.self),
    ("convert", Convert.self), ("expect", Expect.self), ("train", Train.self),
    ("predict", Predict.self), ("bench", Bench.self), ("doctor", Doctor.self),
  ]

  static func main() {
    Interruption.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if try GateHelp.answer(arguments) { return }
      if let unknown = unknownVerb(in: arguments) { throw unknown }
      var command = try command(for: arguments)
      try command.run()
    } catch let failure as Failure {
      failure.report()
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      exit(withError: error)
    }
  }

  /// The verb with its options.
  ///
  /// A verb parses its arguments by itself: what the root does first takes a millisecond, as long as a
  /// small circuit from file to result. What the verb does not take as it stands, mistakes and requests
  /// for help, goes through the root, whose messages name the whole command.
  static func command(for arguments: [String]) throws -> any ParsableCommand {
    if let first = arguments.first,
      let verb = verbs.first(where: { $0.name == first })?.command,
      let command = try? verb.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == verb
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  /// What to answer to a first argument that is no verb; `nil` when it is one.
  private static func unknownVerb(in arguments: [String]) -> Failure? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let verbs = verbs.map(\.name) + ["help"]
    if verbs.contains(first) { return nil }
    let hint =
      if let nearest = Spelling.nearest(to: first, among: verbs) {
        "did you mean '\(nearest)'?"
      } else {
        "the verbs are \(verbs.joined(separator: ", "))"
      }
    return Failure(.usage, "there is no verb '\(first)': \(hint)")
  }
}
