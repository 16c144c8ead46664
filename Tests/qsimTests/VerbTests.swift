import Foundation
import Testing

@Suite struct VerbTests {
  @Test("--version and help answer on standard output with status 0")
  func help() throws {
    #expect(try Program.run("--version").text == "0.1.0\n")
    for arguments in [["--help"], ["help"], [], ["help", "run"], ["run", "--help"]] {
      let outcome = try Program.Running(arguments).wait()
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("USAGE: qsim"))
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test("help gates lists the table, and describes one gate")
  func gates() throws {
    let table = try Program.run("help", "gates")
    #expect(table.status == 0)
    for name in ["  h a ", "  cx a, b ", "  u(theta, phi, lambda) a "] {
      #expect(table.text.contains(name))
    }
    let one = try Program.run("help", "gates", "cx")
    #expect(one.text.contains("qelib1.inc") && one.text.contains("stdgates.inc"))
  }

  @Test("Completion scripts exist for the common shells", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let outcome = try Program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("qsim") && outcome.text.contains("draw"))
  }

  @Test("check says what a good file holds")
  func check() throws {
    let outcome = try Program.run("check", "-", input: Sources.bell)
    #expect(outcome.status == 0)
    #expect(
      outcome.text == "-: ok, 2 qubits, 2 classical bits, 2 gates, 2 measurements\n")
    #expect(try Program.run("check", "-", "--quiet", input: Sources.bell).output.isEmpty)
  }

  @Test("draw writes SVG and LaTeX, and refuses options that do not fit them")
  func drawPictures() throws {
    let svg = try Program.run("draw", "-", "--format", "svg", input: Sources.bell)
    #expect(svg.status == 0 && svg.text.hasPrefix("<svg ") && svg.text.hasSuffix("</svg>\n"))
    let latex = try Program.run("draw", "-", "--format", "latex", input: Sources.bell)
    #expect(latex.status == 0 && latex.text.contains("\\begin{quantikz}"))
    for (format, option) in [("svg", "--ascii"), ("latex", "--ascii"), ("latex", "--width=80")] {
      let wrong = try Program.run("draw", "-", "--format", format, option, input: Sources.bell)
      #expect(wrong.status == 64)
    }
  }

  @Test("draw prints wires and gates, in ASCII on request")
  func draw() throws {
    let unicode = try Program.run("draw", "-", input: Sources.bell)
    #expect(unicode.status == 0)
    #expect(unicode.text.contains("│ H │") || unicode.text.contains("┤ H ├"))
    let ascii = try Program.run("draw", "-", "--ascii", "--width", "30", input: Sources.bell)
    #expect(ascii.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(ascii.lines.allSatisfy { $0.count <= 30 })
  }

  @Test("convert writes OpenQASM 2 that gives the same outcome")
  func convert() throws {
    let directory = try TemporaryDirectory()
    let converted = try Program.run(
      "convert", "-", "--to", "qasm2", "--output", "c.qasm", input: Sources.dynamic,
      in: directory.url)
    #expect(converted.status == 0)
    let before = try Program.run("run", "-", "--format", "json", input: Sources.dynamic)
    let after = try Program.run("run", "c.qasm", "--format", "json", in: directory.url)
    #expect(
      before.json["probabilities"] as? [String: Double]
        == after.json["probabilities"] as? [String: Double])
  }

  @Test("doctor passes its self-test on every kernel set")
  func doctor() throws {
    let outcome = try Program.run("doctor", "--format", "json")
    #expect(outcome.status == 0)
    let tests = try #require(outcome.json["selfTest"] as? [[String: Any]])
    #expect(tests.allSatisfy { $0["passed"] as? Bool == true })
    let names = tests.compactMap { $0["kernels"] as? String }
    #expect(names.contains("scalar") && names.contains("blas"))
    #expect(names == outcome.json["kernelsAvailable"] as? [String])
    let text = try Program.run("doctor")
    for word in ["OpenBLAS", "LAPACK", "FFTW", "kernels", "memory", "Self-test"] {
      #expect(text.text.contains(word))
    }
  }

  @Test("QSIM_KERNELS chooses the kernels, and a wrong name is refused")
  func kernels() throws {
    let blas = try Program.run("doctor", "--format", "json", environment: ["QSIM_KERNELS": "blas"])
    #expect(blas.json["kernels"] as? String == "blas")
    for arguments in [["doctor"], ["run", "-"]] {
      let outcome = try Program.Running(
        arguments, input: Sources.bell, environment: ["QSIM_KERNELS": "mmx"]
      ).wait()
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("mmx"))
    }
  }

  @Test("Every kernel set gives the same Bell state", arguments: ["scalar", "blas"])
  func bell(kernels: String) throws {
    let json = try Program.run(
      "run", "-", "--format", "json", input: Sources.bell, environment: ["QSIM_KERNELS": kernels]
    ).json
    let probabilities = try #require(json["probabilities"] as? [String: Double])
    #expect(Set(probabilities.keys) == ["00", "11"])
  }
}
