import Classroom
import Foundation
import System
import Words

/// Marks all submissions in a folder, for scripts/mark.
package enum MarkProgram {
    /// - Parameter arguments: the folder with the submissions, the folder for their marks, and optionally a folder with
    ///   a task to use instead of those in the checkout.
    package static func answer(
        _ arguments: [String], _ package: URL?, _ output: Output
    ) -> ExitStatus {
        guard 2...3 ~= arguments.count, let package else { return .usage }
        let folders = arguments.map { URL(fileURLWithPath: $0, isDirectory: true) }
        let parts =
            folders.count == 3
            ? ["part1": TaskFiles(folders[2])]
            : Stage.allCases.reduce(into: [:]) { $0[$1.name] = TaskFiles(package, $1.name) }
        return Workshop.withFolder { build in
            let reader = SubmissionReader(tasks: parts.mapValues(\.names))
            let submissions = try reader.read(folders[0], except: folders[1])
            // Don't write empty tables into a folder that was named by mistake.
            guard submissions.contains(where: { !$0.files.isEmpty }) else {
                printError(
                    "error: there is nothing to mark in \(quoted(arguments[0])): no hand-in, and no "
                        + "folder with the files of the tasks.")
                return .usage
            }
            try FileManager.default.createDirectory(
                at: folders[1], withIntermediateDirectories: true)
            let start = Platform.seconds
            let workshop = Workshop(
                package: package, folder: build, seed: try seed(folders[1]), parts: parts)
            try workshop.prepare(Set(submissions.map(\.part)).subtracting([""]))
            let all = marked(submissions, workshop)
            try write(all, folders[1])
            let seconds = Numbers.fixed(Platform.seconds - start, 1)
            output.print("Marked \(Text.count(all.count, "submission")) in \(seconds) s.")
            output.print(folders[1].appendingPathComponent("marks.csv").path)
            guard let cause = Interruption.cause else { return .success }
            printError(
                "\(cause.word): \(all.count) of \(submissions.count) submissions are marked.")
            return cause.status
        }
    }

    /// Marks several submissions at a time. After an interruption, those that aren't finished are left out.
    private static func marked(_ submissions: [Submission], _ workshop: Workshop) -> [Marked] {
        let lock = NSLock()
        // Shared by several threads, and protected by the lock.
        nonisolated(unsafe) var results = [Marked?](repeating: nil, count: submissions.count)
        nonisolated(unsafe) let progress = ProgressBar(total: submissions.count)
        DispatchQueue.concurrentPerform(iterations: submissions.count) { index in
            if Interruption.hasHappened { return }
            let records = workshop.mark(submissions[index], name: "\(index)")
            if Interruption.hasHappened { return }
            lock.withLock {
                results[index] = Marked(submission: submissions[index], records: records)
                progress.update(results.count { $0 != nil })
            }
        }
        progress.clear()
        return results.compactMap { $0 }
    }

    private static func write(_ all: [Marked], _ out: URL) throws {
        let pages = out.appendingPathComponent("feedback", isDirectory: true)
        // Otherwise, the pages of deleted submissions would remain.
        try? FileManager.default.removeItem(at: pages)
        try FileManager.default.createDirectory(at: pages, withIntermediateDirectories: true)
        func write(_ data: Data, _ name: String) throws {
            try data.write(to: out.appendingPathComponent(name), options: .atomic)
        }
        for (index, marked) in all.enumerated() {
            try write(Data(marked.page.utf8), "feedback/\(marked.fileName)-\(index + 1).md")
        }
        try write(try ExerciseJSON.data(all), "marks.json")
        try write(Data(MarksTable.csv(all).utf8), "marks.csv")
    }

    /// The seed of the checks: the same each time a folder is marked, but not the one that learners use.
    private static func seed(_ out: URL) throws -> UInt64 {
        let file = out.appendingPathComponent("seed.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        if let seed = UInt64(text.trimmingCharacters(in: .whitespacesAndNewlines)) { return seed }
        let seed = UInt64.random(in: 1...UInt64(UInt32.max))
        try Data("\(seed)\n".utf8).write(to: file, options: .atomic)
        return seed
    }
}
