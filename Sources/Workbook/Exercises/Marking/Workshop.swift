import Foundation

/// Builds submissions against the modules that are built already, and runs their checks.
///
/// Each is built and run in a folder of its own, with limits on time, memory and the size of files.
struct Workshop {
    /// The checkout with the lists of tasks.
    let package: URL
    /// Where the submissions are built.
    let folder: URL
    let seed: UInt64
    private let products: URL

    /// What came of a submission: a record for each task, in their order.
    typealias Records = [ExerciseRecord]

    struct Failure: Error {
        var message: String
    }

    init(package: URL, folder: URL, seed: UInt64) {
        self.package = package
        self.folder = folder
        self.seed = seed
        products = Bundle.main.executableURL!.deletingLastPathComponent()
    }

    /// Makes one library of the modules, so that every submission is linked quickly.
    func link() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var objects: [String] = []
        for module in ["Arrays", "Random", "Descent", "Workbook"] {
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
        let result = run(arguments + objects, in: folder, seconds: 300)
        guard result.status == 0 else {
            throw Failure(message: "the modules cannot be linked: \(result.output.suffix(500))")
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
            .appendingPathComponent("Workbook.build").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: build)) ?? []
        let times = names.filter { $0.hasSuffix(".swift.o") }.sorted().map { name -> String in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(build)/\(name)")
            let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(time)"
        }
        return "\(Workbook.version) \(times.joined(separator: "\n").hashed)"
    }

    // MARK: - One submission

    /// Builds and checks a submission.
    ///
    /// - Parameters:
    ///   - shipped: the texts of the part's files before anybody begins, in the tasks' order.
    ///   - name: what its folder is called.
    func mark(
        _ submission: Submission, shipped: [(file: String, text: String)], name: String
    ) -> Records {
        let work = folder.appendingPathComponent("work-\(name)")
        try? FileManager.default.removeItem(at: work)
        defer { try? FileManager.default.removeItem(at: work) }
        var reasons: [String: String] = [:]
        var texts: [String: String] = [:]
        for (file, text) in shipped {
            texts[file] = text
            guard let own = submission.files[file] else { continue }
            if let refusal = SwiftSource.refusal(own) {
                reasons[file] = refused + refusal + "."
            } else {
                texts[file] = own
            }
        }
        let names = shipped.map(\.file)
        // A file that does not compile is left out, and the others are checked.
        var attempts = 0
        while attempts < 3 {
            attempts += 1
            let errors = build(texts, submission.part, work)
            if errors.isEmpty {
                return check(submission.part, names, work, reasons)
            }
            let guilty = errors.filter { names.contains($0.key) && reasons[$0.key] == nil }
            let isShared = errors.values.contains {
                $0.contains("redeclaration") || $0.contains("ambiguous")
            }
            if guilty.isEmpty || isShared { break }
            for (file, error) in guilty {
                reasons[file] = "It does not compile: \(error)"
                texts[file] = shipped.first { $0.file == file }!.text
            }
        }
        // Files that get into each other's way: each is checked alone.
        var records: Records = []
        for (place, file) in names.enumerated() {
            guard submission.files[file] != nil else {
                records.append(ExerciseRecord(submission.part, file, "untouched", nil))
                continue
            }
            var alone = Dictionary(uniqueKeysWithValues: shipped.map { ($0.file, $0.text) })
            if reasons[file] == nil { alone[file] = texts[file] }
            let errors = reasons[file] == nil ? build(alone, submission.part, work) : [:]
            if let error = errors[file] ?? errors.first?.value {
                reasons[file] = "It does not compile: \(error)"
            }
            let all =
                reasons[file] == nil
                ? check(submission.part, names, work, reasons, only: place)
                : names.map { failed(submission.part, $0, reasons[$0] ?? reasons[file]!) }
            records.append(all[place])
        }
        return records
    }

    /// Checks one file of a task that has a list of its own.
    func mark(_ texts: [String: String], file: String) -> ExerciseRecord {
        let work = folder.appendingPathComponent("work")
        defer { try? FileManager.default.removeItem(at: work) }
        let errors = build(texts, "part1", work)
        if let error = errors.first {
            return failed("part1", file, "\(error.key) does not compile: \(error.value)")
        }
        return check("part1", [file], work, [:])[0]
    }

    /// Builds the files.
    ///
    /// - Returns: the first error of each file that has one; of the others under the empty name.
    private func build(_ texts: [String: String], _ part: String, _ work: URL) -> [String: String] {
        do {
            try? FileManager.default.removeItem(at: work)
            try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
            for (file, text) in texts {
                try Data(text.utf8).write(to: work.appendingPathComponent(file))
            }
            if texts["Exercises.swift"] == nil { try copyList(part, work) }
            let main =
                "import Workbook\n\nWorkbook(.\(part), lessons: [], exercises: exercises()).run()\n"
            try Data(main.utf8).write(to: work.appendingPathComponent("main.swift"))
        } catch {
            return ["": "its folder cannot be written"]
        }
        let sources = ((try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? [])
            .filter { $0.hasSuffix(".swift") }.sorted()
        let result = run(
            [
                "swiftc", "-Onone", "-wmo", "-swift-version", "6", "-suppress-warnings",
                "-module-name", part, "-module-cache-path",
                products.appendingPathComponent("ModuleCache").path,
                "-I", products.appendingPathComponent("Modules").path, "-L", folder.path,
                "-lcourse",
                "-Xlinker", "-rpath", "-Xlinker", folder.path, "-o", "program",
            ] + sources, in: work, seconds: 60)
        if result.status == 0 { return [:] }
        if result.isSlow { return ["": "the compiler does not come to an end"] }
        var errors: [String: String] = [:]
        for line in result.output.split(separator: "\n") {
            guard let match = line.firstMatch(of: /([^\/:]+\.swift):(\d+):\d+: error: (.*)/) else {
                continue
            }
            let file = String(match.1)
            if errors[file] == nil { errors[file] = "line \(match.2): \(match.3.prefix(200))" }
        }
        return errors.isEmpty ? ["": "the compiler fails: \(result.output.suffix(200))"] : errors
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

    private func check(
        _ part: String, _ files: [String], _ work: URL, _ reasons: [String: String],
        only: Int? = nil
    ) -> Records {
        var arguments = ["./program", "exercises", "--format", "jsonl", "--seed", "\(seed)"]
        if let only { arguments += ["--only", "\(only + 1)"] }
        let result = run(arguments, in: work, seconds: 240)
        let found = result.output.split(separator: "\n").compactMap { line in
            try? JSONDecoder().decode(ExerciseRecord.self, from: Data(line.utf8))
        }
        return files.map { file in
            let task = SubmissionTask.name(file)
            if let reason = reasons[file] { return failed(part, file, reason) }
            if let record = found.first(where: { $0.task == task }) { return record }
            return ExerciseRecord(
                part, file, "broken",
                only == nil || files.firstIndex(of: file) == only
                    ? "The check has ended without a result." : nil)
        }
    }

    // MARK: - Limits

    /// Runs a command in a folder, with limits that what it starts inherits.
    private func run(
        _ arguments: [String], in folder: URL, seconds: Double
    ) -> (status: Int32, output: String, isSlow: Bool) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Seconds of a processor, blocks of 512 bytes in a file, kilobytes of memory. Not every system
        // knows the last one; there the tasks' own limit holds.
        let limits =
            "ulimit -t 60; ulimit -f 400000; ulimit -v 8000000 2>/dev/null; ulimit -c 0; exec \"$@\""
        process.arguments = ["-c", limits, "sh"] + arguments
        process.currentDirectoryURL = folder
        // Nothing of whoever marks is known to what is marked.
        var environment = ["HOME": folder.path, "TMPDIR": folder.path, "LC_ALL": "C.UTF-8"]
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SDKROOT", "DEVELOPER_DIR"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        process.environment = environment
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        guard (try? process.run()) != nil else { return (1, "it could not be started", false) }
        let watch = TimeLimit(process.processIdentifier, seconds)
        let text = LimitedReader(pipe.fileHandleForReading).text()
        process.waitUntilExit()
        let isSlow = watch.end()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128
        return (status, text, isSlow)
    }
}

/// What a task's file says of the task.
enum SubmissionTask {
    /// The name in `03-name.swift`; nil if it is no such file.
    static func name(_ file: String) -> String? {
        file.wholeMatch(of: /\d\d-([a-z0-9-]+)\.swift/).map { String($0.1) }
    }
}

extension ExerciseRecord {
    /// A task that could not be checked.
    init(_ part: String, _ file: String, _ result: String, _ diagnosis: String?) {
        self.part = part
        task = SubmissionTask.name(file) ?? file
        self.result = result
        self.diagnosis = diagnosis
    }

    /// The result in words.
    var words: String {
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
