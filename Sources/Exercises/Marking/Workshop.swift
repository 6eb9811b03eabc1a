import Classroom
import Foundation
import System

/// Builds submissions against the modules that are built already, and has them checked.
///
/// Each is built and run in a folder of its own, with limits on time, memory and the size of files. What is
/// right is known to another program, the judge, which has nobody's answers in it: the submission's own
/// program is told what to put in, and what comes out is all that it can say.
struct Workshop {
    /// The checkout with the lists of tasks.
    package let package: URL
    /// Where the submissions are built.
    package let folder: URL
    package let seed: UInt64
    private let products: URL
    /// The judges, by part.
    private var judges: [String: URL] = [:]

    struct Failure: LocalizedError {
        var errorDescription: String?
    }

    package init(package: URL, folder: URL, seed: UInt64) {
        self.package = package
        self.folder = folder
        self.seed = seed
        products = Bundle.main.executableURL!.deletingLastPathComponent()
    }

    /// Makes what the submissions to some parts need.
    ///
    /// - Parameter parts: the texts of the tasks' files before anybody begins.
    mutating func prepare(_ parts: [String: [String: String]]) throws {
        try link()
        for (part, texts) in parts {
            let work = folder.appendingPathComponent("judge-\(part)")
            if let error = build(texts, part, work).first {
                throw Failure(errorDescription: "\(error.key) does not compile: \(error.value)")
            }
            judges[part] = work.appendingPathComponent("program")
        }
    }

    /// What the checks are made of.
    private static let modules = [
        "Arrays", "Random", "Descent", "MixedNumbers", "Words", "System", "Classroom", "Exercises",
    ]

