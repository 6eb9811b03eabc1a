import Foundation
import System
import Words

/// `scripts/own-task`: tries a task that a teacher has written.
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

    /// - Parameter arguments: what follows the word `own-task`: the folder.
    package func answer(_ arguments: [String]) -> ExitStatus {
        guard arguments.count == 1, let place = arguments.first, !place.hasPrefix("-") else {
            fail("say which folder has the task: scripts/own-task FOLDER", status: .usage)
        }
        let folder = URL(fileURLWithPath: place, isDirectory: true)
        func text(_ name: String) -> String? {
            try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        for name in ["task.swift", "solution.swift", "checks.swift"] where text(name) == nil {
            fail("the folder \(quoted(place)) has no file \(name).", status: .usage)
        }
        let checks = text("checks.swift")!
        guard let property = checks.firstMatch(of: /static\s+(?:var|let)\s+(\w+)\s*:\s*Exercise\b/),
            let name = checks.firstMatch(of: /Exercise\(\s*"([a-z0-9-]+)"/)
        else {
            fail(
                "checks.swift needs a property 'static var myTask: Exercise' that makes an "
                    + "Exercise(\"my-name\", …).", status: .usage)
        }
        guard let package = files.package else {
            fail("the checkout from which this was built cannot be found.", status: .failure)
        }
        let file = "01-\(name.1).swift"
        let list =
            "@_exported import MixedNumbers\nimport Workbook\n\n"
            + "func exercises() -> ExerciseList { ExerciseList([.\(property.1)]) }\n"
        func texts(_ code: String) -> [String: String] {
            [file: code, "Exercises.swift": list, "checks.swift": checks]
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .sorted()
        let wrong = names.filter { $0.hasPrefix("wrong") && $0.hasSuffix(".swift") }
        var isAllRight = !wrong.isEmpty
        do {
            try Workshop.withFolder("own-task") { build in
                var workshop = Workshop(package: package, folder: build, seed: 0)
                try workshop.prepare(["part1": texts(text("task.swift")!)])
                for answer in ["task.swift", "solution.swift"] + wrong {
                    let code = text(answer) ?? ""
                    let record = workshop.mark(texts(code), file: file)
                    if Interruption.hasHappened { return }
                    let isExpected = Self.isExpected(record, answer, code)
                    isAllRight = isAllRight && isExpected
                    let mark = isExpected ? "as it should be" : "NOT AS IT SHOULD BE"
                    output.print("\(Text.padded(answer, 16))\(record.words), \(mark)")
                    for line in record.diagnosis.map({ Text.wrapped($0, indent: 2) }) ?? [] {
                        output.print(line)
                    }
                }
            }
        } catch {
            if !Interruption.hasHappened { fail(error.localizedDescription, status: .failure) }
        }
        if let cause = Interruption.cause { return cause.status }
        if wrong.isEmpty {
            output.print("There are no wrong answers, so nobody knows whether the check finds any.")
        }
        return isAllRight ? .success : .failure
    }

    /// Whether a file of the folder gives what it is there for.
    private static func isExpected(_ record: ExerciseRecord, _ name: String, _ code: String) -> Bool
    {
        switch name {
        case "task.swift": return record.result == "untouched"
        case "solution.swift": return record.result == "done"
        default:
            let line = code.split(separator: "\n").first ?? ""
            let start = line.drop { "/ ".contains($0) }
            return line.hasPrefix("//") && !["done", "untouched", "broken"].contains(record.result)
                && record.diagnosis?.hasPrefix(start) == true
        }
    }
}
