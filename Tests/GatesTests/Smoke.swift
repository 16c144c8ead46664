import Testing
import Gates

@Test func smoke() { #expect(Bool(true)) }
