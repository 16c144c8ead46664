import ArgumentParser
import Foundation
import Testing

@testable import qsim

@Suite struct StartTests {
  @Test("The verbs have the names that their configurations give them")
  func names() {
    for (name, command) in QSim.verbs { #expect(command.configuration.commandName == name) }
    #expect(QSim.configuration.subcommands.count == QSim.verbs.count)
  }

  @Test(
    "A verb that parses its own arguments gets the values that the root would give it",
    arguments: [
      ["run", "a.qasm"], ["run", "a.qasm", "b.qasm", "--shots", "3", "--seed=7", "--quiet"],
      ["run", "--", "--shots"], ["run", "run"], ["run", "--set", "a=1", "x", "--set", "b=-2"],
      ["run", "x", "--shots", "-1"], ["run"], ["run", "--help"], ["run", "x", "--version"],
      ["run", "--generate-completion-script", "bash"], ["run", "x", "--nothing"],
      ["check", "-"], ["check", "--quiet", "a", "b"], ["plan", "a"], ["draw", "a", "--ascii"],
      ["convert", "a", "--to", "qasm2"], ["convert", "a", "--to", "qasm9"],
      ["expect", "a", "--observable", "ZZ", "--gradient"], ["expect", "a"],
      ["train", "--data", "iris", "--epochs", "5"], ["train", "a.csv", "--label", "y", "-h"],
      ["predict", "m.qml"], ["predict", "m.qml", "rows.csv", "--latency"], ["predict"],
      ["bench", "rqc", "qft", "--qubits", "4-24:2"], ["doctor"], ["doctor", "--format", "json"],
      ["help"], ["help", "run"], ["--version"], ["--help"], [], ["ru"], ["--", "run", "a"],
    ])
  func parsing(arguments: [String]) {
    func outcome(_ parse: () throws -> any ParsableCommand) -> String {
      do {
        var text = ""
        dump(try parse(), to: &text)
        return text
      } catch {
        return "\(QSim.exitCode(for: error)) \(QSim.fullMessage(for: error))"
      }
    }
    #expect(
      outcome { try QSim.command(for: arguments) } == outcome { try QSim.parseAsRoot(arguments) })
  }

  // The system's loader says what it loads.
  #if os(Linux) && canImport(Glibc)
    @Test("Simulating, checking and drawing load no numerical library; regression does")
    func loading() throws {
      for arguments in [["run"], ["check"], ["draw"], ["plan"]] {
        let libraries = try Program.Running(
          arguments + ["-"], input: Sources.bell, environment: ["LD_DEBUG": "files"]
        ).wait()
        #expect(libraries.status == 0)
        for name in ["libopenblas", "liblapack", "libfftw"] {
          #expect(!libraries.errors.contains(name), "\(arguments[0])")
        }
      }
      let directory = try TemporaryDirectory()
      let training = try Program.run(
        "train", "--data", "iris", "--model", "logistic", environment: ["LD_DEBUG": "files"],
        in: directory.url)
      for name in ["libopenblas", "liblapacke"] { #expect(training.errors.contains(name)) }
    }

    @Test("Without OpenBLAS circuits run, and what needs it says what to install")
    func missingLibrary() throws {
      // A file that is no library stands before the one of the system.
      let directory = try TemporaryDirectory()
      try directory.write("", to: "libopenblas.so.0")
      let environment = ["LD_LIBRARY_PATH": directory.url.path]
      let bell = try Program.run("run", "-", input: Sources.bell, environment: environment)
      #expect(bell.status == 0 && bell.text.contains("0.500000"))

      let doctor = try Program.run("doctor", environment: environment)
      #expect(doctor.status == 0)
      #expect(doctor.text.contains("OpenBLAS    missing: the library OpenBLAS cannot be loaded"))
      #expect(doctor.text.contains("install libopenblas-dev (Debian) or openblas (Homebrew)"))
      #expect(doctor.text.contains("FFTW        fftw-3."))
      var kernels = environment
      kernels["QSIM_KERNELS"] = "blas"
      let blas = try Program.run("run", "-", input: Sources.bell, environment: kernels)
      #expect(blas.status == 64 && blas.errors.contains("install libopenblas-dev"))

      for (model, data) in [
        ("kernel", "iris"), ("logistic", "iris"), ("linear", "diabetes"), ("ridge", "diabetes"),
      ] {
        let train = try Program.run(
          "train", "--data", data, "--model", model, environment: environment, in: directory.url)
        #expect(train.status == 69, "\(model)")
        #expect(train.errors.contains("install libopenblas-dev"), "\(model)")
      }
      // A quantum model needs none; the classical one beside it does.
      let train = try Program.run(
        "train", "--data", "iris", "--epochs", "1", environment: environment, in: directory.url)
      #expect(train.status == 0)
      #expect(train.text.contains("was not run: the library OpenBLAS cannot be loaded"))
    }
  #endif
}
