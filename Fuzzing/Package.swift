// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the libraries never build it.
let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "circuits", path: "..")],
  targets: [
    .target(name: "FuzzLoop", dependencies: [.product(name: "Circuits", package: "circuits")]),
    .executableTarget(
      name: "fuzz-parser",
      dependencies: ["FuzzLoop", .product(name: "Circuits", package: "circuits")]),
    .executableTarget(
      name: "fuzz-model",
      dependencies: ["FuzzLoop", .product(name: "HybridML", package: "circuits")]),
  ],
  swiftLanguageModes: [.v6]
)
