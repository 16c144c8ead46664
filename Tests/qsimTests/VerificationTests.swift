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

  @Test("The probabilities of a run that branches are compared, its samples are not")
  func branches() throws {
    let report = try verified([], input: Sources.dynamic)
    #expect(report["scope"] as? String == "distribution")
    let samples = try Program.run(
      "run", "-", "--verify", "--shots", "10", input: Sources.dynamic)
    #expect(samples.status == 65 && samples.errors.contains("leave out --shots"))
  }

  @Test("Where two states do not fit, amplitudes are set aside and compared")
  func sample() throws {
    let report = try verified(
      ["--memory-limit", "20MiB", "--top", "1"], input: Sources.uniform(20))
    #expect(report["scope"] as? String == "sample")
    #expect(report["amplitudes"] as? Int == 1 << 16)
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
