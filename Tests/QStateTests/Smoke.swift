import Testing
import QState

@Test func smoke() { #expect(Bool(true)) }
