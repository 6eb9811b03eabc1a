// swift-tools-version: 6.0
import PackageDescription

// A client of the library, like any other program. scripts/random-programs builds and runs it.
let package = Package(
    name: "random-programs",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "descent", path: "../..")],
    targets: [
        .executableTarget(
            name: "client", dependencies: [.product(name: "Descent", package: "descent")])
    ],
    swiftLanguageModes: [.v6]
)
