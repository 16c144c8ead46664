// swift-tools-version: 6.2
import PackageDescription

// A target depends only on targets named before it in this file: the arrows of the architecture
// point one way. C and system targets nest inside QState, the only library that talks to them.

let package = Package(
  name: "circuits",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "QState", targets: ["QState"]),
    .library(name: "Gates", targets: ["Gates"]),
    .library(name: "Circuits", targets: ["Circuits"]),
    .library(name: "HybridML", targets: ["HybridML"]),
    .executable(name: "qsim", targets: ["qsim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // System libraries: their headers. The libraries are loaded when they are first needed, so that
    // nothing links to them; pkg-config, whose flags would, is not asked.
    .systemLibrary(
      name: "COpenBLAS", path: "Sources/QState/COpenBLAS",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CLAPACKE", path: "Sources/QState/CLAPACKE",
      providers: [.apt(["liblapacke-dev"]), .brew(["lapack"])]),
    .systemLibrary(
      name: "CFFTW", path: "Sources/QState/CFFTW",
      providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),

    // SIMD kernels.
    .target(name: "CKernels", path: "Sources/QState/CKernels"),

    // The libraries, lowest first.
    .target(
      name: "QState",
      dependencies: [
        "CKernels", "COpenBLAS", "CLAPACKE", "CFFTW",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      exclude: ["CKernels", "COpenBLAS", "CLAPACKE", "CFFTW"],
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(
      name: "Gates",
      dependencies: [
        "QState",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "Circuits",
      dependencies: [
        "Gates",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "HybridML",
      dependencies: [
        "Circuits",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      exclude: ["Data/Bundled/Licences"]),

    .executableTarget(
      name: "qsim",
      dependencies: [
        "HybridML",
        "Circuits",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // Tests mirror the sources.
    .target(
      name: "TestSupport",
      dependencies: [
        "Circuits",
        .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      path: "Tests/TestSupport"),
    .testTarget(name: "QStateTests", dependencies: ["QState", "TestSupport"]),
    .testTarget(name: "GatesTests", dependencies: ["Gates", "TestSupport"]),
    .testTarget(name: "CircuitsTests", dependencies: ["QState", "Circuits", "TestSupport"]),
    .testTarget(name: "HybridMLTests", dependencies: ["HybridML", "TestSupport"]),
    .testTarget(name: "qsimTests", dependencies: ["qsim", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// One strict setting for every Swift target.
var settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
// The tests of this package tolerate no warning; packages that depend on it are spared those that
// newer compilers may find.
if Context.environment["QSIM_STRICT"] != nil {
  settings.append(.treatAllWarnings(as: .error))
}
let systemAndC: Set<String> = ["COpenBLAS", "CLAPACKE", "CFFTW", "CKernels"]
for target in package.targets where !systemAndC.contains(target.name) {
  target.swiftSettings = settings
}
