import CKernels
import Testing

@testable import QState

@Suite struct KernelSetTests {
  @Test("Each available set is chosen by its name")
  func names() throws {
    for set in KernelSet.available { #expect(try KernelSet.named(set.rawValue) == set) }
    #expect(try KernelSet.named(nil) == .fastest)
    #expect(KernelSet.available.contains(.fastest))
    #expect(KernelSet.fastest != .portable512 && KernelSet.fastest != .blas)
  }

  @Test("The sets that every CPU can run are available")
  func everywhere() {
    for set in [KernelSet.scalar, .portable512, .blas] {
      #expect(KernelSet.available.contains(set))
    }
    #if arch(x86_64)
      #expect(KernelSet.available.contains(.sse2) && !KernelSet.available.contains(.neon))
    #elseif arch(arm64)
      #expect(KernelSet.available.contains(.neon) && !KernelSet.available.contains(.sse2))
    #endif
  }

  @Test("A set that this CPU lacks is refused by name, with the sets it has")
  func unavailable() {
    for set in KernelSet.allCases where !KernelSet.available.contains(set) {
      let error = #expect(throws: QuantumError.self) { try KernelSet.named(set.rawValue) }
      let text = error.map(String.init(describing:)) ?? ""
      #expect(text.contains(set.rawValue) && text.contains("scalar") && text.contains("CPU"))
    }
  }

  @Test("An unknown set is refused with its name")
  func unknown() {
    for name in ["", "AVX2", "avx 2", "fast", "avx2,blas"] {
      let error = #expect(throws: QuantumError.self) { try KernelSet.named(name) }
      #expect(error.map(String.init(describing:))?.contains("QSIM_KERNELS=\(name)") == true)
    }
  }

  @Test("Vectors are as wide as their names say, and no wider than the state")
  func widths() {
    let bytes: [KernelSet: Int] = [
      .scalar: 0, .sse2: 16, .neon: 16, .avx2: 32, .avx512: 64, .portable512: 64,
    ]
    for (set, width) in bytes where KernelSet.available.contains(set) {
      #expect(set.kernels(for: Double.self).pointee.lanes == max(1, width / 16))
      #expect(set.kernels(for: Float.self).pointee.lanes == max(1, width / 8))
      for count in [1, 2, 4, 8] {
        #expect(Int(set.kernels(for: Double.self, count: count).pointee.lanes) <= count)
        #expect(Int(set.kernels(for: Float.self, count: count).pointee.lanes) <= count)
      }
    }
  }
}
