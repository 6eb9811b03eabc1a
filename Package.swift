// swift-tools-version: 6.1
import PackageDescription

// A file sees what it imports itself, and nothing that another file of its part imports: a task has the same
// meaning at home and where it is marked.
let visibility: [SwiftSetting] = [.enableUpcomingFeature("MemberImportVisibility")]

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
        .target(name: "Arrays"),
        .target(name: "Random"),
        .target(name: "Descent", dependencies: ["Arrays", "Random"]),
        .target(name: "MixedNumbers", dependencies: ["Descent"]),
        .target(name: "Workbook", dependencies: ["Descent", "MixedNumbers"]),
        .executableTarget(
            name: "part1", dependencies: ["Descent", "Workbook"], swiftSettings: visibility),
        .executableTarget(
            name: "part2", dependencies: ["Descent", "Workbook"], swiftSettings: visibility),
        .executableTarget(
            name: "part3", dependencies: ["Descent", "Workbook"], swiftSettings: visibility),
        .executableTarget(
            name: "part4", dependencies: ["Descent", "Workbook"], swiftSettings: visibility),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .executableTarget(
            name: "lesson-fixtures", dependencies: ["Descent", "Workbook"],
            path: "Tests/LessonFixtures"),
        .testTarget(
            name: "DescentTests", dependencies: ["Descent", "Arrays", "Random", "TestSupport"]),
        .testTarget(name: "WorkbookTests", dependencies: ["Workbook", "TestSupport"]),
        .testTarget(
            name: "GoldenTests",
            dependencies: [
                "TestSupport", "Workbook", "part1", "part2", "part3", "part4", "lesson-fixtures",
            ],
            exclude: ["Golden", "Edits", "Lessons.txt"]),
    ],
    swiftLanguageModes: [.v6]
)