    /// Makes one library of the modules, so that every submission is linked quickly.
    private func link() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var objects: [String] = []
        for module in Self.modules {
            let build = products.appendingPathComponent("\(module).build").path
            // Not what was built of a file that is gone.
            let sources = package.appendingPathComponent("Sources/\(module)").path
            let paths = FileManager.default.enumerator(atPath: sources)?.compactMap {
                $0 as? String
            }
            let names = Set((paths ?? []).map { "\(($0 as NSString).lastPathComponent).o" })
            objects += try FileManager.default.contentsOfDirectory(atPath: build)
                .filter(names.contains).sorted().map { "\(build)/\($0)" }
        }
        var arguments = ["swiftc", "-emit-library", "-module-name", "course", "-o", library.path]
        #if canImport(Darwin)
            arguments += [
                "-Xlinker", "-install_name", "-Xlinker", "@rpath/\(library.lastPathComponent)",
            ]
        #endif
        let result = LimitedCommand(arguments + objects, in: folder, seconds: 300)
        guard result.status == 0 else {
            throw Failure(
                errorDescription: "the modules cannot be linked: \(result.error.suffix(500))")
        }
    }

    private var library: URL {
        #if canImport(Darwin)
            folder.appendingPathComponent("libcourse.dylib")
        #else
            folder.appendingPathComponent("libcourse.so")
        #endif
    }

    /// Something that changes whenever the checks do.
    static func stamp() -> String {
        let build = Bundle.main.executableURL!.deletingLastPathComponent()
            .appendingPathComponent("Exercises.build").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: build)) ?? []
        let times = names.filter { $0.hasSuffix(".swift.o") }.sorted().map { name -> String in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(build)/\(name)")
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(time)"
        }
        return "\(Stage.version) \(times.joined(separator: "\n").hashed)"
    }

    // MARK: - One submission

    /// Builds and checks a submission.
    ///
    /// - Parameters:
    ///   - archive: the texts of the part's files before anybody begins.
    ///   - name: what its folder is called.
    /// - Returns: a record for each task, in their order.
    package func mark(
        _ submission: Submission, archive: [String: String], name: String
    ) -> [ExerciseRecord] {
        let (part, work) = (submission.part, folder.appendingPathComponent("work-\(name)"))
        defer { try? FileManager.default.removeItem(at: work) }
        var reasons: [String: String] = [:]
        do {
            try write(submission.files, work)
            reasons = HandInRules.refusals(submission.files, in: work)
                .mapValues { "\(refused)\($0)." }
        } catch {
            for file in submission.files.keys { reasons[file] = "Its folder cannot be written." }
        }
        /// The files that can still be checked.
        var open: [String: String] { submission.files.filter { reasons[$0.key] == nil } }
        var records: [String: ExerciseRecord] = [:]
        // A file that does not compile is left out, and the others are checked.
        for _ in 0..<3 where !open.isEmpty && records.isEmpty {
            let errors = build(archive.merging(open) { $1 }, part, work)
            if errors.isEmpty { records = check(Array(open.keys), part, work) }
            let guilty = errors.filter { open[$0.key] != nil }
            let isShared = errors.values.contains {
                $0.contains("redeclaration") || $0.contains("ambiguous")
            }
            if guilty.isEmpty || isShared { break }
            for (file, error) in guilty { reasons[file] = "It does not compile: \(error)" }
        }
        // Files that get into each other's way: each is checked alone.
        if records.isEmpty {
            for (file, text) in open {
                let errors = build(archive.merging([file: text]) { $1 }, part, work)
                if let error = errors[file] ?? errors.first?.value {
                    reasons[file] = "It does not compile: \(error)"
                } else {
                    records.merge(check([file], part, work)) { $1 }
                }
            }
        }
        return archive.keys.sorted().map { file in
            if let reason = reasons[file] { return failed(part, file, reason) }
            return records[file] ?? ExerciseRecord(part, file, "untouched", nil)
        }
    }

    /// Checks one file of a task that has a list of its own.
    package func mark(_ texts: [String: String], file: String) -> ExerciseRecord {
        let work = folder.appendingPathComponent("work")
        defer { try? FileManager.default.removeItem(at: work) }
        let errors = build(texts, "part1", work)
        if let error = errors.first {
            return failed("part1", file, "\(error.key) does not compile: \(error.value)")
        }
        return check([file], "part1", work)[file]!
    }

    /// Puts files into a folder where nothing else is.
    private func write(_ texts: [String: String], _ work: URL) throws {
        try? FileManager.default.removeItem(at: work)
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        for (file, text) in texts {
            try Data(text.utf8).write(to: work.appendingPathComponent(file))
        }
    }

    /// Builds the files.
    ///
    /// - Returns: the first error of each file that has one; of the others under the empty name.
    private func build(_ texts: [String: String], _ part: String, _ work: URL) -> [String: String] {
        do {
            try write(texts, work)
            if texts["Exercises.swift"] == nil { try copyList(part, work) }
            let main =
                "import Workbook\n\nWorkbook(.\(part), lessons: [], exercises: exercises()).run()\n"
            try Data(main.utf8).write(to: work.appendingPathComponent("main.swift"))
        } catch {
            return ["": "its folder cannot be written"]
        }
        let sources = ((try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? [])
            .filter { $0.hasSuffix(".swift") }.sorted()
        let result = LimitedCommand(
            [
                "swiftc", "-Onone", "-wmo", "-swift-version", "6", "-suppress-warnings",
                "-enable-upcoming-feature", "MemberImportVisibility",
                "-module-name", part, "-module-cache-path",
                products.appendingPathComponent("ModuleCache").path,
                "-I", products.appendingPathComponent("Modules").path, "-L", folder.path,
                "-lcourse",
                "-Xlinker", "-rpath", "-Xlinker", folder.path, "-o", "program",
            ] + sources, in: work, seconds: 60)
        if result.status == 0 { return [:] }
        if result.isSlow { return ["": "the compiler does not come to an end"] }
        var errors: [String: String] = [:]
        for line in result.error.split(separator: "\n") {
            let error = /([^\/:]+\.swift):(\d+):\d+: error: (.*?)(?: \[#\w+\])?$/
            guard let match = line.firstMatch(of: error) else { continue }
            let file = String(match.1)
            if errors[file] == nil { errors[file] = "line \(match.2): \(match.3.prefix(200))" }
        }
        return errors.isEmpty ? ["": "the compiler fails: \(result.error.suffix(200))"] : errors
    }

    private var refused: String { "It is not marked: " }

    private func failed(_ part: String, _ file: String, _ reason: String) -> ExerciseRecord {
        ExerciseRecord(part, file, reason.hasPrefix(refused) ? "refused" : "broken", reason)
    }

    /// The part's own list of tasks, and the checks of those that a teacher has added.
    private func copyList(_ part: String, _ work: URL) throws {
        let folder = package.appendingPathComponent("Sources/\(part)/Exercises")
        var files = [folder.appendingPathComponent("Exercises.swift")]
        let checks = folder.appendingPathComponent("Checks")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: checks.path)) ?? []
        files += names.map(checks.appendingPathComponent)
        for file in files {
            try FileManager.default.copyItem(
                at: file, to: work.appendingPathComponent(file.lastPathComponent))
        }
    }

    /// Has the judge check some files of what was built.
    private func check(_ files: [String], _ part: String, _ work: URL) -> [String: ExerciseRecord] {
        func records(_ files: [String]) -> [ExerciseRecord] {
            let result = LimitedCommand(
                [judges[part]!.path, "judge", "\(work.path)/program", "\(seed)"]
                    + files.sorted().compactMap(SubmissionTask.name), in: work, seconds: 240)
            return result.output.split(separator: "\n").compactMap { line in
                try? JSONDecoder().decode(ExerciseRecord.self, from: Data(line.utf8))
            }
        }
        let found = records(files)
        return Dictionary(
            uniqueKeysWithValues: files.map { file in
                let task = SubmissionTask.name(file)
                // An answer that ends the judge is the business of one task.
                let record = found.first { $0.task == task } ?? records([file]).first
                return (
                    file,
                    record
                        ?? ExerciseRecord(
                            part, file, "lost", "The check has ended without a result, twice.")
                )
            })
    }

    /// Makes a folder for a workshop, and removes it afterwards. Should somebody ask for an end meanwhile,
    /// everything that runs in it is ended.
    static func withFolder<Result>(
        _ name: String, _ body: (URL) throws -> Result
    ) rethrows -> Result {
        let folder = URL(fileURLWithPath: NSTemporaryDirectory(), isDirectory: true)
            .appendingPathComponent("\(name)-\(UUID().uuidString)", isDirectory: true)
        Interruption.phase = .ending
        Platform.startThread {
            while true {
                Interruption.sleep(3600)
                if Interruption.hasHappened { RunningProcesses.end() }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

/// What a task's file says of the task.
enum SubmissionTask {
    /// The name in `03-name.swift`; nil if it is no such file.
    package static func name(_ file: String) -> String? {
        file.wholeMatch(of: /\d\d-([a-z0-9-]+)\.swift/).map { String($0.1) }
    }
}

extension ExerciseRecord {
    /// A task that could not be checked.
    package init(_ part: String, _ file: String, _ result: String, _ diagnosis: String?) {
        self.part = part
        task = SubmissionTask.name(file) ?? file
        self.result = result
        self.diagnosis = diagnosis
    }

    /// The result in words.
    package var words: String {
        Verdict.Kind(rawValue: result)?.words
            ?? (result == "refused" ? "not marked" : "does not compile")
    }
}

extension String {
    /// A number of the text that is the same in every run.
    var hashed: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
