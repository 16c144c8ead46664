import Circuits
import Foundation
import Testing

@testable import qsim

@Suite struct VerificationTests {
  private func verified(_ arguments: [String], input: String = Sources.bell) throws -> [String: Any]
  {
    let outcome = try Program.Running(
      ["run", "-", "--verify", "--format", "json"] + arguments, input: input
    ).wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(outcome.json["verification"] as? [String: Any])
  }

  @Test("A run is compared with one by other kernels, within the stated bound")
  func wholeState() throws {
    for precision in ["double", "single"] {
      for shots in ["0", "100"] {
        let report = try verified(
          ["--precision", precision, "--shots", shots], input: Sources.uniform(12))
        #expect(report["passed"] as? Bool == true)
        #expect(report["scope"] as? String == "state")
        #expect(report["kernels"] as? String == "scalar")
        let bound = try #require(report["bound"] as? Double)
        #expect(bound > 0 && bound < (precision == "double" ? 1e-12 : 1e-3))
        #expect(try #require(report["largestDeviation"] as? Double) <= bound)
        #expect(try #require(report["normDrift"] as? Double) <= bound)
      }
    }
  }

  @Test("Where scalar kernels ran first, BLAS runs second")
  func scalarFirst() throws {
    let outcome = try Program.run(
      "run", "-", "--verify", "--format", "json", input: Sources.bell,
      environment: ["QSIM_KERNELS": "scalar"])
    let report = try #require(outcome.json["verification"] as? [String: Any])
    #expect(report["kernels"] as? String == "blas")
  }

  @Test("Of a run that branches the probabilities are compared, also those that samples come from")
  func branches() throws {
    for shots in ["0", "10"] {
      let report = try verified(["--shots", shots], input: Sources.dynamic)
      #expect(report["scope"] as? String == "distribution")
      #expect(report["passed"] as? Bool == true)
    }
  }

  @Test(
    "Groups of qubits are compared with one state of all, or group by group where that is too large"
  )
  func groups() throws {
    let together = try verified(["--top", "1"], input: Sources.separable(16))
    #expect(together["scope"] as? String == "state" && together["passed"] as? Bool == true)
    let apart = try verified(["--top", "1"], input: Sources.separable(100))
    #expect(apart["scope"] as? String == "state" && apart["passed"] as? Bool == true)
    let branching =
      Sources.header + "qreg q[50];\ncreg c[50];\nh q;\nmeasure q -> c;\nh q;\nmeasure q -> c;\n"
    let likeliest = try verified(["--top", "1"], input: branching)
    #expect(likeliest["scope"] as? String == "likeliest")
    #expect(likeliest["passed"] as? Bool == true)
  }

  @Test("A group that differs from one state by more than rounding is found")
  func wrongGroup() throws {
    var right = Circuit(qubits: 12)
    for qubit in 0..<12 { right.ry(.value(0.3 * Double(qubit + 1)), qubit) }
    var wrong = right
    wrong.rz(1e-9, 3)
    for configuration in [true, false].map(Self.configuration) {
      var result = try Simulator(configuration).run(wrong)
      let verification = try Verifier(right, path: "a", configuration: configuration)
        .verify(&result)
      #expect(!verification.passed)
      result = try Simulator(configuration).run(right)
      #expect(try Verifier(right, path: "a", configuration: configuration).verify(&result).passed)
    }
  }

  private static func configuration(_ separatesGroups: Bool) -> Simulator.Configuration {
    var configuration = Simulator.Configuration()
    configuration.separatesGroups = separatesGroups
    return configuration
  }

  @Test("Where two states do not fit, amplitudes are set aside and compared")
  func sample() throws {
    for selection in [["--top", "2"], []] {
      let arguments = ["run", "-", "--memory-limit", "20MiB", "--format", "json"] + selection
      let input = Sources.uniform(20)
      let outcome = try Program.Running(arguments + ["--verify"], input: input).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try #require(outcome.json["verification"] as? [String: Any])
      #expect(report["scope"] as? String == "sample")
      #expect(report["amplitudes"] as? Int == 1 << 16)
      // The outcomes are those of the state that made room.
      let probabilities = try #require(outcome.json["probabilities"] as? [String: Double])
      let alone = try Program.Running(arguments, input: input).wait()
      #expect(probabilities == alone.json["probabilities"] as? [String: Double])
      #expect(probabilities.count == (selection.isEmpty ? 1 << 20 : 2))
    }
  }

  @Test("Text says what was compared")
  func text() throws {
    let outcome = try Program.run("run", "-", "--verify", input: Sources.bell)
    #expect(outcome.text.contains("verified against scalar kernels"))
    #expect(outcome.text.contains("largest deviation"))
  }

  private func state(_ circuit: Circuit) throws -> SimulationResult {
    try Simulator().run(circuit)
  }

  @Test("A state that differs by more than rounding fails with status 70")
  func wrongState() throws {
    let right = try CircuitFamily.hea.circuit(qubits: 6)
    var wrong = right
    wrong.rz(1e-9, 3)
    var result = try state(wrong)
    let verifier = Verifier(right, path: "a.qasm", configuration: Simulator().configuration)
    let verification = try verifier.verify(&result)
    #expect(!verification.passed)
    #expect(verification.largestDeviation > 1e-11)
    let failure = #expect(throws: Failure.self) { try verification.check("a.qasm") }
    #expect(failure?.status == .internalFault)
    #expect(failure?.text.hasPrefix("a.qasm: error: verification failed") == true)

    var same = try state(right)
    try verifier.verify(&same).check("a.qasm")
  }

  @Test("A circuit that would take too long is compared as far as time allows")
  func beginning() throws {
    let circuit = try CircuitFamily.hea.circuit(qubits: 16)
    var result = try state(circuit)
    var verifier = Verifier(circuit, path: "a", configuration: Simulator().configuration)
    verifier.budget = 0.001
    let verification = try verifier.verify(&result)
    guard case .beginning(let count, let total) = verification.scope else {
      Issue.record("scope \(verification.scope)")
      return
    }
    #expect(count >= 1 && count < total)
    #expect(verification.passed)
  }

  @Test("Amplitudes that are no numbers are never within a bound")
  func notANumber() {
    let verification = Verification(
      scope: .state, kernels: .scalar, largestDeviation: .nan, normDrift: 0, bound: 1)
    #expect(!verification.passed)
  }
}
