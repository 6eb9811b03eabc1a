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

    /// - Parameter arguments: what follows the word `mark`: the folder with the submissions, and where
    ///   their marks go.
    package func answer(_ arguments: [String]) -> ExitStatus {
        guard arguments.count == 2, let package = files.package else { return .usage }
        let places = arguments.map { URL(fileURLWithPath: $0, isDirectory: true) }
        let (folder, out) = (places[0], places[1])
        let parts = Dictionary(
            uniqueKeysWithValues: Stage.allCases.map { ($0.name, TaskFiles.read(package, $0)) })
        return Workshop.withFolder("marking") { build in
            let reader = SubmissionReader(tasks: parts.mapValues(\.names))
            let submissions = try reader.read(folder, except: out)
            // A wrong folder is not filled with tables of nothing.
            guard submissions.contains(where: { !$0.files.isEmpty }) else {
                printError(
                    "error: there is nothing to mark in \(quoted(arguments[0])): no hand-in, and no "
                        + "folder with the files of the tasks.")
                return .usage
            }
            try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
            let workshop = Workshop(
                package: package, folder: build, seed: try seed(out), parts: parts)
            return try mark(submissions, workshop, out)
        }
    }

    private func mark(
        _ submissions: [Submission], _ workshop: Workshop, _ out: URL
    ) throws -> ExitStatus {
        let start = Platform.seconds
        let file = out.appendingPathComponent("marks.json")
        let old = try? JSONDecoder().decode([Marked].self, from: Data(contentsOf: file))
        let known = submissions.map { submission in
            let stamp = workshop.stamp(submission.part)
            return old?.first { $0.submission == submission && $0.stamp == stamp }
        }
        let open = submissions.indices.filter { known[$0] == nil }
        try workshop.prepare(Set(open.map { submissions[$0].part }).subtracting([""]))
        let results = MarkingResults(known)
        // Each waits half of the time for a process to begin or to end.
        let slots = DispatchSemaphore(value: 2 * ProcessInfo.processInfo.activeProcessorCount)
        let group = DispatchGroup()
        for place in open {
            if Interruption.hasHappened { break }
            slots.wait()
            group.enter()
            Thread.detachNewThread {
                let submission = submissions[place]
                let marked = Marked(
                    submission: submission, stamp: workshop.stamp(submission.part),
                    records: workshop.mark(submission, name: "\(place)"))
                // Interrupted, it may be half a result.
                if !Interruption.hasHappened { results.set(place, marked) }
                slots.signal()
                group.leave()
            }
        }
        group.wait()
        let all = results.finish()
        try JSONEncoder().encode(all).write(to: file, options: .atomic)
        try write(all, out)
        let count = all.count - (submissions.count - open.count)
        output.print(
            "Marked \(Text.count(count, "submission")) in "
                + "\(Numbers.fixed(Platform.seconds - start, 1)) s; \(all.count - count) had not changed."
        )
        output.print(out.appendingPathComponent("marks.csv").path)
        if let cause = Interruption.cause {
            printError(
                "\(cause.word) with \(all.count) of \(submissions.count) marked: run it again for the rest."
            )
        }
        return .success
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

/// What several threads have marked.
private final class MarkingResults: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Marked?]
    private let progress: ProgressBar

    init(_ known: [Marked?]) {
        results = known
        progress = ProgressBar(total: known.count)
    }

    func set(_ place: Int, _ marked: Marked) {
        lock.withLock {
            results[place] = marked
            progress.update(results.count { $0 != nil })
        }
    }

    /// All that is marked in the end.
    func finish() -> [Marked] {
        lock.withLock {
            progress.clear()
            return results.compactMap { $0 }
        }
    }
}
