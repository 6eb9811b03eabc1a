import Classroom
import Foundation
import System
import Words

/// `scripts/mark`: marks all submissions of a folder.
package struct MarkProgram {
    package let files: ExerciseFiles
    package let output: Output

    package init(files: ExerciseFiles, output: Output) {
        self.files = files
        self.output = output
    }

    private struct Options {
        var folder = ""
        var out: String?
        var seed: UInt64?
        /// Half of the time each waits for a process to begin or to end.
        var workers = 2 * ProcessInfo.processInfo.activeProcessorCount

        init(_ arguments: [String]) throws(UsageError) {
            var rest = arguments[...]
            while let argument = rest.popFirst() {
                guard argument.hasPrefix("--") else {
                    if !folder.isEmpty {
                        throw UsageError(
                            "one folder at a time: \(quoted(argument)) follows \(quoted(folder)).")
                    }
                    folder = argument
                    continue
                }
                let allowed = [
                    "--out": "a folder", "--seed": "a whole number",
                    "--jobs": "a whole number from 1 to 64",
                ]
                guard let what = allowed[argument] else {
                    throw UsageError(
                        "there is no option \(quoted(argument)): they are --out, --seed and --jobs."
                    )
                }
                guard let value = rest.popFirst() else {
                    throw UsageError("\(argument) needs a value: \(what).")
                }
                switch argument {
                case "--out": out = value
                case "--seed" where UInt64(value) != nil: seed = UInt64(value)
                case "--jobs" where 1...64 ~= Int(value) ?? 0: workers = Int(value)!
                default:
                    throw UsageError("\(argument) cannot be \(quoted(value)): it takes \(what).")
                }
            }
            if folder.isEmpty {
                throw UsageError("name the folder with the hand-ins: scripts/mark FOLDER.")
            }
        }
    }

    /// - Parameter arguments: what follows the word `mark`.
    package func answer(_ arguments: [String]) -> ExitStatus {
        do {
            let options = try Options(arguments)
            return try Workshop.withFolder("marking") { try run(options, in: $0) }
        } catch let error as UsageError {
            fail(error.message, status: .usage)
        } catch {
            if let cause = Interruption.cause {
                printError("\(cause.word).")
                return cause.status
            }
            fail(error.localizedDescription, status: .failure)
        }
    }

    private func run(_ options: Options, in build: URL) throws -> ExitStatus {
        let manager = FileManager.default
        let folder = URL(fileURLWithPath: options.folder, isDirectory: true).standardizedFileURL
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw UsageError("there is no folder \(quoted(options.folder)).")
        }
        guard let package = files.package else {
            throw UsageError("the checkout from which this was built cannot be found.")
        }
        let out =
            options.out.map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? folder.appendingPathComponent("marks", isDirectory: true)
        let state = out.appendingPathComponent("state", isDirectory: true)
        let pages = out.appendingPathComponent("feedback", isDirectory: true)
        let points = out.appendingPathComponent("classroom", isDirectory: true)
        let shipped = Dictionary(
            uniqueKeysWithValues: Stage.allCases.map {
                ($0.name, ExerciseFiles.archive(package, $0))
            })
        let reader = SubmissionReader(tasks: shipped.mapValues { $0.keys.sorted() })
        let (submissions, others) = try reader.read(folder, except: out)
        for other in others { printError("note: \(quoted(other)) is no submission.") }
        // A wrong folder is not filled with tables of nothing.
        guard !submissions.isEmpty else {
            throw UsageError(
                "there is nothing to mark in \(quoted(options.folder)): no hand-in, and no folder with "
                    + "the files of the tasks.")
        }
        for folder in [state, pages, points] {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        let seed = try seed(options, out)
        let start = Platform.seconds
        let stamp = Workshop.stamp()
        var workshop = Workshop(package: package, folder: build, seed: seed)
        let names = Self.names(submissions)
        let results = Results(count: submissions.count)
        let files = names.map { state.appendingPathComponent("\($0).json") }
        let known = submissions.indices.map { index in
            Self.old(files[index]).flatMap { old in
                old.submission == submissions[index] && old.stamp == stamp && old.seed == seed
                    ? old : nil
            }
        }
        let parts = Set(
            zip(submissions, known).filter { $0.refusal == nil && $1 == nil }.map(\.0.part))
        if !parts.isEmpty {
            try workshop.prepare(shipped.filter { parts.contains($0.key) })
        }
        let ready = workshop
        // Threads of their own, as each waits for processes.
        let group = DispatchGroup()
        for _ in 0..<min(options.workers, max(1, submissions.count)) {
            group.enter()
            Thread.detachNewThread {
                while let index = results.next() {
                    let submission = submissions[index]
                    if let old = known[index] {
                        results.set(index, old, isNew: false)
                        continue
                    }
                    let records =
                        submission.refusal != nil
                        ? []
                        : ready.mark(
                            submission, archive: shipped[submission.part]!, name: "\(index)")
                    // Then it may be half a result.
                    if Interruption.hasHappened { break }
                    let marked = Marked(
                        submission: submission, stamp: stamp, seed: seed, records: records)
                    let page = pages.appendingPathComponent("\(names[index]).md")
                    try? Data(FeedbackPage.text(marked).utf8).write(to: page, options: .atomic)
                    let report = points.appendingPathComponent("\(names[index]).json")
                    try? JSONEncoder().encode(ClassroomReport(marked)).write(
                        to: report, options: .atomic)
                    try? JSONEncoder().encode(marked).write(to: files[index], options: .atomic)
                    results.set(index, marked, isNew: true)
                }
                group.leave()
            }
        }
        group.wait()
        let all = results.all
        let table = out.appendingPathComponent("marks.csv")
        try Data(MarksTable.csv(all).utf8).write(to: table, options: .atomic)
        let seconds = Platform.seconds - start
        let each = results.marked == 0 ? 0 : seconds / Double(results.marked)
        output.print(
            "Marked \(Text.count(results.marked, "submission")) in \(Numbers.fixed(seconds, 1)) s, "
                + "\(Numbers.fixed(each, 2)) s each; \(all.count - results.marked) had not changed."
        )
        output.print("\(table.path)")
        if let cause = Interruption.cause {
            printError(
                "\(cause.word) with \(all.count) of \(submissions.count) marked: run it again for the rest."
            )
            return cause.status
        }
        return .success
    }

    /// The numbers of the checks: the same each time a folder is marked, and not the learners'.
    private func seed(_ options: Options, _ out: URL) throws -> UInt64 {
        let file = out.appendingPathComponent("seed.txt")
        if options.seed == nil, let text = try? String(contentsOf: file, encoding: .utf8),
            let seed = UInt64(text.split(separator: "\n").first ?? "")
        {
            return seed
        }
        let seed = options.seed ?? UInt64.random(in: 1...UInt64(UInt32.max))
        try Data("\(seed)\n".utf8).write(to: file, options: .atomic)
        return seed
    }

    private static func old(_ file: URL) -> Marked? {
        try? JSONDecoder().decode(Marked.self, from: Data(contentsOf: file))
    }

    /// What the files of each submission are called: letters and digits, and no two alike.
    private static func names(_ submissions: [Submission]) -> [String] {
        var taken: Set<String> = []
        return submissions.map { submission in
            let plain = submission.place.unicodeScalars.map { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic
                        || "0123456789-_".unicodeScalars.contains(scalar))
                    ? String(scalar) : "-"
            }.joined()
            // Where letters are lost, and where names are long, a number tells them apart.
            var name = "\(plain.prefix(60))-\(submission.part)"
            if plain != submission.place || plain.count > 60 {
                name += "-\(submission.place.hashed)"
            }
            while !taken.insert(name.lowercased()).inserted { name += "x" }
            return name
        }
    }
}

/// The results of several threads.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [Marked?]
    private var started = 0
    private var isNew = 0
    private let progress: ProgressBar

    init(count: Int) {
        results = Array(repeating: nil, count: count)
        progress = ProgressBar(total: count, delay: 1)
    }

    /// The next submission that nobody has begun.
    func next() -> Int? {
        lock.withLock {
            guard started < results.count, !Interruption.hasHappened else { return nil }
            started += 1
            return started - 1
        }
    }

    func set(_ index: Int, _ marked: Marked, isNew: Bool) {
        lock.withLock {
            results[index] = marked
            if isNew { self.isNew += 1 }
            progress.update(results.count { $0 != nil })
        }
    }

    var all: [Marked] { lock.withLock { results.compactMap { $0 } } }
    var marked: Int { lock.withLock { isNew } }
}
