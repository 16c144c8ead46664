import QState
import Testing

@Suite struct ControlsTests {
  @Test("Controls are the same by masks, by qubits and by values")
  func constructions() {
    #expect(Controls(on: [0, 5]) == Controls(mask: 33, values: 33))
    #expect(
      Controls([(qubit: 0, value: false), (qubit: 5, value: true)])
        == Controls(mask: 33, values: 32))
    #expect(Controls(on: []) == .none)
    #expect(Controls(on: [63]).mask == 1 << 63)
  }

  @Test("Values outside the mask are dropped")
  func values() {
    #expect(Controls(mask: 2, values: 7).values == 2)
    #expect(Controls(mask: 2, values: 5).values == 0)
  }

  @Test("Controls know how many they are")
  func counts() {
    #expect(Controls.none.isEmpty && Controls.none.count == 0)
    #expect(Controls(mask: 7, values: 0).count == 3 && !Controls(mask: 1, values: 0).isEmpty)
  }
}
