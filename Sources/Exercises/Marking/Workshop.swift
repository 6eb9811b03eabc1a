import Classroom
import Foundation
import System
import Words

/// What the submissions to a part are built with.
struct TaskFiles {
    /// The texts of the tasks' files before anybody begins, of the list of tasks, and of the checks that a
    /// teacher has added, by the files' names.
    package let texts: [String: String]

    /// The names of the tasks' files.
    package var names: [String] { texts.keys.filter { SubmissionTask.name($0) != nil }.sorted() }

    /// All Swift files of a folder, as it is for a task that scripts/own-task tries.
    package init(_ folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        texts = names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.reduce(into: [:]) {
            $0[$1] = try? String(contentsOf: folder.appendingPathComponent($1), encoding: .utf8)
        }
    }

    /// Those of a part in the checkout. Git could bring the tasks back as they were, but a course may come
    /// without it.
    package init(_ package: URL, _ part: String) {
        let list = TaskFiles(package.appendingPathComponent("Sources/\(part)/Exercises")).texts
        texts = TaskFiles(package.appendingPathComponent("docs/tasks/\(part)")).texts
            .merging(list.filter { SubmissionTask.name($0.key) == nil }) { $1 }
    }
}

/// Builds submissions against the modules that are built already, and has them checked.
///
/// Each is built and run in a folder of its own, with limits on time, memory and the size of files. What is
/// right is known to another program, the judge, which has nobody's answers in it: the submission's own
/// program is told what to put in, and what comes out is all that it can say.
struct Workshop {
    /// The checkout.
    package let package: URL
    /// Where the submissions are built.
    package let folder: URL
    package let seed: UInt64
    package let parts: [String: TaskFiles]
    private var products: URL { Bundle.main.executableURL!.deletingLastPathComponent() }

    #if canImport(Darwin)
        private static let library = "libcourse.dylib"
        private static let options = ["-Xlinker", "-install_name", "-Xlinker", "@rpath/\(library)"]
    #else
        private static let library = "libcourse.so"
        private static let options: [String] = []
    #endif

    struct Failure: LocalizedError { var errorDescription: String? }

    /// Makes what the submissions to some parts need.
    package func prepare(_ parts: Set<String>) throws {
        try link()
        for part in parts {
            if let (file, error) = build([:], part, judge(part)) {
                throw Failure(errorDescription: "\(file) does not compile: \(error)")
            }
        }
    }

    /// Where a part's judge is built.
    private func judge(_ part: String) -> URL { folder.appendingPathComponent("judge-\(part)") }

    /// Makes one library of the modules, so that every submission is linked quickly.
    private func link() throws {
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = package.appendingPathComponent("Sources").path
        // A part's lessons are no answer's business.
        let parts = Stage.allCases.map(\.name)
        let modules = try manager.contentsOfDirectory(atPath: sources).filter {
            !parts.contains($0)
        }
        let objects = modules.sorted().flatMap { module in
            // Not what was built of a file that is gone.
            let files = manager.enumerator(atPath: "\(sources)/\(module)")?.allObjects ?? []
            let names = Set(files.map { "\((($0 as? NSString) ?? "").lastPathComponent).o" })
            let build = products.appendingPathComponent("\(module).build").path
            return ((try? manager.contentsOfDirectory(atPath: build)) ?? [])
                .filter(names.contains).sorted().map { "\(build)/\($0)" }
        }
        let result = LimitedCommand(
            ["swiftc", "-emit-library", "-module-name", "course", "-o", Self.library]
                + Self.options + objects, in: folder, seconds: 300)
        guard result.status == 0 else {
            throw Failure(
                errorDescription: "the modules cannot be linked: \(result.error.suffix(500))")
        }
    }

    // MARK: - One submission

    /// Builds and checks a submission.
    ///
    /// - Parameter name: what its folder is called.
    /// - Returns: a record for each task, in their order.
    package func mark(_ submission: Submission, name: String) -> [ExerciseRecord] {
        let (part, work) = (submission.part, folder.appendingPathComponent("work-\(name)"))
        defer { try? FileManager.default.removeItem(at: work) }
        guard let names = parts[part]?.names, !submission.files.isEmpty else { return [] }
        try? write(submission.files, work)
        let refused = HandInRules.refusals(submission.files, in: work).mapValues {
            Verdict(kind: .refused, diagnosis: "It is not marked: \($0).")
        }
        let open = submission.files.filter { refused[$0.key] == nil }
        let verdicts = check(open, part, work).merging(refused) { $1 }
        return names.map { file in
            ExerciseRecord(
                task: SubmissionTask.name(file) ?? file,
                verdict: verdicts[file] ?? Verdict(kind: .untouched))
        }
    }

