import Foundation
import Testing

@Suite struct ExitStatusTests {
  @Test(
    "A wrong command line ends with 64 and a sentence that names what is wrong",
    arguments: [
      (["rnu"], "did you mean 'run'"),
      (["run"], "<files>"),
      (["run", "-", "--frobnicate"], "--frobnicate"),
      (["run", "-", "--shots"], "--shots"),
      (["run", "-", "--shots", "many"], "many"),
      (["run", "-", "--shots", "-3"], "-3"),
      (["run", "-", "--seed", "-1"], "-1"),
      (["run", "-", "--threads", "0"], "--threads"),
      (["run", "-", "--threads", "1025"], "give 1024 or fewer"),
      (["run", "-", "--top", "0"], "--top"),
      (["run", "-", "--method", "mps"], "mps"),
      (["run", "-", "--precision", "half"], "half"),
      (["run", "-", "--format", "xml"], "xml"),
      (["run", "-", "--memory-limit", "lots"], "lots"),
      (["run", "-", "--time-limit", "0s"], "0s"),
      (["run", "-", "--branch-limit", "0"], "--branch-limit"),
      (["run", "-", "--amplitudes", "0x"], "0x"),
      (["run", "-", "--amplitudes", "000"], "3 bits"),
      (["run", "-", "--set", "theta"], "theta"),
      (["run", "-", "--set", "theta=0.3"], "theta"),
      (["run", "-", "--from", "cobol"], "cobol"),
      (["run", "-", "--noise", "model.json"], "noise"),
      (["run", "-", "-"], "Standard input"),
      (["run", "-", "-x"], "-x"),
      (["run", "a", "b", "--statevector", "s.npy"], "--statevector"),
      (["draw", "-", "--width", "3"], "--width"),
      (["convert", "-"], "--to"),
      (["convert", "-", "--to", "fortran"], "fortran"),
      (["help", "gates", "hadamrd"], "hadamrd"),
    ])
  func usage(arguments: [String], named: String) throws {
    let outcome = try Program.Running(arguments, input: Sources.bell).wait()
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(named), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test(
    "A file with mistakes ends with 65 and shows each with its place", arguments: ["run", "check"])
  func badInput(verb: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.broken, to: "broken.qasm")
    let outcome = try Program.run(verb, "broken.qasm", in: directory.url)
    #expect(outcome.status == 65)
    #expect(outcome.output.isEmpty)
    let places = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("broken.qasm:") }
    #expect(places.count >= 2, "several mistakes are shown")
    #expect(places.allSatisfy { $0.contains(": error: ") })
    #expect(outcome.errors.contains("^"))
  }

  @Test(
    "A file that cannot be opened ends with 66", arguments: ["missing.qasm", ".", "bell.qasm/x"])
  func noInput(path: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.bell, to: "bell.qasm")
    for verb in ["run", "check", "draw"] {
      let outcome = try Program.run(verb, path, in: directory.url)
      #expect(outcome.status == 66)
      #expect(outcome.errors.hasPrefix("\(path): error: "))
    }
  }

  @Test("A state beyond the memory limit is refused with the bytes needed and allowed")
  func memory() throws {
    let outcome = try Program.run("run", "-", "--memory-limit", "1MiB", input: Sources.uniform(17))
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("2097152") && outcome.errors.contains("1048576"))
    // Half the bytes in single precision.
    let single = try Program.run(
      "run", "-", "--memory-limit", "1MiB", "--precision", "single", "--quiet",
      input: Sources.uniform(17))
    #expect(single.status == 0)
  }

  @Test("A state beyond any machine is refused before anything is allocated", arguments: [48, 200])
  func anyMachine(qubits: Int) throws {
    let outcome = try Program.run("run", "-", input: Sources.uniform(qubits))
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("\(qubits) qubits"))
  }

  @Test("Work beyond the time limit ends with 69")
  func time() throws {
    let rounds = String(repeating: "h q;\ncx q[0],q[1];\n", count: 2000)
    let outcome = try Program.run(
      "run", "-", "--time-limit", "50ms", input: Sources.uniform(18) + rounds)
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("0.05 s"))
  }

  @Test("More branches than allowed end with 69")
  func branches() throws {
    let round = "h q[0];\nmeasure q[0] -> c[0];\nif(c==1) x q[1];\nh q[1];\nmeasure q[1] -> c[1];\n"
    let source =
      Sources.header + "qreg q[2];\ncreg c[2];\n" + String(repeating: round, count: 4)
    let outcome = try Program.run("run", "-", "--branch-limit", "2", input: source)
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("branches"))
  }

  @Test("An output that cannot be created ends with 73 before any work")
  func cannotCreate() throws {
    let directory = try TemporaryDirectory()
    for option in ["--output", "--statevector"] {
      for path in ["missing/file", "."] {
        let outcome = try Program.run(
          "run", "-", option, path, input: Sources.bell, in: directory.url)
        #expect(outcome.status == 73)
        #expect(outcome.errors.contains("cannot be created"))
      }
    }
    #expect(directory.names.isEmpty)
  }

  #if os(Linux)
    @Test("A full disk ends with 74", arguments: ["--output", "--statevector"])
    func cannotWrite(option: String) throws {
      let outcome = try Program.run("run", "-", option, "/dev/full", input: Sources.bell)
      #expect(outcome.status == 74)
      #expect(outcome.errors.contains("/dev/full: error: cannot be written"))
    }
  #endif

  @Test("A state that no single vector describes is refused, not invented")
  func noFinalState() throws {
    let directory = try TemporaryDirectory()
    let amplitudes = try Program.run("run", "-", "--amplitudes", "0", input: Sources.dynamic)
    #expect(amplitudes.status == 64)
    let state = try Program.run(
      "run", "-", "--statevector", directory.path("s.npy"), input: Sources.dynamic)
    #expect(state.status == 64)
    #expect(state.errors.contains("no single final state"))
    #expect(directory.names.isEmpty)
  }

  @Test("A reader that leaves early is no error")
  func readerLeaves() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Sources.uniform(16), to: "u.qasm")
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "{ '\(Program.url.path)' run '\(path)' --format json; echo $? >&2; } | head -c 1",
    ]
    let errors = Pipe()
    shell.standardError = errors
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(text == "0\n")
  }
}
