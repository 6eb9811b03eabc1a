// swift-tools-version: 6.1
import PackageDescription

// With optimization, the core and its tests run several times as fast, so scripts/check switches it on. It isn't the
// default, because a first build would take longer.
let core: [SwiftSetting] =
    Context.environment["OPTIMIZED_CORE"] == nil ? [] : [.unsafeFlags(["-O"])]

// A file sees only what it imports itself, not what other files of its part import, so that a task compiles the same way
// at home and when it is marked.
let visibility: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility")]

// Lessons use types of Classroom and Exercises, which Workbook exports. They are named here, so that a part is compiled
// again when they change.
let lessons: [Target.Dependency] = ["Classroom", "Descent", "Exercises", "Workbook"]

let package = Package(
    name: "descent",
    platforms: [.macOS(.v13)],
    products: [
        .library(name: "Descent", targets: ["Descent"]),
        .executable(name: "part1", targets: ["part1"]),
        .executable(name: "part2", targets: ["part2"]),
        .executable(name: "part3", targets: ["part3"]),
        .executable(name: "part4", targets: ["part4"]),
    ],
    targets: [
        .target(name: "Arrays", swiftSettings: core),
        .target(name: "Random", swiftSettings: core),
        .target(name: "Descent", dependencies: ["Arrays", "Random"], swiftSettings: core),
        .target(name: "Formulas", dependencies: ["Descent"], path: "scripts/browser/Formulas"),
        .target(name: "MixedNumbers", dependencies: ["Descent"]),
        .target(name: "Words"),
        .target(name: "System", dependencies: ["Words"]),
        .target(name: "Classroom", dependencies: ["Descent", "MixedNumbers", "Words"]),
        .target(name: "Looking", dependencies: ["Classroom", "Descent", "Words"]),
        .target(
            name: "Exercises", dependencies: ["Classroom", "Descent", "Looking", "System", "Words"]),
        .target(
            name: "Files", dependencies: ["Classroom", "Descent", "Looking", "System", "Words"]),
        .target(
            name: "Workbook",
            dependencies: [
                "Classroom", "Descent", "Exercises", "Files", "Looking", "System", "Words",
            ]),
        .executableTarget(
            name: "part1", dependencies: lessons, swiftSettings: visibility),
        .executableTarget(
            name: "part2", dependencies: lessons, swiftSettings: visibility),
        .executableTarget(
            name: "part3", dependencies: lessons, swiftSettings: visibility),
        .executableTarget(
            name: "part4", dependencies: lessons, swiftSettings: visibility),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(
            name: "DescentTests", dependencies: ["Descent", "Arrays", "Random", "TestSupport"]),
        .testTarget(
            name: "FormulasTests", dependencies: ["Formulas", "Descent", "TestSupport"]),
        .testTarget(
            name: "WorkbookTests",
            dependencies: [
                "Classroom", "Exercises", "Files", "Looking", "System", "Words", "Workbook",
                "TestSupport",
            ]),
        .testTarget(
            name: "GoldenTests",
            dependencies: ["TestSupport", "Workbook", "part1", "part2", "part3", "part4"],
            exclude: ["Golden", "Edits", "UsageErrors.txt"]),
    ],
    swiftLanguageModes: [.v6]
)

// A first build takes a sixth less of the processor's time when it doesn't write an index of the standard library and
// Foundation, and when one process each compiles those targets beside which others are compiled anyway.
let beside = ["Arrays", "Exercises", "Files", "MixedNumbers", "Random", "System", "Words"]
for target in package.targets {
    let single = beside.contains(target.name) ? ["-driver-batch-count", "1"] : []
    target.swiftSettings =
        (target.swiftSettings ?? []) + [.unsafeFlags(["-index-ignore-system-modules"] + single)]
}
