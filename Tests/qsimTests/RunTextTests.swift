import Foundation
import Testing

@Suite struct RunTextTests {
  @Test("The table names the bit order and shows the likeliest outcome first, with bars")
  func table() throws {
    let outcome = try Program.run("run", "-", input: Sources.unmeasured)
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("outcome = q[1…0], bit 0 rightmost"))
    let rows = outcome.lines.filter { $0.hasPrefix("  ") }
    #expect(rows.map { $0.split(separator: " ")[0] } == ["01", "11", "00"])
    #expect(rows[0].contains("0.375000") && rows[2].contains("0.250000"))
    #expect(rows.allSatisfy { $0.contains("█") })
    #expect(!outcome.text.contains("\u{1b}"), "colours are for terminals")
  }

  @Test("Several classical registers are named from left to right")
  func registers() throws {
    let source =
      Sources.header + "qreg q[3];\ncreg a[1];\ncreg b[2];\nmeasure q[0] -> a[0];\n"
      + "measure q[1] -> b[0];\nmeasure q[2] -> b[1];\n"
    let outcome = try Program.run("run", "-", input: source)
    #expect(outcome.text.contains("outcome = b[1…0] a[0], bit 0 rightmost"))
  }

  @Test("Counts stand with their shares, and the seed that repeats them")
  func counts() throws {
    let outcome = try Program.run(
      "run", "-", "--shots", "100", "--seed", "5",
      input: Sources.header + "qreg q[1];\ncreg c[1];\nx q[0];\nmeasure q -> c;\n")
    #expect(outcome.text.contains("100 shots with seed 5"))
    #expect(outcome.text.contains("  1  100  1.000000  █"))
  }

  @Test("A locale without UTF-8 gets ASCII")
  func ascii() throws {
    let outcome = try Program.run(
      "run", "-", input: Sources.bell, environment: ["LC_ALL": "C"])
    #expect(outcome.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(outcome.text.contains("#####"))
  }

  @Test("Sixteen rows stand for many outcomes unless --top asks for another number")
  func rows() throws {
    let usual = try Program.run("run", "-", input: Sources.uniform(6))
    #expect(usual.lines.count { $0.hasPrefix("  ") } == 17)
    #expect(usual.text.contains("… 48 more, together 0.750000"))
    let three = try Program.run("run", "-", "--top", "3", input: Sources.uniform(6))
    #expect(three.text.contains("… 61 more"))
  }

  @Test("--quiet leaves the outcomes and the bit order")
  func quiet() throws {
    let outcome = try Program.run("run", "-", "--quiet", input: Sources.bell)
    #expect(outcome.errors == "")
    #expect(outcome.lines.count == 3)
    #expect(outcome.lines[0].hasPrefix("outcome = "))
  }

  @Test("The time of reading an exact result, or of sampling, is apart from that of simulating")
  func stages() throws {
    let exact = try Program.run("run", "-", input: Sources.uniform(12))
    #expect(exact.lines.last?.contains(", read out ") == true)
    let sampled = try Program.run("run", "-", "--shots", "9", input: Sources.uniform(12))
    #expect(sampled.lines.last?.contains(", sample ") == true)
  }

  @Test("Amplitudes are printed below the table")
  func amplitudes() throws {
    let outcome = try Program.run("run", "-", "--amplitudes", "00,01", input: Sources.bell)
    #expect(outcome.text.contains("  00  0.7071067811865"))
    #expect(outcome.text.contains("  01  0.0 + 0.0i"))
  }
}
