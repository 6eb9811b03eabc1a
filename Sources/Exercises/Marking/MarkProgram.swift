import Classroom
import Foundation
import System
import Words

/// What scripts/mark and scripts/classroom run: marks all submissions of a folder.
package struct MarkProgram {
    package let files: ExerciseFiles
    package let output: Output

    package init(files: ExerciseFiles, output: Output) {
        self.files = files
        self.output = output
    }

    /// - Parameter arguments: what follows the word `mark`: the folder with the submissions, where their
    ///   marks go, and perhaps a folder with other tasks than those of the checkout.
    package func answer(_ arguments: [String]) -> ExitStatus {
        guard 2...3 ~= arguments.count, let package = files.package else { return .usage }
        let folders = arguments.map { URL(fileURLWithPath: $0, isDirectory: true) }
        let parts =
            folders.count == 3
            ? ["part1": TaskFiles(folders[2])]
            : Dictionary(
                uniqueKeysWithValues: Stage.allCases.map {
                    ($0.name, TaskFiles(package, $0.name))
                })
        return Workshop.withFolder { build in
            let reader = SubmissionReader(tasks: parts.mapValues(\.names))
            let submissions = try reader.read(folders[0], except: folders[1])
            // A wrong folder is not filled with tables of nothing.
            guard submissions.contains(where: { !$0.files.isEmpty }) else {
                printError(
                    "error: there is nothing to mark in \(quoted(arguments[0])): no hand-in, and no "
                        + "folder with the files of the tasks.")
                return .usage
            }
            try FileManager.default.createDirectory(
                at: folders[1], withIntermediateDirectories: true)
            let workshop = Workshop(
                package: package, folder: build, seed: try seed(folders[1]), parts: parts)
            return try mark(submissions, workshop, folders[1])
        }
    }

    private func mark(
        _ submissions: [Submission], _ workshop: Workshop, _ out: URL
    ) throws -> ExitStatus {
        let start = Platform.seconds
        try workshop.prepare(Set(submissions.map(\.part)).subtracting([""]))
        let lock = NSLock()
        // Several threads share these, one after the other.
        nonisolated(unsafe) var results = [Marked?](repeating: nil, count: submissions.count)
        nonisolated(unsafe) let progress = ProgressBar(total: submissions.count)
        DispatchQueue.concurrentPerform(iterations: submissions.count) { index in
            if Interruption.hasHappened { return }
            let submission = submissions[index]
            let records = workshop.mark(submission, name: "\(index)")
            // What was being marked when somebody interrupted it may be half a result.
            if Interruption.hasHappened { return }
            lock.withLock {
                results[index] = Marked(submission: submission, records: records)
                progress.update(results.count { $0 != nil })
            }
        }
        progress.clear()
        let all = results.compactMap { $0 }
        try ExerciseJSON.data(all).write(
            to: out.appendingPathComponent("marks.json"), options: .atomic)
        try write(all, out)
        output.print(
            "Marked \(Text.count(all.count, "submission")) in "
                + "\(Numbers.fixed(Platform.seconds - start, 1)) s.")
        output.print(out.appendingPathComponent("marks.csv").path)
        guard let cause = Interruption.cause else { return .success }
        printError("\(cause.word): \(all.count) of \(submissions.count) submissions are marked.")
        return cause.status
    }

    private func write(_ all: [Marked], _ out: URL) throws {
        let pages = out.appendingPathComponent("feedback", isDirectory: true)
        // Pages of what is gone would be handed out, too.
        try? FileManager.default.removeItem(at: pages)
        try FileManager.default.createDirectory(at: pages, withIntermediateDirectories: true)
        for (place, marked) in all.enumerated() {
            let page = pages.appendingPathComponent("\(marked.fileName)-\(place + 1)")
            try Data(marked.page.utf8).write(to: page.appendingPathExtension("md"))
            try marked.classroomReport().write(to: page.appendingPathExtension("json"))
        }
        try Data(MarksTable.csv(all).utf8).write(
            to: out.appendingPathComponent("marks.csv"), options: .atomic)
    }

    /// The numbers of the checks: the same each time a folder is marked, and not the learners'.
    private func seed(_ out: URL) throws -> UInt64 {
        let file = out.appendingPathComponent("seed.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        if let seed = UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines)) { return seed }
        let seed = UInt64.random(in: 1...UInt64(UInt32.max))
        try Data("\(seed)\n".utf8).write(to: file, options: .atomic)
        return seed
    }
}
