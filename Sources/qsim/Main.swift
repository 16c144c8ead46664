import ArgumentParser
import Circuits

@main
struct QSim: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "qsim", abstract: "Quantum circuit simulator")
}
