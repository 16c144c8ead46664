import Foundation
import Testing

@Suite struct PlanTests {
  private func plan(_ arguments: [String], input: String = Sources.bell) throws -> [String: Any] {
    let outcome = try Program.Running(["plan", "-", "--format", "json"] + arguments, input: input)
      .wait()
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.json
  }

  @Test("plan tells what run would do, and its figures agree with run's")
  func json() throws {
    let plan = try plan([])
    let run = try Program.run("run", "-", "--format", "json", input: Sources.bell).json
    for key in ["qubits", "clbits", "gates", "method", "why", "precision", "threads", "version"] {
      #expect("\(plan[key] ?? "")" == "\(run[key] ?? "none")")
    }
    #expect(plan["stateBytes"] as? Int == 64)
    #expect(plan["bytes"] as? Int == 64)
    #expect(plan["fits"] as? Bool == true)
    let seconds = try #require(plan["seconds"] as? [String: Double])
    #expect(try #require(seconds["simulate"]) > 0)
    let measured = try #require(plan["measured"] as? [String: Double])
    #expect(measured.values.allSatisfy { $0 > 0 })
  }

  @Test("Samples need no probabilities, single precision half the bytes")
  func bytes() throws {
    #expect(try plan(["--shots", "10"])["bytes"] as? Int == 64)
    #expect(try plan(["--precision", "single", "--shots", "10"])["bytes"] as? Int == 32)
  }

  @Test("--optimize 0 is as many sweeps as operations")
  func levels() throws {
    let none = try plan(["--optimize", "0"], input: Sources.uniform(12))
    #expect(none["wholeOperations"] as? Int == none["operations"] as? Int)
    #expect(none["merges"] as? Int == 0)
    let full = try plan([], input: Sources.uniform(12))
    #expect(try #require(full["merges"] as? Int) > 0)
  }

  @Test("A circuit that does not fit is planned, and ends with 69 like run")
  func tooLarge() throws {
    let outcome = try Program.run("plan", "-", input: Sources.uniform(55))
    #expect(outcome.status == 69)
    #expect(outcome.text.contains("do not fit") && outcome.text.contains("512 PiB"))
    #expect(outcome.errors.contains("bytes"))
    let limited = try Program.run(
      "plan", "-", "--memory-limit", "1kB", "--format", "json", input: Sources.uniform(8))
    #expect(limited.status == 69)
    #expect(limited.json["fits"] as? Bool == false)
    #expect(limited.json["bytesAvailable"] as? Int == 1000)
  }

  @Test("Groups of qubits are planned each for itself, and a file of many fits")
  func groups() throws {
    let report = try plan(["--shots", "9"], input: Sources.separable(400))
    #expect(try #require(report["groups"] as? [Int]) == Array(repeating: 1, count: 400))
    #expect(report["fits"] as? Bool == true && report["stateBytes"] as? Int == 32)
    let text = try Program.run("plan", "-", input: Sources.separable(400)).text
    #expect(text.contains("400 of 1 qubit"))
    #expect(try plan([], input: Sources.uniform(12))["groups"] as? [Int] == [12])
  }

  @Test("Measurements that outcomes depend on later are counted as branches, others are not")
  func branches() throws {
    let twice =
      Sources.header
      + "qreg q[1];\ncreg c[2];\nh q;\nmeasure q[0]->c[0];\nh q;\nmeasure q[0]->c[1];\n"
    #expect(try plan([], input: twice)["splits"] as? Int == 1)
    #expect(try Program.run("plan", "-", input: twice).text.contains("branches"))
    // No outcome depends on what follows this one.
    #expect(try plan([], input: Sources.dynamic)["splits"] as? Int == 0)
  }

  @Test("Wrong options and files end as in run")
  func wrong() throws {
    #expect(try Program.run("plan", "-", "--threads", "0", input: Sources.bell).status == 64)
    #expect(try Program.run("plan", "-", "--shots", "-1", input: Sources.bell).status == 64)
    #expect(try Program.run("plan", "missing.qasm").status == 66)
    #expect(try Program.run("plan", "-", input: Sources.broken).status == 65)
    #expect(
      try Program.run("plan", "-", "--output", "/nowhere/x", input: Sources.bell).status == 73)
  }
}
