import Testing

@testable import qsim

@Suite struct AmountTests {
  @Test(
    "Amounts of memory read as people write them",
    arguments: [
      ("65536", 65536), ("1B", 1), ("8GiB", 8 << 30), ("8 gib", 8 << 30), ("500MB", 500_000_000),
      ("1.5k", 1536), ("2G", 2 << 30), ("1kB", 1000), ("1TiB", 1 << 40),
      ("3PB", 3_000_000_000_000_000),
    ] as [(String, UInt64)])
  func memory(text: String, bytes: UInt64) {
    #expect(MemoryAmount(argument: text)?.bytes == bytes)
  }

  @Test(
    "Other texts are no amounts of memory",
    arguments: [
      "", "GiB", "-1", "0", "1XB", "1e9", "0x10", "nan", "inf", "1GBB", "9999999999PiB", "²B",
    ])
  func notMemory(text: String) {
    #expect(MemoryAmount(argument: text) == nil)
  }

  @Test(
    "Lengths of time read as people write them",
    arguments: [
      ("90", .seconds(90)), ("60s", .seconds(60)), ("500ms", .milliseconds(500)),
      ("2min", .seconds(120)), ("2 m", .seconds(120)), ("1.5h", .seconds(5400)),
      ("1d", .seconds(86_400)),
    ] as [(String, Duration)])
  func time(text: String, duration: Duration) {
    #expect(TimeAmount(argument: text)?.duration == duration)
  }

  @Test(
    "Other texts are no lengths of time", arguments: ["", "s", "-1s", "0", "1w", "1e3", "infs"])
  func notTime(text: String) {
    #expect(TimeAmount(argument: text) == nil)
  }
}

@Suite struct NumberTextTests {
  @Test(
    "Durations are in the unit that suits them",
    arguments: [
      (0.00034, "340 µs"), (0.0123, "12.3 ms"), (4.561, "4.56 s"), (200, "3 min 20 s"),
      (7260, "2 h 1 min"), (864_000, "10 days"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }

  @Test(
    "Probabilities take eight characters",
    arguments: [
      (1, "1.000000"), (0.5, "0.500000"), (0.0001, "0.000100"), (0.00001234, "1.23e-05"),
      (0, "0.000000"),
    ])
  func probabilities(value: Double, text: String) {
    #expect(NumberText.probability(value) == text)
  }

  @Test("Bars are as long as the fraction says, and more than nothing shows")
  func bars() {
    #expect(Bar.text(1, width: 4, unicode: true) == "████")
    #expect(Bar.text(0.5, width: 4, unicode: true) == "██")
    #expect(Bar.text(0.34375, width: 4, unicode: true) == "█▍")
    #expect(Bar.text(1e-9, width: 4, unicode: true) == "▏")
    #expect(Bar.text(0, width: 4, unicode: true) == "")
    #expect(Bar.text(0.5, width: 4, unicode: false) == "##")
    #expect(Bar.text(1e-9, width: 4, unicode: false) == "#")
    #expect(Bar.text(7, width: 4, unicode: false) == "####")
  }
}
