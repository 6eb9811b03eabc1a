import Classroom
import Foundation
import System
import Words

/// The files that the submissions to a part are built with.
struct TaskFiles {
    /// The contents, by file name: the tasks' original files, the list of tasks, and the checks that a teacher has
    /// added.
    package let texts: [String: String]

    /// The names of the tasks' files.
    package var names: [String] { texts.keys.filter { Submission.task($0) != nil }.sorted() }

    /// All Swift files of a folder, for a task that scripts/own-task tests.
    package init(_ folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        texts = names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".") }.reduce(into: [:]) {
            $0[$1] = try? String(contentsOf: folder.appendingPathComponent($1), encoding: .utf8)
        }
    }

    /// The files of a part in the checkout. The original tasks come from docs/tasks and not from Git, because a course
    /// may come without it.
    package init(_ package: URL, _ part: String) {
        let list = TaskFiles(package.appendingPathComponent("Sources/\(part)/Exercises")).texts
        texts = TaskFiles(package.appendingPathComponent("docs/tasks/\(part)")).texts
            .merging(list.filter { Submission.task($0.key) == nil }) { $1 }
    }
}

/// Builds submissions against the modules that are already built, and has them checked.
///
/// Each submission is built and run in a separate folder, with limits on time, memory and file sizes. Only another
/// program, the judge, knows the right results, and it contains no answers. The submission's program gets the inputs,
/// and can only return its results.
struct Workshop {
    /// The checkout.
    package let package: URL
    /// The folder in which the submissions are built.
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

    /// Builds the library and the judges that the submissions to some parts need.
    package func prepare(_ parts: Set<String>) throws {
        // Link the modules into one library, so that every submission links quickly.
        let manager = FileManager.default
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = package.appendingPathComponent("Sources").path
        // The answers don't need the lessons.
        let modules = Set(try manager.contentsOfDirectory(atPath: sources))
            .subtracting(Stage.allCases.map(\.name))
        let objects = modules.sorted().flatMap { module in
            // Leave out object files whose sources no longer exist.
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
        for part in parts {
            if let (file, error) = build([:], part, judge(part)) {
                throw Failure(errorDescription: "\(file) does not compile: \(error)")
            }
        }
    }

    /// The folder of a part's judge.
    private func judge(_ part: String) -> URL { folder.appendingPathComponent("judge-\(part)") }

    // MARK: - One submission

    /// Builds and checks a submission.
    ///
    /// - Parameter name: the name of its folder.
    /// - Returns: a record for each task, in order.
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
                task: Submission.task(file) ?? file,
                verdict: verdicts[file] ?? Verdict(kind: .untouched))
        }
    }

    /// Builds and checks files together. A file that doesn't compile is left out; if files conflict with each other,
    /// they are checked one by one.
    private func check(
        _ files: [String: String], _ part: String, _ work: URL
    ) -> [String: Verdict] {
        if files.isEmpty { return [:] }
        guard let (path, error) = build(files, part, work) else {
            return judge(files.keys.sorted(), part, work)
        }
        let isShared = error.contains("redeclaration") || error.contains("ambiguous")
        let guilty = files.keys.first { files.count == 1 || $0 == path && !isShared }
        guard let guilty else {
            return files.reduce(into: [:]) { all, file in
                all.merge(check([file.key: file.value], part, work)) { $1 }
            }
        }
        let broken = Verdict(kind: .broken, diagnosis: "It does not compile: \(error)")
        let rest = files.filter { $0.key != guilty }
        return check(rest, part, work).merging([guilty: broken]) { $1 }
    }

    /// Writes files into a new folder.
    private func write(_ texts: [String: String], _ work: URL) throws {
        try? FileManager.default.removeItem(at: work)
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        for (file, text) in texts {
            try Data(text.utf8).write(to: work.appendingPathComponent(file))
        }
    }

    /// Builds some files of a part together with the originals of the others.
    ///
    /// - Returns: the first error and its file; nil if there is none.
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

    /// Lets the judge check some of the files that were built.
    private func judge(
        _ files: [String], _ part: String, _ work: URL, again isSecondTime: Bool = false
    ) -> [String: Verdict] {
        let result = LimitedCommand(
            ["\(judge(part).path)/program", "judge", "\(work.path)/program", "\(seed)"]
                + files.compactMap(Submission.task), in: work, seconds: 240)
        let records = result.output.split(separator: "\n").compactMap { line in
            ExerciseJSON.read(Data(line.utf8)) as ExerciseRecord?
        }
        let lost = Verdict(kind: .lost, diagnosis: "The check ended without a result, twice.")
        return files.reduce(into: [:]) { all, file in
            // If an answer ends the judge, only its own task is lost.
            all[file] =
                records.first { $0.task == Submission.task(file) }?.verdict
                ?? (isSecondTime ? lost : judge([file], part, work, again: true)[file])
        }
    }

    /// Makes a folder for a workshop, and removes it afterwards. An interruption ends everything that runs in it.
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
        do {
            return try body(folder)
        } catch {
            printError(
                Interruption.cause.map { "\($0.word)." } ?? "error: \(error.localizedDescription)")
            return Interruption.cause?.status ?? .failure
        }
    }
}