    /// Builds and checks files together. One that does not compile is left out, and what gets into another
    /// file's way is checked alone.
    private func check(
        _ files: [String: String], _ part: String, _ work: URL
    ) -> [String: Verdict] {
        if files.isEmpty { return [:] }
        guard let (place, error) = build(files, part, work) else {
            return judge(files.keys.sorted(), part, work)
        }
        let isShared = error.contains("redeclaration") || error.contains("ambiguous")
        let guilty = files.keys.first { files.count == 1 || $0 == place && !isShared }
        guard let guilty else {
            return files.reduce(into: [:]) { all, file in
                all.merge(check([file.key: file.value], part, work)) { $1 }
            }
        }
        let broken = Verdict(kind: .broken, diagnosis: "It does not compile: \(error)")
        let rest = files.filter { $0.key != guilty }
        return check(rest, part, work).merging([guilty: broken]) { $1 }
    }

    /// Puts files into a folder where nothing else is.
    private func write(_ texts: [String: String], _ work: URL) throws {
        try? FileManager.default.removeItem(at: work)
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        for (file, text) in texts {
            try Data(text.utf8).write(to: work.appendingPathComponent(file))
        }
    }

    /// Builds some files of a part with its other ones as nobody has begun them.
    ///
    /// - Returns: the first error, if there is one, and in which file it is.
    private func build(
        _ files: [String: String], _ part: String, _ work: URL
    ) -> (file: String, error: String)? {
        let main =
            "import Workbook\n\nWorkbook(.\(part), lessons: [], exercises: exercises()).run()\n"
        let texts = parts[part]!.texts.merging(files) { $1 }.merging(["main.swift": main]) { $1 }
        guard (try? write(texts, work)) != nil else { return ("", "its folder cannot be written") }
        let result = LimitedCommand(
            [
                "swiftc", "-Onone", "-wmo", "-swift-version", "6", "-suppress-warnings",
                "-enable-upcoming-feature", "MemberImportVisibility",
                "-module-name", part, "-module-cache-path",
                products.appendingPathComponent("ModuleCache").path,
                "-I", products.appendingPathComponent("Modules").path, "-L", folder.path,
                "-lcourse",
                "-Xlinker", "-rpath", "-Xlinker", folder.path, "-o", "program",
            ] + texts.keys.sorted(), in: work, seconds: 60)
        if result.status == 0 { return nil }
        if result.isSlow { return ("", "the compiler does not end") }
        let error = /([^\/:\s]+\.swift):(\d+):\d+: error: (.*?)(?: \[#\w+\])?\n/
        guard let match = result.error.firstMatch(of: error) else {
            return ("", "the compiler fails: \(result.error.suffix(200))")
        }
        return (String(match.1), "line \(match.2): \(match.3.prefix(200))")
    }

    /// Has the judge check some files of what was built.
    private func judge(_ files: [String], _ part: String, _ work: URL) -> [String: Verdict] {
        func verdicts(_ files: [String]) -> [String: Verdict] {
            let result = LimitedCommand(
                ["\(judge(part).path)/program", "judge", "\(work.path)/program", "\(seed)"]
                    + files.compactMap(SubmissionTask.name), in: work, seconds: 240)
            let records = result.output.split(separator: "\n").compactMap { line in
                ExerciseJSON.read(Data(line.utf8)) as ExerciseRecord?
            }
            return files.reduce(into: [:]) { all, file in
                all[file] = records.first { $0.task == SubmissionTask.name(file) }?.verdict
            }
        }
        let found = verdicts(files)
        return files.reduce(into: found) { all, file in
            // An answer that ends the judge is the business of one task.
            all[file] =
                found[file] ?? verdicts([file])[file]
                ?? Verdict(kind: .lost, diagnosis: "The check has ended without a result, twice.")
        }
    }

    /// Makes a folder for a workshop, and removes it afterwards. Should somebody ask for an end meanwhile,
    /// everything that runs in it is ended.
    static func withFolder(_ body: (URL) throws -> ExitStatus) -> ExitStatus {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory(), isDirectory: true)
            .appendingPathComponent("marking-\(UUID().uuidString)", isDirectory: true)
        Interruption.phase = .ending
        Platform.startThread {
            while true {
                Interruption.sleep(3600)
                if Interruption.hasHappened { RunningProcesses.end() }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        var status = ExitStatus.failure
        do {
            status = try body(folder)
        } catch {
            printError(
                Interruption.cause.map { "\($0.word)." } ?? "error: \(error.localizedDescription)")
        }
        return Interruption.cause?.status ?? status
    }
}

/// What a task's file says of the task.
enum SubmissionTask {
    /// The name in `03-name.swift`; nil if it is no such file.
    package static func name(_ file: String) -> String? {
        file.wholeMatch(of: /\d\d-([a-z0-9-]+)\.swift/).map { String($0.1) }
    }
}
