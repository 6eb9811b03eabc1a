import Workbook

/// Runs an edited lesson as the executable of its part would: `lesson-fixtures NAME [options]`.
let name = CommandLine.arguments.dropFirst().first ?? ""
guard let (stage, lesson) = edits[name] else {
    print(edits.keys.sorted().joined(separator: "\n"))
    fatalError("There is no edited lesson of the name '\(name)'.")
}
Workbook(stage, lessons: [lesson]).run(Array(CommandLine.arguments.dropFirst(2)))
