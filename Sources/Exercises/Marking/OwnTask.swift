import Foundation
import System
import Words

/// What scripts/own-task runs: tries a task that a teacher has written.
///
/// The task is a folder with `task.swift`, what a learner finds; `solution.swift`; `checks.swift`, a
/// static property of `Exercise`; and wrong answers, `wrong-1.swift` and so on, whose first line is a
/// comment with the beginning of the diagnosis.
package struct OwnTask {
    package let files: ExerciseFiles
    package let output: Output

    package init(files: ExerciseFiles, output: Output) {
        self.files = files
        self.output = output
    }

    /// - Parameter arguments: what follows the word `own-task`: the folder, the task's name, and that of
    ///   its property.
    package func answer(_ arguments: [String]) -> ExitStatus {
        guard arguments.count == 3, let package = files.package else { return .usage }
        let folder = URL(fileURLWithPath: arguments[0], isDirectory: true)
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        return Workshop.withFolder("own-task") { build in
            let file = "01-\(arguments[1]).swift"
            let list =
                "@_exported import MixedNumbers\nimport Workbook\n\n"
                + "func exercises() -> ExerciseList { ExerciseList([.\(arguments[2])]) }\n"
            let part = TaskFiles(
                texts: [
                    file: try text("task.swift"), "Exercises.swift": list,
                    "checks.swift": try text("checks.swift"),
                ])
            let wrong = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                .filter { $0.hasPrefix("wrong") && $0.hasSuffix(".swift") }
            var isAllRight = true
            let workshop = Workshop(
                package: package, folder: build, seed: 0, parts: ["part1": part])
            try workshop.prepare(["part1"])
            for answer in ["task.swift", "solution.swift"] + wrong {
                let code = try text(answer)
                let submission = Submission(
                    name: "", place: "", part: "part1", files: [file: code])
                let record = workshop.mark(submission, name: "own")[0]
                if Interruption.hasHappened { return .failure }
                let isExpected = Self.isExpected(record, answer, code)
                isAllRight = isAllRight && isExpected
                let mark = isExpected ? "as it should be" : "NOT AS IT SHOULD BE"
                output.print("\(Text.padded(answer, 16))\(record.result.words), \(mark)")
                for line in record.diagnosis.map({ Text.wrapped($0, indent: 2) }) ?? [] {
                    output.print(line)
                }
            }
            return isAllRight ? .success : .failure
        }
    }

    /// Whether a file of the folder gives what it is there for.
    private static func isExpected(_ record: ExerciseRecord, _ name: String, _ code: String) -> Bool
    {
        switch name {
        case "task.swift": return record.result == .untouched
        case "solution.swift": return record.result == .done
        default:
            let start = code.prefix { $0 != "\n" }.drop { "/ ".contains($0) }
            return !start.isEmpty && record.diagnosis?.hasPrefix(start) == true
        }
    }
}
