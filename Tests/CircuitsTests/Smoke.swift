import Testing
import Circuits

@Test func smoke() { #expect(Bool(true)) }
