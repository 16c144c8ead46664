import Foundation
import Testing

@testable import qsim

#if canImport(FoundationXML)
  import FoundationXML
#endif
#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct BenchTests {
  @Test("The table, CSV, JSON and SVG of a small benchmark agree")
  func files() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Program.run(
      "bench", "ghz", "qft", "--qubits", "3,5-6", "--repeats", "3", "--precision", "double,single",
      "--threads", "1", "--csv", "a.csv", "--json", "a.json", "--svg", "a.svg", in: directory.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = Program.json(
      try String(contentsOfFile: directory.path("a.json"), encoding: .utf8))
    let results = try #require(json["results"] as? [[String: Any]])
    #expect(results.count == 12)
    #expect(results.map { $0["qubits"] as? Int } == [3, 3, 5, 5, 6, 6, 3, 3, 5, 5, 6, 6])
    for result in results {
      for plan in ["kept", "anew"] {
        let timing = try #require(result[plan] as? [String: Double])
        let (low, middle, high) = (
          try #require(timing["lowerQuartile"]), try #require(timing["median"]),
          try #require(timing["upperQuartile"])
        )
        #expect(0 < low && low <= middle && middle <= high)
        #expect(timing["repeats"] == 3)
      }
    }
    let csv = try String(contentsOfFile: directory.path("a.csv"), encoding: .utf8)
    let rows = csv.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows.count == 1 + 2 * 12)
    #expect(Set(rows.map(\.count)) == [rows[0].count])
    for (row, result) in zip(rows.dropFirst().filter { $0[5] == "kept" }, results) {
      let kept = try #require(result["kept"] as? [String: Double])
      // The test's own reader of JSON may round the last bit.
      let (written, median) = (try #require(Double(row[7])), try #require(kept["median"]))
      #expect(abs(written - median) <= 4 * median.ulp)
    }
    // A header, 12 rows.
    #expect(outcome.lines.filter { $0.hasPrefix("ghz") || $0.hasPrefix("qft") }.count == 12)
    let parser = XMLParser(
      data: try Data(contentsOf: URL(fileURLWithPath: directory.path("a.svg"))))
    #expect(parser.parse())
  }

  @Test("The same figures compared with themselves are within noise, faster ones are not")
  func compare() throws {
    let directory = try TemporaryDirectory()
    let first = try Program.run(
      "bench", "ghz", "--qubits", "4,5", "--repeats", "5", "--json", "a.json", in: directory.url)
    #expect(first.status == 0)
    let text = try String(contentsOfFile: directory.path("a.json"), encoding: .utf8)
    // An earlier run that took 1000 times as long.
    var old = Program.json(text)
    var results = try #require(old["results"] as? [[String: Any]])
    for index in results.indices {
      results[index]["kept"] = (results[index]["kept"] as? [String: Double])?.mapValues {
        $0 == 5 ? $0 : 1000 * $0
      }
    }
    results.removeLast()
    old["results"] = results
    old["version"] = "0.0.1"
    var machine = try #require(old["machine"] as? [String: Any])
    machine["load"] = 1_000
    old["machine"] = machine
    old["bandwidth"] = (old["bandwidth"] as? [[String: Any]])?.map {
      $0.merging(["bytesPerSecond": 1e15]) { $1 }
    }
    try directory.write(
      String(decoding: JSONSerialization.data(withJSONObject: old), as: UTF8.self), to: "old.json")
    let second = try Program.run(
      "bench", "ghz", "--qubits", "4,5", "--repeats", "5", "--compare", "old.json",
      in: directory.url)
    #expect(second.status == 0)
    let rows = second.lines.filter { $0.hasPrefix("ghz") }
    #expect(rows.first?.hasSuffix("x faster") == true)
    #expect(rows.last?.hasSuffix("new") == true)
    #expect(second.text.contains("it was qsim 0.0.1"))
    #expect(second.text.contains("the machine was busier then"))
    #expect(second.text.contains("memory moved 1000000.0 GB/s then"))
    #expect(second.text.contains("geometric mean of 1 point"))
  }

  @Test("Changes count only where quartiles are apart")
  func noise() {
    let base = Timing([1, 1.01, 1.02, 1.03, 1.04])
    #expect(BenchComparison.change(from: base, to: base) == .noise)
    // Apart, but by less than clocks and heat make.
    #expect(
      BenchComparison.change(from: Timing([1, 1, 1]), to: Timing([1.01, 1.01, 1.01])) == .noise)
    #expect(BenchComparison.change(from: base, to: Timing([0.5, 1, 2, 3, 4])) == .noise)
    #expect(BenchComparison.change(from: Timing([2, 2, 2]), to: Timing([1, 1, 1])) == .factor(2))
    #expect(
      BenchComparison.change(from: Timing([1, 1, 1]), to: Timing([2, 2, 2])) == .factor(0.5))
    // One run shows no spread: a tenth may be chance.
    #expect(BenchComparison.change(from: Timing([1.1]), to: Timing([1])) == .noise)
  }

  @Test("Quartiles lie between the runs")
  func quartiles() {
    let timing = Timing([4, 1, 3, 2, 5])
    #expect(timing.minimum == 1 && timing.lowerQuartile == 2 && timing.median == 3)
    #expect(timing.upperQuartile == 4 && timing.repeats == 5)
    #expect(Timing([1, 2]).median == 1.5)
  }

  @Test("A file has its own width")
  func file() throws {
    let directory = try TemporaryDirectory()
    try directory.write(Sources.bell, to: "bell.qasm")
    let outcome = try Program.run(
      "bench", "bell.qasm", "--repeats", "2", "--format", "json", in: directory.url)
    #expect(outcome.status == 0)
    let results = try #require(outcome.json["results"] as? [[String: Any]])
    #expect(results.count == 1 && results[0]["qubits"] as? Int == 2)
    let wrong = try Program.run("bench", "bell.qasm", "--qubits", "4", in: directory.url)
    #expect(wrong.status == 64 && wrong.errors.contains("--qubits"))
  }

  @Test("What does not fit is refused before anything runs, with both figures")
  func tooLarge() throws {
    let outcome = try Program.run("bench", "ghz", "--qubits", "4-50")
    #expect(outcome.status == 69)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("bytes"))
    let limited = try Program.run("bench", "ghz", "--qubits", "12", "--memory-limit", "64kB")
    #expect(limited.status == 69 && limited.errors.contains("65536"))
  }

  @Test("Ctrl-C ends with 130 and leaves no file behind")
  func interruption() throws {
    let directory = try TemporaryDirectory()
    let running = try Program.Running(
      ["bench", "qv", "--qubits", "20", "--budget", "1h", "--repeats", "1000", "--svg", "a.svg"],
      in: directory.url)
    // The file beside its place shows that the work has begun.
    while directory.names.isEmpty, kill(running.process, 0) == 0 { usleep(2_000) }
    usleep(200_000)
    kill(running.process, SIGINT)
    let outcome = try running.wait()
    #expect(outcome.status == 130)
    #expect(outcome.errors.hasSuffix("qsim: interrupted\n"))
    #expect(outcome.output.isEmpty && directory.names.isEmpty)
  }

  @Test("A spent budget leaves points out and says so")
  func budget() throws {
    let outcome = try Program.run(
      "bench", "hea", "--qubits", "4-18", "--budget", "1ms", "--repeats", "1", "--threads", "1")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("skipped, as --budget is spent: hea 18"))
  }

  @Test(
    "Wrong options end with 64 and name what is wrong",
    arguments: [
      (["rcq"], "did you mean 'rqc'"), (["ghz", "--qubits", "0"], "0"),
      (["ghz", "--qubits", "8-4"], "8-4"), (["ghz", "--qubits", "4-59"], "4-59"),
      (["ghz", "--qubits", "4:2"], "4:2"), (["ghz", "--qubits", "4-8:0"], "4-8:0"),
      (["ghz", "--qubits", "4,,5"], "4,,5"), (["ghz", "--threads", "0"], "0"),
      (["ghz", "--set", "a=1"], "--set"), (["ghz", "--precision", "half"], "half"),
      (["ghz", "--repeats", "0"], "--repeats"),
      (["grover", "--qubits", "2"], "--qubits"), (["ghz", "--budget", "-1s"], "budget"),
    ])
  func wrong(arguments: [String], named: String) throws {
    let outcome = try Program.Running(["bench"] + arguments).wait()
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.errors.contains(named), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test("Files that cannot be read or written are told before any work")
  func unusableFiles() throws {
    let directory = try TemporaryDirectory()
    try directory.write("{\"results\": 3}", to: "no.json")
    for (option, path, status) in [
      ("--svg", "/nowhere/a.svg", 73), ("--csv", "/nowhere/a.csv", 73),
      ("--json", ".", 73), ("--compare", "missing.json", 66), ("--compare", "no.json", 65),
    ] {
      let outcome = try Program.run(
        "bench", "ghz", "--qubits", "4", option, path, in: directory.url)
      #expect(outcome.status == Int32(status), "\(option) \(path): \(outcome.errors)")
      #expect(outcome.output.isEmpty)
    }
    #expect(try Program.run("bench", "missing.qasm").status == 66)
    #expect(directory.names == ["no.json"])
  }

  @Test("Widths read as people write them")
  func widths() {
    #expect(WidthList(argument: "4-8")?.widths == [4, 5, 6, 7, 8])
    #expect(WidthList(argument: "4-9:2")?.widths == [4, 6, 8])
    #expect(WidthList(argument: "20,4,4-5")?.widths == [4, 5, 20])
    for wrong in ["", "-", "4-", "-4", "a", "4 5", "4-8:", "4--8", "+4", "99999999999999999999"] {
      #expect(WidthList(argument: wrong) == nil)
    }
  }
}
