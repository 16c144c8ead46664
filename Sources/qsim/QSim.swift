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
    subcommands: [
      Run.self, Check.self, Plan.self, Draw.self, Convert.self, Expect.self, Train.self,
      Predict.self, Bench.self, Doctor.self,
    ])

  static func main() {
    Interruption.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if try GateHelp.answer(arguments) { return }
      if let unknown = unknownVerb(in: arguments) { throw unknown }
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      failure.report()
      exit(withError: ExitCode(failure.status.rawValue))
    } catch {
      exit(withError: error)
    }
  }

  /// What to answer to a first argument that is no verb; `nil` when it is one.
  private static func unknownVerb(in arguments: [String]) -> Failure? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
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
